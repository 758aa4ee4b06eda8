"""Watches the resident memory of one long run. `memory` beside this file calls it."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import inputs
import recipe

HERE = pathlib.Path(__file__).parent
PHOTOS = 200
SAMPLE_SECONDS = 0.02
# Samples this near a count of images, as a share of it, are taken for that count.
NEAR = 0.1


def resident_bytes(pid):
    """A process's resident memory now and at most so far; None when it has ended."""
    fields = {}
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            for line in file:
                name, _, value = line.partition(":")
                if name in ("VmRSS", "VmHWM"):
                    fields[name] = 1024 * int(value.split()[0])
    except OSError:
        return None
    return (fields["VmRSS"], fields["VmHWM"]) if len(fields) == 2 else None


def finished(folder):
    """How many images a run has written: those still under a temporary name don't count."""
    try:
        return sum(1 for name in os.listdir(folder) if name.endswith(".jpg") and name[0] != ".")
    except FileNotFoundError:
        return 0


def watch(command, images, log):
    """Runs a command; gives (images written, resident bytes, most so far) again and again until it ends."""
    samples = []
    with open(log, "wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        while process.poll() is None:
            memory = resident_bytes(process.pid)
            if memory:
                samples.append((finished(images), *memory))
            time.sleep(SAMPLE_SECONDS)
    if process.returncode != 0:
        words = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{' '.join(command[:2])} exited with {process.returncode}:\n{words[-2000:]}")
    return samples


def main():
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/memory", description="Watches the memory of a long run.")
    parser.add_argument("--early", type=int, default=200, help="count of images to compare with (200)")
    parser.add_argument("--late", type=int, default=2000, help="count of images to compare, and to make (2000)")
    parser.add_argument(
        "--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "diorama-benchmark",
        help="where inputs are kept and outputs go (%(default)s)")
    parser.add_argument("--diorama", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()

    inputs.make(options.folder, PHOTOS, recipe.WORKS["reference"])
    shutil.copy(HERE / "reference.yaml", options.folder)
    out = options.folder / "out" / "memory"
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(exist_ok=True)
    command = [
        options.diorama, "run", options.folder / "reference.yaml", "--out", out, "--images", options.late,
        "--set", "backgrounds.resize={width: 480, height: 320}",
    ]
    samples = watch([str(part) for part in command], out / "images", options.folder / "log.txt")
    shutil.rmtree(out)

    print(f"{'images':>10}  {'resident MiB':>12}  {'most so far':>11}")
    resident, most = {}, {}
    for count in (options.early, options.late):
        near = [sample for sample in samples if abs(sample[0] - count) <= NEAR * count]
        if not near:
            sys.exit(f"no sample near {count} images: the run was over too soon")
        resident[count] = statistics.median(sample[1] for sample in near)
        most[count] = max(sample[2] for sample in near)
        print(f"{count:>10}  {resident[count] / 2**20:>12.1f}  {most[count] / 2**20:>11.1f}")
    early, late = options.early, options.late
    print(f"{'ratio':>10}  {resident[late] / resident[early]:>12.3f}  {most[late] / most[early]:>11.3f}")


if __name__ == "__main__":
    main()
