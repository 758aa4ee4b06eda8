"""Renders plain boxes, turned every way, near and far, left and right, and proves their KITTI labels by their pixels.

Usage: python3 boxes_in_space.py DIORAMA

DIORAMA is the program. The boxes stand on the ground before a level camera, so that KITTI can say all of them; each has a
keypoint in the middle of its front. By the label's line and the calibration's P2 alone, as the format's readme has it:

  corners   the eight corners are COCO's corners_2d, to a ten thousandth of a pixel
  pixels    the hull of the corners is the box's amodal mask but for a pixel along its rim
  front     the middle of the face that rotation_y says is in front is the keypoint's place, to a thousandth of a pixel;
            a turn by a half is no other box, but another front
  spread    the turns lie all round, the places left and right, near and far

and before a camera that looks down the boxes keep their size and place, and are counted as leaning.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy
from PIL import Image

import space
import truth
from coco import decode
from kitti3d import built_corners
from report import Report

SOLID = """description: A plain box.
materials: {paint: {colour: "#b04a2f"}}
parts: [{box: {size: [0.8, 1.1, 1.9], at: [0, 0.55, 0], material: paint}}]
keypoints: {front: [0, 0.55, 0.95]}
"""

PIPELINE = """diorama: 1
seed: 9
images: IMAGES
backgrounds: {photos: [photo.png]}
objects:
  box:
    from: {solid: box.yaml}
    pose: {yaw: {uniform: [0, 360]}}
    place: {ground: {distance: {log_uniform: [2.5, 15]}}}
scene:
  count: 2
  camera: {height: 1.5, fov: 75, horizon: HORIZON}
  overlap: {max: 1, visible: {min: 0.01}, truncated: {max: 0.4}}
render: {quality: draft, shadows: none}
output: {images: {format: png}, annotations: [kitti3d]}
"""


def run(diorama, folder, images, horizon):
    (folder / "box.yaml").write_text(SOLID)
    ramp = numpy.linspace(60, 200, 240, dtype=numpy.uint8)
    Image.fromarray(numpy.tile(ramp[:, None, None], (1, 320, 3))).save(folder / "photo.png")
    (folder / "pipeline.yaml").write_text(PIPELINE.replace("HORIZON", str(horizon)).replace("IMAGES", str(images)))
    command = [diorama, "run", str(folder / "pipeline.yaml"), "--out", str(folder / "out"), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return folder / "out"


def objects(root):
    """Image, annotation, the line's numbers from its size on, and P2, for each box."""
    for image in truth.load(root)[0].images:
        stem = pathlib.PurePath(image.name).stem
        lines = (root / f"kitti3d/training/label_2/{stem}.txt").read_text().splitlines()
        rows = dict(row.split(":") for row in (root / f"kitti3d/training/calib/{stem}.txt").read_text().splitlines())
        projection = numpy.array(rows["P2"].split(), dtype=float).reshape(3, 4)[:, :3]
        for line, annotation in zip(lines, image.objects, strict=True):
            yield image, annotation, [float(word) for word in line.split()[8:15]], projection


def check_mask(corners, annotation, image, wrong):
    mask = decode(annotation["amodal_segmentation"], image.height, image.width)
    hull = cv2.convexHull(corners.astype(numpy.float32)).reshape(-1, 2)
    ys, xs = numpy.mgrid[:image.height, :image.width] + 0.5
    # How far each pixel's centre is inside the hull, in pixels: the least distance to an edge.
    depth = numpy.full(mask.shape, numpy.inf)
    for (x0, y0), (x1, y1) in zip(hull, numpy.roll(hull, -1, axis=0)):
        side = math.hypot(x1 - x0, y1 - y0)
        if side > 1e-6:
            depth = numpy.minimum(depth, ((x1 - x0) * (ys - y0) - (y1 - y0) * (xs - x0)) / side)
    if cv2.contourArea(hull, oriented=True) < 0:
        depth = -depth
    if (mask & (depth < -1)).any() or (~mask & (depth > 1)).any():
        wrong(f"the mask differs from the box by {int((mask & (depth < -1)).sum() + (~mask & (depth > 1)).sum())} pixels")


def check_level(root, report):
    turns, sides, depths = [], [], []
    for image, annotation, (height, width, length, *place, rotation), projection in objects(root):
        def wrong(problem):
            report.wrong(root, f"annotation {annotation['id']}", problem)

        corners = space.project(projection, built_corners(height, width, length, *place, rotation))
        if not space.same_points(corners, numpy.array(annotation["corners_2d"]), 1e-4):
            wrong("the corners are not corners_2d")
        check_mask(corners, annotation, image, wrong)
        middle = numpy.array(place) + [
            length / 2 * math.cos(rotation), -height / 2, -length / 2 * math.sin(rotation)]
        front = space.project(projection, middle[None])[0]
        x, y, visibility = annotation["keypoints"]
        inside = 0 <= front[0] <= image.width and 0 <= front[1] <= image.height
        if visibility == 0 and inside or visibility > 0 and math.dist(front, (x, y)) > 1e-3:
            wrong(f"the front is at {front}, its keypoint at {(x, y, visibility)}")
        turns.append(rotation)
        sides.append(place[0])
        depths.append(place[2])
        report.counts["turned boxes"] += 1
    gaps = numpy.diff(numpy.sort(turns + [min(turns) + 2 * math.pi]))
    if max(gaps) > 1 or min(sides) > -1 or max(sides) < 1 or min(depths) > 4 or max(depths) < 10:
        report.wrong(root, "spread", f"turns {sorted(turns)}, sides {sorted(sides)}, depths {sorted(depths)}")


def check_leaning(root, report):
    count = 0
    for _, annotation, (height, width, length, *place, _), _ in objects(root):
        lower, upper = (numpy.array(annotation["box_3d"][end]) for end in ("lower", "upper"))
        pose = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
        middle = pose @ [(lower[0] + upper[0]) / 2, lower[1], (lower[2] + upper[2]) / 2]
        if not numpy.allclose([width, height, length], upper - lower, atol=1e-9) or not numpy.allclose(
                place, middle + annotation["pose"]["translation"], atol=1e-9):
            report.wrong(root, f"annotation {annotation['id']}", "size or place is not COCO's")
        count += 1
    notes = next(record["notes"] for record in json.loads((root / "formats.json").read_text())["formats"])
    if count == 0 or notes.get("box that leans against the camera by more than 1° written upright") != count:
        report.wrong(root, "formats.json", f"of {count} boxes it notes {notes}")
    report.counts["leaning boxes"] += count


def main(diorama):
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        for name, images, horizon, check in (("level", 20, 0.5, check_level), ("down", 3, 0.2, check_leaning)):
            (pathlib.Path(folder) / name).mkdir()
            check(run(diorama, pathlib.Path(folder) / name, images, horizon), report)
    report.finish()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
