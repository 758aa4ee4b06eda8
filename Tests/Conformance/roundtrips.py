"""Takes datasets of every kind that diorama reads through it and back, and compares label by label.

Usage: python3 roundtrips.py DIORAMA

DIORAMA is the program. For each kind a small dataset is made, by a public library's own writer where there is one, with
what is hard in it: crowds, parts, holes, labels at the edges and beyond, ids of 64 bits, unknown keys. It goes through
diorama twice: by `convert --from`, and as backgrounds of a pipeline that sets nothing into them; each time it is written
in the kind that it came in and read here, by no code of ours. Photos must be the same pixels, names, flags and ids equal,
and numbers as near as the format is said to keep them (the table in docs/datasets.md):

  coco     every number and key of a label, byte for byte
  yolo     coordinates to a billionth of a pixel; a ring may begin at another corner
  voc      whole pixels; object masks pixel by pixel; pose, truncated, occluded, difficult
  kitti    every number of the fifteen; crowds as DontCare
  masks    pixel by pixel, as Pascal VOC's object masks and as COCO's; also masks of colours
  datumaro, coco_panoptic, cvat, createml, labelme
           masks pixel by pixel, boxes to a billionth of a pixel, as COCO's

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import base64
import io
import json
import pathlib
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import datumaro
import numpy
import supervision
import yaml
from PIL import Image
from pycocotools import mask as rle
from pycocotools.coco import COCO

from coco import decode, quietly
from report import Report

WIDTH, HEIGHT = 64, 48
NAMES = ["cat", "dog", "traffic light"]


def photo(seed):
    return numpy.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=numpy.uint8)


def save(path, seed):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(photo(seed)).save(path)


def rectangle(x, y, width, height):
    mask = numpy.zeros((HEIGHT, WIDTH), dtype=bool)
    mask[y:y + height, x:x + width] = True
    return mask


def disc(x, y, radius, hole=0):
    ys, xs = numpy.mgrid[:HEIGHT, :WIDTH]
    distance = numpy.hypot(xs + 0.5 - x, ys + 0.5 - y)
    return (distance < radius) & (distance >= hole)


# The labels of three photos: masks that do not overlap. The third photo has none.
MASKS = [
    [(0, disc(20, 20, 12, hole=5)), (1, rectangle(40, 0, 24, 17)), (0, disc(50, 40, 10))],
    [(2, rectangle(3, 5, 1, 30)), (1, disc(40, 24, 15))],
    [],
]


def box_of(mask):
    ys, xs = numpy.nonzero(mask)
    return [xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]


# What a reader says of a label: its category; words and numbers that must be equal; numbers that must be near, by pixels;
# rings, which may begin anywhere; pixels.
class Label:
    def __init__(self, name, exact=(), numbers=(), ring=None, mask=None):
        self.name, self.exact, self.numbers = name, tuple(exact), numpy.array(numbers, dtype=float)
        self.ring, self.mask = ring, mask

    def differs(self, other, tolerance):
        if (self.name, self.exact) != (other.name, other.exact):
            return f"{self.name} {self.exact} became {other.name} {other.exact}"
        if self.numbers.shape != other.numbers.shape or abs(self.numbers - other.numbers).max(initial=0) > tolerance:
            return f"{self.numbers.tolist()} became {other.numbers.tolist()}"
        if self.ring is not None:
            turns = [numpy.roll(other.ring, turn, axis=0) for turn in range(len(other.ring))]
            if self.ring.shape != other.ring.shape or min(abs(self.ring - turn).max() for turn in turns) > tolerance:
                return f"the ring {self.ring.tolist()} became {other.ring.tolist()}"
        if (self.mask is None) != (other.mask is None):
            return "a mask came or went"
        if self.mask is not None and (self.mask != other.mask).any():
            return f"{int((self.mask != other.mask).sum())} pixels of the mask changed"
        return None


# Readers: a photo's path and its labels, in order.


def read_yolo(root, task="detect"):
    description = yaml.safe_load((root / "data.yaml").read_text())
    names = description["names"]
    names = names if isinstance(names, list) else [names[place] for place in range(len(names))]
    base = root / description.get("path", "")
    entry = base / description["train"]
    if entry.suffix == ".txt":
        photos = [entry.parent / line for line in entry.read_text().split()]
    else:
        photos = sorted(entry.iterdir())
    count, numbers_each = description.get("kpt_shape", [0, 3])
    for path in photos:
        with Image.open(path) as picture:
            size = numpy.array(picture.size)
        head, _, tail = str(path).rpartition("/images/")
        lines = pathlib.Path(f"{head}/labels/{tail}").with_suffix(".txt")
        labels = []
        for line in lines.read_text().splitlines() if lines.exists() else []:
            place, *words = line.split()
            numbers = numpy.array(words, dtype=float)
            if task in ("detect", "pose"):
                points = numbers[4:].reshape(count, numbers_each) if count else numpy.zeros((0, 3))
                seen = points[:, 2] if numbers_each == 3 else (points > 0).any(axis=1) * 2
                exact = [(tuple(map(int, seen)), tuple(description.get("flip_idx", ())))] if count else []
                # Shares of few digits may reach a thousandth of a pixel beyond the edge, where diorama cuts them.
                corners = [numbers[:2] - numbers[2:4] / 2, numbers[:2] + numbers[2:4] / 2]
                near = numpy.concatenate([numpy.clip(corners, 0, 1) * size, points[:, :2] * size]).ravel()
                labels.append(Label(names[int(place)], exact, near))
            else:
                labels.append(Label(names[int(place)], ring=numbers.reshape(-1, 2) * size))
        yield path, labels


def colours():
    """The palette by the recipe of VOC's kit: the bits of a value, spread over red, green and blue from the highest."""
    table = numpy.zeros((256, 3), dtype=numpy.uint8)
    for value in range(256):
        for bit in range(8):
            if value >> bit & 1:
                table[value, bit % 3] |= 1 << 7 - bit // 3
    return table


