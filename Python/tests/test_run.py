"""The program's commands as functions."""

from __future__ import annotations

import filecmp
import signal
import threading
import time
from pathlib import Path

import pytest

import diorama_synth as diorama
from diorama_synth import _program


def files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def same_files(one: Path, other: Path) -> bool:
    names = files(one)
    return names == files(other) and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names)


def test_a_run_reports_what_it_made(pipeline: Path, tmp_path: Path) -> None:
    report = diorama.run(
        pipeline, tmp_path / "out", images=2, seed=5, jobs=1, changes={"scene.count": 2, "objects.ball.category": "a b"}
    )
    assert report.ok
    assert report.command == "run"
    assert report.version == diorama.__version__
    assert report.summary["images"] == 2
    assert report.summary["objects"]["asked"] == 4
    assert {category["name"] for category in report.summary["categories"]} == {"sign", "a b"}


def test_only_some_images_are_made(pipeline: Path, dataset: Path, tmp_path: Path) -> None:
    diorama.run(pipeline, tmp_path / "out", only=[1, 4], allow_empty=True)
    made = diorama.open(tmp_path / "out")
    assert {record.path.stem for record in made} == {"000001", "000004"}
    whole = {record.path.name: record.path for record in diorama.open(dataset)}
    assert all(record.path.read_bytes() == whole[record.path.name].read_bytes() for record in made)


def test_mistakes_in_a_pipeline_are_raised_together(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("diorama: 1\nimges: 3\n", encoding="utf-8")
    with pytest.raises(diorama.InvalidInput) as raised:
        diorama.run(path, tmp_path / "out")
    assert raised.value.exit_code == 2
    assert [finding.code for finding in raised.value.findings] == ["pipeline.missing-key", "pipeline.unknown-key"]
    assert (raised.value.findings[1].line, raised.value.findings[1].column) == (2, 1)
    assert "did you mean “images”?" in str(raised.value)
    assert not (tmp_path / "out").exists()


def test_a_dataset_is_not_overwritten_unasked(pipeline: Path, dataset: Path) -> None:
    before = files(dataset)
    with pytest.raises(diorama.InvalidInput, match="--overwrite"):
        diorama.run(pipeline, dataset)
    assert files(dataset) == before


def test_a_wrong_option_is_raised_with_the_programs_words(pipeline: Path, tmp_path: Path) -> None:
    with pytest.raises(diorama.InvalidInput, match="--images takes a number from 1"):
        diorama.run(pipeline, tmp_path / "out", images=0)


def test_parts_are_merged_into_what_one_run_makes(pipeline: Path, dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    diorama.run(pipeline, out, shard=(1, 2))
    with pytest.raises(diorama.RunFailed) as raised:
        diorama.merge(out)
    assert raised.value.exit_code == 75
    diorama.run(pipeline, out, shard=(0, 2))
    assert diorama.merge(out).ok
    assert same_files(out, dataset)


def test_verify_makes_the_images_again(pipeline: Path, dataset: Path) -> None:
    report = diorama.verify(dataset, pipeline=pipeline)
    assert report.ok
    assert report.summary["images_made_again"] == len(diorama.open(dataset))


def test_check_returns_what_it_found(dataset: Path, tmp_path: Path) -> None:
    assert diorama.check(dataset).ok
    path = tmp_path / "p.yaml"
    path.write_text("diorama: 1\nimges: 3\n", encoding="utf-8")
    report = diorama.check(path)
    assert not report.ok
    assert str(report.errors[1]) == (f"{path}:2:1: error: unknown key “imges” in the pipeline; did you mean “images”?")


def test_explain_returns_the_scene(dataset: Path) -> None:
    scene = diorama.explain(dataset, 1)
    assert scene["index"] == 1
    assert scene["objects"]
    with pytest.raises(diorama.InvalidInput, match="no image 77"):
        diorama.explain(dataset, 77)


def test_an_interrupted_run_goes_on_to_the_same_bytes(pipeline: Path, tmp_path: Path) -> None:
    flat = pipeline.with_name("flat.yaml")
    kept = [line for line in pipeline.read_text().splitlines() if "ball" not in line and "layers" not in line]
    flat.write_text("\n".join(kept) + "\n")
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    # So many that none of today's machines makes them in the time until the interrupt.
    images = 2000
    diorama.run(flat, whole, images=images)
    main = threading.main_thread().ident
    assert main is not None
    # A shell has what it starts in the background ignore this signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupt() -> None:
        # Once it is at work: images are in its hidden folder before they are in their places. What is in there comes
        # and goes, so it is not looked into: to list a folder that goes is an error.
        while not (cut / ".blocks").is_dir():
            time.sleep(0.01)
        time.sleep(0.2)
        signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt, daemon=True)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        diorama.run(flat, cut, images=images, jobs=1)
    thread.join()
    assert len(files(cut)) < len(files(whole))
    diorama.run(flat, cut, images=images, resume=True)
    assert same_files(whole, cut)


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DIORAMA_PROGRAM")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_program, "CARRIED", tmp_path / "none")
    with pytest.raises(diorama.ProgramError, match="no program “diorama”"):
        diorama.check("quickstart")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'd: error while loading shared libraries: libx.so.4: cannot open' >&2; exit 127", "library libx.so.4"),
        ("kill -KILL $$", "ended by SIGKILL"),
        ("echo hello", "is it diorama?"),
        ("echo out of luck >&2; exit 9", "out of luck"),
    ],
)
def test_a_broken_program_is_named(script: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "diorama"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("DIORAMA_PROGRAM", str(program))
    with pytest.raises(diorama.ProgramError) as raised:
        diorama.run("quickstart", tmp_path / "out")
    assert words in str(raised.value)
