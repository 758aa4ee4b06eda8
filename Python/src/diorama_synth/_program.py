"""Where the program is, and how it is called."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ._errors import DioramaError, Interrupted, InvalidInput, ProgramError, RunFailed
from ._report import Report

VARIABLE = "DIORAMA_PROGRAM"
"""The environment variable that names the program."""

CARRIED = Path(__file__).with_name("program") / "bin" / "diorama"
"""The program where a wheel carries it. Its own files lie in ``share/diorama`` beside ``bin``."""

LIBRARIES = (
    "libvips42 libassimp5 libembree3-3 libminizip1 libpangocairo-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libxml2 "
    "fonts-dejavu-core"
)
"""The packages of Debian 12 that the program needs, without those that these bring along."""

LOADER_FAILED = 127
"""The exit code of the dynamic loader, where it cannot load a library."""


def program() -> str:
    """Return the path of the program: what ``DIORAMA_PROGRAM`` names, the wheel's own, or the one on ``PATH``."""
    if named := os.environ.get(VARIABLE):
        return named
    if CARRIED.exists():
        return str(CARRIED)
    if found := shutil.which("diorama"):
        return found
    raise ProgramError(
        "there is no program “diorama”: put it on PATH, name it in the environment variable DIORAMA_PROGRAM, or "
        "install a wheel that carries it"
    )


def missing_library(words: str) -> str | None:
    """Say what to do where the dynamic loader could not load a library; ``None`` for any other words."""
    if not (found := re.search(r"error while loading shared libraries: ([^:\s]+)", words)):
        return None
    return (
        f"diorama needs the library {found[1]}, which is not installed; on Debian 12, as root:\n"
        f"  apt-get install --no-install-recommends {LIBRARIES}"
    )


def call(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the program to its end.

    An exception in the meantime, such as ``KeyboardInterrupt``, interrupts it, and waits until it has finished the
    images that are in work. It raises ``ProgramError`` if the program cannot be started.
    """
    path = program()
    try:
        process = subprocess.Popen(
            [path, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ProgramError(f"{path} cannot be run: {error.strerror}") from error
    with process:
        try:
            out, words = process.communicate()
        except BaseException:
            process.send_signal(signal.SIGINT)
            try:
                process.wait()
            except BaseException:
                process.kill()
                raise
            raise
    return subprocess.CompletedProcess([path, *arguments], process.returncode, out, words)


def failure(code: int, words: str, report: Report | None = None) -> DioramaError:
    """Return the error for a program that ended with a code other than 0."""
    # The usage of a command line helps nobody who did not write one.
    words = words.partition("\nUsage: ")[0].strip().removeprefix("error: ").removeprefix("Error: ")
    if report and not words:
        words = "\n".join(str(finding) for finding in report.errors or report.findings)
    if code == LOADER_FAILED and (help := missing_library(words)):
        return ProgramError(help, exit_code=code)
    if code < 0:
        name = signal.Signals(-code).name
        return ProgramError(f"diorama was ended by {name}" + (f": {words}" if words else ""), exit_code=code)
    # 75: a merge waits for images that other machines have not made yet.
    kind = {1: RunFailed, 2: InvalidInput, 75: RunFailed, 130: Interrupted}.get(code, ProgramError)
    return kind(words or f"diorama ended with exit code {code}", exit_code=code, report=report)


def reported(arguments: Sequence[str]) -> tuple[Report, DioramaError | None]:
    """Run a command that takes ``--format json``.

    Returns its report, and the error that it stands for if the exit code is not 0. It raises that error where there
    is no report.
    """
    done = call([*arguments, "--format", "json"])
    try:
        report = Report.parse(done.stdout)
    except (ValueError, KeyError, TypeError):
        if done.returncode:
            raise failure(done.returncode, done.stderr) from None
        raise ProgramError(f"{program()} printed no report: is it diorama?", exit_code=0) from None
    return report, failure(done.returncode, done.stderr, report) if done.returncode else None