def read_values(path):
    """The numbers of a mask, also where they are painted with VOC's colours, as Datumaro does."""
    pixels = numpy.array(Image.open(path))
    if pixels.ndim == 2:
        return pixels
    return (pixels[:, :, None, :] == colours()).all(axis=3).argmax(axis=2)


def read_voc(root):
    for path in sorted((root / "Annotations").rglob("*.xml")):
        tree = ElementTree.parse(path).getroot()
        stem = path.relative_to(root / "Annotations").with_suffix("")
        objects = root / "SegmentationObject" / f"{stem}.png"
        values = read_values(objects) if objects.exists() else None
        labels = []
        for number, element in enumerate(tree.findall("object"), 1):
            box = [float(element.findtext(f"bndbox/{edge}")) for edge in ("xmin", "ymin", "xmax", "ymax")]
            flags = [element.findtext("pose") or "Unspecified"]
            flags += [int(element.findtext(name) or 0) for name in ("truncated", "occluded", "difficult")]
            labels.append(Label(
                element.findtext("name"), flags, box, mask=values == number if values is not None and
                (values == number).any() else None))
        yield root / "JPEGImages" / tree.findtext("filename"), labels


def read_kitti(root):
    for path in sorted((root / "image_2").iterdir()):
        lines = (root / "label_2" / f"{path.stem}.txt").read_text().splitlines()
        # Crowds come last in what diorama writes.
        words = sorted((line.split() for line in lines), key=lambda line: line[0] == "DontCare")
        # Without a size there is no place in space, whatever stands there. A sixteenth number is a detector's score.
        yield path, [Label(line[0], line[2:3], list(map(float, line[1:15 if float(line[8]) > 0 else 8])))
                     for line in words]


def read_coco(path, folder, own_ids):
    """
    own_ids: whether the labels' ids are those of the file; else they stand in source_id.
    """
    coco = quietly(COCO, str(path))
    for record in coco.dataset["images"]:
        labels = []
        for annotation in coco.loadAnns(coco.getAnnIds(imgIds=[record["id"]])):
            category = coco.loadCats(annotation["category_id"])[0]
            kept = {key: value for key, value in annotation.items() if key not in ("image_id", "id", "source_id")}
            number = annotation["id"] if own_ids else annotation["source_id"]
            mask = coco.annToMask(annotation).astype(bool) if annotation.get("segmentation") else None
            labels.append(Label(category["name"], [number, kept, category], mask=mask))
        # What the file says of the photo itself. A licence may get another number.
        licence = next(entry["name"] for entry in coco.dataset["licenses"] if entry["id"] == record["license"])
        kept = {key: record[key] for key in record if key in ("width", "height", "coco_url", "date_captured")}
        yield folder / record["file_name"], labels + [Label("photo", [licence, kept])]


