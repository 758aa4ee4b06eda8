"""Proves that the program takes every pipeline of `detector`, and that a study goes on where it stopped.

Usage: detector_study_test.py DIORAMA     needs PyTorch; a minute
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import cv2
import numpy as np

SIZE = (120, 90)
HERE = pathlib.Path(__file__).parent


def photo(random, discs):
    """Soft colours with discs, and these as polygons."""
    small = random.integers(60, 160, (4, 5, 3)).astype(np.uint8)
    picture = cv2.resize(small, SIZE, interpolation=cv2.INTER_CUBIC)
    outlines = []
    for _ in range(discs):
        x, y, radius = random.uniform([20, 20, 6], [100, 70, 14])
        turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        outline = np.stack([x + radius * np.cos(turns), y + radius * np.sin(turns)], 1)
        cv2.fillPoly(picture, [np.int32(outline.round())], (40, 40, 230))
        outlines.append(outline)
    return picture, outlines


def make(folder, count=36, seed=0):
    folder.mkdir()
    random = np.random.default_rng(seed)
    labels, images = [], []
    for number in range(count):
        picture, outlines = photo(random, number % 4)
        cv2.imwrite(str(folder / f"{number}.jpg"), picture)
        images.append({"id": number, "file_name": f"{number}.jpg", "width": SIZE[0], "height": SIZE[1]})
        for outline in outlines:
            corner, far = outline.min(0), outline.max(0)
            labels.append({"id": len(labels), "image_id": number, "category_id": 1, "iscrowd": 0,
                           "bbox": [*corner, *(far - corner)], "area": float((far - corner).prod() * 0.78),
                           # Some labels are boxes alone.
                           **({"segmentation": [outline.ravel().tolist()]} if number % 3 else {})})
    (folder / "labels.json").write_text(json.dumps({
        "images": images, "annotations": labels, "categories": [{"id": 1, "name": "disc"}]}))


PIPELINE = """\
diorama: 1
backgrounds: {photos: [%s]}
objects: {disc: {from: {text: O}, size: 0.2}}
"""


def study(diorama, folder, *more):
    command = [sys.executable, HERE / "detector.py", "--real", folder / "photos", "--out", folder / "out", "--diorama",
               diorama, "--steps", "3", "--side", "64", "--seeds", "1", "--labels", "6", "--curve", "4", *more]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def main(diorama):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder / "photos")
        make(folder / "others", 4, seed=1)
        for place in ("photos", "others"):
            (folder / f"of-{place}.yaml").write_text(PIPELINE % place)
        wrong = study(diorama, folder, "--classes", "disk")
        assert wrong.returncode == 1 and "disk" in wrong.stderr and "disc" in wrong.stderr, wrong.stderr
        some = study(diorama, folder, "--arms", "real", "naive", "ours")
        assert some.returncode == 0, some.stderr
        assert some.stdout.count(" of 4: ") == 4 and "kept" not in some.stdout, some.stdout
        known = study(diorama, folder, "--arms", "yours", "--pipeline", folder / "of-photos.yaml")
        assert known.returncode == 1 and "is kept for the test" in known.stderr, known.stderr
        done = study(diorama, folder, "--pipeline", folder / "of-others.yaml")
        assert done.returncode == 0, done.stderr
        print(done.stdout)
        assert done.stdout.count(" kept\n") == 4, done.stdout
        again = study(diorama, folder, "--pipeline", folder / "of-others.yaml")
        assert again.stdout.count(" kept\n") == len(re.findall(r" of \d+: ", done.stdout)), again.stdout
        assert again.stdout.splitlines()[-3:-1] == done.stdout.splitlines()[-3:-1]
        arms = [line.split("  ")[0] for line in (folder / "out/table.txt").read_text().splitlines()]
        left_out = re.findall(r"left out “(.*)”", done.stdout)
        for arm in ["naive", "ours", "negatives 25 %", "ours, no match", "ours, no decoys", "yours"]:
            assert (arm in arms) != (arm in left_out), (arm, arms, left_out)


if __name__ == "__main__":
    main(sys.argv[1])
