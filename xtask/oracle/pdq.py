"""Compares PDQ hashes with those of Facebook's own code, through the package pdqhash, on generated pictures.

pdq.py make FOLDER          writes pictures
pdq.py compare LINES        reads the lines "hash quality path" that our program prints
"""

import sys

try:
    import numpy
    import pdqhash
    from PIL import Image, ImageDraw
except ImportError:
    sys.exit(77)


def picture(seed, width, height):
    random = numpy.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(int(v) for v in random.integers(0, 256, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(int(random.integers(5, 60))):
        x, y = random.integers(0, width), random.integers(0, height)
        w, h = random.integers(1, width // 2 + 2), random.integers(1, height // 2 + 2)
        shape = draw.ellipse if random.random() < 0.5 else draw.rectangle
        shape([int(x), int(y), int(x + w), int(y + h)], fill=tuple(int(v) for v in random.integers(0, 256, 3)))
    noise = random.normal(0, 6, (height, width, 3))
    return Image.fromarray(numpy.clip(numpy.asarray(image) + noise, 0, 255).astype(numpy.uint8))


SIZES = [(64, 64), (100, 57), (128, 128), (129, 200), (320, 240), (640, 480), (799, 601), (1024, 768),
         (1600, 1200), (2500, 1700), (3300, 2200)]
FORMATS = [("png", {}), ("jpg", {"quality": 90}), ("webp", {"quality": 85}), ("gif", {})]


def make(folder):
    for seed in range(60):
        ending, options = FORMATS[seed % 4]
        width, height = SIZES[seed % len(SIZES)]
        picture(seed, width, height).save(f"{folder}/{seed:03}.{ending}", **options)


def compare(lines):
    worst, total, n, quality_off = 0, 0, 0, 0
    for line in open(lines, encoding="utf-8"):
        ours, quality, path = line.rstrip("\n").split(" ", 2)
        pixels = numpy.asarray(Image.open(path).convert("RGB"))
        theirs, their_quality = pdqhash.compute(pixels)
        number = int("".join(str(int(bit)) for bit in theirs), 2)
        distance = bin(number ^ int(ours, 16)).count("1")
        worst, total, n = max(worst, distance), total + distance, n + 1
        quality_off = max(quality_off, abs(their_quality - int(quality)))
        if distance > 8:
            print(f"{path}: {distance} bits apart")
    print(f"{n} pictures: {total / n:.2f} bits apart on average, at most {worst}; quality at most {quality_off} apart")
    return 0 if n and worst <= 8 and quality_off <= 2 else 1


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        sys.exit(compare(sys.argv[2]))