def read_coco_masks(path, folder):
    coco = quietly(COCO, str(path))
    for record in coco.dataset["images"]:
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=[record["id"]]))
        yield folder / record["file_name"], [
            Label(coco.loadCats(a["category_id"])[0]["name"], mask=coco.annToMask(a).astype(bool)) for a in annotations]


# Makers: each writes a dataset below a folder.


def make_detect(root):
    """supervision's writer."""
    paths = [f"{name}.png" for name in "abc"]
    labels = {path: supervision.Detections(
        xyxy=numpy.array([box_of(mask) for _, mask in masks], dtype=float).reshape(-1, 4),
        class_id=numpy.array([place for place, _ in masks], dtype=int)) for path, masks in zip(paths, MASKS)}
    images = {path: photo(seed) for seed, path in enumerate(paths)}
    supervision.DetectionDataset(NAMES, images, labels).as_yolo(
        str(root / "images"), str(root / "labels"), str(root / "data.yaml"))
    (root / "data.yaml").write_text(yaml.safe_dump({"names": NAMES, "nc": 3, "train": "images"}))


def make_segment(root):
    """supervision's writer, which joins a hole to its outline; the photos are listed in a text file."""
    paths = [f"{name}.png" for name in "abc"]
    labels = {path: supervision.Detections(
        xyxy=numpy.array([box_of(mask) for _, mask in masks], dtype=float).reshape(-1, 4),
        mask=numpy.array([mask for _, mask in masks]) if masks else None,
        class_id=numpy.array([place for place, _ in masks], dtype=int)) for path, masks in zip(paths, MASKS)}
    # A column of one pixel has an outline without area.
    labels["b.png"] = labels["b.png"][1:]
    images = {path: photo(seed) for seed, path in enumerate(paths)}
    supervision.DetectionDataset(NAMES, images, labels).as_yolo(
        str(root / "set/images"), str(root / "set/labels"), str(root / "unused.yaml"))
    (root / "set/train.txt").write_text("./images/a.png\nimages/b.png\n\n./images/c.png\n")
    (root / "data.yaml").write_text(yaml.safe_dump(
        {"path": "set", "train": "train.txt", "names": dict(enumerate(NAMES))}))


def make_obb(root):
    """Ultralytics' lines, by its own page: corners in any order, a box that reaches outside."""
    lines = ["0 0.2 0.1 0.5 0.3 0.4 0.55 0.1 0.35", "2 0.7 0.5 1.05 0.62 0.97 0.9 0.62 0.78",
             "1 0.3333333333 0.6 0.3333333333 0.95 0.1 0.95 0.1 0.6"]
    for place, name in enumerate("abc"):
        save(root / f"images/{name}.png", place)
        (root / "labels").mkdir(exist_ok=True)
        (root / f"labels/{name}.txt").write_text("\n".join(lines[:3 - place]) + "\n")
    (root / "data.yaml").write_text(yaml.safe_dump({"train": "images", "names": NAMES}))


def make_pose(root):
    """Ultralytics' lines: keypoints with all three visibilities, and which change places in a mirror."""
    for place, name in enumerate("abc"):
        save(root / f"images/{name}.png", place)
        (root / "labels").mkdir(exist_ok=True)
        (root / f"labels/{name}.txt").write_text(
            f"0 0.5 0.4 0.3 0.{place + 2} 0.45 0.35 2 0.55 0.123456789 1 0 0 0\n1 0.2 0.8 0.2 0.2 0 0 0 0.25 0.75 2 0.3 0.9 2\n")
    (root / "data.yaml").write_text(yaml.safe_dump(
        {"train": "images", "names": NAMES, "kpt_shape": [3, 3], "flip_idx": [0, 2, 1]}))


def make_voc(root):
    """Datumaro's writer: boxes, object masks and flags."""
    items = []
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        annotations = []
        for number, (place, mask) in enumerate(masks, 1):
            left, top, right, bottom = map(int, box_of(mask))
            # It writes what it is given for VOC's first and last pixel.
            annotations += [
                datumaro.Bbox(left + 1, top + 1, right - left - 1, bottom - top - 1, label=place, group=number, attributes={
                    "difficult": number == 2, "truncated": number == 1, "occluded": number == 3, "pose": "Left"}),
                datumaro.Mask(mask, label=place, group=number)]
        items.append(datumaro.DatasetItem(
            id=name, subset="train", media=datumaro.Image.from_numpy(data=photo(seed), ext=".png"),
            annotations=annotations))
    datumaro.Dataset.from_iterable(items, categories=NAMES).export(str(root), "voc", save_media=True, image_ext=".png")


