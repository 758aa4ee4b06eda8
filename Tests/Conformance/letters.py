"""Compares the labelled places of characters with pictures in which each is shown alone.

Usage: python3 letters.py DIORAMA [IMAGES [SURFACES]]

DIORAMA is the program. Each image (1,900 unless given: some 1,100 different words on plates, 350 on tins and 350 on sheets)
has a word of random letters in one of nine scripts, on a plate that faces the camera or is tilted, round a tin, or printed
on the texture of a bent sheet. SURFACES names some of them: flat, tilted, edge (a plate that is seen from its side), tin,
sheet. All of the word's characters but one have no colour, and the outline of that one is compared with its ink: on each
side the ink must reach the outline, and no farther, to within 0.1 pixel of a scene of 64 × 48 pixels, in which letters are
some ten pixels high. The pictures are larger by 14 or 20 times, so that the edges of the ink are known well enough. A
character that goes on behind the horizon of a tin need not reach its outline's sides, but no farther.

Characters that the image's edge cuts off are left out, and so are those that were not labelled by themselves, such as
letters that a font joins into one.

Prints a table, and exits with 1 where a place is wrong.
"""

import base64
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict

import cv2
import numpy

WIDTH, HEIGHT, TOLERANCE = 64, 48, 0.1
SCRIPTS = [
    ("Latin", "DejaVu Sans Bold", "abcdefghijklmnopqrstuvwxyzÄÖÜßéñ"),
    ("Latin in italics", "DejaVu Serif Italic", "jgyAVTWÅçőkmo"),
    ("Cyrillic", "DejaVu Sans", "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    ("Greek", "DejaVu Serif", "αβγδεζηθικλμνξοπρστυφχψωάή"),
    ("Arabic", "DejaVu Sans", "بتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    ("Hebrew", "DejaVu Sans", "אבגדהוזחטיכלמנסעפצקרשת"),
    ("Devanagari", "Lohit Devanagari", "कखगघचछजझटठडणतथदधनपफबभमयरलवशषसहािीुूेैोौं"),
    ("Thai", "Loma", "กขคงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาิีึืุูเแโไ่้"),
    ("CJK", "Droid Sans Fallback", "東京都大阪名古屋中文漢字平仮名かなカナ"),
]
POSES = {
    "flat": "{roll: {uniform: [-20, 20]}}",
    "tilted": "{yaw: {uniform: [-60, 60]}, pitch: {uniform: [-45, 45]}, roll: {uniform: [-60, 60]}}",
    "edge": "{yaw: {choice: [-78, -75, -72, -69, 69, 72, 75, 78]}, roll: {uniform: [-60, 60]}}",
    "tin": "{yaw: {uniform: [60, 120]}, pitch: {uniform: [-15, 15]}, roll: {uniform: [-15, 15]}}",
    "sheet": "{yaw: {uniform: [-30, 30]}, pitch: {uniform: [-15, 15]}, roll: {uniform: [-15, 15]}}",
}
SURFACES = ["flat", "tilted", "edge", "tin", "sheet"]
WORDS_OF_EACH = 170
TEXTS_OF_EACH = 60


def is_mark(letter):
    return unicodedata.category(letter).startswith("M")


def characters(letters, source, least, most):
    """So many random letters as characters: each with its marks."""
    while True:
        word = source.sample(letters, source.randint(least, most))
        if is_mark(word[0]):
            continue
        found = []
        for letter in word:
            if is_mark(letter):
                found[-1] += letter
            else:
                found.append(letter)
        return found


def markup(before, shown, after):
    parts = [(before, "1"), (shown, "100%"), (after, "1")]
    return "".join(f"<span alpha='{alpha}'>{text}</span>" for text, alpha in parts if text)


def plate_text(letters, source):
    """A random word in markup that shows one of its characters, and that character and the word."""
    word = characters(letters, source, 3, 8)
    number = source.randrange(len(word))
    before, shown, after = "".join(word[:number]), word[number], "".join(word[number + 1:])
    return markup(before, shown, after), (shown, before + shown + after)


class Plates:
    """Words on plates, each a text of its own."""

    scale = 20

    def __init__(self, surfaces):
        source, self.known, self.files, self.objects = random.Random(17), {}, {}, []
        for script, font, letters in SCRIPTS:
            for surface in surfaces:
                texts = []
                for _ in range(WORDS_OF_EACH):
                    text, known = plate_text(letters, source)
                    texts.append(text)
                    self.known[text] = (script, surface, *known)
                text = (f"{{text: {{choice: {json.dumps(texts, ensure_ascii=False)}}}, font: {font}, color: black, "
                        "background: white, padding: 0.2}")
                self.objects.append(f"  {script} {surface}: {{from: {{text: {text}}}, size: 1.1, pose: {POSES[surface]}}}")

    place = "{at: {x: 0.5, y: 0.5}}"
    camera = "{}"

    def word(self, thing):
        return self.known[thing["from"]["text"]["text"]]


class Tins:
    """Words round tins, each of three drawn pieces: the middle one is the character that is shown."""

    scale = 14

    def __init__(self, _):
        source, self.files, self.objects = random.Random(18), {}, []
        for script, font, letters in SCRIPTS:
            # What is shown is in no other place of the word.
            bases = [letter for letter in letters if not is_mark(letter)]
            marks = "".join(letter for letter in letters if is_mark(letter))
            source.shuffle(bases)
            half = len(bases) // 2
            def texts(bases, least, most):
                return json.dumps([
                    "".join(characters("".join(bases) + marks, source, least, most)) for _ in range(TEXTS_OF_EACH)
                ], ensure_ascii=False)
            shown = json.dumps([letter + source.choice(["", *marks]) for letter in bases[:half]], ensure_ascii=False)
            self.files[f"{script}.yaml"] = TIN.replace("FONT", font)
            settings = f"before: {{choice: {texts(bases[half:], 1, 3)}}}, shown: {{choice: {shown}}}, after: {{choice: {texts(bases[half:], 1, 4)}}}"
            self.objects.append(
                f"  {script}: {{from: {{solid: {{file: \"{script}.yaml\", set: {{{settings}}}}}}}, pose: {POSES['tin']}}}")

    place = "{ground: {distance: 1, lateral: 0}}"
    camera = "{height: 0.45, fov: 55, horizon: 0.06}"

    def word(self, thing):
        solid = thing["from"]["solid"]
        pieces = {name: str(value) for name, value in solid["set"].items()}
        return (pathlib.Path(solid["file"][0] if isinstance(solid["file"], list) else solid["file"]).stem, "tin",
                pieces["shown"], pieces["before"] + pieces["shown"] + pieces["after"])


class Sheets:
    """Words that are printed on a bent sheet, a model of glTF, whose texture lies on its side."""

    def __init__(self, _):
        source, self.known, self.objects = random.Random(19), {}, []
        self.files = {"sheet.gltf": sheet()}
        for script, font, letters in SCRIPTS:
            texts = []
            for _ in range(WORDS_OF_EACH):
                text, known = plate_text(letters, source)
                texts.append(text)
                self.known[text] = (script, "sheet", *known)
            text = f"{{text: {{choice: {json.dumps(texts, ensure_ascii=False)}}}, font: {font}, color: black}}"
            self.objects.append(
                f"  {script}: {{from: {{mesh: {{file: sheet.gltf, print: {{word: {{region: [0.25, 0.27, 0.5, 0.73], top: right, "
                f"text: {text}}}}}}}}}, pose: {POSES['sheet']}}}")

    place, camera, scale = Tins.place, Tins.camera, Tins.scale

    def word(self, thing):
        return self.known[thing["from"]["mesh"]["print"]["word"]["text"]["text"]]


def sheet():
    """A sheet that is bent as a tin is, seen from outside; the texture's right side is its upper edge."""
    positions, normals, places, triangles = [], [], [], []
    for step in range(49):
        angle = math.pi * (step / 48 - 0.5)
        for row in range(2):
            normals.append((math.sin(angle), 0, math.cos(angle)))
            positions.append((0.3 * math.sin(angle), 0.36 * row, 0.3 * math.cos(angle)))
            places.append((0.15 + 0.45 * row, step / 48))
        if step:
            first = 2 * step - 2
            triangles += [(first, first + 2, first + 3), (first, first + 3, first + 1)]
    parts = [numpy.array(part, kind) for part, kind in
             ((positions, "<f4"), (normals, "<f4"), (places, "<f4"), (triangles, "<u4"))]
    starts = numpy.cumsum([0] + [part.nbytes for part in parts])
    data = base64.b64encode(b"".join(part.tobytes() for part in parts)).decode()
    return json.dumps({
        "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
        "extensionsUsed": ["KHR_materials_unlit"],
        "materials": [{"extensions": {"KHR_materials_unlit": {}}}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}, "indices": 3, "material": 0}]}],
        "buffers": [{"uri": "data:application/octet-stream;base64," + data, "byteLength": int(starts[-1])}],
        "bufferViews": [{"buffer": 0, "byteOffset": int(start), "byteLength": part.nbytes} for start, part in zip(starts, parts)],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(positions), "type": "VEC3",
             "min": parts[0].min(0).tolist(), "max": parts[0].max(0).tolist()},
            {"bufferView": 1, "componentType": 5126, "count": len(normals), "type": "VEC3"},
            {"bufferView": 2, "componentType": 5126, "count": len(places), "type": "VEC2"},
            {"bufferView": 3, "componentType": 5125, "count": 3 * len(triangles), "type": "SCALAR"},
        ]})


