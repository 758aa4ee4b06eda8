"""Loads datasets with the real pycocotools and checks that labels, masks and pictures agree.

Usage: python3 coco.py DATASET...

A dataset is a folder with annotations/instances*.json, images/ (images/NAME/ for instances_NAME.json) and, where images
name one, instance maps. For every annotation file:

  loads       pycocotools takes the file; ids are unique across the dataset; its evaluation, given the labels
              themselves as detections, finds every object (an average precision and recall of 1)
  pictures    every image is there, Pillow decodes it to the end, and it has the size of its record
  masks       bbox is the tight box of the decoded mask, area its number of pixels, iscrowd is 0; polygons decode
              to a mask of that area too; no pixel is in two masks of an image
  map         the instance map, as Pillow reads it, holds instance_id exactly where the mask is set, and 0 elsewhere
  amodal      amodal box and mask hold the visible ones; visibility is the quotient of the areas, or less in images with weather, which
              hides pixels of a mask; truncation is a share,
              0 when the amodal box is well inside the frame and not 0 when it is well outside (by a pixel: amodal
              boxes may come from outlines)

Labels of real photos, which have no instance_id, may be drawn by hand: theirs may overlap each other, but no pixel is in
one of them and in a pasted object's mask too; box and area may differ from the mask's by its rim; they may be crowds, and
may have boxes alone, which lie inside the image.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import contextlib
import io
import json
import pathlib
import sys

import numpy
from PIL import Image
from pycocotools import mask as rle
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from report import Report


def quietly(call, *arguments):
    """pycocotools reports progress on standard output."""
    with contextlib.redirect_stdout(io.StringIO()):
        return call(*arguments)


def decode(segmentation, height, width):
    """As pycocotools' own annToMask does, for any member of an annotation."""
    if isinstance(segmentation, list):
        segmentation = rle.merge(rle.frPyObjects(segmentation, height, width))
    elif isinstance(segmentation["counts"], list):
        segmentation = rle.frPyObjects(segmentation, height, width)
    return rle.decode(segmentation).astype(bool)


def tight_box(mask):
    ys, xs = numpy.nonzero(mask)
    return [int(xs.min()), int(ys.min()), int(xs.max() - xs.min() + 1), int(ys.max() - ys.min() + 1)]


def holds(outer, inner):
    """Whether a box is inside another, up to what rounding does to a far edge."""
    return (outer[0] <= inner[0] + 1e-6 and outer[1] <= inner[1] + 1e-6
            and outer[0] + outer[2] >= inner[0] + inner[2] - 1e-6
            and outer[1] + outer[3] >= inner[1] + inner[3] - 1e-6)


def check_annotation(annotation, mask, image, is_veiled, wrong):
    if annotation["iscrowd"] != 0:
        wrong("iscrowd is not 0")
    if annotation["area"] != int(mask.sum()):
        wrong(f"area is {annotation['area']}, the mask has {int(mask.sum())} pixels")
    if not mask.any():
        wrong("the mask is empty")
        return
    if annotation["bbox"] != tight_box(mask):
        wrong(f"bbox is {annotation['bbox']}, the mask's is {tight_box(mask)}")
    if "amodal_bbox" in annotation and not holds(annotation["amodal_bbox"], annotation["bbox"]):
        wrong(f"bbox {annotation['bbox']} is not inside amodal_bbox {annotation['amodal_bbox']}")
    for name in ("visibility", "truncation"):
        if name in annotation and not 0 <= annotation[name] <= 1:
            wrong(f"{name} is {annotation[name]}")
    if "truncation" in annotation and "amodal_bbox" in annotation:
        width, height = image["width"], image["height"]
        if annotation["truncation"] == 0:
            fits = holds([-1, -1, width + 2, height + 2], annotation["amodal_bbox"])
        else:
            fits = not holds([1, 1, width - 2, height - 2], annotation["amodal_bbox"])
        if not fits:
            wrong(f"truncation is {annotation['truncation']}, amodal_bbox {annotation['amodal_bbox']}")
    if "amodal_segmentation" in annotation:
        amodal = decode(annotation["amodal_segmentation"], *mask.shape)
        if (mask & ~amodal).any():
            wrong(f"{int((mask & ~amodal).sum())} pixels are outside the amodal mask")
        share = mask.sum() / amodal.sum() if amodal.any() else 0
        if "visibility" in annotation:
            less = share - annotation["visibility"]
            if less < -1e-9 or less > 1e-9 and not is_veiled:
                wrong(f"visibility is {annotation['visibility']}, the masks say {share}")


