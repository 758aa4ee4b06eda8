"""Reads COCO panoptic labels with Pillow and Datumaro and compares them with the COCO files that they were made from.

Usage: python3 panoptic.py DATASET...

  pictures  eight bits for each of red, green and blue; a pixel's id, red + 256 green + 65536 blue, is 0 or one of
            segments_info, and each of those has pixels; their number is its area and their tight box its bbox
  labels    the segments are the COCO file's annotations that are not wholly covered by smaller ones, with the same
            category and, where nothing lies above, the same pixels; crowds lie below all others
  reader    Datumaro's masks and categories are the same

COCO's own panopticapi looks at them in panoptic_quality.py; the reading of ids is its rgb2id.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json

import numpy
from datumaro.plugins.data_formats.coco.base import CocoPanopticBase
from PIL import Image

import truth
from coco import tight_box


def read_ids(path):
    with Image.open(path) as picture:
        if picture.mode != "RGB":
            raise ValueError(f"{path} is {picture.mode}, not RGB")
        colours = numpy.array(picture, dtype=numpy.uint32)
    return colours[:, :, 0] + 256 * colours[:, :, 1] + 65536 * colours[:, :, 2]


def expected_segments(image):
    """Category and pixels of each annotation that shows."""
    painted = numpy.full((image.height, image.width), -1)
    for annotation in image.upwards(image.crowds) + image.upwards(image.objects):
        painted[image.mask(annotation)] = annotation["id"]
    return [(annotation["category_id"], painted == annotation["id"]) for annotation in image.crowds + image.objects
            if (painted == annotation["id"]).any()]


def check_subset(root, subset, report):
    name = f"panoptic{'_' + subset.split if subset.split else ''}"
    path = root / "annotations" / f"{name}.json"
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if [c["id"] for c in document["categories"]] != [c["id"] for c in subset.categories]:
        report.wrong(path, "categories", "they are not COCO's")
    if any(c["isthing"] not in (0, 1) or len(c["color"]) != 3 for c in document["categories"]):
        report.wrong(path, "categories", "isthing or color is missing")
    loaded = {item.attributes["id"]: item for item in CocoPanopticBase(str(path), subset=subset.split)}
    labels = sorted(c["id"] for c in document["categories"])
    entries = {entry["image_id"]: entry for entry in document["annotations"]}
    if list(entries) != [image.id for image in subset.images]:
        report.wrong(path, "annotations", "they are not one for each image")
        return
    for image in subset.images:
        entry = entries[image.id]
        ids = read_ids(root / "annotations" / name / entry["file_name"])
        if ids.shape != (image.height, image.width):
            report.wrong(path, entry["file_name"], f"it is {ids.shape}")
            continue
        segments = {segment["id"]: segment for segment in entry["segments_info"]}
        if len(segments) != len(entry["segments_info"]) or set(numpy.unique(ids)) - {0} != set(segments):
            report.wrong(path, entry["file_name"], "the ids of the pixels are not those of segments_info")
            continue
        for segment in segments.values():
            mask = ids == segment["id"]
            if segment["area"] != mask.sum() or segment["bbox"] != tight_box(mask):
                report.wrong(path, f"segment {segment['id']}", "area or bbox is not that of its pixels")
        expected = expected_segments(image)
        said = [(segment["category_id"], ids == segment["id"]) for segment in entry["segments_info"]]
        if len(said) != len(expected) or any(
                a != b or (m != n).any() for (a, m), (b, n) in zip(said, expected)):
            report.wrong(path, entry["file_name"], "the segments are not COCO's annotations")
        theirs = {mask.id: mask for mask in loaded[image.id].annotations}
        for key, segment in segments.items():
            if labels[theirs[key].label] != segment["category_id"] or (theirs[key].image != (ids == key)).any():
                report.wrong(path, f"segment {key}", "Datumaro reads another category or mask")
        report.counts["segments"] += len(segments)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
