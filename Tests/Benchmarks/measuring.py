"""Runs a command and tells what it took: wall time, processor time and memory, with its child processes."""

import dataclasses
import os
import pathlib
import subprocess
import threading
import time

# Looking at one process takes a few microseconds; adding up the memory of several, milliseconds.
SAMPLE_SECONDS = 0.01
SUM_SECONDS = 0.25

# Some machines set these to make numpy's results alike across processors; what is measured here are the defaults.
UNSET = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]


@dataclasses.dataclass
class Measurement:
    """What one run of a command took."""

    wall_seconds: float
    cpu_seconds: float
    """User and system time of the process and of all children that it waited for."""
    peak_bytes: int
    """The most resident memory of a process alone; of several, of their sum, with shared pages counted once."""


def measure(command, log):
    """Runs `command` to its end; its output goes to the file `log`. Raises RuntimeError when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True)
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode != 0:
        words = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{' '.join(command[:3])} … exited with {process.returncode}:\n{words[-2000:]}")
    return Measurement(wall, usage.ru_utime + usage.ru_stime, sampler.peak)


def tree(pid):
    """A process and all below it, as far as they are still there."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += tree(int(child))
    return found


def proportional_bytes(pid):
    """A process's resident memory, each page divided by how many processes share it; 0 when it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return sum(1024 * int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def high_water_bytes(pid):
    """The most memory that a process has had resident so far; 0 when it has ended.

    Not `ru_maxrss`, which is never less than that of whoever started the process.
    """
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            return sum(1024 * int(line.split()[1]) for line in file if line.startswith("VmHWM:"))
    except OSError:
        return 0


class _Sampler(threading.Thread):
    """Looks at a process's tree again and again, and keeps the largest memory that it has seen."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.ended = threading.Event()

    def run(self):
        next_sum = 0.0
        while not self.ended.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, high_water_bytes(self.pid))
            if time.monotonic() >= next_sum:
                processes = tree(self.pid)
                if len(processes) > 1:
                    self.peak = max(self.peak, sum(map(proportional_bytes, processes)))
                next_sum = time.monotonic() + SUM_SECONDS

    def stop(self):
        self.ended.set()
        self.join()
