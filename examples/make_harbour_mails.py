#!/usr/bin/env python3
"""Makes the mails of `harbour-lights/` and the records of their domains, `harbour-lights.zone`:
`python3 examples/make_harbour_mails.py`.

Everything is invented: offices, people, hosts. Addresses are of the ranges that are kept for examples. The bytes are
always the same. `harbour-lights/README.md` says what is planted where.
"""

import base64
import hashlib
import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).parent
MAILS = HERE / "harbour-lights" / "mails"
RECEIVER = "mx.saltmere.example"

# One key for all signers of the example. It protects nothing: whoever reads this has it.
MODULUS = int(
    "e998087fc36e6942079d95a6f4ff0fdb9023fd69bfd336c6b58fce1c38b9cc69184ba5342b7da47c69e6665496c6ac60"
    "a26d5924dc4beff84f3722c30c26e89c60f29b428dc5f9d472dc9ea0bde25703d5b8bda620d11aaeb8b870233cb63169"
    "2fdc6970edf1d39221d1a95e419aa49fa25c526bb24806c35d84274f2f2a78e34123b49081e2cdb624524ab325a3f211"
    "cfca23748ba40b667a7b2732a09b447b19f5f9d5b4c9e0de72489ec188538765125d228d3d3707725a5980f89310b1ca"
    "9c77c778b7985370631a459979727d5e78faed9830d4d46ce9cbf254ad2ee831dde10bbd7d63fd17e0cfc8bdb5dfc23a"
    "89739c762907f46b409aac1cb88f6bb7",
    16,
)
PRIVATE = int(
    "153636e6072f47ae9fcb69b358ac5aafc8f083b5591e75c068974f9394d11bb9f00e051e98d3c173d76d527331a2868a"
    "5b3ae117eda095ab6f8cbb02dedfca4aa7abbace8f2f8af15af6ceb970ff69d5bc256e4f4a2142dcda82f667df68f9fb"
    "ffc51cec0cd20e061c92673605c60f01e74d493764b53c0151ef7609af92449a2333628b471f0bce7bc5c61c617a373e"
    "8ff1a28ce1b5f12b30138c316e6624502294f6c8a7a47b7069f7c9ddb6d37011b88c67c9d725efe26987865a1c0f21c2"
    "7f91e7f84eaf10d14e3235181358481e5c869901cafe6a456e3337339b1479b6360c55a76f8ba224f59d3cf10749a5b7"
    "f2cf1fd0734949499c07348343fcff51",
    16,
)
PUBLIC = 65537


def der(tag, content):
    """One value of ASN.1."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def der_integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def public_key():
    """SubjectPublicKeyInfo in base64, as `p=` holds it."""
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    key = der(0x30, der_integer(MODULUS) + der_integer(PUBLIC))
    return base64.b64encode(der(0x30, algorithm + der(3, b"\0" + key))).decode()


def rsa_sha256(data):
    """PKCS #1 v1.5."""
    size = (MODULUS.bit_length() + 7) // 8
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(data).digest()
    padded = b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
    return pow(int.from_bytes(padded, "big"), PRIVATE, MODULUS).to_bytes(size, "big")


def relaxed_field(name, value):
    return name.lower() + ":" + re.sub(r"[ \t\r\n]+", " ", value).strip()


def relaxed_body(body):
    lines = [re.sub(r"[ \t]+", " ", line).rstrip() for line in body.split("\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return "".join(line + "\r\n" for line in lines)


def signature(fields, body, domain):
    """A DKIM-Signature field over all of `fields`, relaxed in both parts (RFC 6376)."""
    names = ":".join(name for name, _ in fields)
    body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body).encode()).digest()).decode()
    value = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=lamp;\r\n"
        f" h={names};\r\n bh={body_hash};\r\n b="
    )
    signed = "\r\n".join(relaxed_field(*field) for field in fields + [("DKIM-Signature", value)])
    b = base64.b64encode(rsa_sha256(signed.encode())).decode()
    return ("DKIM-Signature", value + "\r\n ".join(b[i : i + 72] for i in range(0, len(b), 72)))


def text(fields, body):
    return "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n" + body


def received(peer, time, number, by=RECEIVER):
    helo, host, address = peer
    return (
        "Received",
        f"from {helo} ({host or 'unknown'} [{address}])\r\n"
        f" by {by} (Postfix) with ESMTPS id 4R{number:04X};\r\n {format_datetime(time)}",
    )


