#!/usr/bin/env python3
"""Checks places, ids and links of a set, and the scorer against itself. Standard library only.
Usage: python3 check.py FOLDER [path of score_claims.py]"""
import collections, glob, json, os, re, subprocess, sys, tempfile
from datetime import datetime
if len(sys.argv) < 2: sys.exit(__doc__)
HERE = sys.argv[1].rstrip("/")
TOOLS = os.path.dirname(os.path.abspath(__file__))
SCORER = sys.argv[2] if len(sys.argv) > 2 else os.path.join(TOOLS, "../../../../shared/tools/score_claims.py")
ACTS = set("accuse assert decline demand deny praise predict uncertain".split())
QT = {"direct", "mixed", "indirect"}
SK = set("person organisation group place unnamed none".split())
SR = set("name surname pronoun role metonym none".split())
LK = set("answers generic_denial possible_answer repeats same_claim contradicts_possibly".split())
ROLES = ("source", "cue", "content")
bad = []
def need(ok, *msg):
    if not ok: bad.append(" ".join(str(m) for m in msg))
n = collections.Counter(); acts = collections.Counter(); lk = collections.Counter(); types = collections.Counter()
story_text = collections.defaultdict(str)
ids, docs, per_story = {}, [], collections.Counter()
for f in sorted(glob.glob(HERE + "/[a-z][0-9][0-9]-[0-9].json")):
    d = json.load(open(f, encoding="utf-8")); i = d["id"]
    need(os.path.basename(f) == i + ".json", f, "id")
    raw = open(f[:-5] + ".txt", "rb").read(); t = raw.decode("utf-8")
    need(b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf"), i, "line ends or BOM")
    need(t.startswith(d["title"] + "\n\n"), i, "headline and blank line")
    need(110 <= len(t.split()) <= 420, i, "words", len(t.split()))
    need(d["story"] == i[:3] and d["language"] == "en" and d["publisher"], i, "head")
    datetime.strptime(d["published"], "%Y-%m-%dT%H:%M:%SZ")
    story_text[d["story"]] += t; n["articles"] += 1; n["words"] += len(t.split()); per_story[d["story"]] += 1
    seen = {}
    for a in d["attributions"]:
        k = a["id"]; need(k not in ids, k, "double"); ids[k] = a; seen[k] = a
        need(re.fullmatch(re.escape(i) + r"-A\d+[a-z]*", k), k, "id form")
        for r in ROLES:
            need(len(a[r]) == len(a["quote"][r]), k, r, "count")
            last = 0
            for (s, e), q in zip(a[r], a["quote"][r]):
                need(0 <= s < e <= len(t) and s >= last, k, r, "order", s, e); last = e
                need(t[s:e] == q, k, r, "text", repr(t[s:e]), repr(q))
                need(q == q.strip(), k, r, "white space", repr(q))
                need(not (re.match(r"\w", q) and s and re.match(r"\w", t[s-1])) and not (re.search(r"\w$", q) and e < len(t) and re.match(r"\w", t[e])), k, r, "cuts a word", repr(q))
        need(len(a["cue"]) == 1, k, "cue must be one span"); need(a["content"], k, "no content")
        need(a["level"] in ("main", "nested"), k, "level"); need(a["quote_type"] in QT, k, "quote_type")
        need(a["act"] in ACTS and set(a.get("act_any", [a["act"]])) <= ACTS and a["act"] in a.get("act_any", [a["act"]]), k, "act", a.get("act_any"))
        need(type(a["negated_cue"]) is bool and type(a["hedged"]) is bool, k, "bool")
        need(a["speaker_kind"] in SK and a["speaker_ref"] in SR, k, "speaker enums")
        need(a["speaker"] is None or isinstance(a["speaker"], str) and a["speaker"].strip(), k, "speaker")
        need((a["speaker_kind"] == "none") <= (a["speaker"] is None), k, "speaker none"); need((a["speaker"] is not None) <= (a["speaker_ref"] != "none"), k, "ref none")
        need(bool(a["source"]) or a["speaker_kind"] == "none", k, "no source but a speaker")
        need(isinstance(a["targets"], list) and a["about"], k, "targets/about")
        if a["time"] is not None:
            need(set(a["time"]) == {"text", "resolved", "basis"} and a["time"]["text"] in t, k, "time")
        n[a["level"]] += 1; acts[a["act"]] += 1; types[a["quote_type"]] += 1
        n["negated cues"] += a["negated_cue"]; n["hedged"] += a["hedged"]; n["without source"] += not a["source"]; n["discontinuous content"] += len(a["content"]) > 1
    for k, a in seen.items():
        if a["level"] == "nested":
            o = seen.get(a.get("inside")); need(o, k, "inside?", a.get("inside"))
            if o:
                for r in ROLES:
                    for s, e in a[r]:
                        need(any(x <= s and e <= y for x, y in o["content"]), k, r, "outside", o["id"])
        else: need("inside" not in a, k, "inside at main")
    for x in d["traps"]:
        n["traps"] += 1; need(x["trap"] and x["span"], i, "trap")
        for (s, e), q in zip(x["span"], x["quote"]): need(t[s:e] == q, i, "trap text", q)
    docs.append({"id": i, "text": t, "attributions": [a for a in d["attributions"] if a["level"] == "main"]})
for f in sorted(glob.glob(HERE + "/[a-z][0-9][0-9].links.json")):
    d = json.load(open(f, encoding="utf-8")); n["stories"] += 1
    have = set()
    for l in d["links"]:
        need(l["from"] in ids and l["to"] in ids and l["from"] != l["to"], f, l); need(l["kind"] in LK, f, l["kind"])
        need(l["from"][:3] == d["story"] == l["to"][:3], f, "story", l)
        key = (l["from"], l["to"], l["kind"]); need(key not in have, f, "double", key); have.add(key); lk[l["kind"]] += 1
    answered = {l["to"] for l in d["links"] if l["kind"] in ("answers", "generic_denial")}
    for u in d["unanswered"]: need(u in ids and u[:3] == d["story"] and u not in answered, f, "unanswered", u); n["unanswered"] += 1
    names = set()
    for e in d["entities"]:
        need(e["name"] not in names, f, "entity double", e["name"]); names.add(e["name"]); need(e["kind"] in SK, f, e)
        n["entities"] += 1
        for x in e["aliases"] + e["metonyms"]: need(x in story_text[d["story"]], f, "alias not in the texts", x)
    for k, a in ids.items():
        if k[:3] == d["story"]:
            for x in (a["speaker"].split("; ") if a["speaker"] else []) + a["targets"]: need(x in names, k, "not in entities", x)
for s, c in per_story.items(): need(2 <= c <= 3 and os.path.exists(f"{HERE}/{s}.links.json"), s, "2 or 3 articles and links")
with tempfile.TemporaryDirectory() as tmp:
    p = tmp + "/gold.jsonl"; open(p, "w", encoding="utf-8").write("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in docs))
    for punct in ([], ["--punct"]):
        r = subprocess.run([sys.executable, SCORER, p, p, "--json", "--fields", "act,speaker,negated_cue"] + punct, capture_output=True, text=True)
        need(r.returncode == 0, "scorer", r.stderr[-500:])
        if r.returncode == 0:
            sc = json.loads(r.stdout)["scores"]
            for k, v in sc.items():
                if k == "n": need(v["gold"] == v["predicted"] == v["aligned"], "scorer n", v)
                elif k.startswith("field/"): need(v[0] == 1, "scorer", k, v)
                else: need(all(abs(x - 1) < 1e-9 for x in v), "scorer", k, v)
print(dict(n)); print("links", sum(lk.values()), dict(lk)); print("acts", dict(acts)); print("quote types", dict(types))
print("\n".join(bad) if bad else "OK: every check passed, gold against itself 100 %"); sys.exit(bool(bad))
