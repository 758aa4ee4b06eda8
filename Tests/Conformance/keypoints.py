"""Reads COCO keypoints with pycocotools and Datumaro and compares them with the COCO files that they were made from.

Usage: python3 keypoints.py DATASET...

  file        annotations/person_keypoints*.json holds the categories that name keypoints and their annotations; keypoints,
              box, area and mask are those of the COCO file; num_keypoints counts the labelled ones
  evaluation  pycocotools' evaluation of keypoints, given the labels themselves as detections, finds every object
  reader      Datumaro's points and visibility are the same

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import datumaro
import numpy
from datumaro.plugins.data_formats.coco.base import CocoPersonKeypointsBase
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import truth
from coco import quietly


def check_evaluation(coco, path, report):
    labelled = [a for a in coco.dataset["annotations"] if a["num_keypoints"] and not a["iscrowd"]]
    for count in {len(annotation["keypoints"]) // 3 for annotation in labelled}:
        chosen = [annotation for annotation in labelled if len(annotation["keypoints"]) == 3 * count]
        detections = [{key: a[key] for key in ("image_id", "category_id", "keypoints")} | {"score": 1.0} for a in chosen]
        evaluation = quietly(COCOeval, coco, quietly(coco.loadRes, detections), "keypoints")
        evaluation.params.kpt_oks_sigmas = numpy.full(count, 0.05)
        evaluation.params.catIds = sorted({annotation["category_id"] for annotation in chosen})
        evaluation.params.maxDets = [len(detections)]
        quietly(evaluation.evaluate)
        quietly(evaluation.accumulate)
        recall = evaluation.eval["recall"][:, :, 0, 0]
        if (recall[recall > -1] < 1).any():
            report.wrong(path, "keypoints", "pycocotools' evaluation does not find every label in itself")


def check_subset(root, subset, report):
    path = root / "annotations" / f"person_keypoints{'_' + subset.split if subset.split else ''}.json"
    coco = quietly(COCO, str(path))
    ours = {c["id"]: c for c in subset.categories if c.get("keypoints")}
    if {c["id"]: c["keypoints"] for c in coco.dataset["categories"]} != {k: c["keypoints"] for k, c in ours.items()}:
        report.wrong(path, "categories", "they are not those of the COCO file with keypoints")
    loaded = {}
    if ours:
        loaded = {item.attributes["id"]: item for item in CocoPersonKeypointsBase(str(path), subset=subset.split)}
    for image in subset.images:
        expected = {a["id"]: a for a in image.annotations if a["category_id"] in ours}
        found = {a["id"]: a for a in coco.loadAnns(coco.getAnnIds(imgIds=[image.id]))}
        if found.keys() != expected.keys():
            report.wrong(path, f"image {image.id}", "it has other annotations than the COCO file")
            continue
        if expected and image.id not in loaded:
            report.wrong(path, f"image {image.id}", "Datumaro does not find it")
            continue
        # Datumaro passes over images without annotations.
        read = loaded[image.id].annotations if expected else []
        points = {a.id: a for a in read if a.type == datumaro.AnnotationType.points}
        for key, annotation in expected.items():
            def wrong(problem):
                report.wrong(path, f"annotation {key}", problem)

            ours_here = annotation.get("keypoints") or [0] * 3 * len(ours[annotation["category_id"]]["keypoints"])
            said = found[key]
            if said["keypoints"] != ours_here:
                wrong("the keypoints are not COCO's")
            if said["num_keypoints"] != sum(v > 0 for v in ours_here[2::3]):
                wrong(f"num_keypoints is {said['num_keypoints']}")
            if said["bbox"] != annotation["bbox"] or said["area"] != annotation["area"]:
                wrong("box or area is not COCO's")
            if (coco.annToMask(said).astype(bool) != image.mask(annotation)).any():
                wrong("the mask is not COCO's")
            theirs = numpy.array(points[key].points)
            # Datumaro rounds to two decimals.
            if abs(theirs - numpy.delete(ours_here, slice(2, None, 3))).max(initial=0) > 0.0051:
                wrong("Datumaro reads other points")
            if [v.value for v in points[key].visibility] != ours_here[2::3]:
                wrong("Datumaro reads another visibility")
            report.counts["keypoint instances"] += 1
    check_evaluation(coco, path, report)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
