"""What is compared: the arms of a study, and the pipeline of ours that most of them are made with."""

import dataclasses
import statistics

import yaml

IMAGES = 200
LONGEST = 640
QUALITY = 95


@dataclasses.dataclass(frozen=True)
class Arm:
    """What fills the batches: N real labelled photos, and in their place, a share of something else."""

    name: str
    extra: str = ""
    """negatives (photos that show none of the things), naive (naive_paste.py), ours (a pipeline); nothing."""
    share: float = 0
    """Of each batch."""
    without: tuple = ()
    """Keys for `diorama run --without`: the scenes are those of “ours”."""
    lacks: str = ""
    """A part of our pipeline that is not in it: the scenes are others than those of “ours”."""
    every: bool = False
    """Whether all labelled photos of the pool take part, in place of N."""

    @property
    def against(self):
        """The arm that it is compared with: “ours” for ours without a part."""
        return "ours" if self.without or self.lacks else "real"


ARMS = [
    Arm("real"),
    Arm("negatives 25 %", "negatives", 0.25),
    Arm("negatives 50 %", "negatives", 0.5),
    Arm("naive", "naive", 0.5),
    Arm("ours", "ours", 0.5),
    Arm("ours, no blend", "ours", 0.5, without=("blend",)),
    Arm("ours, no match", "ours", 0.5, without=("match",)),
    Arm("ours, no light", "ours", 0.5, without=("scene.light",)),
    Arm("ours, no decoys", "ours", 0.5, lacks="decoys"),
    Arm("ours, no size prior", "ours", 0.5, lacks="size prior"),
    Arm("ours, no negatives", "ours", 0.5, lacks="negatives"),
    Arm("all real", every=True),
]

# What a part of our pipeline needs the program to know, as a path of its schema; * is a name of the user's.
NEEDS = {
    "negatives": "scene.negatives",
    "decoys": "scene.decoys",
    "size like": "objects.*.size.like",
    "place like": "scene.place.like",
    "cut-outs": "objects.*.from.coco.masks",
}


def knows(schema, path):
    """Whether a schema has a key, however deep its choices are nested."""
    keys = path.split(".") if isinstance(path, str) else path
    if not keys:
        return True
    found = [schema.get("properties", {}).get(keys[0])] if keys[0] != "*" else [schema.get("additionalProperties")]
    if any(isinstance(one, dict) and knows(one, keys[1:]) for one in found):
        return True
    return any(knows(one, keys) for kind in ("anyOf", "oneOf", "allOf") for one in schema.get(kind, []))


def left_out(schema):
    """The arms that need what the program does not know, each with the key that is missing."""
    return {arm.name: NEEDS[arm.lacks] for arm in ARMS
            if arm.lacks in NEEDS and not knows(schema, NEEDS[arm.lacks])}


def pipeline(schema, labelled, empty, names, seed, lacks=""):
    """Ours, as text: the labelled photos' things, cut out and set into them and into empty ones.

    `labelled` are photos, whose labels.json lies beside the pipeline; `empty` are paths of photos. All numbers come
    from the labelled photos alone. What the program does not know yet is not in it.
    """
    def has(part):
        return part != lacks and knows(schema, NEEDS[part])

    shares = [max(thing.box[2:]) / min(photo.width, photo.height) for photo in labelled for thing in photo.things]
    sizes = sorted({round(min(max(share, 0.01), 1.5), 3) for share in shares})
    size = {"choice": sizes}
    if lacks == "size prior":
        size = {"log_uniform": [0.05, 0.6]}
    elif has("size like"):
        size = {"like": "labels.json"}
    # Photos with labels keep them, so that half of their number is added; a photo has one at least.
    counts = [max(1, round(len(photo.things) / 2)) for photo in labelled]
    source = {"file": "labels.json", "images": "../../real", "erode": 1, "feather": 1.5}
    if has("cut-outs") and not any(thing.outline for photo in labelled for thing in photo.things):
        source["masks"] = "grabcut"
    objects = {name: {
        "from": {"coco": {**source, "categories": [name]}},
        "weight": sum(thing.category == number for photo in labelled for thing in photo.things),
        "size": size,
        "pose": {"flip": {"chance": 0.5}, "roll": {"normal": [0, 4]}},
    } for number, name in enumerate(names) if any(thing.category == number for photo in labelled
                                                  for thing in photo.things)}
    scene = {
        "count": {"choice": sorted(set(counts)), "weights": [counts.count(count) for count in sorted(set(counts))]},
        "light": {"gain": {"uniform": [0.85, 1.15]}, "kelvin": {"normal": [6504, 400]}},
        "place": {"like": "labels.json"} if has("place like") else {"region": {"polygon": middles(labelled)}},
        "overlap": {"max": 0.3, "visible": {"min": 0.4}, "truncated": {"max": 0.3}},
    }
    if has("negatives"):
        scene["negatives"] = 0.1
    if has("decoys"):
        scene["decoys"] = 0.3
    backgrounds = {
        "datasets": [{"coco": {"file": "labels.json", "images": "../../real"},
                      "keep": {"visible": {"min": 0.3}, "below": "drop"}}],
        "resize": {"longest": LONGEST},
        "flip": {"chance": 0.5},
    }
    if empty:
        backgrounds["photos"] = empty
    return yaml.safe_dump({
        "diorama": 1, "seed": seed, "images": IMAGES, "backgrounds": backgrounds, "objects": objects, "scene": scene,
        "blend": {"choice": ["alpha", {"feather": 1}, {"feather": 2}, "poisson"]},
        "match": {"noise": 1, "sharpness": 1, "jpeg": 1, "colour": 0.5},
        "output": {"images": {"format": "jpeg", "quality": QUALITY}, "annotations": ["coco"]},
    }, sort_keys=False, allow_unicode=True, width=120)


def middles(labelled):
    """The part of the picture that holds nine tenths of all things' middles, as a polygon of shares."""
    across = [(thing.box[0] + thing.box[2] / 2) / photo.width for photo in labelled for thing in photo.things]
    down = [(thing.box[1] + thing.box[3] / 2) / photo.height for photo in labelled for thing in photo.things]
    (left, right), (top, bottom) = ((round(ends[0], 3), round(ends[-1], 3)) for ends in (
        statistics.quantiles(values * 2, n=20) for values in (across, down)))
    left, top, right, bottom = min(left, 0.45), min(top, 0.45), max(right, 0.55), max(bottom, 0.55)
    return [[left, top], [right, top], [right, bottom], [left, bottom]]
