"""What is compared: the arms of a study, and the pipeline of ours that most of them are made with."""

import dataclasses

import yaml

IMAGES = 200
LONGEST = 640
QUALITY = 95
PARTS = 3
# A label is often drawn not quite to the edge that cuts its thing: the share of the photo's shorter side.
EDGE = 0.015


@dataclasses.dataclass(frozen=True)
class Arm:
    """What fills the batches: N real labelled photos, and in their place, a share of something else."""

    name: str
    extra: str = ""
    """negatives (photos that show none of the things), naive (naive_paste.py), ours (a pipeline of the study's), yours
    (one of the user's); nothing."""
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
    Arm("yours", "yours", 0.5),
    Arm("all real", every=True),
]

# What a part of our pipeline needs the program to know, as a path of its schema; * is a name of the user's.
NEEDS = {
    "negatives": "scene.negatives",
    "decoys": "scene.decoys",
    "size like": "objects.*.size.like",
    "place like": "objects.*.place.like",
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


@dataclasses.dataclass(frozen=True)
class Part:
    """Things that objects are cut out of: of one category, in the photos that show them, which have these things alone."""

    category: str
    photos: list
    is_cut: bool
    """Whether an edge of their photos may have cut them."""


def parts(labelled, names):
    """What objects are cut out of, by their names.

    The whole things of a category are parted by their size, since a small one that is pasted large is a blur. Things that
    reach an edge of their photo are a part of their own; those that end just before it are left out, since nobody knows
    whether it cut them. Crowds are several, and are not cut out.
    """
    found = {}

    def add(name, category, held, is_cut=False):
        own = {photo.name: dataclasses.replace(photo, things=[]) for photo, _ in held}
        for photo, thing in held:
            own[photo.name].things.append(thing)
        found[name] = Part(category, list(own.values()), is_cut)

    for number, name in enumerate(names):
        things = sorted(((photo, thing) for photo in labelled for thing in photo.things
                         if thing.category == number and not thing.crowd), key=lambda one: size(*one))
        whole = [(photo, thing) for photo, thing in things
                 if room(photo, thing) > EDGE * min(photo.width, photo.height)]
        # As the program has it.
        cut = [(photo, thing) for photo, thing in things if room(photo, thing) < 1]
        count = PARTS if len(whole) >= 3 * PARTS else 1
        for part in range(count if whole else 0):
            held = whole[len(whole) * part // count : len(whole) * (part + 1) // count]
            add(f"{name}, part {part + 1}" if count > 1 else name, name, held)
        if cut:
            add(f"{name}, cut off", name, cut, is_cut=True)
    return found


def needs_cutting(schema, photos):
    """Whether some things have a box alone, of which the program makes cut-outs; else boxes are pasted whole."""
    return (knows(schema, NEEDS["cut-outs"])
            and any(thing.outline is None for photo in photos for thing in photo.things))


def size(photo, thing):
    """A thing's longer side, as a share of its photo's shorter side."""
    return max(thing.box[2:]) / min(photo.width, photo.height)


def room(photo, thing):
    """How far a thing's box stays away from the edges of its photo, in pixels."""
    left, top, width, height = thing.box
    return min(left, top, photo.width - left - width, photo.height - top - height)


def pipeline(schema, labelled, empty, names, seed, lacks=""):
    """Ours, as text: the labelled photos' things, cut out and set into these photos and into those that show none.

    `labelled` are photos, whose labels.json lies beside the pipeline, as do those of `parts`: labels-1.json and so on.
    `empty` are paths of photos. All numbers come from the labelled photos alone. What the program does not know yet is
    not in it.
    """
    def has(part):
        return part != lacks and knows(schema, NEEDS[part])

    objects = {}
    for number, (name, part) in enumerate(parts(labelled, names).items(), 1):
        file = f"labels-{number}.json"
        sizes = sorted(round(size(photo, thing), 3) for photo in part.photos for thing in photo.things)
        source = {"file": file, "images": "../../real", "categories": [part.category]}
        if needs_cutting(schema, part.photos):
            source["masks"] = "grabcut"
        objects[name] = {"from": {"coco": source}, "category": part.category, "weight": len(sizes)}
        if part.is_cut:
            # They are set flush against the same edge of the picture, as large as they were.
            objects[name] |= {
                "size": {"like": "source"} if has("size like") else {"choice": sizes},
                "place": "anywhere",
                "pose": {"flip": {"chance": 0.5}},
            }
        else:
            objects[name] |= {
                "size": {"like": file} if has("size like") else {"choice": sizes},
                "place": {"like": file} if has("place like") else {"region": {"polygon": middles(part.photos)}},
                "pose": {"flip": {"chance": 0.5}, "roll": {"normal": [0, 4]}},
            }
        if lacks == "size prior":
            objects[name]["size"] = {"log_uniform": [0.05, 0.6]}
    # Photos with labels keep them, so that half of their number is added; a photo has one at least.
    counts = [max(1, round(len(photo.things) / 2)) for photo in labelled]
    scene = {
        "count": {"choice": sorted(set(counts)), "weights": [counts.count(count) for count in sorted(set(counts))]},
        "light": {"gain": {"uniform": [0.85, 1.15]}, "kelvin": {"normal": [6504, 400]}},
        "overlap": {"max": 0.3, "visible": {"min": 0.4}, "truncated": {"max": 0.3}},
    }
    if has("negatives"):
        scene["negatives"] = 0.1
    if has("decoys"):
        scene["decoys"] = {"integers": [0, 1]}
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
    }, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)


def middles(photos):
    """The part of the picture that holds the middles of all things, as a polygon of shares."""
    across = [(thing.box[0] + thing.box[2] / 2) / photo.width for photo in photos for thing in photo.things]
    down = [(thing.box[1] + thing.box[3] / 2) / photo.height for photo in photos for thing in photo.things]
    (left, right), (top, bottom) = ((round(min(values) - 0.02, 3), round(max(values) + 0.02, 3))
                                    for values in (across, down))
    return [[left, top], [right, top], [right, bottom], [left, bottom]]
