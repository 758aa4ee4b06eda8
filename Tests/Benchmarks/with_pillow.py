"""The reference work with Pillow; numpy and pycocotools for the labels.

Usage: python3 with_pillow.py INPUTS OUT --images N [--work phone]

Where photos are made smaller they are decoded smaller already ("draft"), as Pillow's thumbnails are.
"""

import numpy
from PIL import Image

import recipe


def load(paths):
    """Each cut-out premultiplied by its alpha (mode RGBa), with its halved, quartered … pictures."""
    textures = []
    for path in paths:
        levels = [Image.open(path).convert("RGBa")]
        while min(levels[-1].size) > 8:
            levels.append(levels[-1].reduce(2))
        textures.append(levels)
    return textures


def composite(textures, photo, pastes, target, work):
    """Writes one image and gives each object's annotation, None for one of which nothing is to be seen."""
    image = Image.open(photo)
    if work.resizes:
        image.draft("RGB", (work.width, work.height))
        image = image.resize((work.width, work.height), Image.Resampling.BICUBIC, reducing_gap=2)
    image.load()
    instances = Image.new("L", image.size)
    rectangles = [
        paste_one(image, instances, textures[paste.cutout], paste, number) for number, paste in enumerate(pastes, 1)
    ]
    pixels = numpy.asarray(instances)
    annotations = [recipe.annotate(pixels, number, rectangle) for number, rectangle in enumerate(rectangles, 1)]
    image.save(target, quality=recipe.QUALITY, subsampling="4:2:0")
    return annotations


def paste_one(image, instances, levels, paste, number):
    """Sets one object into the image and the map; gives the rectangle that it may cover."""
    width, height = levels[0].size
    matrix, rectangle, scale = paste.place(width, height)
    left, top, right, bottom = rectangle
    texture = levels[recipe.level(scale, len(levels))]
    matrix = matrix @ numpy.diag([width / texture.width, height / texture.height, 1])
    matrix[0] -= left * matrix[2]
    matrix[1] -= top * matrix[2]
    texture_from_place = numpy.linalg.inv(matrix)
    texture_from_place /= texture_from_place[2, 2]
    warped = texture.transform(
        (right - left, bottom - top), Image.Transform.PERSPECTIVE, texture_from_place.ravel()[:8].tolist(),
        Image.Resampling.BILINEAR)

    lit = warped.point([min(255, round(value * gain)) for gain in (*paste.gains, 1) for value in range(256)])
    # Pasting wants colours that are not premultiplied; bringing them back is faster than adding by bands.
    lit = lit.convert("RGBA")
    image.paste(lit, (left, top), lit)
    instances.paste(number, rectangle, lit.getchannel("A").point([0] * 128 + [255] * 128))
    return rectangle


if __name__ == "__main__":
    recipe.main(load, composite)
