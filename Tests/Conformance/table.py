"""Reads the CSV table with pandas and compares it with the COCO files and scenes that it was made from.

Usage: python3 table.py DATASET...

A row for each annotation, in COCO's order, with its ids, names, box, area, shares and amodal box; distance, pose and
light are those of the labelled object of its number in the image's scene; the quaternion is COCO's pose.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json

import numpy
import pandas

import truth

SCENE = ["object", "distance_metres", "height_metres", "yaw_degrees", "pitch_degrees", "roll_degrees", "flipped",
         "sun_azimuth_degrees", "sun_elevation_degrees", "light_gain", "light_kelvin"]
PLACE = ["pose_x_metres", "pose_y_metres", "pose_z_metres"]
WRITING = ["text", "language", "script", "direction"]
TURN = ["pose_qx", "pose_qy", "pose_qz", "pose_qw"]


def written(annotation, member):
    """A fact about what is written on an object; another tool's member of the name may be anything."""
    text = annotation.get(member)
    return text if isinstance(text, str) and text else None


def expected(annotation, image, subset, scenes):
    category = subset.categories[subset.place(annotation)]
    row = {
        "image_id": image.id, "image": f"{subset.folder}/{image.name}", "split": subset.split,
        "image_width": image.width, "image_height": image.height, "annotation_id": annotation["id"],
        "instance_id": annotation.get("instance_id"), "category": category["name"],
        "supercategory": category.get("supercategory"), "area": annotation["area"], "crowd": annotation["iscrowd"],
        "visibility": annotation.get("visibility"), "truncation": annotation.get("truncation"),
        "source": image.coco.imgs[image.id].get("source"), **{name: written(annotation, name) for name in WRITING},
    }
    for prefix, box in (("", annotation["bbox"]), ("amodal_", annotation.get("amodal_bbox", [None] * 4))):
        row |= {prefix + name: value for name, value in zip(("x", "y", "width", "height"), box)}
    row |= dict(zip(PLACE, annotation["pose"]["translation"] if "pose" in annotation else [None] * 3))
    labelled = [entry for entry in scenes.get(image.id, {}).get("objects", []) if not entry["distractor"]]
    if not labelled or "instance_id" not in annotation:
        return row | dict.fromkeys(SCENE)
    light = scenes[image.id].get("light", {})
    found, pose = labelled[annotation["instance_id"] - 1], labelled[annotation["instance_id"] - 1]["pose"]
    return row | {
        "object": found["name"], "distance_metres": found.get("distance_metres"),
        "height_metres": found.get("height_metres"), "yaw_degrees": pose["yaw_degrees"],
        "pitch_degrees": pose["pitch_degrees"], "roll_degrees": pose["roll_degrees"], "flipped": int(pose["flipped"]),
        "sun_azimuth_degrees": light.get("sun", {}).get("azimuth_degrees"),
        "sun_elevation_degrees": light.get("sun", {}).get("elevation_degrees"),
        "light_gain": light.get("gain"), "light_kelvin": light.get("kelvin"),
    }


def rotation(x, y, z, w):
    """v + 2 u × (u × v + w v), for each axis v: a column each."""
    u = numpy.array([x, y, z])
    return numpy.stack([v + 2 * numpy.cross(u, numpy.cross(u, v) + w * v) for v in numpy.eye(3)], axis=1)


def check_turn(row, annotation, wrong):
    turn = [row[name] for name in TURN]
    if "pose" not in annotation:
        if not pandas.isna(turn).all():
            wrong("there is a quaternion, and no pose in COCO")
        return
    expected = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
    if abs(rotation(*turn) - expected).max() > 1e-9 or abs(numpy.linalg.norm(turn) - 1) > 1e-9:
        wrong(f"the quaternion {turn} is not COCO's rotation {expected.tolist()}")


def check(root, report):
    with open(root / "scenes.jsonl", encoding="utf-8") as file:
        scenes = {scene["index"]: scene for scene in map(json.loads, file) if "index" in scene}
    for subset in truth.load(root):
        path = root / "annotations" / f"instances{'_' + subset.split if subset.split else ''}.csv"
        # Text that looks like a missing value is text.
        table = pandas.read_csv(path, keep_default_na=False, na_values=[""], float_precision="round_trip",
                                dtype=dict.fromkeys(WRITING, object))
        rows = [expected(annotation, image, subset, scenes) for image in subset.images
                for annotation in image.annotations]
        if len(table) != len(rows):
            report.wrong(path, "rows", f"there are {len(table)}, COCO has {len(rows)} annotations")
            continue
        flat = [annotation for image in subset.images for annotation in image.annotations]
        for (number, theirs), ours, annotation in zip(table.iterrows(), rows, flat):
            check_turn(theirs, annotation, lambda problem: report.wrong(path, f"row {number + 1}", problem))
            if set(theirs.index) != set(ours) | set(TURN):
                report.wrong(path, "columns", f"they are {list(theirs.index)}")
                break
            for name, value in ours.items():
                same = pandas.isna(theirs[name]) if value is None else theirs[name] == value
                if not same:
                    report.wrong(path, f"row {number + 1}", f"{name} is {theirs[name]!r}, expected {value!r}")
            report.counts["rows"] += 1


if __name__ == "__main__":
    truth.main(__doc__, check)
