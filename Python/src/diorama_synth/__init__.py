"""Training data for computer vision: run diorama, and read the datasets that it makes.

>>> import diorama_synth as diorama
>>> diorama.run("quickstart", "out/quickstart", images=100)
>>> for record in diorama.open("out/quickstart"):
...     print(record.path, [(i.category, i.box) for i in record.instances])
"""

from ._errors import DioramaError, Interrupted, InvalidInput, ProgramError, RunFailed
from ._records import Box3D, Camera, Instance, Keypoint, Pose, Record, Records, open
from ._report import Finding, Report
from ._run import check, explain, run
from ._version import __version__

__all__ = [
    "Box3D",
    "Camera",
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
    "__version__",
    "check",
    "explain",
    "open",
    "run",
]
