"""Writes a COCO file of train2017's shape: 118,000 images and 860,000 annotations, about 450 MB.

Usage: python3 coco_shape.py FOLDER [IMAGES ANNOTATIONS]

The file is FOLDER/annotations/instances_train.json; there are no pictures. The same numbers give the same bytes: 80
categories with gaps in their ids, annotations in an order of their own, as COCO has them, one in a hundred a crowd with
run lengths, the others polygons of one or two rings with two decimals.
"""

import pathlib
import random
import sys

WIDTH, HEIGHT = 640, 480
SHAPES = 4096
CATEGORIES = [identity for identity in range(1, 91) if identity not in (12, 26, 29, 30, 45, 66, 68, 69, 71, 83)]


def ring(numbers, left, top, width, height):
    corners = numbers.randint(10, 30)
    xs = [left + width * numbers.random() for _ in range(corners)]
    ys = [top + height * numbers.random() for _ in range(corners)]
    return "[" + ",".join(f"{x:.2f},{y:.2f}" for x, y in zip(xs, ys)) + "]"


def shape(numbers):
    """The members of an annotation between its id and its category."""
    width, height = numbers.randint(8, 300), numbers.randint(8, 300)
    left, top = numbers.randint(0, WIDTH - width), numbers.randint(0, HEIGHT - height)
    box = f'"bbox":[{left}.0,{top}.0,{width}.0,{height}.0]'
    if numbers.random() < 0.01:
        counts, rest = [], WIDTH * HEIGHT
        while rest > 0:
            run = min(rest, numbers.randint(1, 2000))
            counts.append(run)
            rest -= run
        area = sum(counts[1::2])
        return f'"segmentation":{{"counts":{counts},"size":[{HEIGHT},{WIDTH}]}},"area":{area},"iscrowd":1,{box}'
    rings = ",".join(ring(numbers, left, top, width, height) for _ in range(numbers.choice([1, 1, 1, 1, 2])))
    return f'"segmentation":[{rings}],"area":{width * height * 0.6:.4f},"iscrowd":0,{box}'


def write(folder, images, annotations):
    numbers = random.Random(2017)
    path = pathlib.Path(folder) / "annotations" / "instances_train.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    shapes = [shape(numbers) for _ in range(SHAPES)]
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"info":{"description":"the shape of COCO train2017"},"licenses":[{"id":1,"name":"none"}],')
        file.write('"images":[')
        for image in range(1, images + 1):
            file.write(("," if image > 1 else "") + (
                f'{{"license":1,"file_name":"{image:012}.jpg","coco_url":"http://images.example.org/{image:012}.jpg",'
                f'"height":{HEIGHT},"width":{WIDTH},"date_captured":"2013-11-14 11:18:45","id":{image}}}'))
        file.write('],"annotations":[')
        for annotation in range(1, annotations + 1):
            file.write(("," if annotation > 1 else "") + (
                f'{{{shapes[numbers.randrange(SHAPES)]},"image_id":{numbers.randint(1, images)},'
                f'"category_id":{CATEGORIES[numbers.randrange(len(CATEGORIES))]},"id":{annotation}}}'))
        file.write('],"categories":[')
        file.write(",".join(
            f'{{"supercategory":"thing","id":{identity},"name":"class {identity}"}}' for identity in CATEGORIES))
        file.write("]}\n")
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    write(sys.argv[1], *(map(int, sys.argv[2:]) if len(sys.argv) == 4 else (118_000, 860_000)))
