"""Labelled photos: those of the study, read through `diorama convert`, and those that an arm made."""

import dataclasses
import json
import pathlib
import subprocess

import cv2

# A photo upright, as EXIF says; and as its file stores it, which some labels go by.
READINGS = [cv2.IMREAD_COLOR, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION]


@dataclasses.dataclass
class Thing:
    """A label: its category's number, its box as COCO has it ([x, y, width, height]), and its outline, if any."""

    category: int
    box: list
    outline: object = None
    area: float = 0
    crowd: bool = False


@dataclasses.dataclass
class Photo:
    """A file with the things that it shows. `name` is the file's name within its dataset."""

    file: pathlib.Path
    name: str
    width: int
    height: int
    things: list = dataclasses.field(default_factory=list)

    def pixels(self):
        """RGB, of the size that its labels are for."""
        for reading in READINGS:
            bgr = cv2.imread(str(self.file), reading)
            if bgr is not None and bgr.shape[:2] == (self.height, self.width):
                return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
        raise SystemExit(f"{self.file}: is not a picture of {self.width} × {self.height} pixels, as its labels say")


def source(named):
    """What `diorama convert --from` takes: as the user wrote it, or from a path alone."""
    path = pathlib.Path(named)
    if not path.exists():
        return named
    kind = {".yaml": "yolo: {file: %s}", ".yml": "yolo: {file: %s}", ".xml": "cvat: {file: %s}"}
    return kind.get(path.suffix.lower(), "coco: {file: %s}") % json.dumps(str(path.resolve()))


def convert(diorama, named, folder):
    """Makes a COCO dataset, with copies of the photos, of what the user named; once, unless he names another.

    A pipeline would not follow links that lead out of the dataset.
    """
    wanted = source(named)
    record = folder / "made-from.txt"
    if record.exists() and record.read_text() == wanted:
        return
    if folder.exists():
        raise SystemExit(f"{folder}: was made from other photos; name another --out, or remove the folder")
    done = subprocess.run([diorama, "convert", folder, "--from", wanted], capture_output=True, text=True)
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SystemExit("\n".join([f"diorama convert --from {wanted!r} failed:", *words[-5:],
                                    "Name the kind, as `diorama list datasets` has it: --real 'voc: FOLDER'"]))
    record.write_text(wanted)


def files(folder):
    """The COCO files of a dataset of diorama's, each with the folder of its photos."""
    for file in sorted((folder / "annotations").glob("instances*.json")):
        yield file, folder / "images" / file.stem.removeprefix("instances").removeprefix("_")


def read(folder, categories=None):
    """All photos of a dataset, and the names of its categories. Categories of one name are one.

    With `categories`, things of other names are no things; the numbers are then those of this list.
    """
    contents = [(json.loads(file.read_text()), images) for file, images in files(folder)]
    names = sorted({category["name"] for coco, _ in contents for category in coco["categories"]})
    unknown = sorted({*(categories or [])} - {*names})
    if unknown:
        raise SystemExit(f"no photo shows {', '.join(unknown)}; the categories are {', '.join(names)}")
    names = categories or names
    photos = []
    for coco, images in contents:
        numbers = {category["id"]: names.index(category["name"])
                   for category in coco["categories"] if category["name"] in names}
        found = {image["id"]: Photo(images / image["file_name"], f"{images.name}/{image['file_name']}", image["width"],
                                    image["height"]) for image in coco["images"]}
        for label in coco["annotations"]:
            if label["category_id"] in numbers:
                found[label["image_id"]].things.append(Thing(
                    numbers[label["category_id"]], label["bbox"], label.get("segmentation") or None,
                    label.get("area", label["bbox"][2] * label["bbox"][3]), bool(label.get("iscrowd"))))
        photos += found.values()
    return sorted(photos, key=lambda photo: photo.name), names


def coco(photos, names, root, outlined=False):
    """A COCO document of photos, with file names that start from `root`.

    With `outlined`, a thing that has a box alone gets the box as its outline.
    """
    labels, images = [], []
    for number, photo in enumerate(photos, 1):
        images.append({"id": number, "file_name": str(photo.file.relative_to(root)), "width": photo.width,
                       "height": photo.height})
        for thing in photo.things:
            label = {"id": len(labels) + 1, "image_id": number, "category_id": thing.category + 1, "bbox": thing.box,
                     "area": thing.area, "iscrowd": int(thing.crowd)}
            outline = thing.outline or ([corners(thing.box, photo)] if outlined else None)
            labels.append(label | ({"segmentation": outline} if outline else {}))
    return {"images": images, "annotations": labels,
            "categories": [{"id": number, "name": name} for number, name in enumerate(names, 1)]}


def corners(box, photo):
    """A box as a polygon inside its photo."""
    left, top, right, bottom = box[0], box[1], min(box[0] + box[2], photo.width), min(box[1] + box[3], photo.height)
    left, top = max(left, 0), max(top, 0)
    return [left, top, right, top, right, bottom, left, bottom]
