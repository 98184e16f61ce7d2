"""Independent programs judge a sealed case: Python `bagit` and `prov`, `ssh-keygen`, `openssl ts`.

    seal.py PROGRAM CASE FOLDER

CASE is a case folder; FOLDER is an empty one to work in. They have to agree with `case verify` on the sealed case, and on
random changes of it wherever they apply. Exit code 0: they agree; 77: one of them is not installed.
"""

import json
import logging
import random
import shutil
import subprocess
import sys
from pathlib import Path

try:
    import bagit
    from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvEntity
except ImportError as error:
    print(error)
    sys.exit(77)
if not shutil.which("ssh-keygen") or not shutil.which("openssl"):
    print("no ssh-keygen or no openssl")
    sys.exit(77)

logging.disable(logging.CRITICAL)
PROGRAM, CASE, FOLDER = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
CHANGES = 150
NAMESPACE = "scrutineer-case"
TSA = """
[ tsa ]
default_tsa = ours
[ ours ]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256, sha384, sha512
[ req ]
distinguished_name = name
prompt = no
x509_extensions = extensions
[ name ]
CN = Saltmere Test Clock
[ extensions ]
extendedKeyUsage = critical,timeStamping
"""


def run(*command, stdin=None):
    return subprocess.run([str(c) for c in command], cwd=FOLDER, stdin=stdin, capture_output=True, text=True)


def ours(bag, *options):
    return run(PROGRAM, "case", "verify", bag, *options).returncode


def by_bagit(bag):
    try:
        return bagit.Bag(str(bag)).validate(processes=1)
    except Exception:  # A damaged bag is refused in many ways.
        return False


def by_ssh(bag):
    signature = bag / "tagmanifest-sha256.txt.sig"
    try:
        with open(bag / "tagmanifest-sha256.txt", "rb") as signed:
            check = ["-Y", "verify", "-f", "signers", "-I", "ada", "-n", NAMESPACE, "-s", signature]
            return run("ssh-keygen", *check, stdin=signed).returncode == 0
    except OSError:
        return False


def change(bag, draw):
    """One random change, as in the tests of `case`; returns what it was."""
    files = sorted(path for path in bag.rglob("*") if path.is_file())
    path = draw.choice(files)
    name = path.relative_to(bag)
    content = path.read_bytes()
    kind = draw.choice(["byte", "cut", "insert", "remove", "rename", "add"])
    if kind in ("byte", "cut") and not content:
        kind = "insert"
    if kind == "byte":
        at = draw.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ draw.randrange(1, 256)]) + content[at + 1 :])
    elif kind == "cut":
        path.write_bytes(content[: draw.randrange(len(content))])
    elif kind == "insert":
        at = draw.randrange(len(content) + 1)
        path.write_bytes(content[:at] + bytes([draw.randrange(256)]) + content[at:])
    elif kind == "remove":
        path.unlink()
    elif kind == "rename":
        path.rename(path.with_name(path.name + ".x"))
    else:
        (bag / "data" / f"more-{draw.randrange(1000)}").write_bytes(content)
    return kind, name


def main():
    made = run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
    assert made.returncode == 0, made.stderr
    (FOLDER / "signers").write_text("ada " + (FOLDER / "key.pub").read_text())
    bag = FOLDER / "sealed"
    sealed = run(PROGRAM, "case", "seal", CASE, "--to", bag, "--key", "key")
    assert sealed.returncode == 0, sealed.stderr
    assert ours(bag, "--signers", FOLDER / "signers") == 0
    assert by_bagit(bag), "bagit refuses the sealed case"
    assert by_ssh(bag), "ssh-keygen refuses the signature"

    document = ProvDocument.deserialize(str(bag / "data/prov.json"), format="json")
    counts = {kind.__name__: len(list(document.get_records(kind))) for kind in (ProvEntity, ProvActivity, ProvAgent)}
    case = json.loads((bag / "data/case.json").read_text())
    findings = {finding for recorded in case["runs"] for finding in recorded["findings"]}
    assert counts["ProvEntity"] >= len(case["evidence"]) + len(findings), counts
    assert counts["ProvActivity"] >= len(case["custody"]), counts

    # What is exported without names says as much of what was done.
    exported = run(PROGRAM, "case", "export", CASE, "--as", "prov", "--to", "prov.json", "--allow-small", "a test")
    assert exported.returncode == 0, exported.stderr
    shared = ProvDocument.deserialize(str(FOLDER / "prov.json"), format="json")
    kinds = (ProvEntity, ProvActivity)
    assert all(len(list(shared.get_records(kind))) == counts[kind.__name__] for kind in kinds), "the export says less"

    (FOLDER / "tsa.cnf").write_text(TSA)
    (FOLDER / "serial").write_text("01\n")
    query = bag / "tagmanifest-sha256.txt.tsq"
    own = run("openssl", "ts", "-query", "-data", bag / "tagmanifest-sha256.txt", "-sha256", "-cert", "-no_nonce", "-out", "own.tsq")
    assert own.returncode == 0, own.stderr
    assert (FOLDER / "own.tsq").read_bytes() == query.read_bytes(), "openssl writes another query"
    for kind in (["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]):
        key = ["-newkey", *kind, "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "30", "-config", "tsa.cnf"]
        made = run("openssl", "req", "-x509", *key)
        assert made.returncode == 0, made.stderr
        reply = ["-config", "tsa.cnf", "-queryfile", query, "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "reply.tsr"]
        made = run("openssl", "ts", "-reply", *reply)
        assert made.returncode == 0, made.stderr
        checked = run("openssl", "ts", "-verify", "-in", "reply.tsr", "-queryfile", query, "-CAfile", "tsa.pem")
        assert checked.returncode == 0, checked.stderr
        stored = run(PROGRAM, "case", "timestamp", bag, "reply.tsr", "--authority", "tsa.pem")
        assert stored.returncode == 0 and "under the certificate given" in stored.stdout, stored.stdout + stored.stderr
        assert ours(bag, "--authority", "tsa.pem") == 0
    other = FOLDER / "other"
    run(PROGRAM, "case", "seal", CASE, "--to", other)
    refused = run(PROGRAM, "case", "timestamp", other, "reply.tsr")
    assert refused.returncode == 2 and "other bytes" in refused.stderr, refused.stderr

    draw = random.Random(7)
    found_by_bagit = found_by_ssh = 0
    for _ in range(CHANGES):
        copy = FOLDER / "copy"
        shutil.copytree(bag, copy)
        what = change(copy, draw)
        bagit_says, ssh_says, we_say = by_bagit(copy), by_ssh(copy), ours(copy)
        # The one thing that cannot show: a reply taken away, as it came after the sealing.
        if we_say == 0 and what[0] == "remove" and what[1].suffix == ".tsr":
            assert bagit_says and ssh_says, what
        else:
            assert we_say == 1, f"not found: {what}, {we_say}"
        found_by_bagit += not bagit_says
        found_by_ssh += not ssh_says
        shutil.rmtree(copy)
    print(
        f"sealed case: bagit, ssh-keygen, openssl ts and prov agree ({counts}); of {CHANGES} changes all found,"
        f" {found_by_bagit} also by bagit, {found_by_ssh} also by ssh-keygen"
    )


main()
