"""Tells whether a contender did the work: every image there, of the right kind, with labels that pycocotools reads."""

import contextlib
import dataclasses
import io

from PIL import Image, JpegImagePlugin
from pycocotools.coco import COCO

import recipe

# Objects that others hide wholly are labelled by nobody.
FEWEST_LABELLED = 0.9
MASKS_DECODED = 200


@dataclasses.dataclass
class Outcome:
    """What a contender's output folder holds."""

    images: int
    annotations: int | None
    mean_area: float | None
    """Of a visible mask, in pixels; the contenders draw by the same rules, so theirs should be alike."""
    megabytes: float


def check(folder, images, labelled, work):
    """Looks through an output folder. Raises ValueError with what is wrong."""
    files = sorted((folder / "images").glob("*.jpg"))
    if len(files) != images:
        raise ValueError(f"{len(files)} images instead of {images}")
    tables = set()
    for file in files:
        with Image.open(file) as image:
            if image.size != (work.width, work.height):
                raise ValueError(f"{file.name} is {image.size}")
            if JpegImagePlugin.get_sampling(image) != 2:
                raise ValueError(f"{file.name} is not 4:2:0")
            tables.add(str(image.quantization))
    with Image.open(io.BytesIO(_of_quality(recipe.QUALITY))) as expected:
        if tables != {str(expected.quantization)}:
            raise ValueError(f"not all images are of quality {recipe.QUALITY}")
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    if not labelled:
        return Outcome(images, None, None, megabytes)

    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(folder / "annotations" / "instances.json"))
    annotations = list(coco.anns.values())
    if len(coco.imgs) != images:
        raise ValueError(f"{len(coco.imgs)} images in the annotations instead of {images}")
    if len(annotations) < FEWEST_LABELLED * recipe.OBJECTS * images:
        raise ValueError(f"only {len(annotations)} annotations for {images} images of {recipe.OBJECTS} objects")
    step = max(1, len(annotations) // MASKS_DECODED)
    for annotation in annotations[::step]:
        mask = coco.annToMask(annotation)
        rows, columns = mask.any(axis=1).nonzero()[0], mask.any(axis=0).nonzero()[0]
        box = [columns[0], rows[0], columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0]]
        if int(mask.sum()) != annotation["area"] or box != list(annotation["bbox"]):
            raise ValueError(f"annotation {annotation['id']}: area or box is not that of its mask")
    mean_area = sum(annotation["area"] for annotation in annotations) / len(annotations)
    return Outcome(images, len(annotations), mean_area, megabytes)


def _of_quality(quality):
    """A small JPEG with libjpeg's tables for a quality."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", quality=quality)
    return file.getvalue()
