"""Shifts the colours of labelled objects and has them matched back; see `harmonize`."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np

import transfers

PIPELINE = """
diorama: 1
images: 1
backgrounds: {{photos: photo.png}}
objects: {{thing: {{from: {{cutouts: thing.png}}, size: {size!r}}}}}
scene:
  count: 1
  place: {{at: {{x: {x!r}, y: {y!r}}}}}
  overlap: {{max: 1, visible: {{min: 0}}, truncated: {{max: 1}}}}
match: {{noise: 0, sharpness: 0, jpeg: 0, colour: {share!r}}}
output: {{images: {{format: png}}}}
"""


def read(path):
    return cv2.imread(str(path))[:, :, ::-1].copy()


def write(path, picture):
    order = [2, 1, 0, 3][: picture.shape[2]]
    cv2.imwrite(str(path), picture[:, :, order])


def mask(annotation, shape):
    filled = np.zeros(shape[:2], np.uint8)
    for ring in annotation["segmentation"]:
        cv2.fillPoly(filled, [np.round(np.array(ring).reshape(-1, 2)).astype(np.int32)], 1)
    return filled.astype(bool)


def cases(annotations, images, prefixes, count):
    """Objects with their photo, the object's mask and the photo with the object's colours taken from another one."""
    dataset = json.loads(pathlib.Path(annotations).read_text())
    names = {image["id"]: image["file_name"] for image in dataset["images"]}
    things = [
        thing
        for thing in dataset["annotations"]
        if isinstance(thing["segmentation"], list) and min(thing["bbox"][2:]) >= 24
        and (not prefixes or names[thing["image_id"]].startswith(tuple(prefixes)))
    ]
    random = np.random.default_rng(0)
    order = random.permutation(len(things))
    made = turn = 0
    while made < count:
        thing = things[order[turn % len(things)]]
        other = things[random.integers(len(things))]
        turn += 1
        if thing["image_id"] == other["image_id"]:
            continue
        photo, reference = (read(pathlib.Path(images) / names[one["image_id"]]) for one in (thing, other))
        own, theirs = mask(thing, photo.shape), mask(other, reference.shape)
        if min(own.sum(), theirs.sum()) < 200:
            continue
        transfer = list(transfers.ALL)[made % len(transfers.ALL)]
        shifted = photo.copy()
        moved = transfers.ALL[transfer](photo[own].astype(float), reference[theirs].astype(float))
        shifted[own] = np.round(moved).astype(np.uint8)
        made += 1
        yield transfer, photo, own, shifted


def matched(diorama, folder, photo, own, shifted, share):
    """The shifted object, cut out and set into its photo by the program."""
    rows, columns = np.where(own)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    write(folder / "photo.png", photo)
    alpha = (own * 255).astype(np.uint8)[:, :, None]
    write(folder / "thing.png", np.dstack([shifted, alpha])[top:bottom, left:right])
    height, width = own.shape
    text = PIPELINE.format(
        size=float(max(bottom - top, right - left) / min(width, height)), x=float((left + right) / 2 / width),
        y=float((top + bottom) / 2 / height), share=share)
    (folder / "pipeline.yaml").write_text(text)
    done = subprocess.run(
        [diorama, "run", folder / "pipeline.yaml", "--out", folder / "out", "--overwrite"], capture_output=True,
        text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return read(folder / "out/images/000000.png")


def scores(result, photo, own):
    error = (result.astype(float) - photo) ** 2
    return error.mean(), error[own].mean(), 10 * np.log10(255**2 / max(error.mean(), 1e-9))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("annotations")
    parser.add_argument("images")
    parser.add_argument("--cases", type=int, default=240)
    parser.add_argument("--share", type=float, nargs="+", default=[0.0, 0.5, 1.0])
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--diorama", default=".build/release/diorama")
    parser.add_argument("--folder")
    options = parser.parse_args()
    table = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        folder = pathlib.Path(folder)
        for transfer, photo, own, shifted in cases(
            options.annotations, options.images, options.only, options.cases
        ):
            whole = shifted.copy()
            whole[own] = np.round(
                transfers.reinhard(shifted[own].astype(float), shifted[~own].astype(float))).astype(np.uint8)
            results = {"nothing": shifted, "global Reinhard": whole}
            for share in options.share:
                results[f"match {share:g}"] = matched(options.diorama, folder, photo, own, shifted, share)
            for name, result in results.items():
                for group in ("all", transfer):
                    table.setdefault((group, name), []).append(scores(result, photo, own))
    print(f"{'transfer':10} {'way':16} {'cases':>5} {'MSE':>9} {'fMSE':>9} {'PSNR':>7}")
    for group in ["all", *transfers.ALL]:
        for (own_group, name), rows in table.items():
            if own_group == group:
                mse, foreground, psnr = np.mean(rows, axis=0)
                print(f"{group:10} {name:16} {len(rows):5} {mse:9.2f} {foreground:9.2f} {psnr:7.2f}")


if __name__ == "__main__":
    main()
