"""Reads KITTI labels with Datumaro and compares them with the COCO files that they were made from.

Usage: python3 kitti.py DATASET...

  lines    fifteen fields each, in the order of COCO's annotations; type, box, truncation and occlusion are COCO's by the
           format's rules, and what is unknown has the format's values for it
  reader   Datumaro's boxes and names are the same, for every image, and it finds the pictures

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import pathlib

import datumaro

import truth


def expected(annotation, name, keys):
    x, y, width, height = annotation["bbox"]
    hidden = 1 - annotation["visibility"]
    occluded = 2 if hidden > 0 and hidden >= keys["largely"] else 1 if hidden > 0 and hidden >= keys["partly"] else 0
    return [name, annotation["truncation"], occluded, -10, x, y, x + width, y + height] + [-1] * 3 + [-1000] * 3 + [-10]


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
        names = ["_".join(subset.name(annotation).split()) for annotation in image.annotations]
        lines = [line.split() for line in path.read_text().splitlines()]
        values = [line[:1] + [float(value) for value in line[1:]] for line in lines]
        if values != [expected(annotation, name, keys) for annotation, name in zip(image.annotations, names)]:
            report.wrong(path, "lines", "they are not COCO's")
        if not (folder / "image_2" / image.name).is_file():
            report.wrong(path, "picture", "there is none")
        item = loaded.get(stem, subset=folder.name)
        if item is None:
            report.wrong(path, "Datumaro", "it has no such image")
            continue
        theirs = [(labels[entry.label].name, entry.get_bbox()) for entry in item.annotations]
        # It keeps two decimals.
        ours = [(name, [round(value, 2) for value in a["bbox"]]) for name, a in zip(names, image.annotations)]
        if theirs != ours:
            report.wrong(path, "Datumaro", f"it reads {theirs}, COCO has {ours}")
        report.counts["KITTI lines"] += len(lines)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, truth.keys_of(root, "kitti"), report)


if __name__ == "__main__":
    truth.main(__doc__, check)
