"""Compares masks made by the library with what pycocotools makes of the same pixels.

Usage: python3 masks.py CASES.json

CASES.json holds {"masks": [...], "polygons": [...], "pairs": [...]}:

  a mask     rows ("..#", one string a row), counts (compressed), area, box ([x, y, width, height]), rings (flat lists of
             coordinates) and holes (whether polygons can't say it)
  a polygon  size ([height, width]), polygon (flat list), counts: the library's own rasteriser by COCO's rule
  a pair     size, a, b (compressed counts), union (compressed counts), intersection (pixels)

Prints each difference and exits with 1 when there is any; prints what was compared otherwise.
"""

import json
import sys

import numpy
from pycocotools import mask as coco

from report import Report


def rle(size, counts):
    return {"size": size, "counts": counts.encode()}


def check_mask(case):
    pixels = numpy.array([[c == "#" for c in row] for row in case["rows"]], dtype=numpy.uint8)
    size = list(pixels.shape)
    theirs = coco.encode(numpy.asfortranarray(pixels))
    ours = rle(size, case["counts"])
    if theirs["counts"].decode() != case["counts"]:
        yield f"counts are {case['counts']}, pycocotools' {theirs['counts'].decode()}"
    if not numpy.array_equal(coco.decode(ours), pixels):
        yield "the decoded counts are other pixels"
    if int(coco.area(theirs)) != case["area"]:
        yield f"area is {case['area']}, pycocotools' {int(coco.area(theirs))}"
    if [int(v) for v in coco.toBbox(theirs)] != case["box"]:
        yield f"box is {case['box']}, pycocotools' {coco.toBbox(theirs).tolist()}"
    if case["holes"] or not case["rings"]:
        return
    drawn = coco.decode(coco.merge(coco.frPyObjects(case["rings"], *size)))
    if not numpy.array_equal(drawn, pixels):
        yield f"the rings {case['rings']} are other pixels:\n" + "\n".join(
            "".join(".#"[v] for v in row) for row in drawn)


def check_polygon(case):
    theirs = coco.frPyObjects([case["polygon"]], *case["size"])[0]["counts"].decode()
    # pycocotools leaves runs of length 0 where the outline touches itself; encoding the pixels again joins them.
    decoded = coco.decode(rle(case["size"], theirs))
    theirs = coco.encode(decoded)["counts"].decode()
    if theirs != case["counts"]:
        yield f"counts are {case['counts']}, pycocotools' {theirs}"


def check_pair(case):
    pair = [rle(case["size"], case["a"]), rle(case["size"], case["b"])]
    union = coco.merge(pair)["counts"].decode()
    if union != case["union"]:
        yield f"union is {case['union']}, pycocotools' {union}"
    intersection = int(coco.area(coco.merge(pair, intersect=True)))
    if intersection != case["intersection"]:
        yield f"intersection is {case['intersection']}, pycocotools' {intersection}"


def main(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    report = Report()
    for kind, check in [("masks", check_mask), ("polygons", check_polygon), ("pairs", check_pair)]:
        for case in cases[kind]:
            for difference in check(case):
                report.wrong(path, kind, f"{difference}\n  in {json.dumps(case)}")
            report.counts[kind] += 1
    report.counts["masks said exactly by their rings"] = sum(
        1 for case in cases["masks"] if case["rings"] and not case["holes"])
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1])