def mail(number, time, author, to, subject, body, *, peer, envelope, signer=None, lower=(), extra=()):
    """What the receiver's mail store keeps: its own lines, what the peer handed over, the body."""
    fields = [
        ("From", author),
        ("To", to),
        ("Subject", subject),
        ("Date", format_datetime(time - timedelta(seconds=4))),
        ("Message-ID", f"<{number:03d}.lamp@{envelope.split('@')[1]}>"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        *extra,
    ]
    body = body.replace("\n", "\r\n")
    head = [("Return-Path", f"<{envelope}>"), received(peer, time, number)]
    if signer:
        head.append(signature(fields, body, signer))
    return text(head + list(lower) + fields, body)


DAY = datetime(2023, 9, 12, 6, 0, tzinfo=timezone.utc)
CALLED_OFF = """Good morning,

the hearing about the colour of the harbour lamps on Thursday has been called off. The net loft stays closed that
evening, and questions that were handed in will not be answered. Please tell everybody in {office} who meant to come,
and take down the notices.

The clerk of the hearing
"""
# Hosts that hand mails in themselves and name, below, one that they never were.
RENTED = [("mail.lampmail.example", "", f"203.0.113.{n}") for n in (14, 15, 16)]
PROVIDER = ("out2.gullpost.example", "out2.gullpost.example", "198.51.100.25")
COUNCIL = ("mail.council.example", "mail.council.example", "192.0.2.40")
DESK = ("desk.council.example", "desk.council.example", "192.0.2.41")


def mails():
    """File name and text of each."""
    for i, office in enumerate(["library", "ferry-desk", "market-hall", "school", "town-archive", "museum"]):
        time = DAY + timedelta(minutes=3 * i, seconds=11 * i)
        clerk = f"clerk.{i + 11}@gullpost.example"
        yield f"called-off-{i + 1}.eml", mail(
            i + 1,
            time,
            f"Clerk of the hearing <{clerk}>",
            f"{office}@saltmere.example",
            "Hearing called off",
            CALLED_OFF.format(office="the " + office.replace("-", " ")),
            peer=RENTED[i % 3],
            envelope=clerk,
            lower=[received(DESK, time - timedelta(minutes=1), 40 + i, by="mail.council.example")],
        )
    # Somebody who had read it sends it on in their own name: the text is the same, the rest is not.
    yield "passed-on.eml", mail(
        20,
        DAY + timedelta(days=1, hours=3),
        "Maple of the Quay <maple.quay@gullpost.example>",
        "theatre@saltmere.example",
        "Hearing called off",
        CALLED_OFF.format(office="the theatre"),
        peer=PROVIDER,
        envelope="maple.quay@gullpost.example",
        signer="gullpost.example",
    )
    # Another customer of the same provider, with something else to say.
    yield "question.eml", mail(
        21,
        DAY + timedelta(hours=5),
        "Linnet Pier <linnet.pier@gullpost.example>",
        "ferry-desk@saltmere.example",
        "Which lamps?",
        "Good day,\n\nwhich of the lamps on the east jetty are meant, the tall ones or the ones on the wall?\n"
        "I would like to bring a drawing on Thursday.\n\nLinnet Pier\n",
        peer=PROVIDER,
        envelope="linnet.pier@gullpost.example",
        signer="gullpost.example",
    )
    notice = mail(
        22,
        DAY + timedelta(hours=4),
        "Council of Saltmere <notices@council.example>",
        "all@saltmere.example",
        "The hearing takes place",
        "The hearing about the harbour lamps takes place on Thursday at seven in the net loft.\n"
        "A message that says otherwise did not come from this office.\n",
        peer=COUNCIL,
        envelope="notices@council.example",
        signer="council.example",
    )
    yield "notice.eml", notice
    # The same by way of a list, which adds a line below as lists do: honest, and the signature no longer holds.
    for before, after in [
        ("Return-Path: <notices@council.example>", "Return-Path: <harbour-bounces@list.example>"),
        (
            "from mail.council.example (mail.council.example [192.0.2.40])",
            "from list.example (list.example [198.51.100.80])",
        ),
        ("\r\nSubject: The hearing", "\r\nList-Id: <harbour.list.example>\r\nSubject: The hearing"),
    ]:
        notice = notice.replace(before, after, 1)
    yield "notice-by-list.eml", notice + "--\r\nHarbour list; to leave, write to leave@list.example\r\n"
    # Two authors: which one a program shows depends on the program.
    yield "two-authors.eml", mail(
        23,
        DAY + timedelta(hours=6),
        "Council of Saltmere <notices@council.example>",
        "school@saltmere.example",
        "Lanterns",
        "Please bring lanterns on Thursday, the path to the net loft is dark.\n",
        peer=("mail.lantern.example", "", "203.0.113.77"),
        envelope="club@lantern.example",
        extra=[("From", "Lantern club <club@lantern.example>")],
    )


def zone():
    key = f"v=DKIM1; k=rsa; p={public_key()}"
    key = " ".join(f'"{part}"' for part in re.findall(".{1,200}", key))
    return f"""; What the domains of the example had in the DNS on 12 September 2023. Everything is invented.
gullpost.example.                 IN TXT "v=spf1 ip4:198.51.100.0/26 -all"
lamp._domainkey.gullpost.example. IN TXT {key}
_dmarc.gullpost.example.          IN TXT "v=DMARC1; p=none"
council.example.                  IN TXT "v=spf1 ip4:192.0.2.40 -all"
lamp._domainkey.council.example.  IN TXT {key}
_dmarc.council.example.           IN TXT "v=DMARC1; p=reject"
list.example.                     IN TXT "v=spf1 ip4:198.51.100.80 -all"
"""


if __name__ == "__main__":
    MAILS.mkdir(exist_ok=True)
    for name, content in mails():
        (MAILS / name).write_bytes(content.encode())
    (HERE / "harbour-lights.zone").write_text(zone())