# A tile is half the way round, with words at the sides: of two, one is never seen.
TIN = """description: A tin with a word.
parameters: {before: {text: a}, shown: {text: b}, after: {text: c}}
materials:
  metal: {colour: white, emission: 1}
  label:
    colour: white
    emission: 1
    texels: 1024
    tile: [0.3*pi, 0.36]
    patterns:
      - text:
          text: "<span alpha='1'>{before}</span>{shown}<span alpha='1'>{after}</span>"
          markup: true
          font: FONT
          at: [0.15*pi - 0.22, 0.08]
          size: [0.44, 0.2]
parts: [{cylinder: {radius: 0.3, height: 0.36, at: [0, 0.18, 0], segments: 64, material: metal, faces: {side: label}}}]
"""


def pipeline(scenes, images):
    return "\n".join([
        "diorama: 1", "seed: 5", f"images: {images}", "backgrounds: {photos: [white.png]}", "objects:", *scenes.objects,
        "scene:", "  count: 1", f"  camera: {scenes.camera}", f"  place: {scenes.place}",
        "  light: {drawings: 0, relief: 0}", "  overlap: {visible: {min: 0.01}, truncated: {max: 0.99}}",
        "render: {shadows: none, quality: draft}", "output: {images: {format: png}, annotations: [coco]}", ""])


