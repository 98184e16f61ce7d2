#!/usr/bin/env python3
"""Files made to exhaust the claims lens, through the whole program: CPU, peak memory, exit code and what it tells of each.

    bench/hostile_claims.py [NAME...]      all of them, or those whose names contain a NAME

Needs `cargo build --release -p scrutineer` (SCRUTINEER names another program; it is called as
`PROGRAM claims FILE --out DIR`). The first row is ordinary news of 5 MB in a thousand articles. What is no prose is refused
as plain text before anything looks at its words, so each text comes as a line of JSON too, which is always read. Prints a
table in Markdown, the errors after it; ends with 1 when a run ends by a signal or with a code above 2, takes more than 3 times the
CPU per MB that ordinary news takes (and 2 s), or more than 10 times its input and 512 MB of memory. At LIMIT_SECONDS of
CPU (240) and LIMIT_MB of address space (8192) a run is stopped. HOSTILE_SCALE=0.01 makes all inputs a hundredth as large,
to try the script.
"""
import collections
import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from claims import Writer
from hostile import written

HERE = Path(__file__).resolve().parent
PROGRAM = Path(os.environ.get("SCRUTINEER", HERE.parent / "target/release/scrutineer"))
SECONDS, MEGABYTES = int(os.environ.get("LIMIT_SECONDS", 240)), int(os.environ.get("LIMIT_MB", 8192))
SCALE = float(os.environ.get("HOSTILE_SCALE", 1))
TIMES_CPU, BASE_CPU, TIMES_MB, BASE_MB = 3, 2.0, 10, 512
# Just below what is read of one page, feed, text or line (16 MiB).
READ = 16_000_000
ORDINARY = "ordinary news, 5 MB"

HEAD = "Harbor vote is postponed\n\nOSTVANE, March 4 (Northwire) - The harbor council said on Monday that the vote would wait.\n\n"


def n(count):
    return max(1, int(count * SCALE))


