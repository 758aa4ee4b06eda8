"""How well RapidOCR finds and reads the words of a dataset that has ICDAR 2015's files.

Usage: python3 reading.py DATASET

The reader finds lines, so what it finds is compared with the dataset's lines, with room round their ink as the reader leaves
it: found is a line that a box overlaps by an IoU of at least 0.5, one to one, the best pairs first. Lines that are less than
half seen or less than 8 pixels high, and texts without known places, count neither way. Words are read from their own
pictures, which are cut out by the true corners of the ICDAR files, so that finding and reading are judged apart. The
character error rate is the edit distance over the length of the truth, letter case and blanks aside.
"""

import json
import re
import sys
from pathlib import Path

import cv2
import numpy
from rapidocr import RapidOCR
from shapely.geometry import Polygon

SIZES = [(8, 12), (12, 16), (16, 20), (20, 32), (32, 64), (64, 10_000)]


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


def height(corners):
    return (numpy.linalg.norm(corners[0] - corners[3]) + numpy.linalg.norm(corners[1] - corners[2])) / 2


def crop(image, corners):
    """A word set upright, with room round it."""
    across = max(1, round((numpy.linalg.norm(corners[0] - corners[1]) + numpy.linalg.norm(corners[3] - corners[2])) / 2))
    down = max(1, round(height(corners)))
    room = round(0.2 * down)
    target = numpy.array([[0, 0], [across, 0], [across, down], [0, down]], numpy.float32) + room
    matrix = cv2.getPerspectiveTransform(corners.astype(numpy.float32), target)
    return cv2.warpPerspective(
        image, matrix, (across + 2 * room, down + 2 * room), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def plain(text):
    return re.sub(r"\s+", "", text).casefold()


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def overlap(a, b):
    try:
        shared = a.intersection(b).area
    except Exception:
        return 0.0
    return shared / (a.area + b.area - shared) if shared else 0.0


def found(boxes, truth):
    """How many lines are found, how many boxes count, and how many lines there are to be found."""
    areas = [Polygon(box) for box in boxes]
    ignored = [Polygon(corners) for corners, text in truth if text is None]
    wanted = [(Polygon(corners), text) for corners, text in truth if text is not None]
    pairs = sorted(
        ((overlap(area, word), i, j) for i, area in enumerate(areas) for j, (word, _) in enumerate(wanted)), reverse=True)
    taken, matched = set(), set()
    for share, i, j in pairs:
        if share >= 0.5 and i not in taken and j not in matched:
            taken.add(i)
            matched.add(j)
    free = [
        i for i, area in enumerate(areas) if i not in taken
        and not any(area.area and area.intersection(other).area / area.area > 0.5 for other in ignored)]
    return len(matched), len(matched) + len(free), len(wanted)


def main(root):
    files = sorted(Path(root).glob("icdar/**/gt_*.txt"))
    if not files:
        raise SystemExit(f"{root}: there is no icdar/gt_*.txt; convert it: diorama convert {root} --to icdar")
    of_picture = lines(root)
    engine = RapidOCR(params={"Global.log_level": "error"})
    hits = made = wanted = 0
    errors = {size: [0, 0, 0] for size in SIZES}
    worst = []
    for path in files:
        part = path.parent.name if path.parent.name != "icdar" else ""
        picture = next((Path(root) / "images" / part).glob(path.stem[3:] + ".*"))
        image = cv2.imread(str(picture))
        truth = list(words(path))
        result = engine(image, use_det=True, use_cls=False, use_rec=False, return_word_box=False)
        boxes = [] if result.boxes is None else result.boxes
        a, b, c = found(boxes, of_picture.get(picture.name, []))
        hits, made, wanted = hits + a, made + b, wanted + c
        for corners, text in truth:
            size = next((size for size in SIZES if size[0] <= height(corners) < size[1]), None)
            if text is None or size is None or not plain(text):
                continue
            read = engine(crop(image, corners), use_det=False, use_cls=False, use_rec=True)
            said = read.txts[0] if read.txts else ""
            wrong = distance(plain(text), plain(said))
            errors[size][0] += wrong
            errors[size][1] += len(plain(text))
            errors[size][2] += 1
            if wrong:
                worst.append((wrong / len(plain(text)), picture.name, height(corners), text, said))
    precision, recall = hits / max(1, made), hits / max(1, wanted)
    print(f"{len(files)} images, {wanted} lines to be found")
    print(f"found: precision {precision:.3f}, recall {recall:.3f}, F {2 * hits / max(1, made + wanted):.3f} at IoU 0.5")
    print("\n| height, pixels | words | characters | character error rate |\n| --- | --- | --- | --- |")
    for (low, high), (wrong, length, count) in errors.items():
        if count:
            print(f"| {low} to {high if high < 10_000 else '…'} | {count} | {length} | {100 * wrong / length:.1f} % |")
    large = [errors[size] for size in SIZES if size[0] >= 20]
    print(f"\n20 pixels and more: {100 * sum(e[0] for e in large) / max(1, sum(e[1] for e in large)):.2f} %")
    for share, name, pixels, text, said in sorted(worst, reverse=True)[:20]:
        print(f"  {name}, {pixels:.0f} pixels: “{text}” read as “{said}”")


if __name__ == "__main__":
    main(*sys.argv[1:])