def outline(part):
    """The four sides of a part's outline: lists of points, clockwise."""
    points = numpy.array(part.get("polygon") or part["quad"])
    half = len(points) // 2
    upper, lower = points[:half], points[half:]
    return [upper, numpy.array([upper[-1], lower[0]]), lower, numpy.array([lower[-1], upper[0]])]


def distances(places, line):
    """How far places are from a line of straight pieces."""
    nearest = numpy.full(len(places), numpy.inf)
    for start, end in zip(line, line[1:]):
        way = end - start
        share = numpy.clip((places - start) @ way / max(way @ way, 1e-12), 0, 1)
        nearest = numpy.minimum(nearest, numpy.linalg.norm(places - start - share[:, None] * way, axis=1))
    return nearest


def rim(cover):
    """Where ink covers a half, between pixels of which one has more and the next one less."""
    found = []
    for ahead, behind, step in ((cover[:, 1:], cover[:, :-1], [1, 0]), (cover[1:], cover[:-1], [0, 1])):
        rows, columns = numpy.nonzero((ahead > 0.5) != (behind > 0.5))
        start = behind[rows, columns]
        share = (0.5 - start) / (ahead[rows, columns] - start)
        found.append(numpy.stack([columns, rows], 1) + 0.5 + share[:, None] * step)
    return numpy.concatenate(found)


def reaches(sides, cover, scale):
    """How far ink reaches beyond each side of an outline, in pixels of the scene; None for no ink."""
    edges = rim(cover)
    if not len(edges):
        return None
    contour = numpy.concatenate([side[:-1] for side in sides]).astype(numpy.float32)
    outside = numpy.array([cv2.pointPolygonTest(contour, (float(x), float(y)), False) < 0 for x, y in edges])
    away = [distances(edges, side) for side in sides]
    nearest = numpy.min(away, axis=0)
    # Ink outside counts for the side that is nearest.
    return [numpy.where(outside, numpy.where(own == nearest, own, -numpy.inf), -own).max() / scale for own in away]


