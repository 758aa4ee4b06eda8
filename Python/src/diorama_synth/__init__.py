"""Training data for computer vision: run diorama, and read the datasets that it makes.

>>> import diorama_synth as diorama
>>> diorama.run("quickstart", "out/quickstart", images=100)
>>> for record in diorama.open("out/quickstart"):
...     print(record.path, [(i.category, i.box) for i in record.instances])
"""

from typing import TYPE_CHECKING, Any

from ._errors import DioramaError, Interrupted, InvalidInput, ProgramError, RunFailed
from ._records import Box3D, Camera, Instance, Keypoint, Pose, Record, Records, open
from ._report import Finding, Report
from ._run import check, explain, merge, run, verify
from ._version import __version__

if TYPE_CHECKING:
    from ._stream import Dataset, Sample

__all__ = [
    "Box3D",
    "Camera",
    "Dataset",
    "DioramaError",
    "Finding",
    "Instance",
    "Interrupted",
    "InvalidInput",
    "Keypoint",
    "Pose",
    "ProgramError",
    "Record",
    "Records",
    "Report",
    "RunFailed",
    "Sample",
    "__version__",
    "check",
    "explain",
    "merge",
    "open",
    "run",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import what needs PyTorch once it is asked for."""
    if name in ("Dataset", "Sample"):
        try:
            from . import _stream
        except ModuleNotFoundError as error:
            if error.name != "torch":
                raise
            raise ModuleNotFoundError(f"diorama_synth.{name} needs PyTorch: pip install torch", name="torch") from error
        return getattr(_stream, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
