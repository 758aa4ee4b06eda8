"""Measures a reference work, contender by contender, on the same files. `run` beside this file calls it."""

import argparse
import dataclasses
import os
import pathlib
import platform
import shutil
import statistics
import sys
import tempfile

import cv2
import PIL
import pyvips

import checking
import inputs
import measuring
import recipe

HERE = pathlib.Path(__file__).parent
OPENCV = "OpenCV"
# What decoding and encoding cost: with nothing between, or with the photo made smaller.
FLOORS = {"reference": "floor: libvips", "phone": "vipsthumbnail"}
# As the others do it: nothing is matched to the photo, and no page shows the result.
PLAIN = ["--without", "match", "--no-report"]


@dataclasses.dataclass
class Contender:
    """Who is measured: `command(out, images)` is what to run, and `out` does not exist before."""

    name: str
    command: object
    labelled: bool = True


def contenders(options):
    """All of them, in the order of the table."""
    photos = sorted((options.folder / "photos").glob("*.jpg"))
    workers = os.cpu_count()

    def floor(way):
        def command(out, images):
            (out / "images").mkdir(parents=True)
            return [options.floor, way, out / "images", workers, *photos[:images]]
        return command

    def script(name, *changes):
        return lambda out, images: [
            sys.executable, HERE / name, options.folder, out, "--images", images, "--work", options.work, *changes
        ]

    def diorama(*changes):
        return lambda out, images: [
            options.diorama, "run", options.folder / "reference.yaml", "--out", out, "--images", images, *changes
        ]

    if options.work == "phone":
        work = recipe.WORKS[options.work]
        smaller = ["--set", f"backgrounds.resize.longest={max(work.width, work.height)}"]

        def thumbnails(out, images):
            (out / "images").mkdir(parents=True)
            form = f"{out / 'images'}/%s.jpg[Q={recipe.QUALITY},subsample_mode=on,strip]"
            share = -(-min(images, len(photos)) // workers)
            return ["xargs", "--arg-file", listed(photos[:images]), "-P", workers, "-n", share,
                    "env", "VIPS_CONCURRENCY=1", "vipsthumbnail", "--size", f"{work.width}x{work.height}!", "-o", form]

        def listed(chosen):
            file = options.folder / "photos.txt"
            file.write_text("\n".join(map(str, chosen)), encoding="utf-8")
            return file

        return [
            Contender(FLOORS["phone"], thumbnails, labelled=False),
            Contender("diorama", diorama(*smaller)),
            Contender("diorama, plain", diorama(*smaller, *PLAIN)),
            Contender("diorama, 4 crops a photo", diorama(
                *smaller, "--set", "backgrounds.repeat=4", "--set", "backgrounds.crop.share={uniform: [0.6, 1]}")),
            Contender("OpenCV, reduced", script("with_opencv.py", "--reduced")),
            Contender(OPENCV, script("with_opencv.py")),
            Contender("Pillow, draft", script("with_pillow.py")),
        ]
    return [
        Contender(FLOORS["reference"], floor("vips"), labelled=False),
        Contender("libjpeg-turbo", floor("turbo"), labelled=False),
        Contender("diorama", diorama()),
        Contender("diorama, plain", diorama(*PLAIN)),
        Contender("diorama, 4 images a photo", diorama("--set", "backgrounds.repeat=4")),
        Contender(OPENCV, script("with_opencv.py")),
        Contender("Pillow", script("with_pillow.py")),
    ]


def once(contender, options, images):
    """One run into a new folder, on a disk that has nothing left to write."""
    out = options.folder / "out" / contender.name.replace(" ", "-").replace(":", "").replace(",", "")
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(exist_ok=True)
    os.sync()
    command = [str(part) for part in contender.command(out, images)]
    return out, measuring.measure(command, options.folder / "log.txt")


def warm_up(options):
    """Reads every input once, so that nobody waits for the disk."""
    for file in [*(options.folder / "photos").iterdir(), *(options.folder / "cutouts").iterdir()]:
        file.read_bytes()


def machine():
    """What all of this ran on."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    vips = ".".join(str(pyvips.version(part)) for part in range(3))
    return (
        f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), {memory:.0f} GiB of memory; "
        f"libvips {vips}, OpenCV {cv2.__version__}, Pillow {PIL.__version__}, Python {platform.python_version()}"
    )


def table(rows):
    """Rows of texts as columns; the first is set to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [text.rjust(width) for text, width in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def report(names, starts, rounds, images, floor):
    """The table of medians. Ratios are taken round by round, between runs made minutes apart at most."""
    def median(name, value):
        return statistics.median(value(measured, name) for measured in rounds)

    def speed_ratio(other):
        return lambda measured, name: measured[other].wall_seconds / measured[name].wall_seconds

    def cpu_ratio(other):
        return lambda measured, name: measured[other].cpu_seconds / measured[name].cpu_seconds

    def ratio(name, other, kind):
        return f"{median(name, kind(other)):.2f}" if other in names else "–"

    rows = [["", "images/s", "of the floor", "of OpenCV", "CPU ms/image", "of the floor", "peak MiB", "start s"]]
    for name in names:
        rows.append([
            name,
            f"{median(name, lambda measured, name: images / measured[name].wall_seconds):.1f}",
            ratio(name, floor, speed_ratio),
            ratio(name, OPENCV, speed_ratio),
            f"{median(name, lambda measured, name: 1000 * measured[name].cpu_seconds / images):.1f}",
            ratio(name, floor, cpu_ratio),
            f"{median(name, lambda measured, name: measured[name].peak_bytes / 2**20):.0f}",
            f"{starts[name].wall_seconds:.2f}",
        ])
    return table(rows)


def main():
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/run", description="Measures a reference work.")
    parser.add_argument(
        "--work", choices=recipe.WORKS, default="reference",
        help="photos of 1920×1280 that keep their size, or a telephone's of 4000×3000 as images of 1280×960 (%(default)s)")
    parser.add_argument("--images", type=int, help="images a run (200, or 60 of a telephone's)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs, in turns (3)")
    parser.add_argument(
        "--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "diorama-benchmark",
        help="where inputs are kept and outputs go (%(default)s)")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="contenders whose names hold one of these words")
    parser.add_argument("--floor", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--diorama", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()

    options.images = options.images or (200 if options.work == "reference" else 60)
    if options.work != "reference":
        options.folder = options.folder / options.work
    work = recipe.WORKS[options.work]
    inputs.make(options.folder, options.images, work)
    shutil.copy(HERE / "reference.yaml", options.folder)
    chosen = [
        contender for contender in contenders(options)
        if not options.only or any(word.lower() in contender.name.lower() for word in options.only)
    ]
    print(machine())
    busy = os.getloadavg()[0]
    if busy > 0.5:
        print(f"Careful: this machine is at other work too (load {busy:.1f}); trust the processor time most.")
    warm_up(options)

    starts = {contender.name: once(contender, options, 1)[1] for contender in chosen}
    rounds = []
    for number in range(options.rounds):
        measured = {}
        # Each round in another order, so that nobody always follows the same one.
        for place in range(len(chosen)):
            contender = chosen[(place + number) % len(chosen)]
            out, measured[contender.name] = once(contender, options, options.images)
            if number == 0:
                outcome = checking.check(out, options.images, contender.labelled, work)
                words = [f"{outcome.images} images of {1000 * outcome.megabytes / outcome.images:.0f} kB"]
                if contender.labelled:
                    words.append(f"{outcome.annotations} annotations of {outcome.mean_area:.0f} pixels")
                print(f"  {contender.name}: {', '.join(words)}", flush=True)
        rounds.append(measured)
    shutil.rmtree(options.folder / "out")
    print(f"\n{options.images} images a run, medians of {options.rounds} rounds\n")
    print(report([contender.name for contender in chosen], starts, rounds, options.images, FLOORS[options.work]))


if __name__ == "__main__":
    main()
