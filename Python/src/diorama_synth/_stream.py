"""Pictures for a trainer as they are made, with nothing written to the disk."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import torch
from torch.utils.data import IterableDataset, get_worker_info

from ._errors import ProgramError
from ._program import failure, program
from ._records import Camera, Instance, camera_of, instance_of, pixels
from ._run import changing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATIENCE_SECONDS = 10
"""How long the program may take to end once nobody reads."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture of a stream with its labels, in memory."""

    key: str
    """Its name, which no other picture of the stream has."""
    epoch: int
    width: int
    height: int
    split: str | None
    instances: tuple[Instance, ...]
    camera: Camera | None
    files: Mapping[str, bytes] = field(repr=False)
    """The files as they are, by their kinds, such as ``jpg``, ``instances.png`` or ``depth.png``."""
    coco: Mapping[str, Any] = field(repr=False)
    """The image as a COCO file has it, with every field."""

    def image(self) -> NDArray[np.uint8]:
        """Return the picture as an array: height × width × 3, sRGB, upright as its labels are."""
        from PIL import Image

        kind = str(self.coco["file_name"]).partition(".")[2]
        with Image.open(io.BytesIO(self.files[kind])) as picture:
            return pixels(picture)

    def depth(self) -> NDArray[np.float32] | None:
        """Return the distance along the optical axis in metres, 0 where it is not known; ``None`` without depth."""
        import numpy as np
        from PIL import Image

        for kind, unit in (("depth.tiff", 1), ("depth.png", 1000)):
            if kind in self.files:
                with Image.open(io.BytesIO(self.files[kind])) as picture:
                    return np.asarray(picture, dtype=np.float32) / np.float32(unit)
        return None


