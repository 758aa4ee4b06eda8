"""Reads KITTI 3D labels with Datumaro and by the format's own readme, and compares them with the COCO files.

Usage: python3 kitti3d.py DATASET...

  lines    fifteen fields each, in the order of COCO's annotations; those with a pose have its size and place, in metres;
           alpha is rotation_y less the direction to the object; those without are DontCare
  corners  the corners of the box, built as the readme builds them and projected by P2, are COCO's corners_2d for every box
           that stands upright before the camera
  reader   Datumaro's fields are the same, for every image, and it finds the pictures

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import math
import pathlib

import datumaro
import numpy

import space
import truth


def built_corners(height, width, length, x, y, z, rotation):
    """As the readme has them: x along the length, the origin in the middle of the bottom, y down."""
    own = numpy.array([[a * length / 2, b * height, c * width / 2] for a in (1, -1) for b in (0, -1) for c in (1, -1)])
    c, s = math.cos(rotation), math.sin(rotation)
    return own @ numpy.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T + [x, y, z]


def check_object(fields, annotation, image, projection, wrong, report):
    height, width, length, *place, rotation = map(float, fields[8:15])
    lower, upper = (numpy.array(annotation["box_3d"][key]) for key in ("lower", "upper"))
    if not numpy.allclose([width, height, length], upper - lower, atol=1e-9):
        wrong("the size is not the box's")
    pose = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
    bottom = pose @ [(lower[0] + upper[0]) / 2, lower[1], (lower[2] + upper[2]) / 2] + annotation["pose"]["translation"]
    if not numpy.allclose(place, bottom, atol=1e-9):
        wrong(f"the place is {place}, the box's {bottom.tolist()}")
    alpha = float(fields[3])
    seen = rotation - math.atan2(place[0], place[2])
    if abs(math.remainder(alpha - seen, 2 * math.pi)) > 1e-9 or not -math.pi <= alpha <= math.pi:
        wrong(f"alpha is {alpha}, not {seen}")
    front = pose[:, 2]
    if abs(math.remainder(rotation - math.atan2(-front[2], front[0]), 2 * math.pi)) > 1e-9:
        wrong("rotation_y is not the direction of the front")
    if abs(pose[1, 1] + 1) < 1e-12 and "corners_2d" in annotation:
        corners = built_corners(height, width, length, *place, rotation)
        if (corners[:, 2] > 0).all():
            said = numpy.array(annotation["corners_2d"])
            if not space.same_points(space.project(projection, corners), said, 1e-6 * (1 + abs(said).max())):
                wrong("the corners are not corners_2d")
            report.counts["KITTI 3D boxes projected"] += 1


def check_subset(root, subset, report):
    if not any("camera" in image.record for image in subset.images):
        return
    folder = root / "kitti3d" / (subset.split or "training")
    loaded = {item.id: item for item in datumaro.Dataset.import_from(str(folder), "kitti3d")}
    for image in subset.images:
        if "camera" not in image.record:
            continue
        space.check_truth(image, root, report)
        stem = pathlib.PurePath(image.name).stem
        path = folder / "label_2" / f"{stem}.txt"
        lines = [line.split() for line in path.read_text().splitlines()]
        calibration = dict(line.split(":") for line in (folder / "calib" / f"{stem}.txt").read_text().splitlines())
        projection = numpy.array(calibration["P2"].split(), dtype=float).reshape(3, 4)
        if not numpy.array_equal(projection[:, :3], space.camera_matrix(image.record)) or projection[:, 3].any():
            report.wrong(path, "calib", "P2 is not the camera")
        ordered = image.objects + image.crowds
        if len(lines) != len(ordered) or any(len(line) != 15 for line in lines):
            report.wrong(path, "lines", "they are not COCO's")
            continue
        if not (folder / "image_2" / image.name).is_file():
            report.wrong(path, "picture", "there is none")
        item = loaded.get(stem)
        if item is None or len(item.annotations) != len(lines):
            report.wrong(path, "Datumaro", "it has not the image's lines")
            continue
        for place, (line, annotation) in enumerate(zip(lines, ordered)):
            def wrong(problem):
                report.wrong(path, f"line {place + 1}", problem)

            x, y, width, height = image.box(annotation)
            if list(map(float, line[4:8])) != [x, y, x + width, y + height]:
                wrong("the box is not COCO's")
            if "pose" in annotation and not annotation["iscrowd"]:
                if line[0] != "_".join(subset.name(annotation).split()):
                    wrong(f"the type is {line[0]}")
                check_object(line, annotation, image, projection[:, :3], wrong, report)
                report.counts["KITTI 3D lines"] += 1
            elif line[0] != "DontCare":
                wrong("an annotation without a pose is no DontCare")
            attributes = item.annotations[place].attributes
            theirs = [attributes["alpha"], *attributes["dimensions"], *attributes["location"], attributes["rotation_y"]]
            if theirs != [float(line[3]), *map(float, line[8:15])]:
                wrong("Datumaro reads something else")


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
