"""The reference works as the Python contenders share it: what is drawn, how labels are made, how the work is spread.

Eight cut-outs an image, 0.08 to 0.55 of its height long, each turned in the picture's plane and tilted a little, lit by a gain
and a colour, its centre anywhere: the distributions that reference.yaml gives `diorama`, though not the same draws.
"""

import argparse
import dataclasses
import json
import math
import multiprocessing
import os
import pathlib
import random

import numpy
from pycocotools import mask as coco_mask

OBJECTS = 8
YAW, PITCH, ROLL = (-30, 30), (-20, 20), (-180, 180)
QUALITY = 90


@dataclasses.dataclass(frozen=True)
class Work:
    """The sizes of a reference work, in pixels."""

    photo: tuple[int, int]
    width: int
    height: int

    @property
    def resizes(self):
        """Whether photos are made smaller."""
        return self.photo != (self.width, self.height)

    @property
    def longest(self):
        """The least and the largest length of a cut-out."""
        return 0.078125 * self.height, 0.546875 * self.height

    @property
    def focal(self):
        """For a horizontal field of view of 60 degrees."""
        return self.width / 2 / math.tan(math.radians(30))


WORKS = {"reference": Work((1920, 1280), 1920, 1280), "phone": Work((4000, 3000), 1280, 960)}


@dataclasses.dataclass
class Paste:
    """One drawn object: angles in radians, lengths in pixels, gains of red, green and blue."""

    work: Work
    cutout: int
    longest: float
    yaw: float
    pitch: float
    roll: float
    centre: tuple[float, float]
    gains: tuple[float, float, float]

    def place(self, width, height):
        """Where a cut-out of width × height texels comes to lie.

        Gives the matrix from texels to the image's pixels (corner to corner: a pixel's centre is at +0.5), the
        rectangle (left, top, right, bottom) that it covers inside the image, and its scale.
        """
        scale = self.longest / max(width, height)
        sin_yaw, cos_yaw = math.sin(self.yaw), math.cos(self.yaw)
        sin_pitch, cos_pitch = math.sin(self.pitch), math.cos(self.pitch)
        sin_roll, cos_roll = math.sin(self.roll), math.cos(self.roll)
        # Where one texel to the right and one texel down lead: the first columns of yaw · pitch · roll.
        right = (
            scale * (cos_yaw * cos_roll + sin_yaw * sin_pitch * sin_roll),
            scale * cos_pitch * sin_roll,
            scale * (cos_yaw * sin_pitch * sin_roll - sin_yaw * cos_roll),
        )
        down = (
            scale * (sin_yaw * sin_pitch * cos_roll - cos_yaw * sin_roll),
            scale * cos_pitch * cos_roll,
            scale * (sin_yaw * sin_roll + cos_yaw * sin_pitch * cos_roll),
        )
        # The middle of the cut-out lies one focal length ahead, so that its size there is as drawn.
        corner = [-width / 2 * right[axis] - height / 2 * down[axis] for axis in range(3)]
        corner[2] += self.work.focal
        rows = list(zip(right, down, corner))
        x, y = self.centre
        matrix = [
            [self.work.focal * across + x * ahead for across, ahead in zip(rows[0], rows[2])],
            [self.work.focal * along + y * ahead for along, ahead in zip(rows[1], rows[2])],
            list(rows[2]),
        ]
        corners = []
        for u, v in ((0, 0), (width, 0), (width, height), (0, height)):
            a, b, c = (row[0] * u + row[1] * v + row[2] for row in matrix)
            corners.append((a / c, b / c))
        rectangle = (
            max(0, math.floor(min(x for x, _ in corners))),
            max(0, math.floor(min(y for _, y in corners))),
            min(self.work.width, math.ceil(max(x for x, _ in corners))),
            min(self.work.height, math.ceil(max(y for _, y in corners))),
        )
        return numpy.array(matrix), rectangle, scale


def draw(index, cutouts, work):
    """The objects of an image, the farthest first: the same for the same index."""
    chance = random.Random(index)
    pastes = []
    for _ in range(OBJECTS):
        gain, warmth = chance.uniform(0.7, 1.3), chance.uniform(-0.15, 0.15)
        pastes.append(Paste(
            work=work,
            cutout=chance.randrange(cutouts),
            longest=chance.uniform(*work.longest),
            yaw=math.radians(chance.uniform(*YAW)),
            pitch=math.radians(chance.uniform(*PITCH)),
            roll=math.radians(chance.uniform(*ROLL)),
            centre=(chance.uniform(0, work.width), chance.uniform(0, work.height)),
            gains=(gain * (1 + warmth), gain, gain * (1 - warmth)),
        ))
    return pastes


