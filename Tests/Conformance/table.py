"""Reads the CSV table with pandas and compares it with the COCO files and scenes that it was made from.

Usage: python3 table.py DATASET...

A row for each annotation, in COCO's order, with its ids, names, box, area, shares and amodal box; distance and pose are
those of the labelled object of its number in the image's scene.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json

import pandas

import truth

SCENE = ["object", "distance_metres", "height_metres", "yaw_degrees", "pitch_degrees", "roll_degrees", "flipped"]


def expected(annotation, image, subset, scenes):
    category = subset.categories[subset.place(annotation)]
    row = {
        "image_id": image.id, "image": f"{subset.folder}/{image.name}", "split": subset.split,
        "image_width": image.width, "image_height": image.height, "annotation_id": annotation["id"],
        "instance_id": annotation["instance_id"], "category": category["name"],
        "supercategory": category.get("supercategory"), "area": annotation["area"], "crowd": annotation["iscrowd"],
        "visibility": annotation["visibility"], "truncation": annotation["truncation"],
        "source": image.coco.imgs[image.id].get("source"),
    }
    for prefix, box in (("", annotation["bbox"]), ("amodal_", annotation["amodal_bbox"])):
        row |= {prefix + name: value for name, value in zip(("x", "y", "width", "height"), box)}
    labelled = [entry for entry in scenes.get(image.id, {}).get("objects", []) if not entry["distractor"]]
    if not labelled:
        return row | dict.fromkeys(SCENE)
    found, pose = labelled[annotation["instance_id"] - 1], labelled[annotation["instance_id"] - 1]["pose"]
    return row | {
        "object": found["name"], "distance_metres": found.get("distance_metres"),
        "height_metres": found.get("height_metres"), "yaw_degrees": pose["yaw_degrees"],
        "pitch_degrees": pose["pitch_degrees"], "roll_degrees": pose["roll_degrees"], "flipped": int(pose["flipped"]),
    }


def check(root, report):
    with open(root / "scenes.jsonl", encoding="utf-8") as file:
        scenes = {scene["index"]: scene for scene in map(json.loads, file) if "index" in scene}
    for subset in truth.load(root):
        path = root / "annotations" / f"instances{'_' + subset.split if subset.split else ''}.csv"
        # Text that looks like a missing value is text.
        table = pandas.read_csv(path, keep_default_na=False, na_values=[""], float_precision="round_trip")
        rows = [expected(annotation, image, subset, scenes) for image in subset.images
                for annotation in image.annotations]
        if len(table) != len(rows):
            report.wrong(path, "rows", f"there are {len(table)}, COCO has {len(rows)} annotations")
            continue
        for (number, theirs), ours in zip(table.iterrows(), rows):
            if set(theirs.index) != set(ours):
                report.wrong(path, "columns", f"they are {list(theirs.index)}")
                break
            for name, value in ours.items():
                same = pandas.isna(theirs[name]) if value is None else theirs[name] == value
                if not same:
                    report.wrong(path, f"row {number + 1}", f"{name} is {theirs[name]!r}, expected {value!r}")
            report.counts["rows"] += 1


if __name__ == "__main__":
    truth.main(__doc__, check)
