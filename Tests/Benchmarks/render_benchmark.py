"""Measures renderers on the same mesh, poses, size and samples. `render` beside this file calls it."""

import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import mesh

HERE = pathlib.Path(__file__).parent
DIORAMA = "diorama"


def contenders(options):
    """Names and commands, in the order of the table."""
    ours = [options.benchmark, "--threads", os.cpu_count()]
    found = {DIORAMA: ours, "diorama, whole image": [*ours, "--whole"]}
    if importlib.util.find_spec("mitsuba"):
        script = [sys.executable, HERE / "with_mitsuba.py"]
        found["Mitsuba LLVM, one render"] = script
        found["Mitsuba LLVM, two renders"] = [*script, "--renders", 2]
    if importlib.util.find_spec("bpy"):
        found["Cycles"] = [sys.executable, HERE / "with_cycles.py"]
    return found


def run(command, options, samples, frames, environment=None):
    """What a renderer says it took, as it prints it on its last line."""
    whole = [*command, options.mesh, "--scene", HERE / "scene.json", "--samples", samples, "--frames", frames]
    done = subprocess.run(
        [str(part) for part in whole], capture_output=True, text=True, check=False,
        env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise RuntimeError(f"{pathlib.Path(str(command[0])).name} exited with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def against_embree(options, samples):
    """The rays of one image on one thread: how fast, and Embree's own time for them over the whole of ours."""
    report = options.folder / "replay.json"
    shares, rates, alone = [], [], []
    for flags in ([], ["--coverage"]):
        command = [options.benchmark, *flags]
        pairs = []
        for _ in range(options.rounds):
            run(command, options, samples, 1, {"LD_PRELOAD": str(options.replay), "REPLAY_OUT": str(report)})
            kinds = json.loads(report.read_text(encoding="utf-8")).values()
            rays, embree = sum(kind[0] for kind in kinds), sum(kind[1] for kind in kinds)
            ours = run(command, options, samples, 1)["cpu_ms"]
            pairs.append((embree / ours, rays / ours / 1000, rays / embree / 1000))
        shares.append(statistics.median(pair[0] for pair in pairs))
        rates.append(statistics.median(pair[1] for pair in pairs))
        alone.append(statistics.median(pair[2] for pair in pairs))
    words = ["all rays", "only the camera's, which are coherent"]
    for word, share, rate, embree in zip(words, shares, rates, alone):
        print(f"  {word}: {rate:.2f} Mrays/s a thread, Embree alone {embree:.2f}: {share:.2f} of its rate")


def main():
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/render", description="Measures rendering.")
    parser.add_argument("--samples", type=int, nargs="+", default=[16, 64], help="of each pixel (16 64)")
    parser.add_argument("--frames", type=int, default=4, help="images a run (4)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs, in turns (3)")
    parser.add_argument(
        "--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "diorama-rendering",
        help="where the mesh is kept (%(default)s)")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="contenders whose names hold one of these words")
    parser.add_argument("--benchmark", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--replay", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()

    options.mesh = mesh.make(options.folder)
    chosen = {
        name: command for name, command in contenders(options).items()
        if not options.only or any(word.lower() in name.lower() for word in options.only)
    }
    busy = os.getloadavg()[0]
    if busy > 0.5:
        print(f"Careful: this machine is at other work too (load {busy:.1f}); trust the processor time most.")
    for samples in options.samples:
        rounds = []
        for number in range(options.rounds):
            measured = {}
            names = list(chosen)
            # Each round in another order, so that nobody always follows the same one.
            for name in names[number % len(names):] + names[:number % len(names)]:
                measured[name] = run(chosen[name], options, samples, options.frames)
            rounds.append(measured)
        print(f"\n{samples} samples, {options.frames} images a run, medians of {options.rounds} rounds")
        for name in chosen:
            wall = statistics.median(measured[name]["wall_ms"] for measured in rounds)
            cpu = statistics.median(measured[name]["cpu_ms"] for measured in rounds)
            line = f"  {name:<26} {wall:8.0f} ms an image {cpu:8.0f} ms of processor time"
            if DIORAMA in chosen:
                times = statistics.median(
                    measured[name]["cpu_ms"] / measured[DIORAMA]["cpu_ms"] for measured in rounds)
                line += f"  {times:5.2f} times ours"
            print(line, flush=True)
        against_embree(options, samples)


if __name__ == "__main__":
    main()
