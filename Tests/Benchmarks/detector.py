"""Tells whether pasted pictures help a detector on real photos; see `detector`."""

import argparse
import glob
import json
import pathlib
import shlex
import subprocess
import sys

import cv2

from detecting import arms, lookalikes, real, split, study, table, training


def photos_without(names):
    """The photos of files, folders and globs, as such that show nothing."""
    found = []
    for name in names:
        path = pathlib.Path(name)
        files = sorted(path.rglob("*")) if path.is_dir() else [pathlib.Path(file) for file in sorted(glob.glob(name))]
        for file in files:
            picture = cv2.imread(str(file), real.READINGS[0]) if file.is_file() else None
            if picture is not None:
                found.append(real.Photo(file, f"empty {file}", picture.shape[1], picture.shape[0]))
    if names and not found:
        raise SystemExit(f"--empty {' '.join(names)}: there are no photos")
    return found


def options():
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--real", required=True, metavar="PATH or 'KIND: …'",
                        help="labelled photos, as “diorama convert --from” takes them, or the path of a COCO dataset")
    parser.add_argument("--classes", nargs="+", help="categories to detect; all unless given")
    parser.add_argument("--test", nargs="+", default=[], metavar="GLOB",
                        help="names of the photos to test on; half of all unless given")
    parser.add_argument("--empty", nargs="+", default=[], metavar="PHOTOS",
                        help="photos (files, folders, globs) that show none of the classes, besides the dataset's own")
    parser.add_argument("--pipeline", type=pathlib.Path, metavar="FILE",
                        help="a pipeline of your own, as one more arm; its backgrounds must not be photos of the test")
    parser.add_argument("--labels", nargs="+", type=int, default=[20], metavar="N", help="labelled photos of a seed")
    parser.add_argument("--curve", nargs="*", type=int, default=[5, 10, 20, 40], metavar="N",
                        help="numbers of labelled photos to train on alone")
    parser.add_argument("--seeds", type=int, default=3, help="3 for a first look, 16 for a claim")
    parser.add_argument("--arms", nargs="+", help="these arms alone", choices=[arm.name for arm in arms.ARMS],
                        metavar="ARM")
    parser.add_argument("--steps", type=int, default=training.Settings.steps)
    parser.add_argument("--side", type=int, default=training.Settings.side, help="of what the detector sees, in pixels")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time, each on one core")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/detector"), help="the study's folder")
    parser.add_argument("--diorama", default=".build/release/diorama")
    return parser.parse_args()


def prepare(chosen):
    """The study, with its photos read and split, and sentences about them."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    real.convert(chosen.diorama, chosen.real, chosen.out / "real")
    photos, names = real.read(chosen.out / "real", chosen.classes)
    outside = photos_without(chosen.empty)
    numbers = lookalikes.groups([lookalikes.fingerprint(photo.pixels()) for photo in photos + outside])
    parts = split.split(photos, numbers[: len(photos)], chosen.test)
    held = {photo.name for photo in parts.test + parts.val}
    seen = {number for photo, number in zip(photos, numbers) if photo.name in held}
    outside = [photo for photo, number in zip(outside, numbers[len(photos):]) if number not in seen]
    if min(len(parts.pool), len(parts.val), len(parts.test)) < 2:
        raise SystemExit(f"{len(photos)} photos are too few: {len(parts.pool)} to learn from, {len(parts.val)} for "
                         f"choices, {len(parts.test)} to test on")
    schema = json.loads(subprocess.run([chosen.diorama, "schema"], capture_output=True, text=True, check=True).stdout)
    settings = training.Settings(steps=chosen.steps, side=chosen.side)
    made = study.Study(chosen.out, chosen.diorama, schema, names, parts, parts.empty + outside, settings,
                       chosen.pipeline)
    notes = [
        f"{', '.join(names)}: {len(parts.pool)} labelled photos to draw from, {len(parts.val)} for choices, "
        f"{len(parts.test)} to test on; {len(made.empty)} photos show none of it",
        f"{settings.steps} steps of {settings.batch} pictures of {settings.side} pixels; "
        "± is the deviation over seeds, […] the 95 % interval of the difference, seed by seed",
    ]
    if parts.dropped:
        notes.append(f"left out {parts.dropped} photos that look like one of the test")
    return made, notes


def main():
    chosen = options()
    made, notes = prepare(chosen)
    missing = made.left_out()
    notes += [f"left out “{name}”: {reason}" for name, reason in missing.items() if name in (chosen.arms or [name])]
    usable = [arm for arm in arms.ARMS if arm.name not in missing and arm.name in (chosen.arms or [arm.name])]
    most = len(made.split.pool)
    if max(chosen.labels) >= most:
        raise SystemExit(f"--labels {max(chosen.labels)}: there are {most} labelled photos to draw from; ask for fewer")
    wanted = []
    for seed in range(chosen.seeds):
        for count in sorted({*chosen.labels, *chosen.curve}):
            if count < most:
                wanted += [(arm, count, seed) for arm in usable if not arm.every
                           and (arm.name == "real" or count in chosen.labels)]
        wanted += [(arm, most, seed) for arm in usable if arm.every]
    command = shlex.join(["bash", "Tests/Benchmarks/detector", *sys.argv[1:]])
    print("\n".join(notes), f"{len(wanted)} runs", sep="\n", flush=True)

    def report(run, results, note):
        arm, count, seed = run
        last = results[run]["checks"][-1]
        print(f"{len(results):4} of {len(wanted)}: seed {seed}, {count} labels, {arm.name}: {table.MEASURE} "
              f"{last['test'][table.MEASURE]:.1f}, val {last['val'][table.MEASURE]:.1f} in the end "
              f"({results[run]['cpu_seconds']} s) {note}".rstrip(), flush=True)
        write(results)

    def write(results):
        found = table.Table(results, most, notes, command)
        for name, text in [("txt", found.text()), ("md", found.markdown()), ("json", found.json())]:
            (chosen.out / f"table.{name}").write_text(text)
        return found

    found = write(made.run(wanted, chosen.jobs, report))
    print("\n" + found.text(), end="")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("interrupted; the same command goes on from here") from None
