"""Lets a wheel carry the program: what Packaging/stage laid out in the folder that DIORAMA_STAGE names.

Without that variable the wheel is pure Python, and finds the program on PATH.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SCRIPT = """\
#!python
from diorama_synth.__main__ import main

main()
"""


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the program, its own files, the command “diorama”, the man page and the completions."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: D102
        if not (named := os.environ.get("DIORAMA_STAGE")):
            return
        stage = Path(named)
        script = stage.parent / "diorama"
        script.write_text(SCRIPT, encoding="utf-8")
        script.chmod(0o755)
        build_data["shared_scripts"] = {str(script): "diorama"}
        build_data["force_include"] = {
            str(stage / "bin"): "diorama_synth/program/bin",
            str(stage / "share" / "diorama"): "diorama_synth/program/share/diorama",
            str(stage / "share" / "doc" / "diorama"): "diorama_synth/program/share/doc/diorama",
            str(Path(self.root).parent / "LICENSE"): "diorama_synth/program/share/doc/diorama/LICENSE",
        }
        build_data["shared_data"] = {
            str(stage / "share" / folder): f"share/{folder}" for folder in ("man", "bash-completion", "zsh", "fish")
        }
        build_data["pure_python"] = False
        # It needs Debian's libvips and others, which no manylinux tag allows for.
        build_data["tag"] = "py3-none-linux_x86_64"
