"""Tells how well a classifier tells pasted objects from the photo around them; see `detectability`."""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import tempfile

import cv2
import numpy as np
from pycocotools import mask as runs
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

import forensics

# Keys to leave out; with “=”, settings.
STEPS = [
    "match.noise", "match.sharpness", "match.jpeg", "match.colour", "scene.light.drawings", "render.shadows", "blend",
    "wear", "scene.grass=0",
]
GROUPS = ["noise", "grid", "chroma", "gradient"]
# What is labelled in backgrounds/labels.json and is no thing that one could paste.
SURFACES = {
    "bridge", "building", "castle", "concrete", "curtain", "field", "floor", "grass", "ground", "hedge", "hill",
    "lane marking", "meadow", "mountain", "path", "road", "sky", "snow", "table", "tree", "wall", "water", "wetland",
    "window",
}
LONGEST = 1280
RENDERED_IMAGES = 12
FOLDS = 5
LEAST_ROWS = 100
AT_MOST = 8

Row = collections.namedtuple("Row", "label photo category features")


def is_thing(name):
    return name not in SURFACES


class Evidences:
    """Labelled features of many images: patches and edges, each with the photo that it comes from."""

    def __init__(self):
        self.rows = {"patch": [], "edge": []}

    def add(self, rgb, things, photo, number, at_most=AT_MOST):
        """Adds an image; `things` are pairs of a category and a mask, or None for a mask that says nothing."""
        things = [(category, mask) for category, mask in things if mask is not None]
        if not things:
            return
        masks = [mask for _, mask in things]
        evidence = forensics.Evidence(rgb, ~np.any(masks, axis=0))
        for kind, rows in zip(("patch", "edge"), forensics.samples(evidence, masks, number, at_most)):
            self.rows[kind] += [Row(label, photo, things[index][0], features) for index, label, features in rows]

    def table(self, kind):
        """The features' names, their values (a row a patch), the labels, the photos and the categories."""
        rows = self.rows[kind]
        names = list(rows[0].features) if rows else []
        values = np.array([[row.features[name] for name in names] for row in rows]).reshape(len(rows), len(names))
        return names, values, *(np.array([row[column] for row in rows]) for column in range(3))

    def auc(self, kind, groups=None, new_things=False):
        """The area under the curve of a gradient-boosted classifier on photos that it has not seen: a value a fold.

        With `new_things`, it has not seen the categories of the fold, either: it knows what pastes have in common.
        """
        names, values, labels, photos, categories = self.table(kind)
        if len(labels) < LEAST_ROWS:
            return np.zeros(0)
        chosen = [name.split(".")[0] in groups if groups else not name.startswith("light.") for name in names]
        return folds(values[:, chosen], labels, photos, categories if new_things else None)


def parts(groups):
    """Masks that each choose some of the groups, all of a group or nothing."""
    count = min(FOLDS, len(set(groups)))
    if count < 2:
        return []
    rows = np.arange(len(groups))
    return [np.isin(rows, test) for _, test in GroupKFold(count).split(rows, rows, groups)]


def classifier():
    return HistGradientBoostingClassifier(max_iter=80, learning_rate=0.1, max_leaf_nodes=15, random_state=0)


def folds(values, labels, photos, categories=None):
    found = []
    for place in parts(photos):
        for kind in [np.ones(len(labels), bool)] if categories is None else parts(categories):
            test, train = place & kind, ~place & (~kind | (categories is None))
            if min(len(set(labels[test])), len(set(labels[train]))) < 2:
                continue
            model = classifier().fit(values[train], labels[train])
            found.append(roc_auc_score(labels[test], model.predict_proba(values[test])[:, 1]))
    return np.array(found)


def binary(annotation, height, width):
    """An annotation's mask, or None for a crowd or one without an outline."""
    shape = annotation.get("segmentation")
    if annotation.get("iscrowd") or not shape:
        return None
    if isinstance(shape, list):
        shape = runs.merge(runs.frPyObjects(shape, height, width))
    elif isinstance(shape["counts"], list):
        shape = runs.frPyObjects(shape, height, width)
    return runs.decode(shape).astype(bool)


