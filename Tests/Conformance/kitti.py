"""Reads KITTI labels with Datumaro and compares them with the COCO files that they were made from.

Usage: python3 kitti.py DATASET...

  lines    fifteen fields each, in the order of COCO's annotations, crowds last as DontCare; type, box, truncation and
           occlusion are COCO's by the format's rules, and what is unknown has the format's values for it
  reader   Datumaro's boxes and names are the same, for every image, and it finds the pictures

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import pathlib

import datumaro

import truth


NOWHERE = [-1] * 3 + [-1000] * 3 + [-10]


def level(hidden, keys):
    return 2 if hidden > 0 and hidden >= keys["largely"] else 1 if hidden > 0 and hidden >= keys["partly"] else 0


def expected(annotation, image, name, keys):
    x, y, width, height = image.box(annotation)
    edges = [x, y, x + width, y + height]
    if annotation["iscrowd"]:
        return ["DontCare", -1, -1, -10, *edges, *NOWHERE]
    if "visibility" in annotation:
        occluded = level(1 - annotation["visibility"], keys)
    else:
        # A real label, of which nothing is known but what covers it.
        occluded = level(annotation.get("covered_share", 0), keys) or 3
    return [name, annotation.get("truncation", -1), occluded, -10, *edges, *NOWHERE]


def check_subset(root, subset, keys, report):
    if not subset.images:
        # Datumaro finds no dataset where there is no label file.
        return
    folder = root / "kitti" / (subset.split or "training")
    loaded = datumaro.Dataset.import_from(str(folder), "kitti_detection")
    labels = loaded.categories()[datumaro.AnnotationType.label]
    for image in subset.images:
        stem = pathlib.PurePath(image.name).stem
        path = folder / "label_2" / f"{stem}.txt"
        ordered = image.objects + image.crowds
        names = ["DontCare" if a["iscrowd"] else "_".join(subset.name(a).split()) for a in ordered]
        lines = [line.split() for line in path.read_text().splitlines()]
        values = [line[:1] + [float(value) for value in line[1:]] for line in lines]
        if values != [expected(annotation, image, name, keys) for annotation, name in zip(ordered, names)]:
            report.wrong(path, "lines", "they are not COCO's")
        if not (folder / "image_2" / image.name).is_file():
            report.wrong(path, "picture", "there is none")
        item = loaded.get(stem, subset=folder.name)
        if item is None:
            report.wrong(path, "Datumaro", "it has no such image")
            continue
        theirs = [(labels[entry.label].name, entry.get_bbox()) for entry in item.annotations]
        # It keeps two decimals.
        ours = [(name, image.box(a)) for name, a in zip(names, ordered)]
        if [name for name, _ in theirs] != names or any(
                abs(one - other) > 0.0101 for (_, a), (_, b) in zip(theirs, ours) for one, other in zip(a, b)):
            report.wrong(path, "Datumaro", f"it reads {theirs}, COCO has {ours}")
        report.counts["KITTI lines"] += len(lines)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, truth.keys_of(root, "kitti"), report)


if __name__ == "__main__":
    truth.main(__doc__, check)
