#!/usr/bin/env python3
"""Mails made to exhaust a reader, at full size, through the whole program: CPU, wall time and peak memory of each.

    bench/hostile_mail.py [NAME...]      all of them, or those whose names contain a NAME

Needs `cargo build --release -p scrutineer` (SCRUTINEER names another binary). Each mail is run twice: as
`--format jsonl`, which examines it, and with `--out`, which also reads its parts and looks for campaigns. Prints a
table in Markdown; ends with 1 when a run takes 2 s of CPU, or more than 10 times its input and 64 MB. Wall seconds are
for machines that do nothing else.
"""
import base64
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from hostile import written

HERE = Path(__file__).resolve().parent
PROGRAM = Path(os.environ.get("SCRUTINEER", HERE.parent / "target/release/scrutineer"))
SECONDS, TIMES, BASE_MB = 2.0, 10, 64

# What the limits on a header (1 MB, 5,000 fields) let through, so that everything is read that can be.
HEADER = 990_000
FIELDS = 4_900
FROM = b"From: Harbour desk <desk@harbour.example>\r\nSubject: Lights\r\n"
# Hash of an empty body, so that the signed fields are looked at too.
EMPTY = base64.b64encode(hashlib.sha256(b"").digest())
RECEIVED = (
    b"Received: from relay.harbour.example (relay.harbour.example [203.0.113.7]) by mx.office.example (Postfix) "
    b"with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n"
)


def mail(header=b"", body=b"", content_type=None):
    kind = b"Content-Type: %s\r\n" % content_type if content_type else b""
    return RECEIVED + b"To: keeper@office.example\r\n" + header + FROM + kind + b"\r\n" + body


def multipart(body, boundary=b"b"):
    return mail(body=body, content_type=b"multipart/mixed; boundary=" + boundary)


def html(page):
    return mail(body=page, content_type=b"text/html")


