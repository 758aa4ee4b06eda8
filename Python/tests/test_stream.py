"""Pictures that are streamed into a trainer. Needs PyTorch."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import diorama_synth as diorama

torch = pytest.importorskip("torch")
from torch.utils.data import DataLoader  # noqa: E402


@pytest.fixture(scope="session")
def flat(pipeline: Path) -> Path:
    path = pipeline.with_name("stream.yaml")
    kept = [line for line in pipeline.read_text().splitlines() if "ball" not in line and "layers" not in line]
    path.write_text("\n".join(kept) + "\n")
    return path


def keys(dataset: diorama.Dataset, workers: int = 0, **options: Any) -> list[str]:
    return [sample.key for sample in DataLoader(dataset, None, num_workers=workers, **options)]


def children() -> set[str]:
    """The processes that this one has started and that still run."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(path.parent.name)
    return found


def test_a_stream_has_the_pictures_and_labels_of_a_run(pipeline: Path, dataset: Path) -> None:
    samples = {sample.key: sample for sample in diorama.Dataset(pipeline)}
    records = {record.path.stem: record for record in diorama.open(dataset)}
    assert samples.keys() == records.keys()
    for key, sample in samples.items():
        record = records[key]
        assert np.array_equal(sample.image(), record.image())
        depth, expected = sample.depth(), record.depth()
        assert depth is not None
        assert expected is not None
        assert np.array_equal(depth, expected)
        assert [(i.category, i.box, i.pose, i.box_3d) for i in sample.instances] == [
            (i.category, i.box, i.pose, i.box_3d) for i in record.instances
        ]
        for one, other in zip(sample.instances, record.instances, strict=True):
            assert np.array_equal(one.mask(), other.mask())


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_no_picture_comes_twice_and_none_is_lost(flat: Path, workers: int) -> None:
    whole = sorted(f"{index:06}" for index in range(12))
    assert sorted(keys(diorama.Dataset(flat, images=12), workers)) == whole
    ranks = [keys(diorama.Dataset(flat, images=12, rank=rank, world_size=2), workers) for rank in range(2)]
    assert sorted(ranks[0] + ranks[1]) == whole


def test_spawned_workers_know_the_place_of_their_parent(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    for rank in range(2):
        monkeypatch.setenv("RANK", str(rank))
        monkeypatch.setenv("WORLD_SIZE", "2")
        found += keys(diorama.Dataset(flat, images=12), 1, multiprocessing_context=multiprocessing.get_context("spawn"))
    assert sorted(found) == [f"{index:06}" for index in range(12)]


def test_another_epoch_has_other_pictures_in_workers_that_live_on(flat: Path) -> None:
    dataset = diorama.Dataset(flat, images=4, seed=9)
    loader = DataLoader(dataset, None, num_workers=1, persistent_workers=True)
    first = [sample.image() for sample in loader]
    again = [sample.image() for sample in loader]
    dataset.set_epoch(1)
    other = [sample.image() for sample in loader]
    assert all(np.array_equal(one, two) for one, two in zip(first, again, strict=True))
    assert not any(np.array_equal(one, two) for one, two in zip(first, other, strict=True))
    assert {sample.epoch for sample in loader} == {1}


def test_the_program_ends_with_its_reader(flat: Path) -> None:
    before = children()
    stream = iter(diorama.Dataset(flat, images=100_000))
    next(stream)
    assert len(children()) == len(before) + 1
    start = time.monotonic()
    stream.close()  # type: ignore[attr-defined]
    assert children() == before
    assert time.monotonic() - start < 8


def test_a_failure_comes_with_the_programs_words(flat: Path, tmp_path: Path) -> None:
    with pytest.raises(diorama.InvalidInput, match="unknown key “countt”"):
        next(iter(diorama.Dataset(flat, changes={"scene.countt": 3})))
    with pytest.raises(diorama.DioramaError, match="unknown key “countt”"):
        keys(diorama.Dataset(flat, changes={"scene.countt": 3}), 1)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("head -c 20000", "the stream ended before its end"),
        ("head -c 10240", "no last record"),
        ("true", "all samples came, and no last record"),
    ],
)
def test_a_stream_that_is_cut_off_raises(
    script: str, words: str, flat: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "diorama"
    own = os.environ["DIORAMA_PROGRAM"]
    program.write_text(f'#!/bin/bash\n"{own}" "$@" | {script}\nexit 0\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("DIORAMA_PROGRAM", str(program))
    with pytest.raises(diorama.ProgramError, match="the stream ended before its end"):
        list(diorama.Dataset(flat))
