"""Reads BOP scenes by the format's own page and compares them with the COCO files that they were made from.

Usage: python3 bop.py DATASET...

  files    each scene has scene_camera, scene_gt and scene_gt_info with the same images; a picture, and two masks for each
           object, lie there as Pillow reads them, 0 and 255 in one channel
  camera   cam_K is COCO's camera
  poses    the corners of the model's box, moved by cam_R_m2c and cam_t_m2c (millimetres) and projected by cam_K, are COCO's
           corners_2d; the model's z points up
  masks    mask_visib is COCO's mask and mask its amodal one; boxes and numbers of pixels are theirs
  models   models_info has a size for every obj_id

The BOP toolkit is not on PyPI; this is a reader of our own, from docs/bop_datasets_format.md.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json
import math

import numpy
from PIL import Image

import space
import truth
from coco import decode, tight_box


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_mask(path, wrong):
    with Image.open(path) as picture:
        if picture.mode != "L":
            wrong(f"{path} is {picture.mode}")
        values = numpy.array(picture)
    if not numpy.isin(values, (0, 255)).all():
        wrong(f"{path} has other values than 0 and 255")
    return values == 255


def check_pose(pose, annotation, matrix, wrong):
    rotation, place = numpy.array(pose["cam_R_m2c"]).reshape(3, 3), numpy.array(pose["cam_t_m2c"])
    half = numpy.array(pose["size"]) / 2
    points = space.corners(-half, half) @ rotation.T + place
    if not space.same_points(points / 1000, space.in_camera(annotation), 1e-9 * (1 + abs(points).max())):
        wrong("the model's box is not where COCO's is")
    own = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
    if not numpy.allclose(rotation[:, 2], own[:, 1], atol=1e-12) or abs(numpy.linalg.det(rotation) - 1) > 1e-9:
        wrong("the model's z is not the object's up")
    if "corners_2d" in annotation and (points[:, 2] > 0).all():
        said = numpy.array(annotation["corners_2d"])
        if not space.same_points(space.project(matrix, points), said, 1e-6 * (1 + abs(said).max())):
            wrong("the corners are not corners_2d")


def check_info(info, annotation, image, visible, whole, wrong):
    mask = image.mask(annotation)
    if (visible != mask).any():
        wrong("mask_visib is not COCO's mask")
    amodal = mask
    if "amodal_segmentation" in annotation:
        amodal = decode(annotation["amodal_segmentation"], *mask.shape)
    if (whole != amodal).any():
        wrong("mask is not COCO's amodal mask")
    if info["bbox_visib"] != tight_box(visible) or info["px_count_visib"] != visible.sum():
        wrong("bbox_visib or px_count_visib is not the mask's")
    outside = annotation.get("truncation", 0)
    if outside < 1 and abs(info["px_count_all"] - whole.sum() / (1 - outside)) > 0.5 + 1e-6:
        wrong(f"px_count_all is {info['px_count_all']}")
    if abs(info["visib_fract"] - visible.sum() / info["px_count_all"]) > 1e-12:
        wrong(f"visib_fract is {info['visib_fract']}")
    if "amodal_bbox" in annotation:
        x, y, width, height = annotation["amodal_bbox"]
        left, top = math.floor(x), math.floor(y)
        if info["bbox_obj"] != [left, top, math.ceil(x + width) - left, math.ceil(y + height) - top]:
            wrong("bbox_obj is not the amodal box")


def check_subset(root, subset, report):
    images = [image for image in subset.images if "camera" in image.record]
    folder = root / "bop" / (subset.split or "train")
    models = read_json(root / "bop" / "models" / "models_info.json")
    for number, image in enumerate(images):
        scene, key = folder / f"{number // 1000:06}", str(number % 1000)
        cameras, poses, infos = (read_json(scene / f"scene_{kind}.json") for kind in ("camera", "gt", "gt_info"))
        if not cameras.keys() == poses.keys() == infos.keys():
            report.wrong(scene, "files", "they have other images")
        matrix = space.camera_matrix(image.record)
        if not numpy.array_equal(numpy.array(cameras[key]["cam_K"]).reshape(3, 3), matrix):
            report.wrong(scene, key, "cam_K is not the camera")
        with Image.open(next((scene / "rgb").glob(f"{int(key):06}.*"))) as picture:
            if picture.size != (image.width, image.height):
                report.wrong(scene, key, "the picture is another one")
        expected = [a for a in image.annotations if "pose" in a and not a["iscrowd"]]
        if len(poses[key]) != len(expected) or len(infos[key]) != len(expected):
            report.wrong(scene, key, "the objects are not COCO's")
            continue
        for place, (pose, info, annotation) in enumerate(zip(poses[key], infos[key], expected)):
            def wrong(problem):
                report.wrong(scene, f"{key}: object {place}", problem)

            name = f"{int(key):06}_{place:06}.png"
            if pose["obj_id"] != subset.place(annotation) + 1 or str(pose["obj_id"]) not in models:
                wrong(f"obj_id is {pose['obj_id']}")
            check_pose(pose, annotation, matrix, wrong)
            check_info(info, annotation, image, read_mask(scene / "mask_visib" / name, wrong),
                       read_mask(scene / "mask" / name, wrong), wrong)
            report.counts["BOP poses"] += 1
    for number, model in models.items():
        if any(model[f"min_{axis}"] * -2 != model[f"size_{axis}"] for axis in "xyz"):
            report.wrong(root / "bop/models", number, "the origin is not in the middle")


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
