"""Small made-up pictures, with nothing but Python's own library."""
import os
import random
import struct
import zlib


def png(path, width, height, seed, cutout=False):
    """A gradient with some noise; a cut-out is a disc of it."""
    chance = random.Random(seed)
    base = [chance.randrange(256) for _ in range(3)]
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes((b + (x * 3 + y * 2) // 2 + chance.randrange(9)) % 256 for b in base)
            if cutout:
                inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 2.2) ** 2
                rows.append(255 if inside else 0)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6 if cutout else 2, 0, 0, 0)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 1))
            + chunk(b"IEND", b""))


PIPELINE = """diorama: 1
seed: %(seed)d
images: %(images)d
backgrounds: {photos: [photos/*.png]}
objects:
  disc: {from: {cutouts: parts/*.png}, size: {uniform: [0.2, 0.4]}}
scene: {count: {integers: [1, 3]}}
output:
  images: {format: jpeg}
  masks: {instances: png}
  annotations: [%(formats)s]
  split: {train: 0.6, val: 0.4, by: background}
"""


def project(folder, images):
    """Pipelines of two seeds, with other formats and without, and a dataset of another kind to convert."""
    for number in range(6):
        png(f"{folder}/photos/p{number}.png", 120, 90, number)
    for number in range(2):
        png(f"{folder}/parts/c{number}.png", 40, 40, 100 + number, cutout=True)
    for name, seed, formats in [("a", 3, "coco, yolo, webdataset"), ("b", 4, "coco, voc"), ("plain", 3, "coco")]:
        with open(f"{folder}/{name}.yaml", "w") as file:
            file.write(PIPELINE % {"seed": seed, "formats": formats, "images": images})
    for number in range(images):
        split = "val" if number % 4 == 0 else "train"
        png(f"{folder}/yolo/images/{split}/y{number}.png", 64, 48, 500 + number)
        os.makedirs(f"{folder}/yolo/labels/{split}", exist_ok=True)
        with open(f"{folder}/yolo/labels/{split}/y{number}.txt", "w") as file:
            file.write("0 0.5 0.5 0.25 0.25\n1 0.25 0.75 0.125 0.25\n")
    with open(f"{folder}/yolo/data.yaml", "w") as file:
        file.write("path: .\ntrain: images/train\nval: images/val\nnames: {0: cat, 1: dog}\n")
