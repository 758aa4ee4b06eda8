"""Reads Create ML labels with supervision and compares them with the COCO files that they were made from.

Usage: python3 createml.py DATASET...

Each image has an entry, in the order of the COCO file; labels and boxes are COCO's, as the file says them (exactly) and
as supervision reads them.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import pathlib

import supervision

import truth


def check_subset(root, subset, report):
    path = root / subset.folder / "_annotations.createml.json"
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    if [entry["image"] for entry in entries] != [image.name for image in subset.images]:
        report.wrong(path, "images", "they are not those of the COCO file")
        return
    loaded = supervision.DetectionDataset.from_createml(
        images_directory_path=str(root / subset.folder), annotations_path=str(path))
    theirs = {pathlib.Path(name).name: labels for name, labels in loaded.annotations.items()}
    for entry, image in zip(entries, subset.images):
        said, ours = [], []
        for annotation in entry["annotations"]:
            at = annotation["coordinates"]
            said.append((annotation["label"], [
                at["x"] - at["width"] / 2, at["y"] - at["height"] / 2, at["width"], at["height"]]))
        for annotation in image.annotations:
            ours.append((subset.name(annotation), annotation["bbox"]))
        if said != ours:
            report.wrong(path, image.name, f"it says {said}, COCO {ours}")
        labels = theirs[image.name]
        read = [(loaded.classes[place], [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])])
                for place, box in zip(labels.class_id if len(labels) else [], labels.xyxy)]
        if read != ours:
            report.wrong(path, image.name, f"supervision reads {read}, COCO says {ours}")
        report.counts["Create ML boxes"] += len(said)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
