"""Reads YOLO labels with supervision and compares them with the COCO files that they were made from.

Usage: python3 yolo.py DATASET...

The dataset's formats.json says which task the labels are for. For every image:

  files    data.yaml names the folders and the categories in the order of the COCO file; each image has a label file
  detect   supervision's boxes and classes are COCO's, in COCO's order
  segment  the ring, filled by the even-odd rule at the pixels' centres, is the mask, pixel for pixel; supervision's mask
           (OpenCV's, which draws the outline too) holds it and reaches at most a pixel beyond it, joins aside. Of a label
           that is drawn with rings between pixels, as those of real photos are, the ring is theirs, filled so, differs
           from COCO's mask along its rim alone, and supervision's mask is what OpenCV fills of it
  pose     data.yaml's kpt_shape is that of every line; supervision's boxes are COCO's; the keypoints inside the image are
           COCO's, and all others 0 0 0; flip_idx changes left and right
  obb      the rectangle holds every pixel of the mask (every corner of rings between pixels), has right angles, and is as
           small as OpenCV's least rectangle; an outline of four corners is itself

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import pathlib

import cv2
import numpy
import supervision
import yaml

import truth


def even_odd(ring, shape):
    """The pixels whose centres are inside a ring, which may touch itself."""
    inside = numpy.zeros(shape, dtype=bool)
    ends = numpy.roll(ring, -1, axis=0)
    for y in range(shape[0]):
        center = y + 0.5
        crossed = (ring[:, 1] <= center) != (ends[:, 1] <= center)
        # From top to bottom, so that a line there and back is crossed twice at the same place, to the last bit.
        down = (ring[:, 1] < ends[:, 1])[crossed, None]
        (x0, y0), (x1, y1) = (
            numpy.where(down, ring[crossed], ends[crossed]).T, numpy.where(down, ends[crossed], ring[crossed]).T)
        crossings = x0 + (center - y0) / (y1 - y0) * (x1 - x0)
        left = (crossings[None, :] <= numpy.arange(shape[1])[:, None] + 0.5).sum(axis=1)
        inside[y] = left % 2 == 1
    return inside


def check_drawn(ring, drawn, theirs, mask, wrong):
    exact = even_odd(ring, mask.shape)
    ours = numpy.logical_xor.reduce([even_odd(one, mask.shape) for one in drawn])
    if (exact != ours).any():
        wrong(f"the ring differs from the drawn ones in {int((exact != ours).sum())} pixels")
    filled = numpy.zeros(mask.shape, numpy.uint8)
    cv2.fillPoly(filled, [numpy.round(ring).astype(numpy.int32)], 1)
    if (filled.astype(bool) != theirs).any():
        wrong("supervision's mask is not the ring, rounded to pixels and filled by OpenCV")
    square = numpy.ones((3, 3), numpy.uint8)
    near = cv2.dilate(mask.astype(numpy.uint8), square).astype(bool)
    deep = cv2.erode(mask.astype(numpy.uint8), square).astype(bool)
    # pycocotools fills a ring with its rim. Rings that overlap are one mask to it, but cancel by the even-odd rule.
    if len(drawn) == 1 and ((exact & ~near).any() or (deep & ~exact).any()):
        wrong("the ring differs from the mask beyond its rim")


def check_segment(ring, theirs, mask, wrong):
    exact = even_odd(ring, mask.shape)
    if (exact != mask).any():
        wrong(f"the ring differs from the mask in {int((exact != mask).sum())} pixels")
    if (mask & ~theirs).any():
        wrong(f"supervision's mask lacks {int((mask & ~theirs).sum())} pixels")
    # The line that joins a part or a hole to the rest is drawn a pixel wide, across what is not ours.
    near = cv2.dilate(mask.astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8)).astype(bool)
    parts = cv2.connectedComponents(mask.astype(numpy.uint8), connectivity=4)[0] - 1
    surroundings = numpy.pad(~mask, 1, constant_values=True).astype(numpy.uint8)
    holes = cv2.connectedComponents(surroundings, connectivity=8)[0] - 2
    if parts == 1 and holes == 0 and (theirs & ~near).any():
        wrong(f"supervision's mask has {int((theirs & ~near).sum())} pixels far from ours")


def check_obb(corners, drawn, mask, wrong):
    if len(drawn) == 1 and len(drawn[0]) == 4:
        if abs(corners - drawn[0]).max() > 1e-9:
            wrong(f"the corners are {corners.tolist()}, the outline's {drawn[0].tolist()}")
        return
    ys, xs = numpy.nonzero(mask)
    points = numpy.concatenate(drawn or [
        numpy.stack([xs + dx, ys + dy], axis=1) for dx in (0, 1) for dy in (0, 1)])
    sides = numpy.roll(corners, -1, axis=0) - corners
    if abs((sides * numpy.roll(sides, -1, axis=0)).sum(axis=1)).max() > 1e-6 * (sides ** 2).sum():
        wrong(f"the corners {corners.tolist()} are no rectangle")
    beyond = [sides[k][0] * (points[:, 1] - corners[k][1]) - sides[k][1] * (points[:, 0] - corners[k][0])
              for k in range(4)]
    if min(values.min() for values in beyond) < -1e-6 * (sides ** 2).sum():
        wrong("a pixel is outside the rectangle")
    (_, (width, height), _) = cv2.minAreaRect(points.astype(numpy.float32))
    area = numpy.linalg.norm(sides[0]) * numpy.linalg.norm(sides[1])
    if area > width * height * (1 + 1e-4) + 1e-3:
        wrong(f"the rectangle has {area} square pixels, OpenCV's {width * height}")


def check_pose(numbers, annotation, size, shape, wrong):
    if len(numbers) != 4 + shape[0] * shape[1]:
        wrong(f"there are {len(numbers)} numbers for a kpt_shape of {shape}")
        return
    said = numbers[4:].reshape(-1, 3)
    ours = numpy.zeros(shape)
    points = numpy.array(annotation.get("keypoints") or []).reshape(-1, 3)
    for place, (x, y, visibility) in enumerate(points):
        if visibility > 0 and 0 <= x <= size[0] and 0 <= y <= size[1]:
            ours[place] = [x / size[0], y / size[1], visibility]
    if abs(said - ours).max() > 1e-12:
        wrong(f"the keypoints are {said.tolist()}, COCO's {ours.tolist()}")


def check_flip(description, wrong):
    names = next(iter(description["kpt_names"].values()))
    for place, other in enumerate(description["flip_idx"]):
        name, mirrored = names[place].lower(), names[other].lower()
        swapped = name.replace("left", "?").replace("right", "left").replace("?", "right")
        if mirrored != swapped:
            wrong(f"{name} becomes {mirrored} in a mirror")


def check_subset(root, subset, task, description, report):
    folder = root / "labels" / pathlib.PurePath(subset.folder).relative_to("images")
    loaded = supervision.DetectionDataset.from_yolo(
        images_directory_path=str(root / subset.folder), annotations_directory_path=str(folder),
        data_yaml_path=str(root / "data.yaml"), force_masks=task == "segment", is_obb=task == "obb")
    if loaded.classes != subset.names:
        report.wrong(root, "data.yaml", f"the categories are {loaded.classes}, COCO's {subset.names}")
    theirs = {pathlib.Path(path).name: labels for path, labels in loaded.annotations.items()}
    for image in subset.images:
        path = folder / (pathlib.PurePath(image.name).stem + ".txt")
        if not path.exists():
            report.wrong(path, "file", "it is missing")
            continue
        labels = theirs[image.name]
        lines = [line.split() for line in path.read_text().splitlines()]
        expected = [subset.place(annotation) for annotation in image.objects]
        read = labels.class_id.tolist() if len(labels) else []
        if [int(line[0]) for line in lines] != expected or read != expected:
            report.wrong(path, "classes", f"they are {labels.class_id}, COCO's {expected}")
            continue
        size = numpy.array([image.width, image.height])
        for place, annotation in enumerate(image.objects):
            def wrong(problem):
                report.wrong(path, f"line {place + 1}", problem)

            numbers = numpy.array(lines[place][1:], dtype=float)
            if task != "obb":
                coordinates = numpy.delete(numbers, slice(6, None, 3)) if task == "pose" else numbers
                if coordinates.min() < 0 or coordinates.max() > 1:
                    wrong("a coordinate is outside the image")
                x, y, width, height = image.box(annotation)
                # Real labels' boxes may differ from their outlines' by the rim.
                near = 1e-3 * max(size) if task != "segment" else 1e-3 * max(size) + 3 * bool(image.rings(annotation))
                if abs(labels.xyxy[place] - [x, y, x + width, y + height]).max() > near:
                    wrong(f"supervision's box is {labels.xyxy[place]}, COCO's {annotation['bbox']}")
            if task == "pose":
                check_pose(numbers, annotation, size, description["kpt_shape"], wrong)
            if task in ("detect", "pose"):
                box = numpy.array([*(numbers[:2] - numbers[2:4] / 2), *numbers[2:4]]) * numpy.tile(size, 2)
                if abs(box - image.box(annotation)).max() > 1e-9 * max(size):
                    wrong(f"the box is {box}, COCO's {annotation['bbox']}")
            elif task == "segment":
                ring, filled, mask = numbers.reshape(-1, 2) * size, labels.mask[place], image.mask(annotation)
                if image.is_drawn(annotation):
                    # By way of shares, so that a pixel's centre on an edge falls to the same side.
                    drawn = [one / size * size for one in image.rings(annotation)]
                    check_drawn(ring, drawn, filled, mask, wrong)
                else:
                    check_segment(ring, filled, mask, wrong)
            else:
                check_obb(numbers.reshape(4, 2) * size, image.rings(annotation), image.mask(annotation), wrong)
                corners = labels.data["xyxyxyxy"][place]
                if abs(corners - numbers.reshape(4, 2) * size).max() > 1e-3 * max(size):
                    wrong("supervision reads other corners")
            report.counts[f"{task} instances"] += 1


def check(root, report):
    task = truth.keys_of(root, "yolo")["task"]
    subsets = truth.load(root)
    with open(root / "data.yaml", encoding="utf-8") as file:
        description = yaml.safe_load(file)
    for split in ("train", "val"):
        if not (root / description[split]).is_dir():
            report.wrong(root / "data.yaml", split, f"there is no folder {description[split]}")
    for subset in subsets:
        if subset.split and description[subset.split] != subset.folder:
            report.wrong(root / "data.yaml", subset.split, f"it is {description[subset.split]}")
        check_subset(root, subset, task, description, report)
    if "flip_idx" in description:
        check_flip(description, lambda problem: report.wrong(root / "data.yaml", "flip_idx", problem))


if __name__ == "__main__":
    truth.main(__doc__, check)
