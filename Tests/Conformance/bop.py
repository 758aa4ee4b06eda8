"""Reads BOP scenes by the format's own page and compares them with the COCO files that they were made from.

Usage: python3 bop.py DATASET...

  files    each scene has scene_camera, scene_gt and scene_gt_info with the same images; a picture, and two masks for each
           object, lie there as Pillow reads them, 0 and 255 in one channel
  camera   cam_K is COCO's camera
  depth    where the dataset has the layer depth, each picture's times depth_scale is its millimetres, as Pillow reads 16 bits,
           and px_count_valid counts its pixels in the silhouette; where it has none, there is none, and the count is 0
  poses    the corners of the model's box, moved by cam_R_m2c and cam_t_m2c (millimetres) and projected by cam_K, are COCO's
           corners_2d; the model's z points up
  masks    mask_visib is COCO's mask and mask its amodal one; boxes and numbers of pixels are theirs
  models   models_info has the size of every object, to a hundredth of a millimetre, and the name of its category; a model's
           PLY has its size and diameter, and its vertices, moved by the pose and projected by cam_K, span the amodal box

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


def read_depth(root, scene, image, key, camera, report):
    """The picture in millimetres; None where the dataset has no such layer."""
    path = scene / "depth" / f"{int(key):06}.png"
    png, tiff = (root / f"layers/depth/{image.id:06}.{ending}" for ending in ("png", "tiff"))
    if not png.exists() and not tiff.exists():
        if path.exists():
            report.wrong(path, "depth", "there is no such layer")
        return None
    with Image.open(path) as picture:
        if not picture.mode.startswith("I;16"):
            report.wrong(path, "depth", f"it is {picture.mode}")
        values = numpy.array(picture).astype(float) * camera["depth_scale"]
    with Image.open(png if png.exists() else tiff) as picture:
        expected = numpy.array(picture).astype(float) * (1 if png.exists() else 1000)
    if values.shape != expected.shape or abs(values - expected).max() > camera["depth_scale"] / 2:
        report.wrong(path, "depth", "it is not the layer's")
    return values


def read_ply(path):
    """Vertices and triangles of a binary PLY of floats and of lists of three."""
    header, body = path.read_bytes().split(b"end_header\n", 1)
    lines = header.decode().split("\n")
    if lines[:2] != ["ply", "format binary_little_endian 1.0"]:
        raise ValueError(f"{path} begins with {lines[:2]}")
    counts = {words[1]: int(words[2]) for words in map(str.split, lines) if words[:1] == ["element"]}
    vertices = numpy.frombuffer(body, "<f4", 3 * counts["vertex"]).reshape(-1, 3)
    faces = numpy.frombuffer(body, [("corners", "u1"), ("places", "<i4", 3)], offset=vertices.nbytes)
    if len(faces) != counts["face"] or not (faces["corners"] == 3).all():
        raise ValueError(f"{path} has other faces than it says")
    return vertices.astype(float), faces["places"]


def longest_distance(points):
    return max(numpy.linalg.norm(points - point, axis=1).max() for point in points)


def read_models(root, report):
    """models_info, and the vertices of the models that have a file."""
    folder = root / "bop" / "models"
    models, vertices = read_json(folder / "models_info.json"), {}
    for number, model in models.items():
        path = folder / f"obj_{int(number):06}.ply"
        if not path.exists():
            continue
        points, faces = read_ply(path)
        vertices[number] = points
        report.counts["BOP models"] += 1
        if set(faces.ravel()) != set(range(len(points))):
            report.wrong(path, "faces", "they have not all vertices, or others")
        least = numpy.array([model[f"min_{axis}"] for axis in "xyz"])
        if abs(numpy.array([points.min(axis=0) - least, points.max(axis=0) - least - model_size(model)])).max() > 0.02:
            report.wrong(path, "vertices", f"they span {points.min(axis=0)} to {points.max(axis=0)}")
        if len(points) <= 5000 and abs(longest_distance(points) - model["diameter"]) > 1e-3:
            report.wrong(path, "vertices", f"the diameter is {longest_distance(points)}")
        # Outwards: by the divergence theorem the volume of a closed surface is above 0.
        a, b, c = (points[faces[:, corner]] for corner in range(3))
        if (a * numpy.cross(b, c)).sum() < 0:
            report.wrong(path, "faces", "they look inwards")
    if extra := {path.name for path in folder.glob("*.ply")} - {f"obj_{int(number):06}.ply" for number in vertices}:
        report.wrong(folder, "files", f"{sorted(extra)} belong to no model")
    return models, vertices


def check_vertices(pose, vertices, annotation, image, matrix, wrong):
    """The mask of an object that is wholly in the image spans what its vertices do, less what covers no half pixel."""
    points = vertices @ numpy.array(pose["cam_R_m2c"]).reshape(3, 3).T + pose["cam_t_m2c"]
    if (points[:, 2] <= 0).any() or "amodal_bbox" not in annotation:
        return False
    seen = space.project(matrix, points)
    lower, upper = seen.min(axis=0), seen.max(axis=0)
    if (lower < 0).any() or (upper > [image.width, image.height]).any():
        return False
    box = numpy.array(annotation["amodal_bbox"])
    inside = numpy.array([box[:2] - lower, upper - box[:2] - box[2:]])
    if inside.min() < -1 or inside.max() > 2 + 0.03 * max(upper - lower):
        wrong(f"its vertices span {lower} to {upper}, its mask {box}")
    return True


def model_size(model):
    return numpy.array([model[f"size_{axis}"] for axis in "xyz"])


def check_pose(pose, model, annotation, matrix, wrong):
    rotation, place = numpy.array(pose["cam_R_m2c"]).reshape(3, 3), numpy.array(pose["cam_t_m2c"])
    half = model_size(model) / 2
    own = numpy.array(annotation["box_3d"]["upper"]) - annotation["box_3d"]["lower"]
    if abs(2 * half - own[[0, 2, 1]] * 1000).max() > 0.005 + 1e-6:
        wrong(f"the model's size is {(2 * half).tolist()}, the object's {own.tolist()}")
    points = space.corners(-half, half) @ rotation.T + place
    if not space.same_points(points / 1000, space.in_camera(annotation), 1e-5):
        wrong("the model's box is not where COCO's is")
    own = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
    if not numpy.allclose(rotation[:, 2], own[:, 1], atol=1e-12) or abs(numpy.linalg.det(rotation) - 1) > 1e-9:
        wrong("the model's z is not the object's up")
    if "corners_2d" in annotation and (points[:, 2] > 0).all():
        said = numpy.array(annotation["corners_2d"])
        # A hundredth of a millimetre at that distance, in pixels.
        near = 0.01 / points[:, 2].min() * matrix[0, 0] * (1 + abs(said).max() / matrix[0, 0])
        if not space.same_points(space.project(matrix, points), said, near):
            wrong("the corners are not corners_2d")


def check_info(info, annotation, image, visible, whole, depth, wrong):
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
    if info["px_count_valid"] != (0 if depth is None else (depth[whole] > 0).sum()):
        wrong(f"px_count_valid is {info['px_count_valid']}")
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
    models, vertices = read_models(root, report)
    for number, image in enumerate(images):
        scene, key = folder / f"{number // 1000:06}", str(number % 1000)
        cameras, poses, infos = (read_json(scene / f"scene_{kind}.json") for kind in ("camera", "gt", "gt_info"))
        if not cameras.keys() == poses.keys() == infos.keys():
            report.wrong(scene, "files", "they have other images")
        matrix = space.camera_matrix(image.record)
        if not numpy.array_equal(numpy.array(cameras[key]["cam_K"]).reshape(3, 3), matrix):
            report.wrong(scene, key, "cam_K is not the camera")
        depth = read_depth(root, scene, image, key, cameras[key], report)
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
            model = models.get(str(pose["obj_id"]))
            if model is None or model["category"] != subset.name(annotation):
                wrong(f"obj_id is {pose['obj_id']}")
                continue
            check_pose(pose, model, annotation, matrix, wrong)
            check_info(info, annotation, image, read_mask(scene / "mask_visib" / name, wrong),
                       read_mask(scene / "mask" / name, wrong), depth, wrong)
            if str(pose["obj_id"]) in vertices and check_vertices(
                    pose, vertices[str(pose["obj_id"])], annotation, image, matrix, wrong):
                report.counts["BOP objects whose vertices span their box"] += 1
            report.counts["BOP poses"] += 1
            report.counts["BOP pixels with depth"] += info["px_count_valid"]
    for number, model in models.items():
        if any(model[f"min_{axis}"] * -2 != model[f"size_{axis}"] for axis in "xyz"):
            report.wrong(root / "bop/models", number, "the origin is not in the middle")


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
