"""The reference work with OpenCV and pycocotools.

Usage: python3 with_opencv.py INPUTS OUT --images N [--work phone] [--reduced]

--reduced decodes photos at a half of their size where that is more than enough.

Written for speed as far as Python goes: textures premultiplied and halved beforehand, everything on the object's
rectangle, 8-bit arithmetic throughout. Of the ways tried for each step the fastest is here: a 3 × 3 `transform` for the
light (a fifth of `multiply` by a scalar, a tenth of a table), an 8-bit `multiply` and `add` for the blend (half of
numpy's 16-bit arithmetic, a quarter of `blendLinear`), and `max` for the instance map.
"""

import sys

import cv2
import numpy

import recipe

# One process a core is the parallelism; OpenCV's own threads beside it gain nothing.
cv2.setNumThreads(1)

READING = cv2.IMREAD_COLOR
# OpenCV counts from the centre of the first pixel, the recipe from its corner.
CORNER_FROM_CENTRE = numpy.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


def load(paths):
    """Each cut-out premultiplied by its alpha, with its halved, quartered … pictures."""
    textures = []
    for path in paths:
        picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        alpha = cv2.merge([picture[:, :, 3]] * 3)
        picture[:, :, :3] = cv2.multiply(picture[:, :, :3], alpha, scale=1 / 255)
        levels = [picture]
        while min(levels[-1].shape[:2]) > 8:
            height, width = levels[-1].shape[:2]
            levels.append(cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))
        textures.append(levels)
    return textures


def composite(textures, photo, pastes, target, work):
    """Writes one image and gives each object's annotation, None for one of which nothing is to be seen."""
    image = cv2.imread(photo, READING)
    if work.resizes:
        image = cv2.resize(image, (work.width, work.height), interpolation=cv2.INTER_AREA)
    instances = numpy.zeros((work.height, work.width), dtype=numpy.uint8)
    rectangles = [
        paste_one(image, instances, textures[paste.cutout], paste, number) for number, paste in enumerate(pastes, 1)
    ]
    annotations = [recipe.annotate(instances, number, rectangle) for number, rectangle in enumerate(rectangles, 1)]
    if not cv2.imwrite(target, image, [cv2.IMWRITE_JPEG_QUALITY, recipe.QUALITY]):
        raise OSError(f"{target} cannot be written")
    return annotations


def paste_one(image, instances, levels, paste, number):
    """Sets one object into the image and the map; gives the rectangle that it may cover."""
    height, width = levels[0].shape[:2]
    matrix, rectangle, scale = paste.place(width, height)
    left, top, right, bottom = rectangle
    texture = levels[recipe.level(scale, len(levels))]
    matrix = matrix @ numpy.diag([width / texture.shape[1], height / texture.shape[0], 1]) @ CORNER_FROM_CENTRE
    matrix[0] -= (left + 0.5) * matrix[2]
    matrix[1] -= (top + 0.5) * matrix[2]
    warped = cv2.warpPerspective(texture, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR)

    alpha = cv2.extractChannel(warped, 3)
    red, green, blue = paste.gains
    colour = cv2.transform(
        cv2.cvtColor(warped, cv2.COLOR_BGRA2BGR), numpy.diag([blue, green, red]).astype(numpy.float32))
    below = cv2.cvtColor(cv2.bitwise_not(alpha), cv2.COLOR_GRAY2BGR)
    place = image[top:bottom, left:right]
    cv2.add(cv2.multiply(place, below, scale=1 / 255), colour, dst=place)

    # Numbers rise with the order of painting, so that the larger one is the nearer one.
    _, own = cv2.threshold(alpha, 127, number, cv2.THRESH_BINARY)
    place = instances[top:bottom, left:right]
    cv2.max(place, own, dst=place)
    return rectangle


if __name__ == "__main__":
    if "--reduced" in sys.argv:
        sys.argv.remove("--reduced")
        READING = cv2.IMREAD_REDUCED_COLOR_2
    recipe.main(load, composite)
