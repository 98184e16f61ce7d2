"""Damages media files in many ways and runs `scrutineer media` on them: it must end well, within its limits, without a panic.

hostile_media.py PROGRAM FOLDER [COPIES]
"""

import os
import random
import subprocess
import sys
import tempfile
import time


def damaged(bytes_, random_):
    out = bytearray(bytes_)
    match random_.randrange(5):
        case 0:
            return bytes(out[: random_.randrange(1, len(out))])
        case 1:
            for _ in range(random_.randrange(1, 40)):
                out[random_.randrange(len(out))] = random_.randrange(256)
        case 2:
            # In headers, where structure is.
            for _ in range(random_.randrange(1, 40)):
                out[random_.randrange(min(len(out), 2000))] = random_.choice([0, 1, 0x7F, 0x80, 0xFF])
        case 3:
            at = random_.randrange(len(out))
            piece = out[at : at + random_.randrange(1, 5000)]
            out[at:at] = piece * random_.randrange(1, 4)
        case _:
            at = random_.randrange(len(out))
            del out[at : at + random_.randrange(1, 3000)]
    return bytes(out)


def main(program, folder, copies=5):
    random_ = random.Random(1)
    names = sorted(name for name in os.listdir(folder) if os.path.getsize(os.path.join(folder, name)) < 500_000)
    with tempfile.TemporaryDirectory() as place:
        n = 0
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                whole = file.read()
            if name == "tiff_poc.tiff":
                continue
            for copy in range(int(copies)):
                with open(os.path.join(place, f"{copy}-{name}"), "wb") as file:
                    file.write(damaged(whole, random_))
                n += 1
        start = time.time()
        ran = subprocess.run(
            ["/usr/bin/time", "-v", program, "media", place, "--time-limit", "5s", "--out", os.path.join(place, "out")],
            capture_output=True,
        )
        errors = ran.stderr.decode(errors="replace")
        peak = next((line.split()[-1] for line in errors.splitlines() if "Maximum resident" in line), "?")
        print(f"{n} damaged files: exit {ran.returncode}, {time.time() - start:.1f} s, peak {peak} KiB")
        codes = {}
        with open(os.path.join(place, "out", "rejects.jsonl"), encoding="utf-8") as lines:
            for line in lines:
                code = line.split('"code":"')[1].split('"')[0]
                codes[code] = codes.get(code, 0) + 1
        print(", ".join(f"{code} {count}" for code, count in sorted(codes.items())))
        if ran.returncode != 0 or "panicked" in errors:
            print(errors[-2000:])
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
