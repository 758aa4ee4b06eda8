"""What a dataset's COCO files say, for the scripts that compare other formats with them."""

import json
import pathlib
import sys

import yaml
from pycocotools.coco import COCO

from coco import Report, quietly


class Image:
    def __init__(self, coco, record):
        self.coco = coco
        self.record = record
        self.id = record["id"]
        self.name = record["file_name"]
        self.width = record["width"]
        self.height = record["height"]
        self.annotations = coco.loadAnns(coco.getAnnIds(imgIds=[self.id]))

    def mask(self, annotation):
        return self.coco.annToMask(annotation).astype(bool)


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
    print(", ".join(f"{count} {name}" for name, count in report.counts.items()))
    if report.violations:
        sys.exit(f"{report.violations} violations")
