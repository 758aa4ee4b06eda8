"""Datasets as records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

import diorama_synth as diorama

if TYPE_CHECKING:
    from pathlib import Path


def test_records_are_those_of_the_dataset(dataset: Path) -> None:
    records = diorama.open(dataset)
    assert len(records) == 6
    assert set(records.splits) == {"train", "val"}
    assert set(records.categories.values()) == {"sign", "ball"}
    assert len(records.split("train")) + len(records.split("val")) == 6
    assert {record.split for record in records.split("val")} == {"val"}
    assert [record.id for record in records[1:3]] == [records[1].id, records[2].id]
    for record in records:
        image = record.image()
        assert image.shape == (record.height, record.width, 3)
        assert image.dtype == np.uint8
    with pytest.raises(KeyError, match="no split “test”"):
        records.split("test")


def test_masks_boxes_and_maps_agree(dataset: Path) -> None:
    seen = 0
    for record in diorama.open(dataset):
        assert record.instance_map is not None
        with Image.open(record.instance_map) as picture:
            numbers = np.asarray(picture)
        for instance in record.instances:
            mask = instance.mask()
            assert mask.shape == (record.height, record.width)
            assert mask.sum() == instance.area
            assert np.array_equal(mask, numbers == instance.coco["instance_id"])
            rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
            x, y, width, height = instance.box
            assert (x, y, x + width, y + height) == (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
            amodal = instance.amodal_mask()
            assert amodal is not None
            assert not (mask & ~amodal).any()
            assert instance.visibility is not None
            assert 0 < instance.visibility <= 1
            seen += 1
    assert seen > 6


def test_solid_objects_have_poses_depth_and_a_camera(dataset: Path) -> None:
    seen = 0
    for record in diorama.open(dataset):
        depth = record.depth()
        for ball in (instance for instance in record.instances if instance.category == "ball"):
            assert depth is not None
            assert record.camera is not None
            assert ball.pose is not None
            assert ball.box_3d is not None
            assert len(ball.box_3d.corners) == 8
            rotation = np.array(ball.pose.rotation)
            assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-6)
            seen_depth = depth[ball.mask()]
            radius = (ball.box_3d.upper[1] - ball.box_3d.lower[1]) / 2
            assert abs(np.median(seen_depth[seen_depth > 0]) - ball.pose.translation[2]) < 2 * radius
            assert record.normals_path is not None
            seen += 1
    assert seen > 2


def test_polygons_are_masks_too(pipeline: Path, dataset: Path, tmp_path: Path) -> None:
    diorama.run(pipeline, tmp_path / "out", changes={"output.annotations": [{"coco": {"segmentation": "polygons"}}]})
    polygons = diorama.open(tmp_path / "out")
    assert any(isinstance(i.coco["segmentation"], list) for record in polygons for i in record.instances)
    for one, other in zip(polygons, diorama.open(dataset), strict=True):
        for first, second in zip(one.instances, other.instances, strict=True):
            assert np.array_equal(first.mask(), second.mask())


def test_a_dataset_without_a_split_or_layers_is_read(pipeline: Path, tmp_path: Path) -> None:
    kept = [line for line in pipeline.read_text().splitlines() if not line.startswith(("  split:", "  layers:"))]
    plain = pipeline.with_name("plain.yaml")
    plain.write_text("\n".join(kept) + "\n")
    diorama.run(plain, tmp_path / "out", images=2, changes={"output.masks": {"instances": "none"}})
    records = diorama.open(tmp_path / "out")
    assert records.splits == ()
    for record in records:
        assert record.path.exists()
        assert record.split is None
        assert record.depth() is None
        assert record.instance_map is None


def test_a_folder_that_is_no_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(diorama.InvalidInput, match="is no dataset of diorama"):
        diorama.open(tmp_path)
    (tmp_path / "annotations").mkdir()
    for text in ("{", json.dumps({"images": []}), "[]"):
        (tmp_path / "annotations" / "instances.json").write_text(text)
        with pytest.raises(diorama.InvalidInput, match="cannot be read"):
            diorama.open(tmp_path)


def test_labels_of_other_tools_and_turned_photos_are_read(tmp_path: Path) -> None:
    """Members of our names may say something else, a label may have fewer points, and a photo lies on its side."""
    (tmp_path / "images").mkdir()
    (tmp_path / "annotations").mkdir()
    picture = Image.new("RGB", (6, 4))
    picture.putpixel((0, 0), (255, 255, 255))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "images" / "a.png", exif=exif)
    document = {
        "images": [{"id": 1, "file_name": "a.png", "width": 4, "height": 6}],
        "categories": [{"id": 1, "name": "dog", "keypoints": ["nose", "tail", "ear"]}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2], "area": 4, "iscrowd": 0,
             "pose": "Unspecified", "box_3d": [1, 2], "keypoints": [1, 1, 2, 0, 0, 0]},
        ],
    }  # fmt: skip
    (tmp_path / "annotations" / "instances.json").write_text(json.dumps(document))
    (record,) = diorama.open(tmp_path)
    (dog,) = record.instances
    assert dog.pose is None
    assert dog.box_3d is None
    assert [point.name for point in dog.keypoints] == ["nose", "tail"]
    image = record.image()
    assert image.shape == (6, 4, 3)
    # The camera lay on its left side: what it has at the top left is at the top right.
    assert image[0, 3].tolist() == [255, 255, 255]