def make_boxes_of_voc(root):
    """supervision's writer: boxes alone."""
    paths = [f"{name}.png" for name in "abc"]
    labels = {path: supervision.Detections(
        xyxy=numpy.array([box_of(mask) for _, mask in masks], dtype=float).reshape(-1, 4),
        class_id=numpy.array([place for place, _ in masks], dtype=int)) for path, masks in zip(paths, MASKS)}
    images = {path: photo(seed) for seed, path in enumerate(paths)}
    supervision.DetectionDataset(NAMES, images, labels).as_pascal_voc(
        str(root / "JPEGImages"), str(root / "Annotations"))


def make_kitti(root):
    """Datumaro's writer, and lines as KITTI's own training set has them, with what is known of space."""
    items = []
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        boxes = []
        for number, (place, mask) in enumerate(masks):
            left, top, right, bottom = map(int, box_of(mask))
            boxes.append(datumaro.Bbox(left, top, right - left, bottom - top, label=place, attributes={
                "occluded": number == 1, "truncated": number == 2}))
        items.append(datumaro.DatasetItem(
            id=name, subset="train", media=datumaro.Image.from_numpy(data=photo(seed), ext=".png"), annotations=boxes))
    datumaro.Dataset.from_iterable(items, categories=["Cat", "Dog", "TrafficLight"]).export(
        str(root), "kitti_detection", save_media=True)
    (root / "train/label_2/c.txt").write_text(
        "DontCare -1 -1 -10 50.31 4.00 63.95 16.33 -1 -1 -1 -1000 -1000 -1000 -10\n"
        "Car 0.88 3 -0.69 0.00 19.20 42.40 37.49 1.60 1.57 3.23 -2.70 1.74 3.68 -1.29\n"
        "Pedestrian 0.00 2 0.21 12.53 14.21 21.27 30.08 1.72 0.47 1.20 1.88 1.41 8.36 0.42\n")


def make_coco(root):
    """As pycocotools packs it: polygons in parts, compressed and plain run lengths, crowds, keypoints, unknown keys."""
    def counts(mask):
        packed = rle.encode(numpy.asfortranarray(mask.astype(numpy.uint8)))
        return {"size": [HEIGHT, WIDTH], "counts": packed["counts"].decode()}

    def plain(mask):
        bits = mask.ravel(order="F").astype(int)
        changes = numpy.flatnonzero(numpy.diff(numpy.concatenate([[0], bits, [1 - bits[-1]]])))
        return {"size": [HEIGHT, WIDTH], "counts": numpy.diff(numpy.concatenate([[0], changes])).tolist()}

    crowd, ring = rectangle(0, 30, 40, 12), [10.25, 3.5, 30.75, 4.125, 28.0, 20.0, 11.5, 18.875]
    other = [40.0, 30.0, 60.5, 30.0, 60.5, 44.125, 40.0, 44.125]
    both = decode([ring, other], HEIGHT, WIDTH)
    annotations = [
        {"id": 9007199254740993, "image_id": 7, "category_id": 18, "iscrowd": 0, "segmentation": [ring, other],
         "bbox": [10.25, 3.5, 50.25, 40.625], "area": 651.3125, "attributes": {"tail": "long", "w": 1.0}},
        {"id": 12, "image_id": 7, "category_id": 1, "iscrowd": 1, "segmentation": plain(crowd),
         "bbox": [0, 30, 40, 12], "area": 479},
        {"id": 13, "image_id": 3, "category_id": 1, "iscrowd": 0, "segmentation": counts(MASKS[0][0][1]),
         "bbox": [8.0, 8.0, 24.0, 24.0], "area": int(MASKS[0][0][1].sum()), "score": None,
         "keypoints": [20.5, 12.25, 2, 12.0, 20.0, 1, 0, 0, 0], "num_keypoints": 2},
        {"id": 14, "image_id": 3, "category_id": 18, "iscrowd": 0, "bbox": [50.5, 1.25, 12.75, 30.0], "area": 382.5,
         "segmentation": []},
    ]
    assert both.any()
    images = [{"id": number, "file_name": f"{name}.png", "width": WIDTH, "height": HEIGHT, "license": 4,
               "coco_url": f"http://example.org/{name}", "date_captured": "2013-11-14 17:02:52"}
              for number, name in ((7, "a"), (3, "b"), (5, "c"))]
    for seed, record in enumerate(images):
        save(root / "val" / record["file_name"], seed)
    (root / "labels.json").write_text(json.dumps({
        "info": {"description": "a test", "year": 2017}, "licenses": [{"id": 4, "name": "CC", "url": "http://cc"}],
        "categories": [
            {"id": 1, "name": "person", "supercategory": "person", "keypoints": ["nose", "left_eye", "right_eye"],
             "skeleton": [[1, 2], [1, 3]]},
            {"id": 18, "name": "dog", "supercategory": "animal", "isthing": 1}],
        "images": images, "annotations": annotations}))


