"""Fuzzes the built program: changes sound inputs, tries them at its doors, and keeps what it does not survive.

An input is a finding where a command ends by a signal, runs longer than the limit, holds more memory than the limit, or
ends with a code that is not one of those promised. See `run` for how it is called.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from mutations import mutate
from targets import TARGETS

# Of processor time, so that a busy machine makes no findings; by the clock for what only waits.
SECONDS = 20
WAITING = 120
MEMORY = 2 << 30
# Beyond this an allocation fails, so that one input cannot take the machine down.
ADDRESSES = 24 << 30


def attempt(program, command, folder):
    """Why a command is a finding, or None."""

    def limits():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        # No input makes the program write more than this.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))

    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [program, *command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=errors, preexec_fn=limits)
        late = threading.Event()
        timer = threading.Timer(WAITING, lambda: (late.set(), process.kill()))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0, 2)
        errors.seek(max(0, errors.tell() - 600))
        words = errors.read().decode(errors="replace").strip()
    if late.is_set():
        return f"{command[0]} waits longer than {WAITING} s"
    if usage.ru_utime + usage.ru_stime >= SECONDS - 1:
        return f"{command[0]} computes for {SECONDS} s"
    if process.returncode < 0 or process.returncode > 2:
        return f"{command[0]} ends with {process.returncode}: {words}"
    if usage.ru_maxrss * 1024 > MEMORY:
        return f"{command[0]} holds {usage.ru_maxrss >> 10} MiB"
    return None


def trial(program, target, inputs):
    """The first finding among the doors, or None."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    try:
        for command in target.place(folder, inputs):
            if reason := attempt(program, command, folder):
                return reason
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kind(reason):
    """What is alike of two findings: the door and the place in our code, without numbers and paths of the input."""
    return hashlib.sha256("".join(c for c in reason if not c.isdigit()).encode()).hexdigest()[:10]


def reduce(program, target, data, reason, seconds=60):
    """A shorter input with a finding of the same kind: parts are left out as long as it stays."""
    end, size = time.monotonic() + seconds, len(data) // 2
    while size >= 1 and time.monotonic() < end:
        place = 0
        while place < len(data) and time.monotonic() < end:
            shorter = data[:place] + data[place + size :]
            found = trial(program, target, [shorter])
            if found and kind(found) == kind(reason):
                data = shorter
            else:
                place += size
        size //= 2
    return data


def fuzz(program, name, seconds, seed, folder, known):
    target, generator = TARGETS[name], random.Random(f"{name} {seed}")
    start, tried, findings = time.monotonic(), 0, 0
    while time.monotonic() - start < seconds:
        inputs = [mutate(target.kind, target.seeds, generator) for _ in range(target.batch)]
        tried += len(inputs)
        together = trial(program, target, inputs)
        if not together:
            continue
        single = [(data, found) for data in inputs if (found := trial(program, target, [data]))]
        if not single:
            print(f"{name}: {len(inputs)} inputs, none of them by itself: {together[:300]}", flush=True)
            findings += 1
        for data, found in single:
            if kind(found) in known:
                continue
            known.add(kind(found))
            data = reduce(program, target, data, found)
            findings += 1
            file = folder / name / kind(found)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.with_suffix(".txt").write_text(found + "\n")
            print(f"{name}: {file}: {found[:300]}", flush=True)
    took = time.monotonic() - start
    print(f"{name:10} {took:6.0f} s {tried:8} inputs {findings:4} findings", flush=True)
    return findings


def inputs_of(target):
    return [seed if isinstance(seed, bytes) else json.dumps(seed).encode() for seed in target.seeds]


# Those that guided fuzzing has besides, by whose inputs they begin with.
ALIKE = {"yaml": "pipeline", "masks": "pictures"}


def write_seeds(folder):
    for name in [*TARGETS, *ALIKE]:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for index, data in enumerate(inputs_of(TARGETS[ALIKE.get(name, name)])):
            (folder / name / f"seed-{index}").write_bytes(data)


def replay(program, folder):
    """Every kept input and every sound one once more. The number of those that are findings."""
    count, again = 0, 0
    for file in sorted(path for path in folder.glob("*/*") if path.suffix != ".txt"):
        count += 1
        if reason := trial(program, TARGETS[file.parent.name], [file.read_bytes()]):
            again += 1
            print(f"{file}: {reason}", flush=True)
    for name, target in TARGETS.items():
        sound = inputs_of(target)
        for start in range(0, len(sound), target.batch):
            batch = sound[start : start + target.batch]
            count += len(batch)
            if reason := trial(program, target, batch):
                again += 1
                print(f"{name}: sound inputs: {reason}", flush=True)
    print(f"{count} inputs replayed, {again} findings")
    return again


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--program", help="the built diorama")
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the changes (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(".build/fuzz"), help="where findings go (default: %(default)s)")
    parser.add_argument("--replay", type=Path, help="try the inputs in a folder's TARGET/ folders, and change none")
    parser.add_argument("--seeds", type=Path, help="write the sound inputs of all targets into a folder, and try none")
    arguments = parser.parse_args()
    if arguments.seeds:
        write_seeds(arguments.seeds)
        return
    if not arguments.program:
        parser.error("--program names the built diorama")
    program = os.path.abspath(arguments.program)
    if arguments.replay:
        sys.exit(1 if replay(program, arguments.replay) else 0)
    unknown = set(arguments.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    known = set()
    findings = [
        fuzz(program, name, arguments.seconds, arguments.seed, arguments.out, known) for name in arguments.targets or TARGETS
    ]
    sys.exit(1 if any(findings) else 0)


main()
