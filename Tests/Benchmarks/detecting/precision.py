"""Average precision, by pycocotools."""

import contextlib
import copy
import io

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

MEASURES = {"AP": 0, "AP50": 1, "AP75": 2}


def truth(photos, categories):
    """Photos with their things as a COCO document: what pycocotools compares with. Ids count from 1."""
    labels = []
    for number, photo in enumerate(photos, 1):
        for thing in photo.things:
            labels.append({"id": len(labels) + 1, "image_id": number, "category_id": thing.category + 1,
                           "bbox": thing.box, "area": thing.area, "iscrowd": int(thing.crowd)})
    images = [{"id": number, "width": photo.width, "height": photo.height} for number, photo in enumerate(photos, 1)]
    return {"images": images, "annotations": labels,
            "categories": [{"id": number, "name": name} for number, name in enumerate(categories, 1)]}


def findings(detections):
    """Of each photo, rows of category, score and box ([x, y, width, height]), as COCO's list of results."""
    return [{"image_id": number, "category_id": int(row[0]) + 1, "score": float(row[1]), "bbox": row[2:6].tolist()}
            for number, rows in enumerate(detections, 1) for row in np.asarray(rows, float).reshape(-1, 6)]


def measured(photos, categories, detections):
    """AP, AP50 and AP75 of detections, in per cent, over the categories that the photos show."""
    document, found = copy.deepcopy(truth(photos, categories)), findings(detections)
    if not found or not document["annotations"]:
        return dict.fromkeys(MEASURES, 0.0)
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = document
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return {name: 100 * float(evaluation.stats[place]) for name, place in MEASURES.items()}
