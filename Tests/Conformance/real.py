"""Reads labels of real photos back from other formats and compares them with the COCO files that they were made from.

Usage: python3 real.py DATASET...

Real labels overlap, have rings between pixels and stand for crowds, so that formats cannot say them pixel by pixel. What
every format says is compared: the number of labels, their categories in COCO's order, and their boxes, to a pixel. Crowds
are in no format of boxes.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import pathlib

import pandas
import supervision

import truth


def check_boxes(root, subset, loaded, name, report):
    theirs = {pathlib.Path(path).name: labels for path, labels in loaded.annotations.items()}
    for image in subset.images:
        labels = theirs[image.name]
        ours = [annotation for annotation in image.annotations if not annotation["iscrowd"]]
        names = [loaded.classes[place] for place in (labels.class_id if len(labels) else [])]
        if names != [subset.name(annotation) for annotation in ours]:
            report.wrong(root, f"{name} {image.name}", f"the categories are {names}")
            continue
        for box, annotation in zip(labels.xyxy, ours):
            x, y, width, height = annotation["bbox"]
            if abs(box - [x, y, x + width, y + height]).max() > 1.01:
                report.wrong(root, f"{name} {image.name}", f"a box is {box}, COCO's {annotation['bbox']}")
        report.counts[f"{name} boxes"] += len(ours)


def check_yolo(root, report):
    for subset in truth.load(root):
        folder = pathlib.PurePath(subset.folder).relative_to("images")
        loaded = supervision.DetectionDataset.from_yolo(
            images_directory_path=str(root / subset.folder), annotations_directory_path=str(root / "labels" / folder),
            data_yaml_path=str(root / "data.yaml"))
        check_boxes(root, subset, loaded, "YOLO", report)


def check_voc(root, report):
    for subset in truth.load(root):
        folder = pathlib.PurePath(subset.folder).relative_to("images")
        loaded = supervision.DetectionDataset.from_pascal_voc(
            images_directory_path=str(root / "voc" / "JPEGImages" / folder),
            annotations_directory_path=str(root / "voc" / "Annotations" / folder))
        check_boxes(root, subset, loaded, "VOC", report)


def check_table(root, report):
    for subset in truth.load(root):
        path = root / "annotations" / f"instances{'_' + subset.split if subset.split else ''}.csv"
        rows = pandas.read_csv(path, keep_default_na=False, na_values=[""], float_precision="round_trip")
        ours = [annotation for image in subset.images for annotation in image.annotations]
        for column, key in (("annotation_id", "id"), ("area", "area"), ("crowd", "iscrowd")):
            if rows[column].tolist() != [annotation[key] for annotation in ours]:
                report.wrong(path, column, "it is not COCO's")
        if rows["category"].tolist() != [subset.name(annotation) for annotation in ours]:
            report.wrong(path, "category", "it is not COCO's")
        report.counts["rows"] += len(rows)


CHECKS = [("yolo: detect", check_yolo), ("voc", check_voc), ("csv", check_table)]


def check(root, report):
    check_yolo(root, report)
    check_voc(root, report)
    check_table(root, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
