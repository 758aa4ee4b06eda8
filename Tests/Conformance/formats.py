"""Converts datasets into every format and has each read back by other people's readers.

Usage: python3 formats.py DIORAMA DATASET...

DIORAMA is the program. The labels are left in the datasets; a format with several tasks is left in the last of them.
Prints every violation and exits with 1 when there is any; prints what was checked otherwise. A processor takes one
dataset at a time.
"""

import concurrent.futures
import functools
import os
import pathlib
import subprocess
import sys

import bop
import createml
import groups
import keypoints
import kitti
import kitti3d
import panoptic
import panoptic_quality
import table
import tars
import truth
import voc
import words
import yolo
from report import Report

CHECKS = [
    ("yolo: detect", yolo.check),
    ("yolo: obb", yolo.check),
    ("yolo: pose", yolo.check),
    ("yolo: segment", yolo.check),
    ("voc", voc.check),
    ("kitti", kitti.check),
    ("kitti3d", kitti3d.check),
    ("bop", bop.check),
    ("coco_keypoints", keypoints.check),
    ("coco_panoptic", panoptic.check),
    ("coco_panoptic", panoptic_quality.check),
    ("datumaro", groups.check_datumaro),
    ("cvat", groups.check_cvat),
    ("createml", createml.check),
    ("csv", table.check),
    ("icdar", words.check),
    ("coco_text", words.check_coco_text),
    ("webdataset", tars.check),
]


def check_dataset(diorama, root):
    report = Report()
    with_keypoints = any(category.get("keypoints") for subset in truth.load(pathlib.Path(root))
                         for category in subset.categories)
    for formats, check in CHECKS:
        if formats in ("yolo: pose", "coco_keypoints") and not with_keypoints:
            continue
        done = subprocess.run([diorama, "convert", root, "--to", formats], capture_output=True, text=True)
        # A format that can hold none of the labels is written and counts as a failure.
        if done.returncode and not (done.returncode == 1 and "holds none of" in done.stdout + done.stderr):
            sys.exit(f"convert {root} --to {formats} ended with {done.returncode}: {done.stdout}{done.stderr}")
        check(pathlib.Path(root), report)
    return report


def main(diorama, roots):
    report = Report()
    with concurrent.futures.ProcessPoolExecutor(min(len(roots), os.cpu_count())) as processors:
        for root, found in zip(roots, processors.map(functools.partial(check_dataset, diorama), roots)):
            print(f"{root}: {found}")
            report.add(found)
    report.finish()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
