"""Measures effects and blends in nanoseconds a pixel. `effects` beside this file calls it."""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import sys
import tempfile
import time
import warnings

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import cv2
import numpy

import inputs
import measuring
import recipe

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
# Changes nothing: what every effect needs besides its own work, such as writing the whole image anew, is not counted.
NOTHING = "{defocus: {radius: 0}}"
OTHERS_RUNS = 7

# Each effect with values as in the pages, and the nearest of others: a word for the table, and a function of an image.
EFFECTS = {
    "fog": ("{fog: {visibility: 100}}", "albumentations RandomFog"),
    "dust": ("{dust: {visibility: 80}}", None),
    "rain": ("{rain: {rate: 10}}", "albumentations RandomRain"),
    "rain, a cloudburst on a mirror": ("{rain: {rate: 50, mirror: 0.3}}", None),
    "rain: drops on the lens": ("{rain: {rate: 0, drops: 0.1}}", "albumentations Spatter"),
    "snow": ("{snow: {rate: 2}}", "albumentations RandomSnow"),
    "snow that lies": ("{snow: {rate: 0, cover: 0.8}}", None),
    "night": ("{night: {headlights: 0.5}}", None),
    "low_sun": ("{low_sun: {x: 0.7, y: 0.2}}", "albumentations RandomSunFlare"),
    "cloud_shadow": ("{cloud_shadow: {}}", "albumentations RandomShadow"),
    "distortion": ("{distortion: {k1: -0.2}}", "OpenCV remap, map known"),
    "chromatic_aberration": ("{chromatic_aberration: {red: 1, blue: -1}}", "albumentations ChromaticAberration"),
    "glow": ("{glow: {from: 0.3}}", None),
    "vignette": ("{vignette: {corner: 0.4}}", None),
    "defocus": ("{defocus: {radius: 3}}", "albumentations Defocus"),
    "motion_blur": ("{motion_blur: {length: 9, angle: 30}}", "albumentations MotionBlur"),
    "rolling_shutter": ("{rolling_shutter: {yaw: 30}}", None),
    "exposure": ("{exposure: {stops: 0.4}}", "albumentations RandomGamma"),
    "noise": ("{noise: {iso: 800}}", "albumentations ShotNoise"),
    "white_balance": ("{white_balance: {kelvin: 5000}}", "albumentations PlanckianJitter"),
    "contrast": ("{contrast: {factor: 1.1}}", "albumentations RandomBrightnessContrast"),
    "recompress": ("{recompress: {quality: 70}}", "albumentations ImageCompression"),
}
# Each blend, against the pixels that the objects show.
BLENDS = {
    "feather": ("{feather: 1}", None),
    "box": ("{box: 1}", None),
    "motion": ("{motion: {length: 6}}", None),
    "pyramid": ("pyramid", "OpenCV MultiBandBlender"),
    "poisson": ("poisson", "OpenCV seamlessClone"),
}

EFFECT_WORDS = """
## What effects cost

Processor time of one core, in nanoseconds for each pixel of an image of 1920×1280, beside the nearest function of others: not
all of these do the same. What any effect needs at all, such as to encode the whole image anew, is not counted.
`bash Tests/Benchmarks/effects --write` measures it. [Blends](blends.md) have their own table.

"""
BLEND_WORDS = """
## What blends cost

Processor time of one core beyond that of `alpha`, in nanoseconds for each pixel that the objects show, in images of 1920×1280 with
eight objects. `bash Tests/Benchmarks/effects --write` measures it.

"""