class Dataset(IterableDataset[Sample]):
    """The pictures of a pipeline, made while they are read. Each one comes once in an epoch.

    With several workers of a ``DataLoader``, and several processes of ``torch.distributed``, each one has a program of
    its own that makes its share of the pictures. The program is ended when its reader stops.

    A sample is a ``Sample``; a ``collate_fn`` makes batches of them, as they hold any number of objects.
    """

    def __init__(
        self,
        pipeline: str | os.PathLike[str],
        *,
        seed: int | None = None,
        epoch: int = 0,
        images: int | None = None,
        changes: Mapping[str, Any] | None = None,
        without: Iterable[str] = (),
        jobs: int | None = None,
        allow_empty: bool = False,
        max_pixels: int | None = None,
        rank: int | None = None,
        world_size: int | None = None,
    ) -> None:
        """Name the pictures. The program starts when they are read.

        Args:
            pipeline: the pipeline file, or the name of a worked pipeline, such as ``quickstart``.
            seed: in place of the pipeline's.
            epoch: which pictures: another epoch has others. ``set_epoch`` changes it between epochs.
            images: how many pictures an epoch has, all workers together, in place of the pipeline's number.
            changes: values that replace those of the pipeline, such as ``{"scene.count": 3}``.
            without: what to leave out, such as ``effects.fog``.
            jobs: how many threads of each program make pictures; by default, the workers share the cores.
            allow_empty: accept pictures without objects.
            max_pixels: the largest photo that is read.
            rank: the number of this process among ``world_size``; by default, as ``torch.distributed`` or the variables
                ``RANK`` and ``WORLD_SIZE`` have it.
            world_size: the number of processes that share the pictures.
        """
        super().__init__()
        if (rank is None) != (world_size is None):
            raise ValueError("rank and world_size come together")
        self._pipeline = os.fspath(pipeline)
        self._options: list[str] = []
        for name, value in (("--seed", seed), ("--images", images), ("--max-pixels", max_pixels)):
            if value is not None:
                self._options.append(f"{name}={value}")
        self._options += changing(changes, without)
        if allow_empty:
            self._options.append("--allow-empty")
        self._jobs = jobs
        self._place = None if rank is None or world_size is None else (rank, world_size)
        # Workers that live on see the change.
        self._epoch = torch.tensor(epoch).share_memory_()  # type: ignore[no-untyped-call]

    @property
    def epoch(self) -> int:
        """The epoch that the next iteration has."""
        return int(self._epoch.item())

    def set_epoch(self, epoch: int) -> None:
        """Choose the pictures of the next iteration, in all workers."""
        self._epoch.fill_(epoch)

    def __getstate__(self) -> dict[str, Any]:
        # A worker that is spawned does not know the process that its parent is.
        return {**self.__dict__, "_place": self._place or _place()}

    def __iter__(self) -> Iterator[Sample]:
        rank, world_size = self._place or _place()
        worker = get_worker_info()
        workers, number = (worker.num_workers, worker.id) if worker else (1, 0)
        jobs = self._jobs or (max(1, len(os.sched_getaffinity(0)) // workers) if worker else None)
        arguments = ["run", self._pipeline, "--stream", "-", "--quiet", f"--epoch={self.epoch}"]
        arguments += ["--shard", f"{rank * workers + number}/{world_size * workers}", *self._options]
        if jobs:
            arguments += ["--jobs", str(jobs)]
        return _read(arguments)


def _place() -> tuple[int, int]:
    """Return the number of this process and the number of processes."""
    distributed = torch.distributed
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def _read(arguments: Sequence[str]) -> Iterator[Sample]:
    """Run the program, and yield what it makes. Raise its own words where it fails, or what is missing."""
    path = program()
    with tempfile.TemporaryFile() as words:
        try:
            process = subprocess.Popen(
                [path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words
            )
        except OSError as error:
            raise ProgramError(f"{path} cannot be run: {error.strerror}") from error
        assert process.stdout is not None  # noqa: S101
        try:
            problem: str | None
            try:
                yield from _samples(process.stdout)
                problem = None
            except (tarfile.TarError, _Torn) as error:
                problem = str(error)
            code = process.wait()
            if code:
                words.seek(0)
                raise failure(code, words.read().decode(errors="replace"))
            if problem:
                raise ProgramError(f"the stream ended before its end: {problem}", exit_code=code)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program where it still runs."""
    if process.stdout:
        process.stdout.close()
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Torn(Exception):
    """A stream that lacks samples."""


def _samples(stream: IO[bytes]) -> Iterator[Sample]:
    """Yield the samples of a stream, and check their number against what its first and last records say."""
    begin: Mapping[str, Any] | None = None
    is_whole = False
    count = 0
    for key, files in _members(stream):
        if key == "__begin__":
            begin, is_whole, count = json.loads(files[""]), False, 0
        elif begin is None:
            raise _Torn("its first record is missing")
        elif key == "__end__":
            written = json.loads(files[""])["written"]
            if not count == written == begin["samples"]:
                raise _Torn(f"{count} samples came, {written} were written, {begin['samples']} were announced")
            is_whole = True
        else:
            count += 1
            yield _sample(key, files, begin)
    if not is_whole:
        raise _Torn(f"{count} of {begin['samples'] if begin else 'all'} samples came, and no last record")


def _members(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield the neighbouring members of a tar archive whose names are equal up to the first dot."""
    key: str | None = None
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            name, _, kind = member.name.partition(".")
            if key is not None and name != key:
                yield key, files
                files = {}
            key = name
            content = archive.extractfile(member)
            if content is not None:
                files[kind] = content.read()
            # It keeps them all, and a stream has no end.
            archive.members = []  # type: ignore[attr-defined]
    if key is not None:
        yield key, files


def _sample(key: str, files: dict[str, bytes], begin: Mapping[str, Any]) -> Sample:
    labels = json.loads(files["json"])
    image = labels["image"]
    categories = {category["id"]: category for category in begin["categories"]}
    size = (image["height"], image["width"])
    camera = image.get("camera")
    return Sample(
        key=key,
        epoch=begin["epoch"],
        width=image["width"],
        height=image["height"],
        split=labels.get("split"),
        instances=tuple(
            instance_of(annotation, categories[annotation["category_id"]], size) for annotation in labels["annotations"]
        ),
        camera=None if camera is None else camera_of(camera),
        files={kind: content for kind, content in files.items() if kind != "json"},
        coco=image,
    )