def level(scale, levels):
    """Which of a cut-out's halved pictures to sample: the smallest one that need not be enlarged."""
    return min(levels - 1, math.floor(-math.log2(scale))) if scale < 1 else 0


def annotate(instances, number, rectangle):
    """The COCO fields of instance `number` of the map `instances`, found by looking only inside `rectangle`.

    None where nothing of it is to be seen. The same string as `pycocotools.mask.encode` gives for the whole mask, in a
    third of the time: the runs are found in the rectangle, moved to where they lie in the image, and packed by
    pycocotools.
    """
    left, top, right, bottom = rectangle
    height = bottom - top
    size = list(instances.shape)
    # Columns one after the other, each with a zero behind it, so that no run goes on in the next column.
    columns = numpy.zeros((right - left, height + 1), dtype=bool)
    numpy.equal(instances[top:bottom, left:right].T, number, out=columns[:, :height])
    flat = columns.ravel()
    edges = numpy.flatnonzero(flat[1:] != flat[:-1]) + 1
    if flat[0]:
        edges = numpy.concatenate(([0], edges))
    if len(edges) == 0:
        return None
    column, row = numpy.divmod(edges, height + 1)
    first, last = row[0::2], row[1::2]
    x, y = left + int(column[0]), top + int(first.min())
    box = [x, y, left + int(column[-1]) + 1 - x, top + int(last.max()) - y]

    positions = (left + column) * size[0] + top + row
    if height == size[0]:
        # A run to the bottom of one column and one from the top of the next are one run.
        joined = numpy.flatnonzero(positions[1:-1:2] == positions[2::2])
        positions = numpy.delete(positions, numpy.concatenate((2 * joined + 1, 2 * joined + 2)))
    counts = numpy.diff(positions, prepend=0, append=instances.size).tolist()
    packed = coco_mask.frPyObjects({"size": size, "counts": counts}, *size)
    return {
        "segmentation": {"size": size, "counts": packed["counts"].decode("ascii")},
        "area": int((last - first).sum()),
        "bbox": box,
    }


def main(load, composite):
    """The command line of a contender, which spreads images over a pool of processes, one a core.

    `load(paths)` makes the textures, once, before the pool forks, so that its processes share them.
    `composite(textures, photo, pastes, target, work)` writes one image and gives each object's annotation or None.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", type=pathlib.Path, help="folder with photos/ and cutouts/")
    parser.add_argument("out", type=pathlib.Path, help="folder to make")
    parser.add_argument("--images", type=int, required=True)
    parser.add_argument("--work", choices=WORKS, default="reference")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()

    work = WORKS[options.work]
    textures = load(sorted((options.inputs / "cutouts").glob("*.png")))
    photos = sorted((options.inputs / "photos").glob("*.jpg"))[:options.images]
    (options.out / "images").mkdir(parents=True)
    (options.out / "annotations").mkdir()
    jobs = [(index, str(photo), str(options.out / "images" / f"{index:06}.jpg")) for index, photo in enumerate(photos)]

    annotations = []
    with multiprocessing.get_context("fork").Pool(options.workers, _start, (composite, textures, work)) as pool:
        for index, found in enumerate(pool.imap(_work, jobs)):
            for annotation in filter(None, found):
                own = {"id": len(annotations) + 1, "image_id": index + 1, "category_id": 1, "iscrowd": 0}
                annotations.append(own | annotation)
        # So that the processes end by themselves, and what they used can be told.
        pool.close()
        pool.join()
    images = [
        {"id": index + 1, "file_name": f"{index:06}.jpg", "width": work.width, "height": work.height}
        for index in range(len(photos))
    ]
    dataset = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "cutout"}]}
    with open(options.out / "annotations" / "instances.json", "w", encoding="utf-8") as file:
        json.dump(dataset, file)


def _start(composite, textures, work):
    """Keeps, in a forked process, what it works with."""
    global _composite, _textures, _sizes
    _composite, _textures, _sizes = composite, textures, work


def _work(job):
    """Makes one image in a process of the pool."""
    index, photo, target = job
    return _composite(_textures, photo, draw(index, len(_textures), _sizes), target, _sizes)
