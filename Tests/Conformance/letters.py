"""Compares the labelled places of characters with pictures in which each is shown alone.

Usage: python3 letters.py DIORAMA [IMAGES]

DIORAMA is the program. Each image (1,250 unless given: about 1,000 different words) has a word of random letters in one of
nine scripts, on a plate that faces the camera or is tilted. All of its characters but one have no colour, and the quad of
that one is compared with its ink: on each side the ink must reach the quad's side, and no farther, to within 0.1 pixel of a
scene of 64 × 48 pixels, in which letters are some ten pixels high. The pictures are 20 times as large, so that the edges of
the ink are known well enough. Characters that the image's edge cuts off are left out, and so are those that were not
labelled by themselves, such as letters that a font joins into one.

Prints a table, and exits with 1 where a place is wrong.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict

import cv2
import numpy

SCALE, WIDTH, HEIGHT, TOLERANCE = 20, 64, 48, 0.1
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
}
WORDS_OF_EACH = 170


def is_mark(letter):
    return unicodedata.category(letter).startswith("M")


def shown_alone(letters, source):
    """A random word in markup that shows one of its characters, that character, and the word."""
    word = ""
    while not word or is_mark(word[0]):
        word = "".join(source.sample(letters, source.randint(3, 8)))
    characters = []
    for letter in word:
        if characters and is_mark(letter):
            characters[-1] += letter
        else:
            characters.append(letter)
    number = source.randrange(len(characters))
    parts = [("".join(characters[:number]), "1"), (characters[number], "100%"), ("".join(characters[number + 1:]), "1")]
    markup = "".join(f"<span alpha='{alpha}'>{text}</span>" for text, alpha in parts if text)
    return markup, unicodedata.normalize("NFC", characters[number]), word


def pipeline(images):
    """The pipeline's text, and what each text of it shows."""
    source, known, objects = random.Random(17), {}, []
    for script, font, letters in SCRIPTS:
        for surface, pose in POSES.items():
            markups = []
            for _ in range(WORDS_OF_EACH):
                markup, character, word = shown_alone(letters, source)
                known[markup] = (script, surface, character, word)
                markups.append(markup)
            text = f"{{text: {{choice: {json.dumps(markups, ensure_ascii=False)}}}, font: {font}, color: black, background: white, padding: 0.2}}"
            objects.append(f"  {script} {surface}: {{from: {{text: {text}}}, size: 1.1, pose: {pose}}}")
    lines = ["diorama: 1", "seed: 5", f"images: {images}", "backgrounds: {photos: [white.png]}", "objects:", *objects,
             "scene:", "  count: 1", "  place: {at: {x: 0.5, y: 0.5}}", "  light: {drawings: 0, relief: 0}",
             "  overlap: {visible: {min: 0.01}, truncated: {max: 0.99}}", "render: {shadows: none}",
             "output: {images: {format: png}, annotations: [coco]}", ""]
    return "\n".join(lines), known


def reaches(quad, picture):
    """How far the ink reaches beyond each side of a quad, in pixels of the scene; None for no ink."""
    cover = 1 - picture.astype(float) / 255
    inner = cv2.erode((cover > 0.85).astype(numpy.uint8), numpy.ones((3, 3)))
    rows, columns = numpy.nonzero((cover > 0.06) & (inner == 0))
    if not len(rows):
        return None
    edges = numpy.stack([columns, rows], 1) + 0.5
    beyond = cover[rows, columns] - 0.5
    found = []
    for start, end in zip(quad, numpy.roll(quad, -1, axis=0)):
        along = (end - start) / numpy.linalg.norm(end - start)
        found.append(((edges - start) @ [along[1], -along[0]] + beyond).max() / SCALE)
    return found


def main(diorama, images="1250"):
    rows, words, wrong, unknown, cut = defaultdict(list), set(), [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        cv2.imwrite(str(folder / "white.png"), numpy.full((HEIGHT * SCALE, WIDTH * SCALE, 3), 255, numpy.uint8))
        text, known = pipeline(int(images))
        (folder / "p.yaml").write_text(text, encoding="utf-8")
        out = folder / "out"
        subprocess.run([diorama, "run", folder / "p.yaml", "--jobs", "1", "--out", out, "--quiet"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        dataset = json.loads((out / "annotations/instances.json").read_text("utf-8"))
        labels = {annotation["image_id"]: annotation for annotation in dataset["annotations"]}
        names = {image["file_name"]: image["id"] for image in dataset["images"]}
        for line in (out / "scenes.jsonl").read_text("utf-8").splitlines():
            scene = json.loads(line)
            if not scene["objects"]:
                continue
            script, surface, character, word = known[scene["objects"][0]["from"]["text"]["text"]]
            name = f"{scene['index']:06d}.png"
            own = [part for line in labels[names[name]]["text_lines"] for one in line["words"] for part in one["characters"]
                   if part["text"] == character]
            if len(own) != 1:
                unknown += 1
                continue
            quad = numpy.array(own[0]["quad"])
            if quad.min() < 0 or (quad > [WIDTH * SCALE, HEIGHT * SCALE]).any():
                cut += 1
                continue
            found = reaches(quad, cv2.imread(str(out / "images" / name), cv2.IMREAD_GRAYSCALE))
            miss = max(map(abs, found)) if found else float("inf")
            rows[script, surface].append(miss)
            words.add(word)
            if miss >= TOLERANCE:
                wrong.append(f"“{character}” of “{word}”, {script}, {surface}: {miss:.3f} pixels off ({name})")
    print("| script | surface | characters | mean miss, pixels | largest |\n| --- | --- | --- | --- | --- |")
    for (script, surface), misses in sorted(rows.items()):
        print(f"| {script} | {surface} | {len(misses)} | {numpy.mean(misses):.3f} | {max(misses):.3f} |")
    judged = sum(map(len, rows.values()))
    print(f"{len(words)} words, {judged} characters judged; {cut} cut off, {unknown} not labelled by themselves")
    if judged < 0.8 * int(images):
        wrong.append(f"only {judged} of {images} characters could be judged")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