def make_masks(root):
    """Pillow's PNGs of 8 and of 16 bits: the values are the places of the objects."""
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        save(root / f"photos/{name}.png", seed)
        values = numpy.zeros((HEIGHT, WIDTH), dtype=numpy.uint16 if name == "b" else numpy.uint8)
        for number, (_, mask) in enumerate(masks, 1):
            values[mask] = number
        (root / "masks").mkdir(exist_ok=True)
        Image.fromarray(values).save(root / f"masks/{name}.png")


def read_masks(root):
    for path in sorted((root / "photos").iterdir()):
        values = numpy.array(Image.open(root / "masks" / path.name))
        yield path, [Label("thing", mask=values == number) for number in range(1, int(values.max()) + 1)]


def by_category(photos):
    return [(path, sorted(labels, key=lambda label: NAMES.index(label.name))) for path, labels in photos]


def masks_alone(photos):
    return [(path, [Label(label.name, mask=label.mask) for label in labels]) for path, labels in photos]


def through_coco(root, own_ids):
    return read_coco(root / "annotations/instances.json", root / "images", own_ids)


def items():
    """MASKS as Datumaro has them, each with a box that is its own."""
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        annotations = []
        for number, (place, mask) in enumerate(masks, 1):
            left, top, right, bottom = map(int, box_of(mask))
            annotations += [
                datumaro.Mask(mask, label=place, group=number, id=number),
                datumaro.Bbox(left, top, right - left, bottom - top, label=place, group=number, id=number)]
        yield datumaro.DatasetItem(
            id=name, subset="train", media=datumaro.Image.from_numpy(data=photo(seed), ext=".png"),
            annotations=annotations)


def make_datumaro(root):
    """Datumaro's writer of its own format."""
    datumaro.Dataset.from_iterable(list(items()), categories=NAMES).export(str(root), "datumaro", save_media=True)


def make_panoptic(root):
    """Datumaro's writer of COCO panoptic."""
    def masks_only():
        for item in items():
            masks = [label for label in item.annotations if isinstance(label, datumaro.Mask)]
            yield item.wrap(annotations=[
                label.wrap(group=0, id=number, z_order=0) for number, label in enumerate(masks, 1)])

    datumaro.Dataset.from_iterable(list(masks_only()), categories=NAMES).export(
        str(root), "coco_panoptic", save_media=True, image_ext=".png")


def make_cvat(root):
    """Datumaro's writer of CVAT for images 1.1: boxes."""
    def shapes():
        for seed, (name, masks) in enumerate(zip("abc", MASKS)):
            annotations = []
            for place, mask in masks:
                left, top, right, bottom = map(int, box_of(mask))
                annotations.append(datumaro.Bbox(
                    left, top, right - left, bottom - top, label=place, attributes={"occluded": False}))
            yield datumaro.DatasetItem(
                id=name, media=datumaro.Image.from_numpy(data=photo(seed), ext=".png"), annotations=annotations)

    datumaro.Dataset.from_iterable(list(shapes()), categories=NAMES).export(
        str(root), "cvat", save_media=True, image_ext=".png")


