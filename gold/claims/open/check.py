#!/usr/bin/env python3
"""Check the open gold set (standard library only).  Run anywhere: python3 check.py
[--scorer PATH] [--jsonl FILE].  Exits 1 on any problem.  --jsonl writes the set as
{"id","text","attributions" (main only)}, one line an article."""
import argparse, glob, json, os, re, subprocess, sys, tempfile
from collections import Counter
HERE = os.path.dirname(os.path.abspath(__file__))
ap = argparse.ArgumentParser()
ap.add_argument("--scorer", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../../shared/tools/score_claims.py"))
ap.add_argument("--jsonl")
args = ap.parse_args()
ACTS = {"accuse", "assert", "decline", "demand", "deny", "praise", "predict", "uncertain"}
KINDS = {"person", "organisation", "group", "place", "unnamed", "none"}
REFS = {"name", "surname", "pronoun", "role", "metonym", "none"}
LINKS = {"answers", "generic_denial", "possible_answer", "repeats", "same_claim", "contradicts_possibly"}
KEYS = {"id", "source", "cue", "content", "quote", "level", "quote_type", "act", "negated_cue", "hedged",
        "speaker", "speaker_kind", "speaker_ref", "targets", "about", "time"}
bad = []
def need(ok, *what):
    if not ok:
        bad.append(" ".join(str(w) for w in what))
def spans_ok(text, spans, quotes, where):
    need(len(spans) == len(quotes), where, "spans and quotes differ in number")
    last = -1
    for (s, e), q in zip(spans, quotes):
        need(0 <= s < e <= len(text), where, "span out of range", s, e)
        need(text[s:e] == q, where, "text differs from quote", repr(text[s:e]), repr(q))
        need(q == q.strip(), where, "span has outer white space", repr(q))
        need("\n" not in q, where, "span crosses a line break", repr(q))
        need(s >= last, where, "spans not in order")
        last = e
docs, by, rows = [], {}, []
for f in sorted(glob.glob(os.path.join(HERE, "s[0-9][0-9]-[0-9].json"))):
    d = json.load(open(f, encoding="utf-8"))
    raw = open(f[:-5] + ".txt", "rb").read()
    need(b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf"), f, "CR or BOM")
    text = raw.decode("utf-8")
    name = os.path.basename(f)[:-5]
    need(d["id"] == name and d["story"] == name[:3], f, "id or story")
    need(d["title"] == text.split("\n")[0] and text.split("\n")[1] == "", f, "title is not the first line, or no blank line after it")
    need(d["language"] == "en" and d["publisher"], f, "language, publisher")
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", d["published"]), f, "published")
    n = len(text.split())
    need(120 <= n <= 260, f, "words:", n)
    main = [a for a in d["attributions"] if a["level"] == "main"]
    need(len(main) >= 8, f, "only", len(main), "main attributions")
    seen = set()
    for a in d["attributions"]:
        w = a["id"]
        need(KEYS <= set(a), w, "missing keys", KEYS - set(a))
        need(not set(a) - KEYS - {"act_any", "inside"}, w, "unknown keys", set(a) - KEYS)
        need(w.startswith(name + "-A") and w not in by, w, "id not unique or of another article")
        by[w] = (a, d)
        for r in ("source", "cue", "content"):
            spans_ok(text, a[r], a["quote"][r], w + " " + r)
        need(len(a["cue"]) == 1 and len(a["source"]) <= 1 and a["content"], w, "one cue, at most one source, some content")
        for r1, r2 in (("cue", "content"), ("cue", "source"), ("source", "content")):
            need(not any(s < y and x < e for s, e in a[r1] for x, y in a[r2]), w, r1, "overlaps", r2)
        need(a["level"] in ("main", "nested"), w, "level")
        need(a["quote_type"] in ("direct", "mixed", "indirect"), w, "quote_type")
        need(a["act"] in ACTS, w, "act")
        if "act_any" in a:
            need(a["act"] in a["act_any"] and set(a["act_any"]) <= ACTS and len(set(a["act_any"])) > 1, w, "act_any")
        need(isinstance(a["negated_cue"], bool) and isinstance(a["hedged"], bool), w, "flags")
        need(a["speaker_kind"] in KINDS and a["speaker_ref"] in REFS, w, "speaker_kind or speaker_ref")
        need((a["speaker"] is None) == (a["speaker_kind"] in ("unnamed", "none")), w, "speaker against speaker_kind")
        need((a["speaker_kind"] == "none") == (not a["source"]), w, "speaker_kind none against an empty source")
        if a["time"]:
            need(set(a["time"]) == {"text", "resolved", "basis"} and a["time"]["text"] in text, w, "time")
            need(a["time"]["resolved"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", a["time"]["resolved"]), w, "resolved date")
        key = json.dumps([a["source"], a["cue"], a["content"]])
        need(key not in seen, w, "same spans twice")
        seen.add(key)
    for a in d["attributions"]:
        if a["level"] == "nested":
            o = by.get(a.get("inside"))
            need(o is not None and o[1]["id"] == name, a["id"], "inside", a.get("inside"))
            if o:
                hull = o[0]["content"]
                for r in ("source", "cue", "content"):
                    for s, e in a[r]:
                        need(any(x <= s and e <= y for x, y in hull), a["id"], r, "lies outside the content of", a["inside"])
        else:
            need("inside" not in a, a["id"], "main with inside")
    # a main attribution whose cue lies in the content of another main one of the article would be nested
    for a in main:
        for b in main:
            if a is not b:
                s, e = a["cue"][0]
                need(not any(x <= s and e <= y for x, y in b["content"]), a["id"], "main, but its cue is inside", b["id"])
    for t in d["traps"]:
        spans_ok(text, t["span"], [t["quote"]], name + " trap")
        need(t["trap"], name, "trap without text")
    docs.append(d)
    rows.append({"id": name, "text": text, "attributions": main})
kinds, ltypes, unans, ents = Counter(), Counter(), 0, 0
for f in sorted(glob.glob(os.path.join(HERE, "s[0-9][0-9].links.json"))):
    v = json.load(open(f, encoding="utf-8"))
    st = os.path.basename(f)[:3]
    need(v["story"] == st, f, "story")
    seen = set()
    for l in v["links"]:
        need(l["from"] in by and l["to"] in by and l["from"] != l["to"], f, "link ids", l)
        need(l["from"].startswith(st) and l["to"].startswith(st), f, "link leaves the story", l)
        need(l["kind"] in LINKS, f, "link kind", l)
        k = (l["from"], l["to"], l["kind"])
        need(k not in seen, f, "link twice", k)
        seen.add(k)
        ltypes[l["kind"]] += 1
    answered = {l["to"] for l in v["links"] if l["kind"] in ("answers", "generic_denial", "possible_answer")}
    for u in v["unanswered"]:
        need(u in by and u.startswith(st), f, "unanswered id", u)
        need(u not in answered, f, "unanswered, but a link answers it:", u)
        if u in by:
            need("accuse" in (by[u][0].get("act_any") or [by[u][0]["act"]]), f, "unanswered one is no accusation", u)
        unans += 1
    names = {e["name"]: e["kind"] for e in v["entities"]}
    need(len(names) == len(v["entities"]), f, "entity twice")
    ents += len(names)
    for w, (a, d) in by.items():
        if d["story"] == st:
            need(a["speaker"] is None or a["speaker"] in names, w, "speaker is no entity:", a["speaker"])
            if a["speaker"] in names:
                need(names[a["speaker"]] == a["speaker_kind"], w, "speaker_kind against entity kind")
            for t in a["targets"]:
                need(t in names, w, "target is no entity:", t)
need(len(docs) == 30 and len({d["story"] for d in docs}) == 10, "articles", len(docs))
out = args.jsonl or os.path.join(tempfile.mkdtemp(), "open.jsonl")
with open(out, "w", encoding="utf-8") as h:
    for r in rows:
        h.write(json.dumps(r, ensure_ascii=False) + "\n")
res = subprocess.run([sys.executable, args.scorer, out, out, "--fields", "act,speaker,quote_type", "--json"], capture_output=True, text=True)
need(res.returncode == 0, "scorer:", res.stderr)
if res.returncode == 0:
    s = json.loads(res.stdout)["scores"]
    n = s["n"]
    need(n["gold"] == n["predicted"] == n["aligned"], "scorer counts", n)
    for k, v in s.items():
        if k.startswith("field/"):
            need(v[0] == 1 and v[1] > 0, "scorer", k, v)
        elif k != "n":
            need(min(v) == 1, "scorer", k, v)
allA = [a for d in docs for a in d["attributions"]]
mainA = [a for a in allA if a["level"] == "main"]
print("articles", len(docs), " words", sum(len(r["text"].split()) for r in rows), " main", len(mainA), " nested", len(allA) - len(mainA),
      " traps", sum(len(d["traps"]) for d in docs), " unanswered", unans, " entities", ents)
print("main per article", min(len(r["attributions"]) for r in rows), "to", max(len(r["attributions"]) for r in rows))
for lab, c in (("acts (main)", Counter(a["act"] for a in mainA)), ("acts (nested)", Counter(a["act"] for a in allA if a["level"] == "nested")),
               ("quote types (main)", Counter(a["quote_type"] for a in mainA)), ("speaker kinds (main)", Counter(a["speaker_kind"] for a in mainA)),
               ("speaker refs (main)", Counter(a["speaker_ref"] for a in mainA)), ("links", ltypes), ("publishers", Counter(d["publisher"] for d in docs))):
    print(lab, dict(c.most_common()))
print("with act_any", sum("act_any" in a for a in mainA), " no source", sum(not a["source"] for a in mainA), " discontinuous", sum(len(a["content"]) > 1 for a in mainA),
      " negated cue", sum(a["negated_cue"] for a in mainA), " hedged", sum(a["hedged"] for a in mainA), " with time", sum(bool(a["time"]) for a in mainA), " (main)")
for b in bad:
    print("BAD", b)
print("FAILED: %d problems" % len(bad) if bad else "OK")
sys.exit(bool(bad))