def check_real_annotation(annotation, mask, image, wrong):
    """A label that came with the photo."""
    x, y, width, height = annotation["bbox"]
    if width <= 0 or height <= 0 or not holds([-0.01, -0.01, image["width"] + 0.02, image["height"] + 0.02], annotation["bbox"]):
        wrong(f"bbox is {annotation['bbox']}")
    if mask is None or not mask.any():
        return
    tight = tight_box(mask)
    # The tip of a thin ring holds no pixel.
    if any(abs(one - other) > 3 for one, other in zip(
            [x, y, x + width, y + height], [tight[0], tight[1], tight[0] + tight[2], tight[1] + tight[3]])):
        wrong(f"bbox is {annotation['bbox']}, the mask's is {tight}")
    # In COCO's own files a crowd's area is often not its mask's.
    if not annotation["iscrowd"] and abs(annotation["area"] - int(mask.sum())) > tight[2] + tight[3] + 4:
        wrong(f"area is {annotation['area']}, the mask has {int(mask.sum())} pixels")


def check_picture(path, image, wrong):
    try:
        with Image.open(path) as picture:
            picture.load()
            size = picture.size
    except OSError as error:
        wrong(f"{path}: {error}")
        return
    if size != (image["width"], image["height"]):
        wrong(f"{path} is {size[0]} x {size[1]}, its record says {image['width']} x {image['height']}")


def check_map(path, masks, shape, wrong):
    try:
        with Image.open(path) as picture:
            if picture.mode not in ("P", "L", "I;16", "I"):
                wrong(f"{path} has the mode {picture.mode}")
                return
            shown = numpy.array(picture)
    except OSError as error:
        wrong(f"{path}: {error}")
        return
    expected = numpy.zeros(shape, dtype=int)
    for instance, mask in masks:
        expected[mask] = instance
    if shown.shape != shape:
        wrong(f"{path} is {shown.shape[::-1]}, its image {shape[::-1]}")
    elif (shown != expected).any():
        wrong(f"{path} differs from the masks in {int((shown != expected).sum())} pixels")


def check_image(coco, image, root, folder, path, is_veiled, report):
    subject = f"image {image['id']}"
    check_picture(folder / image["file_name"], image, lambda problem: report.wrong(path, subject, problem))
    shape = (image["height"], image["width"])
    seen = numpy.zeros(shape, dtype=int)
    real = numpy.zeros(shape, dtype=bool)
    # What takes the place of a part of a real thing is a part of that.
    parts = numpy.zeros(shape, dtype=bool)
    masks = []
    for annotation in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
        name = f"annotation {annotation['id']}"
        if "instance_id" not in annotation:
            mask = coco.annToMask(annotation).astype(bool) if annotation.get("segmentation") else None
            check_real_annotation(annotation, mask, image, lambda problem: report.wrong(path, name, problem))
            if mask is not None:
                real |= mask
            report.counts["real labels"] += 1
            continue
        if "segmentation" not in annotation:
            report.wrong(path, name, "it has no segmentation")
            continue
        mask = coco.annToMask(annotation).astype(bool)
        if mask.shape != shape:
            report.wrong(path, name, f"the mask is {mask.shape}, the image {shape}")
            continue
        check_annotation(annotation, mask, image, is_veiled, lambda problem: report.wrong(path, name, problem))
        report.counts["polygons" if isinstance(annotation["segmentation"], list) else "run lengths"] += 1
        seen += mask
        if "replaces" in annotation:
            parts |= mask
        masks.append((annotation.get("instance_id"), mask))
    if (seen > 1).any():
        report.wrong(path, subject, f"{int((seen > 1).sum())} pixels are in two masks")
    shared = real & (seen > 0) & ~parts
    if shared.any():
        report.wrong(path, subject, f"{int(shared.sum())} pixels are in a real and in a pasted mask")
    if "instance_map" in image:
        check_map(root / image["instance_map"], masks, shape, lambda problem: report.wrong(path, subject, problem))
        report.counts["instance maps"] += 1


def with_masks(coco):
    """The labels that evaluation looks for: those with a mask, crowds aside."""
    looked_for = COCO()
    looked_for.dataset = coco.dataset | {"annotations": [
        annotation for annotation in coco.dataset["annotations"]
        if annotation.get("segmentation") and not annotation["iscrowd"] and coco.annToMask(annotation).any()
    ]}
    quietly(looked_for.createIndex)
    return looked_for


