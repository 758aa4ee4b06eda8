"""Reads Create ML labels with supervision and compares them with the COCO files that they were made from.

Usage: python3 createml.py DATASET...

Each image has an entry, in the order of the COCO file; labels and boxes are COCO's, crowds aside, as the file says them
(to a billionth of a pixel) and as supervision reads them (to a thousandth).

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import pathlib

import supervision

import truth


def differ(some, others, tolerance):
    """Whether names or boxes differ, these by more than a tolerance in pixels."""
    return [name for name, _ in some] != [name for name, _ in others] or any(
        abs(a - b) > tolerance for (_, one), (_, other) in zip(some, others) for a, b in zip(one, other))


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
        for annotation in image.objects:
            ours.append((subset.name(annotation), image.box(annotation)))
        if differ(said, ours, 1e-9):
            report.wrong(path, image.name, f"it says {said}, COCO {ours}")
        labels = theirs[image.name]
        read = [(loaded.classes[place], [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])])
                for place, box in zip(labels.class_id if len(labels) else [], labels.xyxy)]
        if differ(read, ours, 1e-3):
            report.wrong(path, image.name, f"supervision reads {read}, COCO says {ours}")
        report.counts["Create ML boxes"] += len(said)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
