#!/usr/bin/env python3
"""Answers questions for SPF with pyspf; records come from answers.json. Usage: spf_pyspf.py FOLDER"""
import collections
import json
import sys
from pathlib import Path

import spf

folder = Path(sys.argv[1])
answers = {}
for line in (folder / "answers.json").read_text().splitlines():
    answer = json.loads(line)
    values = answer["records"]
    if answer["type"] == "TXT":
        values = [(value.encode(),) for value in values]
    elif answer["type"] == "MX":
        values = [tuple(value) for value in values]
    answers[answer["name"], answer["type"]] = values


def lookup(name, qtype, strict=True, timeout=None):
    """In the place of pyspf's only way to the network."""
    name = name.rstrip(".").lower()
    return [((name, qtype), value) for value in answers.get((name, qtype), [])]


spf.DNSLookup = lookup
verdicts = collections.Counter()
for question in (folder / "questions.tsv").read_text().splitlines():
    ip, helo, sender = question.split("\t")
    verdicts[spf.check2(i=ip, s=sender, h=helo, querytime=0)[0]] += 1
print(", ".join(f"{verdict} {verdicts[verdict]}" for verdict in sorted(verdicts)))
