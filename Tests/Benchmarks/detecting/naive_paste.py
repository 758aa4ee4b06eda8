"""Thirty lines that anybody would write: labelled things, cut out and set anywhere into other photos, edges and all.

Usage: naive_paste.py LABELS.json IMAGES OUT COUNT SEED [PHOTO…]     each PHOTO shows none of the things
"""

import json
import pathlib
import random
import sys

import cv2
import numpy as np
from pycocotools import mask as runs


def cut_out(thing, picture):
    """The thing's part of its picture, and its mask."""
    left, top, right, bottom = np.cumsum(np.reshape(thing["bbox"], (2, 2)), 0).ravel()
    coded = thing.get("segmentation") or [[left, top, right, top, right, bottom, left, bottom]]
    if isinstance(coded, list) or isinstance(coded["counts"], list):
        coded = runs.frPyObjects(coded, *picture.shape[:2])
    mask = runs.decode(runs.merge(coded) if isinstance(coded, list) else coded)
    x, y, w, h = cv2.boundingRect(mask)
    return picture[y:y + h, x:x + w], mask[y:y + h, x:x + w]


def main(labels, images, out, count, seed, empty):
    coco, draw = json.loads(pathlib.Path(labels).read_text()), random.Random(seed)
    pictures = {image["id"]: cv2.imread(f"{images}/{image['file_name']}") for image in coco["images"]}
    pictures |= {name: cv2.imread(name) for name in empty}
    cuts = [(thing, *cut_out(thing, pictures[thing["image_id"]])) for thing in coco["annotations"]]
    cuts = [cut for cut in cuts if cut[2].any() and not cut[0]["iscrowd"]]
    made, sizes = [], []
    for number in range(1, count + 1):
        place = draw.choice([*pictures])
        picture = pictures[place].copy()
        made += [{**thing, "image_id": number} for thing in coco["annotations"] if thing["image_id"] == place]
        for thing, cut, mask in draw.choices(cuts, k=draw.randint(1, 3)):
            scale = min(draw.uniform(0.5, 1.5), *(have / need for have, need in zip(picture.shape, mask.shape)))
            w, h = (max(1, int(side * scale)) for side in mask.shape[::-1])
            x, y = draw.randint(0, picture.shape[1] - w), draw.randint(0, picture.shape[0] - h)
            shown = cv2.resize(mask, (w, h), interpolation=cv2.INTER_NEAREST) > 0
            picture[y:y + h, x:x + w][shown] = cv2.resize(cut, (w, h))[shown]
            made.append({**thing, "image_id": number, "bbox": [x, y, w, h], "area": int(np.sum(shown))})
        cv2.imwrite(f"{out}/images/{number:06}.jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
        sizes.append({"id": number, "file_name": f"{number:06}.jpg", "width": picture.shape[1],
                      "height": picture.shape[0]})
    made = [{**thing, "id": number, "segmentation": []} for number, thing in enumerate(made, 1)]
    document = {"images": sizes, "annotations": made, "categories": coco["categories"]}
    pathlib.Path(out, "annotations/instances.json").write_text(json.dumps(document))


if __name__ == "__main__":
    for part in ("images", "annotations"):
        pathlib.Path(sys.argv[3], part).mkdir(parents=True, exist_ok=True)
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6:])
