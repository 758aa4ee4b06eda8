"""What a dataset's COCO files say, for the scripts that compare other formats with them."""

import json
import pathlib
import sys

import numpy
import yaml
from pycocotools.coco import COCO

from coco import quietly
from report import Report


class Image:
    def __init__(self, coco, record):
        self.coco = coco
        self.record = record
        self.id = record["id"]
        self.name = record["file_name"]
        self.width = record["width"]
        self.height = record["height"]
        self.annotations = coco.loadAnns(coco.getAnnIds(imgIds=[self.id]))
        # Formats of boxes have no place for crowds.
        self.objects = [annotation for annotation in self.annotations if not annotation["iscrowd"]]
        self.crowds = [annotation for annotation in self.annotations if annotation["iscrowd"]]

    def mask(self, annotation):
        """Of an annotation with a box alone, which real photos may have, no pixel."""
        if not annotation.get("segmentation"):
            return numpy.zeros((self.height, self.width), dtype=bool)
        return self.coco.annToMask(annotation).astype(bool)

    def upwards(self, annotations):
        """Annotations from the lowest to the topmost, where a format has no overlap: the smaller lies on the larger."""
        return sorted(annotations, key=lambda annotation: -int(self.mask(annotation).sum()))

    def box(self, annotation):
        """The part of an annotation's box that is in the image: x, y, width, height. Real labels may reach beyond."""
        x, y, width, height = annotation["bbox"]
        left, top = max(x, 0), max(y, 0)
        return [left, top, min(x + width, self.width) - left, min(y + height, self.height) - top]

    def rings(self, annotation):
        """The rings that a label is drawn with, cut at the image's edges; none for run lengths."""
        if not isinstance(annotation.get("segmentation"), list):
            return []
        return [numpy.clip(numpy.array(ring).reshape(-1, 2), 0, [self.width, self.height])
                for ring in annotation["segmentation"]]

    def is_drawn(self, annotation):
        """Whether a label has rings that do not run along the pixels' edges, as those of real photos."""
        return any((ring % 1).any() or (ring != numpy.roll(ring, 1, axis=0)).all(axis=1).any()
                   for ring in self.rings(annotation))


class Subset:
    """A COCO file: its split's name (None without one), the folder of its images, its categories and images."""

    def __init__(self, root, path):
        self.coco = quietly(COCO, str(path))
        self.split = path.stem.removeprefix("instances").removeprefix("_") or None
        self.folder = f"images/{self.split}" if self.split else "images"
        self.categories = self.coco.dataset["categories"]
        self.names = [category["name"] for category in self.categories]
        self.images = [Image(self.coco, record) for record in self.coco.dataset["images"]]

    def place(self, annotation):
        """The place of an annotation's category in the list of them, from 0."""
        return [category["id"] for category in self.categories].index(annotation["category_id"])

    def name(self, annotation):
        return self.names[self.place(annotation)]


def load(root):
    return [Subset(root, path) for path in sorted((root / "annotations").glob("instances*.json"))]


def keys_of(root, name):
    """What formats.json says of a format's keys; they are written as in a pipeline."""
    with open(root / "formats.json", encoding="utf-8") as file:
        records = json.load(file)["formats"]
    return next(yaml.safe_load(record["keys"]) for record in records if record["name"] == name and record["complete"])


def main(usage, check):
    if len(sys.argv) < 2:
        sys.exit(usage)
    report = Report()
    for root in sys.argv[1:]:
        check(pathlib.Path(root), report)
    report.finish()
