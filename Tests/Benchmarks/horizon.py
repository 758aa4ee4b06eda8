"""Guesses of the horizon in views of panoramas, compared with the cameras that the views were made by.

A view counts as one with straight lines where its place was built by people: the parking roof, the yard, the rooms and the
quay, not the wood, the meadow and the lawn at night.
"""

import argparse
import collections
import json
import math
import pathlib
import statistics
import subprocess
import tempfile

BUILT = {"city", "courtyard", "interior", "studio", "sunset"}
PIPELINE = """\
diorama: 1
seed: 5
images: {views}
backgrounds:
  panoramas:
    files: [{panoramas}]
    width: 640
    height: 480
    yaw: {{uniform: [-180, 180]}}
    fov: {{uniform: [50, 80]}}
    pitch: {{uniform: [-18, 6]}}
    roll: {{uniform: [-4, 4]}}
  order: sequential
objects:
  cone: {{from: {{drawing: {cone}}}, size: 0.1}}
scene: {{negatives: 1, place: anywhere}}
output: {{images: {{format: png}}}}
"""


def views(diorama, folder, count):
    """Makes the views. Returns each one's place, size, focal length, and the true row and roll of its horizon."""
    root = pathlib.Path.cwd()
    pipeline = folder / "views.yaml"
    pipeline.write_text(
        PIPELINE.format(
            views=count, panoramas=root / "backgrounds/panoramas.yaml", cone=root / "objects/traffic-cone.svg"))
    subprocess.run([diorama, "run", pipeline, "--out", folder / "views"], check=True, stdout=subprocess.DEVNULL)
    for line in (folder / "views/scenes.jsonl").read_text().splitlines():
        scene = json.loads(line)
        camera = scene["camera"]
        pitch, roll = (math.radians(camera[key]) for key in ("pitch_degrees", "roll_degrees"))
        yield {
            "file": folder / f"views/images/{scene['index']:06d}.png",
            "place": pathlib.Path(scene["photo"]["file"]).stem,
            "fov": 2 * math.degrees(math.atan(camera["width"] / 2 / camera["focal_pixels"])),
            "horizon": 0.5 + camera["focal_pixels"] * math.tan(pitch) / math.cos(roll) / camera["height"],
            "roll": camera["roll_degrees"],
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--diorama", default=".build/release/diorama")
    parser.add_argument("--views", type=int, default=144)
    parser.add_argument("--no-fov", action="store_true")
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        true = {str(view["file"]): view for view in views(options.diorama, folder, options.views)}
        if not options.no_fov:
            for view in true.values():
                view["file"].with_suffix(".scene.yaml").write_text(f"fov: {view['fov']:.3f}\n")
        report = subprocess.run(
            [options.diorama, "facts", folder / "views/images", "--format", "json"], check=True, capture_output=True)
        photos = json.loads(report.stdout)["summary"]["photos"]
    tally = collections.defaultdict(collections.Counter)
    errors = []
    for photo in photos:
        view = true[photo["photo"]]
        counts = tally[view["place"]]
        counts["views"] += 1
        guess = photo.get("straight_edges")
        if guess is None:
            continue
        error = guess["horizon"] - view["horizon"]
        isGood = abs(error) <= 0.02
        counts["good"] += isGood
        if guess["sure"]:
            counts["sure"] += 1
            counts["sure and good"] += isGood
            errors.append(abs(guess["roll_degrees"] - view["roll"]))
        if options.each:
            print(
                f"{view['place']:10} {view['horizon']:.3f} guessed {guess['horizon']:.3f} {'sure' if guess['sure'] else ''}")
    names = ("views", "good", "sure", "sure and good")
    print(f"{'place':12}" + "".join(f"{name:>15}" for name in names))
    for place in sorted(tally):
        print(f"{place:12}" + "".join(f"{tally[place][name]:15}" for name in names))
    all_of = {name: sum(counts[name] for counts in tally.values()) for name in names}
    built = {name: sum(tally[place][name] for place in BUILT) for name in names}
    print(f"{'all':12}" + "".join(f"{all_of[name]:15}" for name in names))
    print(f"within 2 % of the height: {all_of['sure and good']} of {all_of['sure']} that are sure "
          f"({100 * all_of['sure and good'] / max(1, all_of['sure']):.0f} %)")
    print(f"of what people built, sure or not: {built['good']} of {built['views']} "
          f"({100 * built['good'] / max(1, built['views']):.0f} %)")
    if errors:
        print(f"median error of roll where it is sure: {statistics.median(errors):.2f} degrees")


main()