def make_createml(root):
    """Lines as Apple's page has them."""
    entries = []
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        save(root / f"{name}.png", seed)
        labels = []
        for place, mask in masks:
            left, top, right, bottom = (float(edge) for edge in box_of(mask))
            labels.append({"label": NAMES[place], "coordinates": {
                "x": (left + right) / 2, "y": (top + bottom) / 2, "width": right - left, "height": bottom - top}})
        entries.append({"image": f"{name}.png", "annotations": labels})
    (root / "_annotations.createml.json").write_text(json.dumps(entries))


def make_labelme(root):
    """Files as Labelme 5 writes them: masks in base 64, with the inclusive corner of their last pixel."""
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        save(root / f"{name}.png", seed)
        shapes = []
        for place, mask in masks:
            left, top, right, bottom = map(int, box_of(mask))
            stream = io.BytesIO()
            Image.fromarray(mask[top:bottom, left:right].astype(numpy.uint8)).save(stream, format="PNG")
            shapes.append({
                "label": NAMES[place], "points": [[left, top], [right - 1, bottom - 1]], "group_id": None,
                "shape_type": "mask", "flags": {}, "mask": base64.b64encode(stream.getvalue()).decode()})
        (root / f"{name}.json").write_text(json.dumps({
            "version": "5.4.1", "flags": {}, "shapes": shapes, "imagePath": f"{name}.png", "imageData": None,
            "imageHeight": HEIGHT, "imageWidth": WIDTH}))


def make_colours(root):
    """Pillow's PNGs of three bytes a pixel: a colour for each category."""
    for seed, (name, masks) in enumerate(zip("abc", MASKS)):
        save(root / f"photos/{name}.png", seed)
        values = numpy.zeros((HEIGHT, WIDTH, 3), dtype=numpy.uint8)
        for place, mask in masks:
            values[mask] = COLOURS[place]
        (root / "masks").mkdir(exist_ok=True)
        Image.fromarray(values).save(root / f"masks/{name}.png")


COLOURS = [(128, 64, 0), (0, 0, 255), (255, 255, 255)]


def drawn(root, boxes=True, masks=True, whole=False):
    """The labels of MASKS themselves, with the photos that were written for them.

    whole: whether all things of a category are one label.
    """
    for place, letter in enumerate("abc"):
        things = MASKS[place]
        if whole:
            kinds = sorted({kind for kind, _ in things})
            things = [(kind, numpy.any([mask for own, mask in things if own == kind], axis=0)) for kind in kinds]
        found = sorted(root.rglob(f"{letter}.png"))
        # The pictures of segments and masks have the same names.
        path = next(path for path in found if not {"masks", "annotations"} & set(path.relative_to(root).parts))
        yield path, [Label(NAMES[kind], numbers=box_of(mask) if boxes else (), mask=mask if masks else None)
                     for kind, mask in things]


def read_coco_things(root, boxes=True, masks=True):
    """What COCO's files say of boxes, as edges, and of masks."""
    coco = quietly(COCO, str(root / "annotations/instances.json"))
    for record in sorted(coco.dataset["images"], key=lambda record: record["id"]):
        labels = []
        for label in coco.loadAnns(coco.getAnnIds(imgIds=[record["id"]])):
            x, y, width, height = label["bbox"]
            labels.append(Label(
                coco.loadCats(label["category_id"])[0]["name"],
                numbers=(x, y, x + width, y + height) if boxes else (),
                mask=coco.annToMask(label).astype(bool) if masks else None))
        yield root / "images" / record["file_name"], labels


