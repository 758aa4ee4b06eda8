"""How well RapidOCR finds and reads the words of datasets that have ICDAR 2015's files.

Usage: python3 reading.py DATASET...

The reader finds lines, so what it finds is compared with the dataset's lines, with room round their ink as the reader leaves
it: found is a line that a box overlaps by an IoU of at least 0.5, one to one, the best pairs first. Lines that are less than
half seen or less than 8 pixels high, and texts without known places, count neither way. Words are read from their own
pictures, which are cut out by the true corners of the ICDAR files, so that finding and reading are judged apart. The
character error rate is the edit distance over the length of the truth, letter case and blanks aside.

Both are counted by size, blur, tilt and contrast (word_measures.py says how these are measured). The reader takes as many
threads as OMP_NUM_THREADS says, or one for each core.
"""

import json
import os
import re
import sys
from pathlib import Path

import cv2
import numpy
from rapidocr import RapidOCR
from shapely.geometry import Polygon

from word_measures import crop, distance, height, measures

CLASSES = {
    "height, pixels": [8, 12, 16, 20, 32, 64],
    "blur, pixels": [0, 1.5, 2, 3, 4],
    "tilt, degrees": [0, 5, 15, 30],
    "contrast": [1, 1.5, 2, 3, 5, 9],
}
LEGIBLE_HEIGHT = 20


def words(path):
    """The words of a file as the competition's own script reads them: corners and text, None for ###."""
    pattern = re.compile(r"^\s*" + r"(-?[0-9]+)\s*,\s*" * 7 + r"(-?[0-9]+)\s*,(.*)$")
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        if not line.replace("\r", ""):
            continue
        found = pattern.match(line.replace("\r", ""))
        if not found:
            raise SystemExit(f"{path}: “{line}” is no word of ICDAR 2015")
        corners = numpy.array([float(number) for number in found.groups()[:8]]).reshape(4, 2)
        text = found.group(9)
        quoted = re.match(r'^\s*"(.*)"\s*$', text)
        if quoted:
            text = quoted.group(1).replace("\\\\", "\\").replace('\\"', '"')
        yield corners, None if text == "###" else text


def lines(root):
    """The lines of each picture by its file's name: corners with room round them, and whether they can be asked for."""
    found = {}
    for path in sorted(Path(root).glob("annotations/instances*.json")):
        dataset = json.loads(path.read_text(encoding="utf-8"))
        names = {image["id"]: image["file_name"] for image in dataset["images"]}
        for annotation in dataset["annotations"]:
            name = names[annotation["image_id"]]
            if "text" in annotation and "text_lines" not in annotation:
                x, y, width, height_ = annotation["bbox"]
                box = numpy.array([[x, y], [x + width, y], [x + width, y + height_], [x, y + height_]])
                found.setdefault(name, []).append((box, None))
            for line in annotation.get("text_lines", []):
                corners = numpy.array(line["quad"])
                legible = line.get("visibility", 1) >= 0.5 and height(corners) >= 8
                found.setdefault(name, []).append((roomy(corners), line["text"] if legible else None))
    return found


def roomy(corners, share=0.2):
    """A box with room round it: a share of its height on each side."""
    a, b, c, d = corners
    across, down = (b - a) / max(1e-9, numpy.linalg.norm(b - a)), (d - a) / max(1e-9, numpy.linalg.norm(d - a))
    room = share * height(corners)
    return numpy.array([a - (across + down) * room, b + (across - down) * room, c + (across + down) * room,
                        d - (across - down) * room])


def plain(text):
    return re.sub(r"\s+", "", text).casefold()


def overlap(a, b):
    try:
        shared = a.intersection(b).area
    except Exception:
        return 0.0
    return shared / (a.area + b.area - shared) if shared else 0.0


def found(boxes, truth):
    """The numbers of the lines that are found, how many boxes count besides, and the numbers of the lines to be found."""
    areas = [Polygon(box) for box in boxes]
    ignored = [Polygon(corners) for corners, text in truth if text is None]
    wanted = [(number, Polygon(corners)) for number, (corners, text) in enumerate(truth) if text is not None]
    pairs = sorted(
        ((overlap(area, line), i, number) for i, area in enumerate(areas) for number, line in wanted), reverse=True)
    taken, matched = set(), set()
    for share, i, number in pairs:
        if share >= 0.5 and i not in taken and number not in matched:
            taken.add(i)
            matched.add(number)
    free = [
        i for i, area in enumerate(areas) if i not in taken
        and not any(area.area and area.intersection(other).area / area.area > 0.5 for other in ignored)]
    return matched, len(free), [number for number, _ in wanted]


