"""The commands of the program as functions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from ._program import call, failure, reported
from ._report import Report

Path = str | os.PathLike[str]


def run(
    pipeline: Path,
    out: Path,
    *,
    images: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    only: str | Iterable[int] | None = None,
    changes: Mapping[str, Any] | None = None,
    without: Iterable[str] = (),
    resume: bool = False,
    overwrite: bool = False,
    strict: bool = False,
    allow_empty: bool = False,
    max_pixels: int | None = None,
    shard: tuple[int, int] | None = None,
) -> Report:
    """Make a dataset, as ``diorama run`` does.

    Args:
        pipeline: the pipeline file, or the name of a worked pipeline, such as ``quickstart``.
        out: the dataset's folder.
        images: how many images to make, in place of the pipeline's number.
        seed: in place of the pipeline's. The same pipeline and seed give the same bytes.
        jobs: how many threads make images; one per core unless given.
        only: the images of the run to make: ``"3,10-12"``, or their numbers.
        changes: values that replace those of the pipeline, such as ``{"scene.count": 3}``.
        without: what to leave out, such as ``effects.fog``.
        resume: go on with a run that was cut off, in the same folder.
        overwrite: replace the dataset in the folder.
        strict: end at the first photo or object that cannot be read.
        allow_empty: accept a dataset in which images are empty or objects are missing.
        max_pixels: the largest photo that is read.
        shard: make only one of several parts, such as ``(0, 8)`` for the first of eight, on each of several machines
            that share the folder; ``merge`` makes the dataset of them.

    Raises:
        InvalidInput: wrong usage, or a pipeline with mistakes; all of them are in ``findings``.
        RunFailed: the work failed, or the dataset is not what the pipeline asks for.
        Interrupted: something else interrupted the program.
        ProgramError: the program or one of its libraries is missing.
    """
    arguments = ["run", os.fspath(pipeline), "--out", os.fspath(out), "--quiet"]
    for name, value in (("--images", images), ("--seed", seed), ("--jobs", jobs), ("--max-pixels", max_pixels)):
        if value is not None:
            arguments.append(f"{name}={value}")
    if only is not None:
        arguments += ["--only", only if isinstance(only, str) else ",".join(map(str, only))]
    if shard is not None:
        arguments += ["--shard", f"{shard[0]}/{shard[1]}"]
    arguments += changing(changes, without)
    flags = (("--resume", resume), ("--overwrite", overwrite), ("--strict", strict), ("--allow-empty", allow_empty))
    arguments += [name for name, is_set in flags if is_set]
    report, error = reported(arguments)
    if error:
        raise error
    return report


def merge(dataset: Path, *, pipeline: Path | None = None) -> Report:
    """Make the dataset of the parts that ``run(…, shard=…)`` has written.

    Args:
        dataset: the folder that the parts were written to.
        pipeline: the pipeline file, where it is no longer where the first part found it.

    Raises:
        RunFailed: images are missing, and all of them are named; its ``exit_code`` is then 75, and nothing is lost.
        InvalidInput: the folder holds no such parts, or the pipeline has changed.
    """
    arguments = ["merge", os.fspath(dataset)]
    if pipeline is not None:
        arguments += ["--pipeline", os.fspath(pipeline)]
    report, error = reported(arguments)
    if error:
        raise error
    return report


def verify(dataset: Path, *, pipeline: Path | None = None, sample: int | None = None) -> Report:
    """Prove that pictures and labels agree, as ``diorama verify`` does. What is wrong is in the report.

    Args:
        dataset: the dataset's folder, or a file of labels.
        pipeline: the pipeline file that made it; without one no image is made again.
        sample: make only so many images again, spread over all.

    Raises:
        ProgramError: the program or one of its libraries is missing.
    """
    arguments = ["verify", os.fspath(dataset)]
    if pipeline is not None:
        arguments += ["--pipeline", os.fspath(pipeline)]
    if sample is not None:
        arguments += ["--sample", str(sample)]
    report, _ = reported(arguments)
    return report


def check(path: Path, *, changes: Mapping[str, Any] | None = None) -> Report:
    """Check a pipeline or a dataset, as ``diorama check`` does. What is wrong is in the report, and raises nothing.

    Args:
        path: a pipeline file or the name of a worked pipeline, a dataset's folder, a COCO file, or a ``data.yaml``.
        changes: values that replace those of a pipeline.

    Raises:
        ProgramError: the program or one of its libraries is missing.
    """
    report, _ = reported(["check", os.fspath(path), *changing(changes, ())])
    return report


def explain(dataset: Path, image: int | str) -> dict[str, Any]:
    """Return the scene behind an image of a dataset: every number that it was made from.

    Args:
        dataset: the dataset's folder.
        image: its number, or its file.

    Raises:
        InvalidInput: there is no such dataset or image.
    """
    done = call(["explain", os.fspath(dataset), str(image)])
    if done.returncode:
        raise failure(done.returncode, done.stderr)
    scene: dict[str, Any] = json.loads(done.stdout)
    return scene


def changing(changes: Mapping[str, Any] | None, without: Iterable[str]) -> list[str]:
    """Return the options for changes of a pipeline. JSON is YAML, so that every value can be written."""
    arguments: list[str] = []
    for key, value in (changes or {}).items():
        arguments += ["--set", f"{key}={json.dumps(value, ensure_ascii=False)}"]
    for key in without:
        arguments += ["--without", key]
    return arguments
