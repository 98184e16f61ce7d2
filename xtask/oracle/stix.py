"""Judge of the STIX export: stix2-validator finds no error, Python's stix2 parses it, and gives every observable our id.

Usage: python3 stix.py SCHEMAS BUNDLE...
SCHEMAS is the folder that holds `schemas/` (the package from PyPI comes without them).
Prints OK, or what differs, and exits with 1 then. Exit 77: a package is not installed (skipped).
"""

import json
import os
import sys

try:
    import stix2
    import stix2validator
except ImportError:
    print("skipped: no stix2 or stix2-validator")
    sys.exit(77)

OBSERVABLES = {"user-account", "email-addr", "email-message", "file", "ipv4-addr", "ipv6-addr", "url", "domain-name"}


def problems(path, options):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    for error in stix2validator.validate_file(path, options).object_results or []:
        yield from (f"{error.object_id}: {e}" for e in error.errors or [])
    # The framework's own objects have properties of their own.
    stix2.parse(bundle, allow_custom=True)
    people = {thing["id"] for thing in bundle["objects"] if thing.get("identity_class") == "individual"}
    seen = 0
    for thing in bundle["objects"]:
        if thing["type"] in OBSERVABLES:
            seen += 1
            again = stix2.parse({k: v for k, v in thing.items() if k != "id"}, version="2.1")
            if again.id != thing["id"]:
                yield f"{thing['id']} should be {again.id}"
        if thing["type"] in ("threat-actor", "intrusion-set"):
            yield f"{thing['id']} names who is behind it"
        if thing["type"] == "campaign" and thing["created_by_ref"] not in people:
            yield f"{thing['id']} is no person's word"
    if not seen:
        yield "there is no observable"


def main():
    schemas, bundles = sys.argv[1], sys.argv[2:]
    home = os.path.join(os.path.dirname(stix2validator.__file__), "schemas-2.1")
    if not os.path.isdir(home):
        os.symlink(os.path.abspath(schemas), home)
    options = stix2validator.ValidationOptions(version="2.1", enforce_refs=True)
    found = [f"{path}: {problem}" for path in bundles for problem in problems(path, options)]
    print("\n".join(found) if found else f"OK: {len(bundles)} bundles")
    sys.exit(1 if found else 0)


main()