def judged(diorama, scenes, images, folder, tally):
    """Makes the scenes' pictures and judges them."""
    size = (WIDTH * scenes.scale, HEIGHT * scenes.scale)
    cv2.imwrite(str(folder / "white.png"), numpy.full((*size[::-1], 3), 255, numpy.uint8))
    for name, text in scenes.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "p.yaml").write_text(pipeline(scenes, images), encoding="utf-8")
    out = folder / "out"
    subprocess.run([diorama, "run", folder / "p.yaml", "--jobs", "1", "--out", out, "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)
    dataset = json.loads((out / "annotations/instances.json").read_text("utf-8"))
    labels = {annotation["image_id"]: annotation for annotation in dataset["annotations"]}
    names = {image["file_name"]: image["id"] for image in dataset["images"]}
    for line in (out / "scenes.jsonl").read_text("utf-8").splitlines():
        scene = json.loads(line)
        if not scene["objects"]:
            continue
        script, surface, character, word = scenes.word(scene["objects"][0])
        name = f"{scene['index']:06d}.png"
        own = [part for line in labels[names[name]]["text_lines"] for one in line["words"] for part in one["characters"]
               if part["text"] == unicodedata.normalize("NFC", character)]
        if len(own) != 1:
            tally.unknown += 1
            continue
        sides = outline(own[0])
        points = numpy.concatenate(sides)
        if points.min() < 0 or (points > size).any():
            tally.cut += 1
            continue
        share = cv2.imread(str(out / "images" / name), cv2.IMREAD_GRAYSCALE).astype(float) / 255
        if surface in ("tin", "sheet"):
            # What is rendered mixes light.
            share = numpy.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        found = reaches(sides, 1 - share, scenes.scale)
        is_whole = own[0]["visibility"] == 1
        if found is None:
            miss = float("inf") if is_whole else 0
        else:
            miss = max(map(abs, found)) if is_whole else max(0, *found)
        tally.add(script, surface, word, is_whole, miss)
        if miss >= TOLERANCE:
            sides_of = ", ".join(f"{reach:.3f}" for reach in found) if found else "no ink"
            tally.wrong.append(f"“{character}” of “{word}”, {script}, {surface}: {miss:.3f} pixels off ({sides_of}; {name})")


class Tally:
    def __init__(self):
        self.rows, self.words, self.wrong = defaultdict(list), set(), []
        self.unknown = self.cut = 0

    def add(self, script, surface, word, is_whole, miss):
        self.rows[surface, script].append((miss, is_whole))
        self.words.add((surface, word))

    def print(self):
        print("| surface | script | characters | seen whole | mean miss, pixels | largest |\n"
              "| --- | --- | --- | --- | --- | --- |")
        for (surface, script), found in sorted(self.rows.items()):
            misses = [miss for miss, _ in found]
            print(f"| {surface} | {script} | {len(found)} | {sum(whole for _, whole in found)} | "
                  f"{numpy.mean(misses):.3f} | {max(misses):.3f} |")
        for surface in sorted({surface for surface, _ in self.words}):
            print(f"{surface}: {len({word for on, word in self.words if on == surface})} words")
        print(f"{self.count} characters judged; {self.cut} cut off, {self.unknown} not labelled by themselves")

    @property
    def count(self):
        return sum(map(len, self.rows.values()))


def main(diorama, images="1900", surfaces=",".join(SURFACES)):
    images, surfaces, tally = int(images), surfaces.split(","), Tally()
    plates = [surface for surface in surfaces if surface in ("flat", "tilted", "edge")]
    kinds = [(Plates, plates)]
    kinds += [(kind, [surface]) for kind, surface in ((Tins, "tin"), (Sheets, "sheet")) if surface in surfaces]
    for kind, own in kinds:
        if not own:
            continue
        with tempfile.TemporaryDirectory() as folder:
            judged(diorama, kind(own), images * len(own) // len(surfaces), pathlib.Path(folder), tally)
    tally.print()
    if tally.count < 0.8 * images:
        tally.wrong.append(f"only {tally.count} of {images} characters could be judged")
    print("\n".join(tally.wrong))
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
