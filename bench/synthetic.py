#!/usr/bin/env python3
"""Speed and memory of the synthetic lens beside is-it-slop, on the same texts and one core.

    bench/synthetic.py --peer PYTHON [--preload isoc23.so] [--texts 3000] [--posts 50000] [--times 3] [--core 1]

PYTHON is one that has the peer (`pip install is-it-slop==0.6.3`; on a glibc before 2.38 with `peers/isoc23.c`). Texts are
invented ones of about 200 words, posts of about 15, the same in every run. Ours does the whole command: reading,
scoring, accounts, tables, findings, report. The peer is handed the texts in one call. Medians of CPU seconds are printed;
what a run with one text costs is taken off in the last column: it is the start.
"""
import argparse
import csv
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from claims import ONE_THREAD, PROGRAM, articles  # noqa: E402

PEER = """
import json, sys, is_it_slop
texts = [json.loads(line)["text"] for line in open(sys.argv[1])]
print(len(is_it_slop.predict_batch(texts)))
"""


def cut(text, words):
    return " ".join(text.split()[:words])


def measure(command, core, extra):
    environment = {**os.environ, **ONE_THREAD, **extra}
    run = subprocess.run(
        ["taskset", "-c", core, "/usr/bin/time", "-f", "%U %S %M", *map(str, command)],
        env=environment, capture_output=True, text=True,
    )
    if run.returncode:
        sys.exit(f"{command}: {run.stderr}")
    user, system, memory = run.stderr.strip().splitlines()[-1].split()
    return float(user) + float(system), int(memory) / 1024


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--peer")
    asked.add_argument("--preload")
    asked.add_argument("--texts", type=int, default=3000)
    asked.add_argument("--posts", type=int, default=50000)
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--core", default="1")
    args = asked.parse_args()
    folder = Path(tempfile.mkdtemp())
    draw = random.Random(5)
    bodies = [row["text"] for row in articles(None, max(50, args.texts // 3))]

    def texts(name, count, words):
        path = folder / name
        with open(path, "w") as out:
            for number in range(count):
                body = bodies[number % len(bodies)].split()
                start = draw.randrange(max(1, len(body) - words))
                text = " ".join(body[start : start + words])
                out.write(json.dumps({"id": number, "text": f"{text} {number}."}) + "\n")
        return path

    def posts(name, count):
        path = folder / name
        with open(path, "w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["platform", "post_id", "account_id", "text", "created_at"])
            for number in range(count):
                body = bodies[number % len(bodies)].split()
                start = draw.randrange(max(1, len(body) - 15))
                rows.writerow(["x", number, f"a{number % 500}", " ".join(body[start : start + 14]) + f" {number}", "2024-05-01T10:00:00Z"])
        return path

    def told(name, command, one, count, extra):
        runs = [measure(command(), args.core, extra) for _ in range(args.times)]
        start = statistics.median(measure(one(), args.core, extra)[0] for _ in range(args.times))
        cpu, memory = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
        print(f"{name}: {cpu:.2f} CPU s, {memory:.0f} MB, {count / cpu:,.0f} a second; without the start {count / max(cpu - start, 1e-3):,.0f}", flush=True)

    def ours(path):
        return lambda: [PROGRAM, "synthetic", path, "--out", tempfile.mkdtemp(dir=folder), "--quiet"]

    all_texts, one_text = texts("texts.jsonl", args.texts, 200), texts("one.jsonl", 1, 200)
    all_posts, one_post = posts("posts.csv", args.posts), posts("one.csv", 1)
    told(f"{args.texts} texts, ours", ours(all_texts), ours(one_text), args.texts, {})
    told(f"{args.posts} posts, ours", ours(all_posts), ours(one_post), args.posts, {})
    if args.peer:
        extra = {"LD_PRELOAD": str(Path(args.preload).resolve())} if args.preload else {}
        few = texts("few.jsonl", min(300, args.texts), 200)
        peer = lambda path: lambda: [args.peer, "-c", PEER, path]  # noqa: E731
        told("300 texts, is-it-slop", peer(few), peer(one_text), min(300, args.texts), extra)
        short = texts("short.jsonl", 2000, 15)
        told("2000 posts, is-it-slop", peer(short), peer(one_text), 2000, extra)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
