"""Compares what we say of C2PA manifests with the reference package c2pa-python, file by file.

c2pa_manifests.py judge PROGRAM FOLDER    PROGRAM is our binary; the reference runs without a network, a process for each file
c2pa_manifests.py one FILE                what the reference says of one file, as JSON

Compared are the state, the codes of failures (of the file's own manifest and of ingredients), and, where the reference gives an
error, its words. A remote manifest is an error to the reference, which tries to fetch it; to us it is a state.
"""

import json
import os
import shutil
import subprocess
import sys

VERSION = "0.37.10"
SECONDS = 30
# The reference does not come back on this one; ours must end within its limit.
ENDLESS = {"tiff_poc.tiff"}


def is_shut_off_possible():
    """Whether a program can be run without a network here; in some containers it may not."""
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


def one(path):
    import c2pa

    try:
        reader = c2pa.Reader(path)
        results = json.loads(reader.json()).get("validation_results", {})
        lists = [results.get("activeManifest", {})]
        lists += [delta["validationDeltas"] for delta in results.get("ingredientDeltas", [])]
        failures = [status["code"] for codes in lists for status in codes.get("failure", [])]
        answer = {"state": str(reader.get_validation_state()).lower(), "failures": sorted(failures)}
    except Exception as error:  # The package has a class for each kind.
        kind, _, words = str(error).partition(": ")
        answer = {"error": kind, "words": words}
    print(json.dumps(answer))


def alone(words):
    return ["unshare", "-rn", *words] if is_shut_off_possible() else words


def theirs(path):
    words = alone([sys.executable, os.path.abspath(__file__), "one", path])
    try:
        ran = subprocess.run(words, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return {"error": "endless"}
    except subprocess.CalledProcessError as error:
        return {"error": "died", "words": error.stderr.decode()[-200:]}
    return json.loads(ran.stdout)


def ours(program, paths):
    words = [program, "media", "--format", "json", "--quiet", "--time-limit", f"{SECONDS}s", *paths]
    ran = subprocess.run(words, capture_output=True, check=True)
    return {row["sha256"]: row for row in json.loads(ran.stdout)}


def agree(row, judge):
    if row is None:
        return judge.get("error") == "NotSupported"
    problem = row.get("c2pa_problem") or ""
    words = problem.partition(": ")[2]
    match judge.get("error"):
        case None:
            return row["c2pa"] == judge["state"] and sorted(row["c2pa_failures"]) == judge["failures"]
        case "ManifestNotFound":
            return row["c2pa"] == "none"
        case "Remote":
            return row["c2pa"] == "remote" and row["c2pa_remote_url"] in judge["words"]
        case "NotSupported":
            return row["c2pa"] == "unsupported"
        case "endless":
            return row["c2pa"] == "not_checked" and problem.startswith("time_limit")
        case _:
            return row["c2pa"] == "unreadable" and words == judge["words"]


def network_calls(program, paths):
    """Calls that open a connection by which anything could leave the machine; None without strace."""
    if not shutil.which("strace"):
        return None
    log = "/tmp/scrutineer-c2pa-strace"
    words = ["strace", "-f", "-qq", "-e", "trace=network", "-o", log, program, "media", "--quiet", "--format", "json"]
    subprocess.run(words + ["--time-limit", "5s", *paths], stdout=subprocess.DEVNULL, check=True)
    with open(log, encoding="utf-8", errors="replace") as lines:
        calls = [line for line in lines if "(" in line]
    os.remove(log)
    local = [line for line in calls if "AF_UNIX" in line]
    print(f"system calls of the network: {len(calls)}, of them between our own processes: {len(local)}")
    return [line for line in calls if line not in local]


def judge(program, folder):
    import hashlib
    from importlib.metadata import version

    if version("c2pa-python") != VERSION:
        print(f"c2pa-python {version('c2pa-python')} is not the one to compare with, {VERSION}")
        return 77
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    rows = ours(program, paths)
    bad = 0
    states = {}
    for path in paths:
        name = os.path.basename(path)
        with open(path, "rb") as file:
            row = rows.get(hashlib.sha256(file.read()).hexdigest())
        answer = {"error": "endless"} if name in ENDLESS else theirs(path)
        states[answer.get("state") or answer["error"]] = states.get(answer.get("state") or answer["error"], 0) + 1
        if not agree(row, answer):
            bad += 1
            ours_said = row and {key: row[key] for key in ("c2pa", "c2pa_problem", "c2pa_failures", "c2pa_remote_url")}
            print(f"{name}: reference {answer}, ours {ours_said}")
    print(f"{len(paths)} files, {len(paths) - bad} agree; the reference's answers: {states}")
    outside = network_calls(program, paths)
    if outside:
        bad += 1
        print("".join(outside[:5]))
    if is_shut_off_possible():
        shut = subprocess.run(
            alone([program, "media", "--format", "json", "--quiet", "--time-limit", "5s", *paths]), capture_output=True
        )
        free = subprocess.run(
            [program, "media", "--format", "json", "--quiet", "--time-limit", "5s", *paths], capture_output=True
        )
        same = shut.returncode == free.returncode == 0 and shut.stdout == free.stdout
        print(f"without a network the same bytes: {same}")
        bad += not same
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        import c2pa  # noqa: F401
    except ImportError:
        sys.exit(77)
    if sys.argv[1] == "one":
        one(sys.argv[2])
    else:
        sys.exit(judge(*sys.argv[2:]))
