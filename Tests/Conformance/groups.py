"""Reads Datumaro's own JSON, and COCO as written for CVAT, with Datumaro and compares them with the COCO files.

Usage: python3 groups.py datumaro|cvat DATASET...

  datumaro  for every image the groups are COCO's annotations: category, mask (pixel for pixel; rings between pixels to the
            two decimals that Datumaro keeps), box and keypoints
  cvat      every file is taken by the importer that CVAT uses, coco_instances; categories, masks, boxes and the attribute
            occluded are COCO's; the pictures are found

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import pathlib
import sys

import datumaro
import numpy
from datumaro import AnnotationType

import truth


def filled(annotations, image):
    """The mask of a group: its polygons or run lengths, as pycocotools fills them."""
    from pycocotools import mask as rle

    shape = (image.height, image.width)
    rings = [list(a.points) for a in annotations if a.type == AnnotationType.polygon]
    if rings:
        return rle.decode(rle.merge(rle.frPyObjects(rings, *shape))).astype(bool)
    masks = [a.image for a in annotations if a.type == AnnotationType.mask]
    return masks[0].astype(bool) if masks else None


def check_rings(theirs, annotation, wrong):
    ours = annotation["segmentation"]
    if [len(ring) for ring in theirs] != [len(ring) for ring in ours]:
        wrong("the rings are not COCO's")
    elif max(abs(numpy.array(one) - other).max() for one, other in zip(theirs, ours)) > 0.0051:
        wrong("the rings are further from COCO's than two decimals")


def check_image(image, item, subset, labels, report, path, group_of, extra):
    groups = {}
    for annotation in item.annotations:
        groups.setdefault(annotation.group, []).append(annotation)
    if len(groups) != len(image.annotations):
        report.wrong(path, image.name, f"it has {len(groups)} instances, COCO {len(image.annotations)}")
        return
    for place, annotation in enumerate(image.annotations):
        def wrong(problem):
            report.wrong(path, f"{image.name}: instance {place + 1}", problem)

        parts = groups[group_of(place, annotation)]
        if {labels[part.label].name for part in parts} != {subset.name(annotation)}:
            wrong("the category is not COCO's")
        drawn = image.is_drawn(annotation)
        if drawn:
            # Datumaro keeps two decimals of a ring, so that its mask may differ along the rim.
            check_rings([part.points for part in parts if part.type == AnnotationType.polygon], annotation, wrong)
        mask = filled(parts, image)
        if not drawn and annotation.get("segmentation") and (mask is None or (mask != image.mask(annotation)).any()):
            wrong("the mask is not COCO's")
        boxes = [part.get_bbox() for part in parts if part.type == AnnotationType.bbox]
        if len(boxes) != 1 or abs(numpy.array(boxes[0]) - annotation["bbox"]).max() > 0.0103:
            wrong(f"the box is {boxes}, COCO's {annotation['bbox']}")
        extra(parts, annotation, wrong)
        report.counts["instances read by Datumaro"] += 1
    if not pathlib.Path(item.media.path).is_file():
        report.wrong(path, image.name, "Datumaro does not find the picture")


def keypoints(parts, annotation, wrong):
    points = [part for part in parts if part.type == AnnotationType.points]
    said = annotation.get("keypoints") or []
    if not said:
        if points:
            wrong("it has points, COCO none")
        return
    theirs = numpy.array(points[0].points)
    if abs(theirs - numpy.delete(said, slice(2, None, 3))).max() > 0.0051:
        wrong("the points are not COCO's")
    if [v.value for v in points[0].visibility] != said[2::3]:
        wrong("the visibility is not COCO's")


def occluded(share):
    def check(parts, annotation, wrong):
        hidden = 1 - annotation.get("visibility", 1)
        expected = hidden > 0 and hidden >= share
        if any(part.attributes["occluded"] != expected for part in parts):
            wrong("occluded is not what the visibility says")
    return check


def check_datumaro(root, report):
    folder = root / "datumaro"
    loaded = datumaro.Dataset.import_from(str(folder), "datumaro")
    labels = loaded.categories()[AnnotationType.label]
    for subset in truth.load(root):
        if [label.name for label in labels] != subset.names:
            report.wrong(folder, "categories", "they are not COCO's")
        for image in subset.images:
            item = loaded.get(str(pathlib.PurePath(image.name).with_suffix("")), subset=subset.split or "default")
            if item is None:
                report.wrong(folder, image.name, "Datumaro has no such image")
                continue
            check_image(image, item, subset, labels, report, folder, lambda place, _: place + 1, keypoints)


def check_cvat(root, report):
    share = truth.keys_of(root, "cvat")["occluded"]
    for subset in truth.load(root):
        path = root / "cvat" / "annotations" / f"instances_{subset.split or 'default'}.json"
        loaded = datumaro.Dataset.import_from(str(path), "coco_instances")
        labels = loaded.categories()[AnnotationType.label]
        if [label.name for label in labels] != subset.names:
            report.wrong(path, "categories", "they are not COCO's")
        items = {item.attributes["id"]: item for item in loaded}
        for image in subset.images:
            check_image(
                image, items[image.id], subset, labels, report, path, lambda _, a: a["id"], occluded(share))
    # As the zip of a project: all files at once.
    whole = datumaro.Dataset.import_from(str(root / "cvat"), "coco_instances")
    if len(whole) != sum(len(subset.images) for subset in truth.load(root)):
        report.wrong(root / "cvat", "images", f"Datumaro reads {len(whole)}")


CHECKS = {"datumaro": check_datumaro, "cvat": check_cvat}


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in CHECKS:
        sys.exit(__doc__)
    chosen = CHECKS[sys.argv.pop(1)]
    truth.main(__doc__, chosen)
