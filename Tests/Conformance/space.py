"""What the scripts for formats of poses have in common."""

import numpy


def camera_matrix(record):
    camera = record["camera"]
    return numpy.array([[camera["fx"], 0, camera["cx"]], [0, camera["fy"], camera["cy"]], [0, 0, 1]])


def project(matrix, points):
    """Points of the camera's frame, three columns, in the image."""
    projected = points @ matrix.T
    return projected[:, :2] / projected[:, 2:]


def corners(lower, upper):
    """Bit 0 of the place chooses x, bit 1 y, bit 2 z."""
    return numpy.array([[(lower, upper)[place >> axis & 1][axis] for axis in range(3)] for place in range(8)])


def in_camera(annotation):
    """The corners of an annotation's box in the camera's frame."""
    rotation = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
    own = corners(annotation["box_3d"]["lower"], annotation["box_3d"]["upper"])
    return own @ rotation.T + annotation["pose"]["translation"]


def same_points(a, b, tolerance):
    """Whether each point of either set has one of the other within the tolerance."""
    distances = numpy.linalg.norm(a[:, None] - b[None], axis=2)
    return max(distances.min(axis=0).max(), distances.min(axis=1).max()) <= tolerance


def check_truth(image, path, report):
    """The COCO file agrees with itself: a rotation, and the corners where pose and camera put them."""
    for annotation in image.annotations:
        if "pose" not in annotation:
            continue
        rotation = numpy.array(annotation["pose"]["rotation"]).reshape(3, 3)
        if abs(rotation @ rotation.T - numpy.eye(3)).max() > 1e-6 or numpy.linalg.det(rotation) < 0:
            report.wrong(path, f"annotation {annotation['id']}", "the pose's rotation is none")
        points = in_camera(annotation)
        if "corners_2d" in annotation and (points[:, 2] > 0).all():
            said = numpy.array(annotation["corners_2d"])
            seen = project(camera_matrix(image.record), points)
            if abs(said - seen).max() > 1e-3 * max(1, abs(seen).max() / 1000):
                report.wrong(path, f"annotation {annotation['id']}", f"corners_2d is {said.tolist()}, not {seen.tolist()}")
