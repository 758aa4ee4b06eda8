"""Has COCO's own panopticapi evaluate panoptic labels against themselves.

Usage: python3 panoptic_quality.py DATASET...

It stops at a picture whose ids are not those of segments_info, at an unknown category and at a file that is not there; the
quality of every category that has segments is 1.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json

from panopticapi.evaluation import pq_compute_single_core

import truth
from coco import quietly


def check(root, report):
    for subset in truth.load(root):
        name = f"panoptic{'_' + subset.split if subset.split else ''}"
        path = root / "annotations" / f"{name}.json"
        document = json.loads(path.read_text())
        categories = {category["id"]: category for category in document["categories"]}
        pairs = [(entry, entry) for entry in document["annotations"]]
        folder = str(path.with_suffix(""))
        quality = quietly(pq_compute_single_core, 0, pairs, folder, folder, categories)
        found = {key: entry for key, entry in quality.pq_per_cat.items() if entry.tp + entry.fp + entry.fn}
        counted = [segment["category_id"] for entry in document["annotations"] for segment in entry["segments_info"]
                   if not segment["iscrowd"]]
        if sorted(found) != sorted(set(counted)) or sum(entry.tp for entry in found.values()) != len(counted):
            report.wrong(path, "panopticapi", f"it finds the categories {sorted(found)} in {sorted(set(counted))}")
        for key, entry in found.items():
            if entry.fp or entry.fn or abs(entry.iou - entry.tp) > 1e-9:
                report.wrong(path, f"category {key}", "panopticapi finds other segments in the labels themselves")
        report.counts["segments by panopticapi"] += len(counted)


if __name__ == "__main__":
    truth.main(__doc__, check)
