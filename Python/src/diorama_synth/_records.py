"""A dataset as plain records, read from its COCO files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ._errors import InvalidInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

Box = tuple[float, float, float, float]
"""x, y, width and height in pixels, from the picture's top left corner."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a 3D object is: camera from object, in metres. x points right, y down and z forward, as in OpenCV."""

    rotation: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
    translation: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Box3D:
    """The box of a 3D object in the object's own frame, in metres."""

    lower: tuple[float, float, float]
    upper: tuple[float, float, float]
    corners: tuple[Point, ...]
    """Its eight corners in the picture, in pixels. Bit 0 of the index chooses x, bit 1 y, bit 2 z."""


@dataclass(frozen=True, slots=True)
class Keypoint:
    """A named point of an object, in pixels."""

    name: str
    x: float
    y: float
    visibility: int
    """2 is visible, 1 is hidden, 0 is outside the picture."""


@dataclass(frozen=True, slots=True)
class Camera:
    """The camera of a picture. A pixel's centre is at +0.5: OpenCV wants ``cx`` and ``cy`` less 0.5."""

    fx: float
    fy: float
    cx: float
    cy: float
    height_metres: float | None
    """Above the ground."""
    pitch_degrees: float | None
    """Positive looks up."""
    roll_degrees: float | None
    """Positive where the horizon falls to the right."""
    distortion: tuple[float, ...] = ()
    """OpenCV's coefficients in OpenCV's order; empty for a pinhole."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One labelled object of a picture."""

    id: int
    category: str
    category_id: int
    box: Box
    """The box of its mask."""
    area: float
    """The pixels of its mask."""
    is_crowd: bool
    visibility: float | None
    """The share of its area inside the picture that nothing hides."""
    truncation: float | None
    """The share of its area that lies outside the picture."""
    amodal_box: Box | None
    """The box of the whole object. It may reach outside the picture."""
    pose: Pose | None
    box_3d: Box3D | None
    keypoints: tuple[Keypoint, ...]
    text: str | None
    """What is written on lettering."""
    size: tuple[int, int] = field(repr=False)
    """The height and width of the picture."""
    coco: Mapping[str, Any] = field(repr=False)
    """The annotation as the COCO file has it, with every field."""

    def mask(self) -> NDArray[np.bool_]:
        """Return the pixels of the object that are seen, as an array of the picture's height and width.

        It needs numpy and pycocotools: the extra ``read``.
        """
        return _mask(self.coco.get("segmentation", []), self.size)

    def amodal_mask(self) -> NDArray[np.bool_] | None:
        """Return its pixels inside the picture as if nothing hid it; ``None`` where the dataset does not say."""
        segmentation = self.coco.get("amodal_segmentation")
        return None if segmentation is None else _mask(segmentation, self.size)


@dataclass(frozen=True, slots=True)
class Record:
    """One picture of a dataset with its labels."""

    id: int
    path: Path
    width: int
    height: int
    split: str | None
    """Such as ``train``; ``None`` in a dataset that is not split."""
    instances: tuple[Instance, ...]
    camera: Camera | None
    instance_map: Path | None
    """A picture in which pixel value k is the instance whose ``instance_id`` is k, and 0 the background."""
    depth_path: Path | None
    normals_path: Path | None
    coco: Mapping[str, Any] = field(repr=False)
    """The image as the COCO file has it, with every field: author, title, source and licence among them."""

    def image(self) -> NDArray[np.uint8]:
        """Return the picture as an array: height × width × 3, sRGB, upright as its labels are.

        It needs numpy and Pillow: the extra ``read``.
        """
        from PIL import Image

        with Image.open(self.path) as picture:
            return pixels(picture)

    def depth(self) -> NDArray[np.float32] | None:
        """Return the distance along the optical axis in metres, 0 where it is not known.

        It is ``None`` in a dataset without depth. It needs numpy and Pillow: the extra ``read``.
        """
        if self.depth_path is None:
            return None
        import numpy as np
        from PIL import Image

        with Image.open(self.depth_path) as picture:
            values = np.asarray(picture, dtype=np.float32)
        return values if self.depth_path.suffix == ".tiff" else values / np.float32(1000)