def field(name, piece, size):
    """One field made of the same piece again and again."""
    return b"%s: %s\r\n" % (name, piece * (size // len(piece)))


def many(piece, size=HEADER, count=FIELDS):
    """The same field again and again, within the limits."""
    return piece * min(count, size // len(piece))


def nested(count):
    part = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    return multipart(b"--b\r\n" + b"".join(part % (n, n) for n in range(count)))


def addresses(count):
    return b"From: " + b"".join(b"a%d@pier.example, " % n for n in range(count)) + b"\r\n"


def continued(count):
    return b"multipart/mixed" + b"".join(b";\r\n boundary*%d*=%%62" % n for n in range(count))


def signature(names=b"from:subject", length=None, body_hash=EMPTY):
    limit = b"" if length is None else b"l=%d; " % length
    tags = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=harbour.example; s=s1; %sh=%s; bh=%s; b=" % (limit, names, body_hash)
    return b"DKIM-Signature: " + tags + b"A" * 342 + b"==\r\n"


def signatures(count, names=b"from:subject", more=b"", body=b""):
    return mail(signature(names) * count + more, body)


def arc(count, more):
    """Sets that form a chain and do not hold."""
    sets = b""
    hashed = b"c=relaxed/relaxed; h=from:subject:x; bh=%s; b=" % EMPTY
    for n in range(1, count + 1):
        tags = b"i=%d; a=rsa-sha256; d=harbour.example; s=s1; " % n
        status = b"none" if n == 1 else b"pass"
        sets += b"ARC-Seal: " + tags + b"cv=" + status + b"; b=" + b"A" * 342 + b"==\r\n"
        sets += b"ARC-Message-Signature: " + tags + hashed + b"A" * 342 + b"==\r\n"
        sets += b"ARC-Authentication-Results: i=%d; harbour.example; spf=pass\r\n" % n
    return mail(sets + more)


LINES = b"The lamps are lit at six, and \t the gate is open.  \r\n"

# Those of the specification, then those that stay within the limits and make the most of them.
MAILS = {
    "20,000 nested multiparts": lambda: nested(20_000),
    "1 M nested messages": lambda: mail(
        body=b"Content-Type: message/rfc822\r\n\r\n" * 1_000_000, content_type=b"message/rfc822"
    ),
    "one boundary reused 500,000 times": lambda: multipart(
        b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 500_000
    ),
    "1 M parts": lambda: multipart(b"--b\r\n\r\nx\r\n" * 1_000_000),
    "header line of 100 MB": lambda: mail(header=field(b"X-Long", b"x", 100_000_000)),
    "500,000 Received": lambda: mail(RECEIVED * 499_999),
    "1 M addresses": lambda: mail(addresses(1_000_000)),
    "5 M parentheses": lambda: mail(field(b"From", b"(", 5_000_000)),
    "5 M quotes": lambda: mail(field(b"From", b'"', 5_000_000)),
    "2.5 M groups": lambda: mail(field(b"To", b"a:;", 7_500_000)),
    "1 M encoded words": lambda: mail(field(b"Subject", b"=?utf-8?q?=41?= ", 16_000_000)),
    "300,000 RFC 2231 continuations": lambda: mail(content_type=continued(300_000), body=b"--b\r\n"),
    "50 MB of dashes": lambda: multipart(b"-" * 50_000_000, boundary=b"-" * 69),
    "50 MB of dashes in lines": lambda: multipart((b"-" * 68 + b"\n") * 725_000, boundary=b"-" * 69),
    "2 M boundaries nearly": lambda: multipart(b"--bb\r\n-- b\r\n--b-\r\n" * 2_000_000),
    "5 M <div>": lambda: html(b"<div>" * 5_000_000),
    "20,000 DKIM-Signature with distinct l=": lambda: mail(
        b"".join(signature(length=n * 7) for n in range(20_000)), LINES * 20_000
    ),
    "4,900 Received": lambda: mail(many(RECEIVED)),
    "1 MB of addresses": lambda: mail(addresses(HEADER // 21)),
    "4,900 From of ten addresses": lambda: mail(
        b"".join(b"From: %s\r\n" % b",".join(b"a%d@%d.example" % (m, n) for m in range(10)) for n in range(FIELDS))
    ),
    "1 MB of parentheses in From": lambda: mail(field(b"From", b"(", HEADER)),
    "1 MB of comments in From": lambda: mail(field(b"From", b"(a@b.example)", HEADER)),
    "1 MB of quotes in From": lambda: mail(field(b"From", b'"', HEADER)),
    "1 MB of groups in From": lambda: mail(field(b"From", b"a:;", HEADER)),
    "1 MB of at signs in From": lambda: mail(field(b"From", b"a@", HEADER)),
    "1 MB of angles in From": lambda: mail(field(b"From", b"<a@b.example>", HEADER)),
    "1 MB of half encoded words in From": lambda: mail(field(b"From", b"=?a.", HEADER)),
    "1 MB of encoded words in From": lambda: mail(field(b"From", b"=?utf-8?q?a=40b.example?= ", HEADER)),
    "1 MB of comments in Received": lambda: mail(field(b"Received", b"(a [192.0.2.1])", HEADER)),
    "1 MB of clauses in Received": lambda: mail(field(b"Received", b"from a by b ", HEADER)),
    "1 MB of results": lambda: mail(many(b"Authentication-Results: a; " + b"b=c;" * 40 + b"\r\n")),
    "1 MB of semicolons in results": lambda: mail(field(b"Authentication-Results", b";", HEADER)),
    "1 MB of properties in results": lambda: mail(field(b"Authentication-Results", b"a=b ", HEADER)),
    "1 MB of comments in results": lambda: mail(field(b"Authentication-Results", b"(a)", HEADER)),
    "1 MB of tags": lambda: mail(header=field(b"DKIM-Signature", b"a=b;", HEADER)),
    "100 signatures, 1 MB in one signed field": lambda: signatures(
        100, b"from:subject:x", field(b"X", b"x ", HEADER - 60_000)
    ),
    # Each of eight fields may have been added below; a bare LF makes two forms of all.
    "the same and two of eight others": lambda: signatures(
        100,
        b"from:subject:x:" + b":".join(b"x%d" % n for n in range(8)),
        b"".join(b"X%d: y\n" % (n % 8) for n in range(16)) + field(b"X", b"x ", HEADER - 60_000),
    ),
    "100 signatures of 1,400 absent names": lambda: signatures(
        100, b"from:" + b":".join(b"x%d" % n for n in range(1_400))
    ),
    "100 signatures of 3,500 fields": lambda: signatures(100, b"from" + b":x" * 3_500, b"X:\r\n" * 4_500),
    "100 signatures over 100 MB in bare LF": lambda: mail(
        b"".join(signature(length=n * 7) for n in range(100)), LINES.replace(b"\r", b"") * 1_900_000 + b">From here\n"
    ),
    "50 ARC sets, 1 MB in one signed field": lambda: arc(50, field(b"X", b"x ", HEADER - 80_000)),
    "4,900 fields that may stand once": lambda: mail(many(b"Date: soon\r\n")),
    "15 M open quotes in HTML": lambda: html(b"<a href='" * 15_000_000),
    "5 MB of &amp": lambda: html(b"&amp" * 1_250_000),
    "20 MB of links": lambda: mail(body=b"https://a.example/?b=https://c.example " * 500_000),
    "100 MB of words": lambda: mail(body=LINES * 1_900_000),
    "100 MB of NUL": lambda: mail(body=b"\0" * 100_000_000),
    "30 M bare CR": lambda: mail(body=b"\r" * 30_000_000),
    "30 M empty lines": lambda: mail(signature() * 2, b"\r\n" * 30_000_000 + b"x"),
}


def measured(arguments):
    """CPU s, wall s and peak MB of a run, and whether it ended well."""
    start = time.monotonic()
    pid = os.posix_spawn(
        PROGRAM, [str(PROGRAM), *arguments], os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2)],
    )
    _, status, used = os.wait4(pid, 0)
    wall = time.monotonic() - start
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / 1e6, status == 0


def zone(folder):
    """A zone file with a key that nobody has signed with, so that every signature is tried in full."""
    # RSAPublicKey (RFC 8017, appendix A.1.1) with an odd number of 2,048 bits for a modulus.
    modulus = b"\x00\xc0" + b"\x5a" * 254 + b"\x01"
    numbers = b"\x02\x82\x01\x01" + modulus + b"\x02\x03\x01\x00\x01"
    key = b"\x30\x82" + len(numbers).to_bytes(2, "big") + numbers
    path = folder / "zone.txt"
    strings = b"v=DKIM1; p=" + base64.b64encode(key)
    halves = b'"%s" "%s"' % (strings[:200], strings[200:])
    path.write_bytes(b"s1._domainkey.harbour.example. IN TXT %s\n" % halves)
    return path


def main():
    asked = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    missed = 0
    print("| input | MB | CPU s | wall s | peak MB | with parts: CPU s | wall s | peak MB | limit MB | holds |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    try:
        keys = zone(folder)
        for name, make in MAILS.items():
            if asked and not any(word in name for word in asked):
                continue
            path = folder / "mail.eml"
            written(path, make)
            size = path.stat().st_size / 1e6
            limit = TIMES * size + BASE_MB
            common = ["mail", str(path), "--now", "2026-11-26", "--dns", str(keys)]
            runs = [measured([*common, "--format", "jsonl"]), measured([*common, "--out", str(folder / "out")])]
            shutil.rmtree(folder / "out", ignore_errors=True)
            holds = all(well and cpu < SECONDS and peak <= limit for cpu, _, peak, well in runs)
            missed += not holds
            cells = " | ".join(f"{cpu:.2f} | {wall:.2f} | {peak:.0f}" for cpu, wall, peak, _ in runs)
            ended = "" if all(run[3] for run in runs) else " (ended badly)"
            print(f"| {name} | {size:.1f} | {cells} | {limit:.0f} | {'yes' if holds else 'no'}{ended} |", flush=True)
    finally:
        shutil.rmtree(folder)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
