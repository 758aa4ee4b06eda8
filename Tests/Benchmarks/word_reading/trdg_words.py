"""Draws words with TextRecognitionDataGenerator, in its own environment.

Usage: python3 trdg_words.py WORDS.json FOLDER SEED

WORDS.json is a list of texts. Fonts are TRDG's own, with its blur, slant and all of its backgrounds but pictures, of which
it brings none.
"""

import json
import pathlib
import random
import sys

import numpy
from trdg.generators import GeneratorFromStrings


def main(words, folder, seed):
    random.seed(int(seed))
    numpy.random.seed(int(seed))
    texts, folder = json.loads(pathlib.Path(words).read_text(encoding="utf-8")), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for background in range(3):
        some = texts[background::3]
        drawn = GeneratorFromStrings(
            some, count=len(some), size=48, blur=2, random_blur=True, skewing_angle=5, random_skew=True,
            background_type=background, text_color="#000000,#888888", fit=False)
        for number, (picture, text) in enumerate(drawn):
            if picture is None:
                continue
            name = f"{background}_{number:06d}.png"
            picture.convert("RGB").save(folder / name)
            lines.append(f"{name}\t{text}\n")
    (folder / "labels.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