def others(photo):
    """What others do to one photo, by the words of the tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import albumentations
    transforms = {
        "RandomFog": albumentations.RandomFog(p=1),
        "RandomRain": albumentations.RandomRain(p=1),
        "Spatter": albumentations.Spatter(mode="rain", p=1),
        "RandomSnow": albumentations.RandomSnow(p=1),
        "RandomSunFlare": albumentations.RandomSunFlare(p=1),
        "RandomShadow": albumentations.RandomShadow(p=1),
        "ChromaticAberration": albumentations.ChromaticAberration(p=1),
        "Defocus": albumentations.Defocus(radius=(3, 3), p=1),
        "MotionBlur": albumentations.MotionBlur(blur_limit=(9, 9), p=1),
        "RandomGamma": albumentations.RandomGamma(p=1),
        "ShotNoise": albumentations.ShotNoise(p=1),
        "PlanckianJitter": albumentations.PlanckianJitter(p=1),
        "RandomBrightnessContrast": albumentations.RandomBrightnessContrast(p=1),
        "ImageCompression": albumentations.ImageCompression(quality_range=(70, 70), p=1),
    }
    found = {
        f"albumentations {name}": (lambda transform=transform: transform(image=photo)["image"])
        for name, transform in transforms.items()
    }
    height, width = photo.shape[:2]
    camera = numpy.array([[width, 0, width / 2], [0, width, height / 2], [0, 0, 1]], numpy.float64)
    maps = cv2.initUndistortRectifyMap(camera, (-0.2, 0, 0, 0), None, camera, (width, height), cv2.CV_32FC1)
    found["OpenCV remap, map known"] = lambda: cv2.remap(photo, *maps, cv2.INTER_CUBIC)
    return found


def other_blends(photo):
    """The same for blends: functions, and the number of pixels of the object."""
    side = 400
    source = photo[:side, :side].copy()
    target = photo[side:2 * side, side:2 * side].copy()
    mask = numpy.zeros((side, side), numpy.uint8)
    cv2.circle(mask, (side // 2, side // 2), side * 2 // 5, 255, -1)

    def multiband():
        blender = cv2.detail_MultiBandBlender()
        blender.prepare((0, 0, side, side))
        blender.feed(target.astype(numpy.int16), 255 - mask, (0, 0))
        blender.feed(source.astype(numpy.int16), mask, (0, 0))
        blender.blend(None, None)

    return {
        "OpenCV MultiBandBlender": multiband,
        "OpenCV seamlessClone": lambda: cv2.seamlessClone(
            source, target, mask, (side // 2, side // 2), cv2.NORMAL_CLONE),
    }, int((mask > 0).sum())


def nanoseconds(function, pixels):
    """The median processor time of a function for each of so many pixels."""
    function()
    times = []
    for _ in range(OTHERS_RUNS):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return 1e9 * statistics.median(times) / pixels


def seconds(options, changes):
    """The processor time of one run."""
    out = options.folder / "out" / "effects"
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(exist_ok=True)
    command = [
        options.diorama, "run", options.folder / "reference.yaml", "--out", out, "--images", options.images, "--jobs", 1,
        "--set", "scene.camera.horizon=0.4",
    ]
    for change in changes:
        command += ["--set", change]
    return measuring.measure([str(part) for part in command], options.folder / "log.txt").cpu_seconds


def measured(options, works):
    """The least seconds of each work in all rounds: the rounds go through them in turn."""
    best = {}
    for number in range(options.rounds):
        for name, changes in works.items():
            best[name] = min(best.get(name, float("inf")), seconds(options, changes))
        print(f"round {number + 1} of {options.rounds} is done", file=sys.stderr, flush=True)
    return best


def table(head, rows):
    lines = [f"| {head} | ns a pixel | the nearest of others | ns a pixel |", "| --- | ---: | --- | ---: |"]
    # Less than nothing is what the measuring is unsure by.
    lines += [f"| {name} | {max(0, own):.0f} | {other or ''} | {'' if time is None else f'{time:.0f}'} |"
              for name, own, other, time in rows]
    return "\n".join(lines) + "\n"


def write(page, words, text):
    """Puts a table with its words between a page's two marks."""
    begin, end = "<!-- costs -->\n", "<!-- end of costs -->\n"
    path = ROOT / "docs" / page
    old = path.read_text(encoding="utf-8")
    if old.count(begin) != 1 or old.count(end) != 1:
        sys.exit(f"docs/{page} has no marks {begin.strip()} and {end.strip()}")
    path.write_text(
        re.sub(f"{begin}.*?{end}", lambda _: begin + words + text + end, old, flags=re.DOTALL), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(
        prog="Tests/Benchmarks/effects", description="Measures effects and blends in nanoseconds a pixel.")
    parser.add_argument("--images", type=int, default=24, help="images a run (24)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each runs; the least time counts (3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="effects and blends whose names begin with one of these")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/effects.md and docs/blends.md")
    parser.add_argument(
        "--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "diorama-benchmark",
        help="where inputs are kept and outputs go (%(default)s)")
    parser.add_argument("--diorama", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write needs the whole table: leave out --only")

    work = recipe.WORKS["reference"]
    inputs.make(options.folder, options.images, work)
    shutil.copy(HERE / "reference.yaml", options.folder)

    def chosen(parts):
        return {name: part for name, part in parts.items()
                if not options.only or any(name.startswith(word) for word in options.only)}

    effects, blends = chosen(EFFECTS), chosen(BLENDS)
    works = {"": [f"effects=[{NOTHING}]"]} | {name: [f"effects=[{what}]"] for name, (what, _) in effects.items()}
    if blends:
        works |= {"alpha": ["blend=alpha"]} | {name: [f"blend={what}"] for name, (what, _) in blends.items()}
    best = measured(options, works)

    cv2.setNumThreads(1)
    photo = cv2.imread(str(sorted((options.folder / "photos").glob("*.jpg"))[0]))
    frame = photo.shape[0] * photo.shape[1]
    known = others(photo)
    rows = []
    for name, (_, other) in effects.items():
        own = 1e9 * (best[name] - best[""]) / (options.images * frame)
        rows.append((f"`{name}`" if name.isidentifier() else name, own, other,
                     nanoseconds(known[other], frame) if other else None))
    text = table("effect", rows)
    print(text)
    if options.write:
        write("effects.md", EFFECT_WORDS, text)
    if not blends:
        return
    labels = json.loads(
        (options.folder / "out" / "effects" / "annotations" / "instances.json").read_text(encoding="utf-8"))
    shown = sum(label["area"] for label in labels["annotations"])
    known, pixels = other_blends(photo)
    rows = [
        (f"`{name}`", 1e9 * (best[name] - best["alpha"]) / shown, other,
         nanoseconds(known[other], pixels) if other else None)
        for name, (_, other) in blends.items()
    ]
    text = table("blend", rows)
    print(text)
    if options.write:
        write("blends.md", BLEND_WORDS, text)


if __name__ == "__main__":
    main()