# Name; maker; --from, with ROOT for the folder; the format to write; how the original is read, and what comes back (given
# its folder and whether it keeps ids); the tolerance in pixels.
CASES = [
    ("coco", make_coco, "coco: {file: ROOT/labels.json, images: ROOT/val}", "coco",
     lambda root: read_coco(root / "labels.json", root / "val", True), through_coco, 0),
    ("yolo detect", make_detect, "yolo: ROOT/data.yaml", "yolo",
     read_yolo, lambda root, _: read_yolo(root), 1e-9),
    ("yolo segment", make_segment, "yolo: ROOT/data.yaml", "yolo: segment",
     lambda root: read_yolo(root, "segment"), lambda root, _: read_yolo(root, "segment"), 1e-9),
    ("yolo obb", make_obb, "yolo: ROOT/data.yaml", "yolo: obb",
     lambda root: read_yolo(root, "obb"), lambda root, _: read_yolo(root, "obb"), 1e-9),
    ("yolo pose", make_pose, "yolo: ROOT/data.yaml", "yolo: pose",
     lambda root: read_yolo(root, "pose"), lambda root, _: read_yolo(root, "pose"), 1e-9),
    ("voc", make_voc, "voc: ROOT", "voc", read_voc, lambda root, _: read_voc(root / "voc"), 0),
    ("voc boxes", make_boxes_of_voc, "voc: ROOT", "voc", read_voc, lambda root, _: read_voc(root / "voc"), 0),
    ("kitti", make_kitti, "kitti: ROOT/train", "kitti",
     lambda root: read_kitti(root / "train"), lambda root, _: read_kitti(root / "kitti/training"), 0),
    ("masks", make_masks, "masks: {images: ROOT/photos, masks: ROOT/masks, category: thing}", "coco",
     read_masks, lambda root, _: read_coco_masks(root / "annotations/instances.json", root / "images"), 0),
    ("masks as voc", make_masks, "masks: {images: ROOT/photos, masks: ROOT/masks, category: thing}", "voc",
     read_masks, lambda root, _: masks_alone(read_voc(root / "voc")), 0),
    ("colours", make_colours,
     "masks: {images: ROOT/photos, masks: ROOT/masks, values: {'#804000': cat, '#00f': dog, '#ffffff': traffic light}}",
     "coco", lambda root: drawn(root, boxes=False, whole=True),
     lambda root, _: by_category(read_coco_things(root, boxes=False)), 0),
    ("datumaro", make_datumaro, "datumaro: ROOT", "coco", drawn, lambda root, _: read_coco_things(root), 1e-9),
    ("panoptic", make_panoptic, "coco_panoptic: {file: ROOT/annotations/panoptic_train.json, images: ROOT/images/train}",
     "coco", drawn, lambda root, _: read_coco_things(root), 0),
    ("cvat", make_cvat, "cvat: ROOT/default.xml", "coco", lambda root: drawn(root, masks=False),
     lambda root, _: read_coco_things(root, masks=False), 1e-9),
    ("createml", make_createml, "createml: ROOT", "coco", lambda root: drawn(root, masks=False),
     lambda root, _: read_coco_things(root, masks=False), 1e-9),
    ("labelme", make_labelme, "labelme: ROOT", "coco", drawn, lambda root, _: read_coco_things(root), 0),
]


def call(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")


def compare(name, before, after, tolerance, keeps_names, report):
    if len(before) != len(after):
        report.wrong(name, "photos", f"{len(before)} became {len(after)}")
        return
    for (path, ours), (copy, theirs) in zip(before, after):
        if keeps_names and path.name != copy.name:
            report.wrong(name, path.name, f"it is called {copy.name}")
        if (numpy.array(Image.open(path).convert("RGB")) != numpy.array(Image.open(copy).convert("RGB"))).any():
            report.wrong(name, path.name, "its pixels changed")
        if len(ours) != len(theirs):
            report.wrong(name, path.name, f"{len(ours)} labels became {len(theirs)}")
            continue
        for place, (one, other) in enumerate(zip(ours, theirs)):
            difference = one.differs(other, tolerance)
            if difference:
                report.wrong(name, f"{path.name}: label {place + 1}", difference)
            report.counts[f"{name} labels"] += 1


def main(diorama):
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        for name, make, source, target, read, read_back, tolerance in CASES:
            root = pathlib.Path(folder) / name.replace(" ", "-")
            (root / "original").mkdir(parents=True)
            quietly(make, root / "original")
            source = source.replace("ROOT", str(root / "original"))
            before = list(read(root / "original"))
            call(diorama, "convert", str(root / "converted"), "--from", source, "--to", target)
            compare(name, before, list(read_back(root / "converted", True)), tolerance, True, report)
            call(diorama, "check", str(root / "converted"))
            written = f"{{{target}}}" if ":" in target else target
            (root / "pipeline.yaml").write_text(
                f"diorama: 1\nimages: {len(before)}\nbackgrounds: {{datasets: [{{{source}}}], order: sequential}}\n"
                f"scene: {{count: 0}}\noutput: {{images: {{format: png}}, annotations: [{written}]}}\n")
            call(diorama, "run", str(root / "pipeline.yaml"), "--out", str(root / "run"), "--quiet")
            compare(f"{name} by run", before, list(read_back(root / "run", False)), tolerance, False, report)
    report.finish()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