def of_dataset(folder):
    """What a run of ours has pasted. Real things that are labelled in its photos count as photo."""
    pasted = Evidences()
    for file in sorted((folder / "annotations").glob("instances*.json")):
        coco = json.loads(file.read_text())
        names = {category["id"]: category["name"] for category in coco["categories"]}
        split = file.stem.removeprefix("instances").removeprefix("_")
        for image in sorted(coco["images"], key=lambda image: image["id"]):
            own = [thing for thing in coco["annotations"]
                   if thing["image_id"] == image["id"] and "instance_id" in thing]
            things = [(names[thing["category_id"]], binary(thing, image["height"], image["width"])) for thing in own]
            rgb = cv2.imread(str(folder / "images" / split / image["file_name"]))[:, :, ::-1].copy()
            pasted.add(rgb, things, image.get("source", image["file_name"]), image["id"])
    return pasted


def coco_file(path):
    """The first COCO file in a folder; a file itself."""
    if path.is_file():
        return path
    for file in sorted(path.rglob("*.json")):
        if "annotations" in json.loads(file.read_text()):
            return file
    raise SystemExit(f"{path}: there is no COCO file; name one")


def of_real(file, images, is_wanted, longest, most, at_most=24, quality=92):
    """Labelled things of a COCO file in their photos, which are resized and coded as a run does it."""
    coco = json.loads(file.read_text())
    names = {category["id"]: category["name"] for category in coco["categories"]}
    real = Evidences()
    used = 0
    for number, image in enumerate(sorted(coco["images"], key=lambda image: str(image["file_name"]))):
        things = [thing for thing in coco["annotations"] if thing["image_id"] == image["id"]
                  and is_wanted(names[thing["category_id"]])]
        path = images / image["file_name"]
        if not things or not path.exists() or used == most:
            continue
        bgr = cv2.imread(str(path))
        height, width = bgr.shape[:2]
        masks = [binary(thing, height, width) for thing in things]
        scale = min(1, longest / max(height, width))
        if scale < 1:
            size = (round(width * scale), round(height * scale))
            bgr = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
            masks = [mask if mask is None else cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
                     for mask in masks]
        _, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
        rgb = cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1].copy()
        found = [(names[thing["category_id"]], mask) for thing, mask in zip(things, masks)]
        real.add(rgb, found, image["file_name"], number, at_most)
        used += 1
    return real


def run(diorama, pipeline, folder, count, without=(), settings=()):
    """Makes a dataset; the reason in words where that fails."""
    command = [diorama, "run", pipeline, "--out", folder, "--images", str(count)]
    command += ["--overwrite", "--quiet", "--allow-empty"]
    for key in without:
        command += ["--without", key]
    for setting in settings:
        command += ["--set", setting]
    done = subprocess.run(command, capture_output=True, text=True)
    return None if done.returncode == 0 else (done.stderr.strip() or done.stdout.strip()).splitlines()[0]


def said(values):
    return f"{values.mean():.2f} ± {values.std():.2f}" if len(values) else "too few"


def heading():
    groups = "".join(f"{group:>10}" for group in GROUPS)
    print(f"{'':32}{'photos':>7}{'patches':>8}{'AUC':>13}{'new':>13}{groups}{'edges':>8}{'AUC':>13}{'new':>13}")


def line(name, evidence):
    labels, photos = evidence.table("patch")[2:4]
    text = f"{name:32}{len(set(photos)):7}"
    for kind in ("patch", "edge"):
        found = [said(evidence.auc(kind, new_things=new)) for new in (False, True)]
        text += f"{len(evidence.rows[kind]):8}{found[0]:>13}{found[1]:>13}"
        if kind == "patch":
            text += "".join(f"{said(evidence.auc(kind, [group]))[:4]:>10}" for group in GROUPS)
    print(text, flush=True)


def why(name, evidence, control, count):
    """The features that tell most by themselves, with medians inside and around, beside those of the control."""
    for kind in ("patch", "edge"):
        if min(len(one.rows[kind]) for one in (evidence, control)) < LEAST_ROWS:
            continue
        names = evidence.table(kind)[0]
        pasted, real = (alone(one, kind) for one in (evidence, control))
        order = sorted(range(len(names)), key=lambda column: -abs(pasted[column][0] - 0.5))
        print(f"  {name + ': ' + kind:30}{'AUC':>8}{'inside':>8}{'around':>8}{'control':>12}{'inside':>8}{'around':>8}")
        for column in order[:count]:
            own, theirs = ("".join(f"{value:8.2f}" for value in row[column]) for row in (pasted, real))
            print(f"    {names[column]:28}{own}    {theirs}", flush=True)