def filled(piece, size):
    """The same piece again and again, up to a size in bytes."""
    return piece * max(1, n(size) // len(piece.encode()))


def text(body, head=HEAD):
    return (head + body + "\n").encode("utf-8", "surrogatepass")


def line(plain):
    """The same text as a line of JSON."""
    return lines([{"id": "a", "title": "Harbor vote", "text": plain.decode("utf-8", "replace")}])


def page(body):
    return f"<!DOCTYPE html><html><head><title>Harbor vote</title></head><body><article>{body}</article></body></html>".encode()


def news(size, seed=7):
    """Ordinary sentences, one after the other."""
    writer, out, length = Writer(seed), [], 0
    people = [(writer.person(), "Mayor") for _ in range(40)]
    while length < n(size):
        out.append(writer.sentence(people))
        length += len(out[-1].encode()) + 1
    return out


def lines(rows):
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def corpus(count, make):
    return lines({"id": f"a{number}", "title": f"Harbor vote {number}", "text": make(number)} for number in range(n(count)))


def feed(count, make):
    items = "".join(
        f"<item><title>Vote {number}</title><guid>g{number}</guid><description>{make(number)}</description></item>"
        for number in range(n(count))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


def record(body, length=None, kind="response", more=""):
    """A record of a web archive; its length may be a lie."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/a\r\nWARC-Date: 2026-03-04T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) if length is None else length}\r\n{more}\r\n"
    )
    return header.encode() + http + b"\r\n\r\n"


def story():
    return page("".join(f"<p>{sentence}</p>" for sentence in news(4_000)))


def broken_archive():
    """Lengths that are too small, too large, absurd, negative, missing or doubled, between records that hold."""
    body = story()
    whole = record(body)
    lengths = ["0", "1", str(len(body) // 2), str(len(body) * 3), str(2**63), str(2**64), "-5", "x", "", "1e9", "0x10"]
    broken = b"".join(record(body, length) + whole for length in lengths)
    twice = record(body, more="Content-Length: 7\r\n") + whole
    return (broken + twice) * n(200) + whole[: len(whole) // 2]


def bomb(size):
    """A packed archive of one member that unpacks to much."""
    return gzip.compress(record(page("<p>" + filled("The council said no. ", size) + "</p>")), 9)


def nested_quotes(depth):
    marks = ["“", "‘"]
    opened = "".join(f"{marks[level % 2]}he said " for level in range(n(depth)))
    return text(opened + "no" + "".join("”’"[(level + 1) % 2] for level in range(n(depth))) + ", she said.")


def deep_clauses(depth):
    return text(" ".join(f"Mayor {name} said that" for name in ["Ostvane"] * n(depth)) + " the vote would wait.")


def scrambled(size):
    """Letters that go right to left, join, combine or have no width, among the words of cues."""
    odd = ["\u202e", "\u202c", "\u200b", "\u200d", "\u200f", "\u2067", "\u2069", "\ufeff", "\u0301", "\u0489", "\u05d0", "\u0627\u0644", "\U0001f469\u200d\U0001f692"]
    chance = random.Random(7)
    out, length = [], 0
    while length < n(size):
        word = chance.choice(["said", "the mayor", "“", "”", "denied", "vote.", "Ostvane", "that"])
        out.append(chance.choice(odd).join(word) if chance.random() < 0.5 else word + chance.choice(odd))
        length += len(out[-1].encode()) + 1
    return text(" ".join(out))


def wrong_charset():
    body = "".join(f"<p>{sentence}</p>" for sentence in news(5_000_000))
    head = '<html><head><meta charset="utf-8"><title>Vote</title></head><body><article>'
    return (head + body.replace("a", "ä") + "</article></body></html>").encode("cp1252", "replace")


def broken_lines():
    """Lines that hold between others without a text, cut off, with bytes that mean nothing, or of something else."""
    whole = corpus(5_000, lambda number: HEAD).splitlines(keepends=True)
    breaks = [
        lambda row: row.replace(b'"text"', b'"te\xffxt"'),
        lambda row: row[: len(row) // 2] + b"\n",
        lambda row: row.replace(b"harbor", b"har\xc3\x28bor"),
        lambda row: b"[1, 2\n",
    ]
    return b"".join(row + breaks[number % len(breaks)](row) for number, row in enumerate(whole))


def accused_and_denied(count):
    """Each article accuses or denies the same thing in the same words: all answer all."""
    ways = ["Mayor Ada Ostvane accused Governor Ilse Corkin of hiding the ballot list.",
            "Governor Ilse Corkin denied hiding the ballot list, her office said."]
    return corpus(count, lambda number: f"{ways[number % 2]} Article {number} ends here.")


SENTENCE = "the mayor said that the vote would wait and "
UNPAIRED = "“ The mayor \" said ” that „ the « vote ' "

TEXTS = {
    "one sentence of 50 MB": lambda: text(filled(SENTENCE, 50_000_000)),
    "one sentence of 16 MB": lambda: text(filled(SENTENCE, READ - 1_000)),
    "5 MB of unpaired quotes": lambda: text(filled(UNPAIRED, 5_000_000)),
    "5 MB, one quote opened in each paragraph": lambda: text(filled("“The vote will wait, the mayor said.\n\n", 5_000_000)),
    "100,000 tiny paragraphs": lambda: text(filled("No, she said.\n\n", 1_500_000)),
    "1 M paragraphs of one letter": lambda: text(filled("a\n\n", 3_000_000)),
    "one word of 20 MB": lambda: text("a" * n(20_000_000)),
    "one word of 16 MB": lambda: text("a" * n(READ - 1_000)),
    "13 MB of quotation marks": lambda: text(filled("“”\"«»", 13_000_000)),
    "16 MB of opening marks": lambda: text(filled("“", READ - 1_000)),
    "16 MB of full stops": lambda: text(filled(". ", READ - 1_000)),
    "5 MB of capitals": lambda: text(" ".join(news(5_000_000)).upper()),
    "5 MB of `said`": lambda: text(filled("said ", 5_000_000)),
    "5 MB of `said.`": lambda: text(filled("Said. ", 5_000_000)),
    "5 MB of `according to`": lambda: text(filled("according to ", 5_000_000)),
    "5 MB of names": lambda: text(" ".join(f"{name} said." for name in ["Ada Ostvane", "Ilse Corkin"] * n(160_000))),
    "200,000 different speakers": lambda: text("\n\n".join(f"{Writer(k).person()} said no." for k in range(n(200_000)))),
    "5 MB of pronouns": lambda: text(filled("He said she said they denied it. ", 5_000_000)),
    "20,000 nested quotes": lambda: nested_quotes(20_000),
    "20,000 nested clauses": lambda: deep_clauses(20_000),
    "5 MB of odd letters": lambda: scrambled(5_000_000),
    "2 MB of NUL": lambda: text("\0" * n(1_000_000) + filled("She said no.\0", 1_000_000)),
    "1 M dates": lambda: text(filled("On Monday she said on March 4 that by June 3 it would wait. ", 5_000_000)),
    "5 MB of numbers": lambda: text(filled("1,234.56 % said 7-8-9 ", 5_000_000)),
    "16 MB of full stops without a space": lambda: text("." * n(READ - 1_000) + "so"),
    "5 MB of statements that deny and accuse": lambda: text(filled("He accused her and she denied it and they claimed that ", 5_000_000)),
}

FILES = {
    ORDINARY: lambda: lines(Writer(7).article(number) for number in range(n(1_060))),
    "100 MB of HTML": lambda: page(filled("<p>The mayor said that the vote would wait. “No,” she added.</p>", 100_000_000)),
    "100 MB of HTML in a web archive": lambda: record(page(filled("<p>The mayor said that the vote would wait. “No,” she added.</p>", 100_000_000))),
    "16 MB of HTML": lambda: page(filled("<p>The mayor said that the vote would wait. “No,” she added.</p>", READ)),
    "16 MB of distinct sentences in HTML": lambda: page("".join(f"<p>{sentence}</p>" for sentence in news(READ))[:n(READ)]),
    "100,000 nested tags": lambda: page("<div>" * n(100_000) + "The mayor said no." + "</div>" * n(100_000)),
    "100,000 nested tags in a web archive": lambda: record(page("<div>" * n(100_000) + "The mayor said no." + "</div>" * n(100_000))),
    "2 M open tags": lambda: page("<p><b><i>The" * n(1_000_000)),
    "one sentence of 50 MB in HTML": lambda: page("<p>" + filled(SENTENCE, 50_000_000)),
    "one sentence of 16 MB in HTML": lambda: page("<p>" + filled(SENTENCE, READ - 1_000)),
    "5 MB of unpaired quotes in HTML": lambda: page(f"<p>{HEAD}</p><p>" + filled(UNPAIRED, 5_000_000)),
    "5 MB of paragraphs with an open quote in HTML": lambda: page(f"<p>{HEAD}</p>" + filled("<p>“The vote will wait, the mayor said.</p>", 5_000_000)),
    "web archive with broken lengths": broken_archive,
    "gzip of 4 GB of the same sentence": lambda: bomb(max(n(4_000_000_000), 20_000_000)),
    "5 MB in another charset than stated": wrong_charset,
    "feed with 100,000 items": lambda: feed(100_000, lambda number: f"The mayor said in report {number} that the vote would wait."),
    "100,000 equal articles": lambda: corpus(100_000, lambda number: "The mayor said that the vote would wait until the harbor reopens."),
    "20,000 articles that accuse and deny the same": lambda: accused_and_denied(20_000),
    "50,000 articles without a claim": lambda: corpus(50_000, lambda number: f"Rain fell on quay {number} in the night."),
    "a line of 100 MB": lambda: lines([{"id": "a", "text": filled("The mayor said no. ", 100_000_000)}, {"id": "b", "text": HEAD}]),
    "a line of 2 MB of the same statement": lambda: lines([{"id": "a", "text": filled("The mayor said no. ", 2_000_000)}]),
    "broken lines": broken_lines,
    "5 lines of 1 MB of unpaired quotes": lambda: lines({"id": f"a{number}", "text": f"{HEAD}Report {number}. " + filled(UNPAIRED, 1_000_000)} for number in range(5)),
}
for name, make in TEXTS.items():
    FILES[name] = make
    FILES[f"{name}, in JSON"] = lambda make=make: line(make())


def measured(arguments, said):
    """CPU s, wall s, peak MB and exit code of a run (or the name of the signal that ended it), within the limits."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        try:
            os.execv(PROGRAM, [str(PROGRAM), *arguments])
        finally:
            os._exit(127)
    _, status, used = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    ended = signal.Signals(-code).name if code < 0 else code
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss * 1024 / 1e6, ended


def told(out, said):
    """Codes of problems with their numbers: of rejects as the list of them has them, of notes as they are printed."""
    codes = collections.Counter(re.findall(r"^lost: ([a-z_]+),", said, re.MULTILINE))
    codes.update({"more": int(more.replace(",", "")) for more in re.findall(r"^lost: ([0-9,]+) more", said, re.MULTILINE)})
    for path in sorted(out.glob("**/rejects.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as rows:
            listed = collections.Counter(re.findall(r'"code": ?"([^"]+)"', " ".join(row[:2_000] for row in rows)))
            codes |= listed
    return ", ".join(f"{code} {count:,}" for code, count in codes.most_common(4))


def main():
    asked = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    missed, rate, errors = 0, None, []
    print("| input | MB | CPU s | wall s | peak MB | written MB | exit | problems told | holds |")
    print("|---|---|---|---|---|---|---|---|---|")
    try:
        for name, make in FILES.items():
            if asked and name != ORDINARY and not any(word in name for word in asked):
                continue
            path, out, said = folder / "input", folder / "out", folder / "said"
            written(path, make)
            size = path.stat().st_size / 1e6
            cpu, wall, peak, ended = measured(["claims", str(path), "--out", str(out)], said)
            made = sum(file.stat().st_size for file in out.glob("**/*") if file.is_file()) / 1e6
            rate = cpu / size if rate is None else rate
            holds = ended in (0, 1, 2) and cpu <= BASE_CPU + TIMES_CPU * rate * size and peak <= BASE_MB + TIMES_MB * size
            missed += not holds
            words = said.read_text(errors="replace")
            print(f"| {name} | {size:.1f} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {made:.1f} | {ended} | {told(out, words)} | "
                  f"{'yes' if holds else 'no'} |", flush=True)
            if ended != 0 and (last := words.strip()[-300:]):
                errors.append(f"{name}: {last.splitlines()[0]}")
            shutil.rmtree(out, ignore_errors=True)
    finally:
        shutil.rmtree(folder)
    print("\n" + "\n".join(errors))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
