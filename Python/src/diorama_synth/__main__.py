"""``python -m diorama_synth`` is the program itself; a wheel that carries it installs this as ``diorama``."""

from __future__ import annotations

import os
import subprocess
import sys

from ._errors import DioramaError
from ._program import missing_library, program


def main() -> None:
    """Become the program. Where a library is missing, say what to do instead of what the dynamic loader says."""
    try:
        path = program()
        # The loader lists what it would load, and runs nothing.
        listed = subprocess.run(
            [path], env={**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"}, capture_output=True, text=True, check=False
        )
        for line in listed.stdout.splitlines():
            name, _, found = line.strip().partition(" => ")
            if found == "not found":
                print(missing_library(f"error while loading shared libraries: {name}"), file=sys.stderr)
                sys.exit(1)
        os.execv(path, ["diorama", *sys.argv[1:]])  # noqa: S606
    except DioramaError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"the program cannot be run: {error}")


if __name__ == "__main__":
    main()