def alone(evidence, kind):
    """For each feature: the area under its own curve, its median inside and its median around."""
    _, values, labels, *_ = evidence.table(kind)
    return [(roc_auc_score(labels, column), np.median(column[labels == 1]), np.median(column[labels == 0]))
            for column in values.T]


def judged(evidence, control):
    """How a classifier that learned to tell pastes from photos tells real things from theirs.

    For each photo of the control and each category in it: the name of both, the number of the things' patches, and the
    area under the curve. Pastes that differ from their surroundings as real things do have them told as well; where
    pastes are known by something of their own, real things get 0.5. No photo is asked about that was learned from.
    """
    names, values, labels, photos, _ = evidence.table("patch")
    _, theirs, things, places, categories = control.table("patch")
    chosen = [not name.startswith("light.") for name in names]
    found = []
    for place in sorted(set(places)):
        unseen = np.array([pathlib.Path(photo).name != pathlib.Path(place).name for photo in photos])
        here = places == place
        if min(len(set(labels[unseen])), len(set(things[here]))) < 2:
            continue
        told = classifier().fit(values[unseen][:, chosen], labels[unseen]).predict_proba(theirs[here][:, chosen])[:, 1]
        for category in sorted(set(categories[here & (things == 1)])):
            asked = (things[here] == 0) | (categories[here] == category)
            found.append((
                pathlib.Path(place).stem, category, int((here & (things == 1) & (categories == category)).sum()),
                roc_auc_score(things[here][asked], told[asked])))
    return found


def mistaken(name, evidence, control):
    if min(len(one.rows["patch"]) for one in (evidence, control)) < LEAST_ROWS:
        return
    print(f"  {name}: real things, by what was learned from pastes")
    for place, category, count, area in judged(evidence, control):
        print(f"    {place[:30]:32}{category:18}{count:5} patches{area:8.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pipelines", nargs="*", help="names of pipelines/ or files; all unless given")
    parser.add_argument("--images", type=int, default=40)
    parser.add_argument("--real", type=pathlib.Path, nargs="+", metavar="FILE",
                        help="a COCO file, or a folder with one; then its photos' folder, if another")
    parser.add_argument("--classes", nargs="+")
    parser.add_argument("--steps", action="store_true", help="also without each of what hides a paste")
    parser.add_argument("--why", type=int, default=0, metavar="N", help="the N features that tell most")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--diorama", default=".build/release/diorama")
    parser.add_argument("--folder")
    options = parser.parse_args()
    files = [pathlib.Path(name) if name.endswith(".yaml") else pathlib.Path("pipelines") / f"{name}.yaml"
             for name in options.pipelines] or sorted(pathlib.Path("pipelines").glob("*.yaml"))
    heading()
    labels = pathlib.Path("backgrounds/labels.json")
    control = of_real(labels, pathlib.Path("/usr/share"), is_thing, LONGEST, options.images)
    line("real: labels.json", control)
    if options.real:
        file = coco_file(options.real[0])
        images = options.real[1] if len(options.real) > 1 else file.parent
        classes = set(options.classes or [])
        control = of_real(file, images, lambda name: not classes or name in classes, LONGEST, options.images)
        line(f"real: {file.parent.name}", control)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for file in files:
            rendered = re.search(r"(solid|mesh):", file.read_text())
            count = min(options.images, RENDERED_IMAGES) if rendered else options.images
            settings = options.set + (["render.quality=draft"] if rendered else [])
            for step in [""] + (STEPS if options.steps else []):
                out = pathlib.Path(folder) / "out"
                left_out, set_too = ([], [step]) if "=" in step else ([step] if step else [], [])
                failed = run(options.diorama, file, out, count, left_out, settings + set_too)
                name = f"  without {step.split('=')[0]}" if step else file.stem
                if failed:
                    print(f"{name:32}   {'not in it' if 'unknown key' in failed else failed}")
                    if not step:
                        break
                    continue
                evidence = of_dataset(out)
                line(name, evidence)
                if options.why and not step:
                    why(name, evidence, control, options.why)
                    mistaken(name, evidence, control)


if __name__ == "__main__":
    main()
