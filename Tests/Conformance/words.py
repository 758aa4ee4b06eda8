"""Reads ICDAR 2015's files as the competition's own script does and compares them with the COCO files that they were made
from.

Usage: python3 words.py DATASET...

A line for each word of each line of text, in COCO's order: its corners in whole pixels, clockwise, and its text, or ### where
it is hardly seen, small or mirrored. A text without the places of its words is one box with ###, and so
is a crowd. The pattern of a line, the
rule for quotation marks and the test of the direction are those of the competition's rrc_evaluation_funcs.py.

Where there is a file of COCO-Text v2, it is read as that dataset's own reader does, and its words are compared too.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import re

import numpy

import truth

LINE = re.compile(r"^\s*" + r"(-?[0-9]+)\s*,\s*" * 7 + r"(-?[0-9]+)\s*,(.*)$")


def read(path):
    """Corners and text of each line; raises where the competition's script would."""
    for line in path.read_bytes().decode("utf-8-sig").split("\n"):
        line = line.replace("\r", "")
        if not line:
            continue
        found = LINE.match(line)
        if not found:
            raise ValueError(f"“{line}” is no word")
        corners = numpy.array([float(number) for number in found.groups()[:8]]).reshape(4, 2)
        turns = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(corners, numpy.roll(corners, -1, axis=0)))
        if turns > 0:
            raise ValueError(f"the corners of “{line}” are not clockwise")
        text = found.group(9)
        quoted = re.match(r'^\s*"(.*)"\s*$', text)
        if quoted:
            text = quoted.group(1).replace("\\\\", "\\").replace('\\"', '"')
        yield corners, text


def expected(image):
    for annotation in image.annotations:
        if annotation["iscrowd"]:
            yield None, "###"
            continue
        lines = annotation.get("text_lines")
        if lines is None:
            if isinstance(annotation.get("text"), str):
                yield None, "###"
            continue
        for word in (word for line in lines for word in line["words"]):
            corners = numpy.array(word["quad"])
            if corners[:, 0].max() > 0 and corners[:, 1].max() > 0 and corners[:, 0].min() < image.width \
                    and corners[:, 1].min() < image.height:
                yield corners, word["text"]


def check_coco_text(root, report):
    """COCO-Text's file, where there is one."""
    path = root / "coco_text" / "cocotext.v2.json"
    if not path.exists():
        return
    dataset = json.loads(path.read_text("utf-8"))
    images = {int(key): value for key, value in dataset["imgs"].items()}
    words = {int(key): value for key, value in dataset["anns"].items()}
    lists = {int(key): value for key, value in dataset["imgToAnns"].items()}
    if any(key != value["id"] for group in (images, words) for key, value in group.items()):
        report.wrong(path, "ids", "a key is not the id of its entry")
    for subset in truth.load(root):
        for image in subset.images:
            found = [words[number] for number in lists[image.id]]
            wanted = list(expected(image))
            if len(found) != len(wanted) or images[image.id]["set"] != (subset.split or "train"):
                report.wrong(path, image.name, f"it has {len(found)} words, COCO {len(wanted)}; or another set")
                continue
            for word, (own, said) in zip(found, wanted):
                x, y, width, height = word["bbox"]
                points = numpy.array(word["mask"]).reshape(-1, 2)
                if abs(points.min(0) - [x, y]).max() > 2e-3 or abs(points.max(0) - [x + width, y + height]).max() > 2e-3:
                    report.wrong(path, said, "its box is not that of its points")
                if own is not None and len(points) == 4 and abs(numpy.sort(points, 0) - numpy.sort(own, 0)).max() > 1e-3:
                    report.wrong(path, said, f"its points are {points.tolist()}, COCO's {own.tolist()}")
                if word["utf8_string"] != (said if word["legibility"] == "legible" else ""):
                    report.wrong(path, said, f"its text is “{word['utf8_string']}”, and it is {word['legibility']}")
                report.counts["words of COCO-Text"] += 1


def check(root, report):
    """ICDAR's files."""
    for subset in truth.load(root):
        folder = root / "icdar" / subset.split if subset.split else root / "icdar"
        for image in subset.images:
            path = folder / f"gt_{image.name.rsplit('.', 1)[0]}.txt"
            try:
                words = list(read(path))
            except (OSError, ValueError) as error:
                report.wrong(path, "words", str(error))
                continue
            wanted = list(expected(image))
            if len(words) != len(wanted):
                report.wrong(path, "words", f"there are {len(words)}, COCO has {len(wanted)}")
                continue
            for (corners, text), (own, said) in zip(words, wanted):
                if own is not None and min(abs(corners - own).max(), abs(corners - own[[1, 0, 3, 2]]).max()) > 0.501:
                    report.wrong(path, said, f"its corners are {corners.tolist()}, COCO's {own.tolist()}")
                if text not in (said, "###"):
                    report.wrong(path, said, f"its text is “{text}”")
                report.counts["words"] += 1


def check_both(root, report):
    check(root, report)
    check_coco_text(root, report)


if __name__ == "__main__":
    truth.main(__doc__, check_both)