class Table:
    """Counts of what is found and read, by each measure of CLASSES."""

    def __init__(self):
        self.rows = {measure: [[0] * 6 for _ in bounds] for measure, bounds in CLASSES.items()}

    def rows_of(self, measured):
        for measure, bounds in CLASSES.items():
            number = sum(bound <= measured[measure] for bound in bounds) - 1
            if number >= 0:
                yield self.rows[measure][number]

    def add_line(self, measured, is_found):
        for row in self.rows_of(measured):
            row[0] += 1
            row[1] += is_found

    def add_word(self, measured, wrong, length):
        for row in self.rows_of(measured):
            row[2] += wrong
            row[3] += length
            if measured["height, pixels"] >= LEGIBLE_HEIGHT:
                row[4] += wrong
                row[5] += length

    def show(self):
        for measure, rows in self.rows.items():
            print(f"\n| {measure} | lines | found | characters | error rate | {LEGIBLE_HEIGHT} pixels and more: characters "
                  "| error rate |\n| --- | --- | --- | --- | --- | --- | --- |")
            bounds = CLASSES[measure]
            for low, high, row in zip(bounds, bounds[1:] + ["…"], rows):
                lines, seen, wrong, length, large_wrong, large = row
                if lines or length:
                    print(f"| {low} to {high} | {lines} | {share(seen, lines)} | {length} | {share(wrong, length)} | {large} "
                          f"| {share(large_wrong, large)} |")


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "–"


def judge(engine, root, table, worst):
    """Reads a dataset; returns how many lines are found, how many boxes count, and how many lines there are to be found."""
    files = sorted(Path(root).glob("icdar/**/gt_*.txt"))
    if not files:
        raise SystemExit(f"{root}: there is no icdar/gt_*.txt; convert it: diorama convert {root} --to icdar")
    of_picture = lines(root)
    hits = made = wanted = wrongs = length = 0
    for path in files:
        part = path.parent.name if path.parent.name != "icdar" else ""
        picture = next((Path(root) / "images" / part).glob(path.stem[3:] + ".*"))
        image = cv2.imread(str(picture))
        result = engine(image, use_det=True, use_cls=False, use_rec=False, return_word_box=False)
        boxes = [] if result.boxes is None else result.boxes
        truth = of_picture.get(picture.name, [])
        matched, free, asked = found(boxes, truth)
        hits, made, wanted = hits + len(matched), made + len(matched) + free, wanted + len(asked)
        for number in asked:
            table.add_line(measures(image, truth[number][0]), number in matched)
        for corners, text in words(path):
            if text is None or not plain(text) or height(corners) < CLASSES["height, pixels"][0]:
                continue
            read = engine(crop(image, corners), use_det=False, use_cls=False, use_rec=True)
            said = read.txts[0] if read.txts else ""
            wrong = distance(plain(text), plain(said))
            measured = measures(image, corners)
            table.add_word(measured, wrong, len(plain(text)))
            if measured["height, pixels"] >= LEGIBLE_HEIGHT:
                wrongs, length = wrongs + wrong, length + len(plain(text))
            if wrong:
                worst.append((wrong, f"{root}, {picture.name}, " + ", ".join(
                    f"{name.split(',')[0]} {value:.1f}" for name, value in measured.items()) + f": “{text}” read as “{said}”"))
    print(f"| {root} | {len(files)} | {wanted} | {hits / max(1, made):.3f} | {hits / max(1, wanted):.3f} "
          f"| {2 * hits / max(1, made + wanted):.3f} | {share(wrongs, length)} |", flush=True)


def main(*roots):
    engine = RapidOCR(params={
        "Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": int(os.environ.get("OMP_NUM_THREADS", -1))})
    table, worst = Table(), []
    print(f"| dataset | images | lines | precision | recall | F at IoU 0.5 | error rate of {LEGIBLE_HEIGHT} pixels and more |\n"
          "| --- | --- | --- | --- | --- | --- | --- |")
    for root in roots:
        judge(engine, root, table, worst)
    table.show()
    print("\nMisread most:")
    for _, words_ in sorted(worst, reverse=True)[:40]:
        print(f"  {words_}")


if __name__ == "__main__":
    main(*sys.argv[1:])