class Records(Sequence[Record]):
    """The pictures of a dataset, in the order of their splits and ids."""

    def __init__(self, records: Sequence[Record], categories: Mapping[int, str], path: Path) -> None:
        self._records = tuple(records)
        self.path = path
        """The dataset's folder."""
        self.categories = dict(categories)
        """The names of the categories by their ids."""

    @property
    def splits(self) -> tuple[str, ...]:
        """The names of its splits; empty where it is not split."""
        return tuple(dict.fromkeys(record.split for record in self._records if record.split is not None))

    def split(self, name: str) -> Records:
        """Return the pictures of one split. Raises ``KeyError`` where there is none of that name."""
        if name not in self.splits:
            raise KeyError(f"{self.path} has no split “{name}”, but {', '.join(self.splits) or 'none at all'}")
        return Records([record for record in self._records if record.split == name], self.categories, self.path)

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> Records: ...

    def __getitem__(self, index: int | slice) -> Record | Records:
        if isinstance(index, slice):
            return Records(self._records[index], self.categories, self.path)
        return self._records[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<{len(self)} records of {self.path}>"


def open(dataset: str | os.PathLike[str]) -> Records:
    """Read the labels of a dataset that diorama made. No picture is opened.

    Raises ``InvalidInput`` if the folder holds no such dataset.
    """
    folder = Path(dataset)
    files = sorted((folder / "annotations").glob("instances*.json"))
    if not files:
        raise InvalidInput(f"{folder} is no dataset of diorama: it has no annotations/instances.json")
    records: list[Record] = []
    categories: dict[int, str] = {}
    for file in files:
        split = file.stem.removeprefix("instances").removeprefix("_") or None
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            names = {category["id"]: category for category in document["categories"]}
            categories |= {number: category["name"] for number, category in names.items()}
            labels: dict[int, list[Mapping[str, Any]]] = {image["id"]: [] for image in document["images"]}
            for annotation in document["annotations"]:
                labels[annotation["image_id"]].append(annotation)
            records += [_record(image, labels[image["id"]], names, folder, split) for image in document["images"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(f"{file} cannot be read: {type(error).__name__}: {error}") from error
    return Records(records, categories, folder)


def _record(
    image: Mapping[str, Any],
    annotations: Sequence[Mapping[str, Any]],
    categories: Mapping[int, Mapping[str, Any]],
    folder: Path,
    split: str | None,
) -> Record:
    name: str = image["file_name"]
    stem = Path(name).stem
    camera = image.get("camera")
    layers = folder / "layers"
    depths = [layers / "depth" / f"{stem}{extension}" for extension in (".tiff", ".png")]
    normals = layers / "normals" / f"{stem}.png"
    return Record(
        id=image["id"],
        path=folder / "images" / (split or "") / name,
        width=image["width"],
        height=image["height"],
        split=split,
        instances=tuple(
            instance_of(annotation, categories[annotation["category_id"]], (image["height"], image["width"]))
            for annotation in annotations
        ),
        camera=None if camera is None else camera_of(camera),
        instance_map=folder / image["instance_map"] if "instance_map" in image else None,
        depth_path=next((path for path in depths if path.exists()), None),
        normals_path=normals if normals.exists() else None,
        coco=image,
    )


def camera_of(camera: Mapping[str, Any]) -> Camera:
    return Camera(
        fx=camera["fx"],
        fy=camera["fy"],
        cx=camera["cx"],
        cy=camera["cy"],
        height_metres=camera.get("height_metres"),
        pitch_degrees=camera.get("pitch_degrees"),
        roll_degrees=camera.get("roll_degrees"),
        distortion=tuple(camera.get("distortion", ())),
    )


def instance_of(annotation: Mapping[str, Any], category: Mapping[str, Any], size: tuple[int, int]) -> Instance:
    points = annotation.get("keypoints") or []
    amodal_box = annotation.get("amodal_bbox")
    pose = annotation.get("pose")
    box = annotation.get("box_3d")
    return Instance(
        id=annotation["id"],
        category=category["name"],
        category_id=category["id"],
        box=_box(annotation["bbox"]),
        area=annotation["area"],
        is_crowd=bool(annotation.get("iscrowd", 0)),
        visibility=annotation.get("visibility"),
        truncation=annotation.get("truncation"),
        amodal_box=None if amodal_box is None else _box(amodal_box),
        # Labels of other tools may have members of these names that say something else: VOC's pose is a word.
        pose=_pose(pose) if isinstance(pose, Mapping) and "rotation" in pose and "translation" in pose else None,
        box_3d=_box_3d(box, annotation.get("corners_2d", ())) if isinstance(box, Mapping) and "lower" in box else None,
        keypoints=tuple(
            Keypoint(name, *points[3 * index : 3 * index + 3])
            for index, name in zip(range(len(points) // 3), category.get("keypoints") or (), strict=False)
        ),
        text=annotation.get("text"),
        size=size,
        coco=annotation,
    )


def pixels(picture: Image.Image) -> NDArray[np.uint8]:
    """Return an opened picture's pixels: height × width × 3, sRGB, turned as its EXIF orientation says."""
    import numpy as np
    from PIL import ImageOps

    return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def _box(values: Sequence[float]) -> Box:
    x, y, width, height = values
    return (x, y, width, height)


def _triple(values: Sequence[float]) -> tuple[float, float, float]:
    x, y, z = values
    return (x, y, z)


def _pose(pose: Mapping[str, Any]) -> Pose:
    rows = pose["rotation"]
    return Pose((_triple(rows[:3]), _triple(rows[3:6]), _triple(rows[6:])), _triple(pose["translation"]))


def _box_3d(box: Mapping[str, Any], corners: Sequence[Sequence[float]]) -> Box3D:
    return Box3D(_triple(box["lower"]), _triple(box["upper"]), tuple((x, y) for x, y in corners))


def _mask(segmentation: Any, size: tuple[int, int]) -> NDArray[np.bool_]:
    import numpy as np
    from pycocotools import mask as masks

    if isinstance(segmentation, list):
        runs = masks.merge(masks.frPyObjects(segmentation, *size)) if segmentation else None
    elif isinstance(segmentation["counts"], list):
        runs = masks.frPyObjects(segmentation, *size)
    else:
        runs = segmentation
    if runs is None:
        return np.zeros(size, dtype=np.bool_)
    decoded: NDArray[np.bool_] = masks.decode(runs).astype(np.bool_)
    return decoded
