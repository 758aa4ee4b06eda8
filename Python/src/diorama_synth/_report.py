"""What the program reports with ``--format json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or worth knowing.

    Codes keep their meaning from version to version; the words may change.
    """

    severity: str
    """``error``, ``warning`` or ``note``."""
    code: str
    """Such as ``pipeline.unknown-key`` or ``picture.damaged``."""
    problem: str
    """What is wrong, in words."""
    remedy: str | None = None
    """What to do."""
    file: str | None = None
    line: int | None = None
    column: int | None = None
    subject: str | None = None
    """Which object, category or record it is about, where it is not a place in a file."""
    count: int | None = None
    """How many findings it stands for."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        head = ": ".join(part for part in (place, self.severity, self.subject) if part)
        return f"{head}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one command."""

    version: str
    """The version of the program."""
    command: str
    ok: bool
    """Whether all is well."""
    findings: tuple[Finding, ...]
    summary: Mapping[str, Any]
    """Counts; which ones depends on the command."""

    @classmethod
    def parse(cls, text: str) -> Report:
        """Read the document that the program prints. Raises ``ValueError`` for any other text."""
        document = json.loads(text)
        if not isinstance(document, dict) or "findings" not in document:
            raise ValueError("this is no report of diorama")
        known = Finding.__dataclass_fields__.keys()
        return cls(
            version=document["diorama"],
            command=document["command"],
            ok=document["ok"],
            findings=tuple(
                Finding(**{key: value for key, value in finding.items() if key in known})
                for finding in document["findings"]
            ),
            summary=document["summary"],
        )

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.severity == "error")
