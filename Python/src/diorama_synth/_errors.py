"""What can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._report import Finding, Report


class DioramaError(Exception):
    """A command of diorama that did not do what it was asked for. Its words are the program's own."""

    def __init__(self, words: str, *, exit_code: int | None = None, report: Report | None = None) -> None:
        super().__init__(words)
        self.exit_code = exit_code
        """The program's exit code; ``None`` if it never ran."""
        self.report = report
        """The program's report, where it printed one."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the program found."""
        return self.report.findings if self.report else ()


class InvalidInput(DioramaError):
    """Wrong usage, or a pipeline with mistakes. Nothing was written."""


class RunFailed(DioramaError):
    """The work failed, or its result is not what the pipeline asks for."""


class Interrupted(DioramaError):
    """The run was interrupted. ``run(…, resume=True)`` goes on with it."""


class ProgramError(DioramaError):
    """The program is missing, lacks a library, or ended in an unexpected way."""