def check_evaluation(coco, path, report):
    """The labels as detections of themselves: pycocotools' evaluation must find them all."""
    coco = with_masks(coco)
    detections = [
        {key: annotation[key] for key in ("image_id", "category_id", "bbox")}
        | {"segmentation": coco.annToRLE(annotation), "score": 1.0}
        for annotation in coco.dataset["annotations"]
    ]
    if not detections:
        return
    for kind in ("bbox", "segm"):
        entries = [
            {key: value for key, value in entry.items() if kind == "segm" or key != "segmentation"}
            for entry in detections
        ]
        evaluation = quietly(COCOeval, coco, quietly(coco.loadRes, entries), kind)
        # As many as there are: the default looks at 100 an image.
        evaluation.params.maxDets = [1, 10, len(detections)]
        quietly(evaluation.evaluate)
        quietly(evaluation.accumulate)
        # Over all sizes, with the largest number of detections; -1 stands for a category without an object.
        precision = evaluation.eval["precision"][:, :, :, 0, 2]
        recall = evaluation.eval["recall"][:, :, 0, 2]
        # It adds the smallest step of a double to what it divides by, so that one of one is not quite 1.
        if (precision[precision > -1] < 1 - 1e-9).any() or (recall[recall > -1] < 1).any():
            report.wrong(path, kind, "pycocotools' evaluation does not find every label in itself")


def check_dataset(root, report):
    paths = sorted((root / "annotations").glob("instances*.json"))
    if not paths:
        report.wrong(root, "annotations", "there is no annotations/instances*.json")
    seen = {"images": {}, "annotations": {}}
    veiled = with_weather(root)
    for path in paths:
        try:
            coco = quietly(COCO, str(path))
        except (OSError, ValueError, KeyError, AssertionError) as error:
            report.wrong(path, "pycocotools", f"does not load it: {error!r}")
            continue
        quietly(coco.info)
        for section, first in seen.items():
            for entry in coco.dataset[section]:
                if entry["id"] in first:
                    report.wrong(path, f"{section} {entry['id']}", f"the id is used in {first[entry['id']]} too")
                first[entry["id"]] = path
        licenses = {entry["id"] for entry in coco.dataset["licenses"]}
        for image in coco.dataset["images"]:
            if "license" in image and image["license"] not in licenses:
                report.wrong(path, f"image {image['id']}", f"there is no licence {image['license']}")
        for annotation in coco.dataset["annotations"]:
            for table, key in ((coco.cats, "category_id"), (coco.imgs, "image_id")):
                if annotation[key] not in table:
                    report.wrong(path, f"annotation {annotation['id']}", f"there is no {key} {annotation[key]}")
            if annotation["id"] < 1:
                report.wrong(path, f"annotation {annotation['id']}", "evaluation takes an id of 0 for no match")
        split = path.stem.removeprefix("instances").removeprefix("_")
        folder = root / "images" / split if split and (root / "images" / split).is_dir() else root / "images"
        for image in coco.dataset["images"]:
            check_image(coco, image, root, folder, path, image["id"] in veiled, report)
        check_evaluation(coco, path, report)
        report.counts["files"] += 1
        report.counts["images"] += len(coco.dataset["images"])
        report.counts["annotations"] += len(coco.dataset["annotations"])
    check_records(root, seen["images"], seen["annotations"], report)


def with_weather(root):
    """The ids of the images in which weather may hide pixels."""
    if not (root / "scenes.jsonl").exists():
        return set()
    with open(root / "scenes.jsonl", encoding="utf-8") as file:
        scenes = [json.loads(line) for line in file]
    return {scene.get("index") for scene in scenes
            if any(name in effect for effect in scene.get("effects", []) for name in ("fog", "dust", "rain", "snow"))}


def check_records(root, images, annotations, report):
    """What lies beside the annotations of a dataset of ours counts the same."""
    if (root / "scenes.jsonl").exists():
        with open(root / "scenes.jsonl", encoding="utf-8") as file:
            scenes = [json.loads(line) for line in file]
        if len(scenes) != len(images):
            report.wrong(root / "scenes.jsonl", "scenes", f"there are {len(scenes)} for {len(images)} images")
    if (root / "stats.json").exists():
        with open(root / "stats.json", encoding="utf-8") as file:
            stats = json.load(file)
        for name, expected in (("images", len(images)), ("instances", len(annotations)),):
            if stats[name] != expected:
                report.wrong(root / "stats.json", name, f"{stats[name]}, the annotation files have {expected}")
        if sum(stats["sizes"].values()) != len(annotations):
            report.wrong(root / "stats.json", "sizes", "they do not add up to the number of instances")


def main(roots):
    if not roots:
        sys.exit(__doc__)
    report = Report()
    for root in roots:
        check_dataset(pathlib.Path(root), report)
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
