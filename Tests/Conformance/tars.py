"""Reads WebDataset archives with webdataset itself and compares them with the dataset that they were made from.

Usage: python3 tars.py DATASET...

Every image is in one archive, in the order of the COCO file: its bytes, its labels as in COCO, its instance map. The list
of archives says how many samples each has. By braces all archives are read at once, with the pixels of the images.

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import json

import numpy
import webdataset
from PIL import Image

import truth


def samples(archives):
    """The samples of some archives, each a dictionary from the kind of a member to its bytes."""
    # Without a splitter of archives, a list of one would be taken for too short.
    return webdataset.WebDataset([str(path) for path in archives], shardshuffle=False, empty_check=False)


def check_subset(root, subset, report):
    folder = root / "webdataset"
    name = subset.split or "data"
    with open(folder / f"{name}.json", encoding="utf-8") as file:
        listed = json.load(file)["shardlist"]
    counts = []
    read = []
    for shard in listed:
        own = list(samples([folder / shard["url"]]))
        counts.append(len(own))
        read += own
    if counts != [shard["nsamples"] for shard in listed]:
        report.wrong(folder, name, f"the list says {listed}, webdataset reads {counts}")
    if len(read) != len(subset.images):
        report.wrong(folder, name, f"{len(read)} samples for {len(subset.images)} images")
        return
    for sample, image in zip(read, subset.images):
        labels = json.loads(sample["json"])
        kind = image.name.rsplit(".", 1)[1].lower()
        picture = (root / subset.folder / image.name).read_bytes()
        if sample[kind] != picture:
            report.wrong(folder, sample["__key__"], "its picture is not the image's")
        said = [dict(annotation) for annotation in labels["annotations"]]
        names = [annotation.pop("category") for annotation in said]
        if said != image.annotations or names != [subset.name(annotation) for annotation in image.annotations]:
            report.wrong(folder, sample["__key__"], "its labels are not COCO's")
        instance_map = image.record.get("instance_map")
        if instance_map and sample["instances.png"] != (root / instance_map).read_bytes():
            report.wrong(folder, sample["__key__"], "its instance map is not the dataset's")
        report.counts["samples of archives"] += 1
    check_pixels(root, subset, listed, report)


def check_pixels(root, subset, listed, report):
    """Reads the archives as a trainer does: by one URL with braces, decoded."""
    if not listed:
        return
    first, last = (shard["url"].removesuffix(".tar").rsplit("-", 1) for shard in (listed[0], listed[-1]))
    url = f"{root}/webdataset/{first[0]}-{{{first[1]}..{last[1]}}}.tar"
    decoded = webdataset.WebDataset(url, shardshuffle=False, empty_check=False).decode("rgb8")
    for sample, image in zip(decoded, subset.images, strict=True):
        kind = image.name.rsplit(".", 1)[1].lower()
        with Image.open(root / subset.folder / image.name) as picture:
            if not numpy.array_equal(sample[kind], numpy.asarray(picture.convert("RGB"))):
                report.wrong(url, sample["__key__"], "its pixels are not the image's")
        if len(sample["json"]["annotations"]) != len(image.annotations):
            report.wrong(url, sample["__key__"], "it has another number of labels")
    report.counts["archives read by braces"] += len(listed)


def check(root, report):
    for subset in truth.load(root):
        check_subset(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
