#!/usr/bin/env python3
"""Verifies signed mails with dkimpy; keys come from answers.json. Usage: dkim_dkimpy.py FOLDER"""
import json
import sys
from pathlib import Path

import dkim

folder = Path(sys.argv[1])
keys = {}
for line in (folder / "answers.json").read_text().splitlines():
    answer = json.loads(line)
    keys[answer["name"]] = answer["records"][0].encode()


def key(name, timeout=5):
    name = name.decode() if isinstance(name, bytes) else name
    return keys[name.rstrip(".")]


mails = sorted(folder.glob("*.eml"))
print(sum(dkim.verify(mail.read_bytes(), dnsfunc=key) for mail in mails), "of", len(mails), "pass")
