"""What the tests share: the program that DIORAMA_PROGRAM names, and two small datasets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import diorama_synth as diorama

if TYPE_CHECKING:
    from pathlib import Path


def pytest_configure() -> None:
    if not os.environ.get("DIORAMA_PROGRAM"):
        pytest.exit("name the program to test in DIORAMA_PROGRAM", returncode=2)


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with flat and solid objects, depth and a split, over two photos."""
    folder = tmp_path_factory.mktemp("pipeline")
    for number in range(2):
        Image.effect_noise((160, 120), 30 + number).convert("RGB").save(folder / f"photo-{number}.png")
        (folder / f"photo-{number}.scene.yaml").write_text("{horizon: 0.3, fov: 60, camera_height: 1.5}\n")
    path = folder / "pipeline.yaml"
    path.write_text(
        """\
diorama: 1
seed: 3
images: 6
backgrounds:
  photos: ["photo-*.png"]
objects:
  sign: {from: {text: {text: EXIT, color: white, background: green}}, height: 0.5}
  ball: {from: {solid: ball}, height: 0.6}
scene:
  count: 3
  place: {ground: {distance: {uniform: [2, 4]}}}
render: {quality: draft}
output:
  images: {format: png}
  masks: {instances: png}
  layers: {depth: png, normals: png}
  split: {train: 0.5, val: 0.5, by: background}
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="session")
def dataset(pipeline: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset") / "out"
    diorama.run(pipeline, folder)
    return folder
