"""Pictures of single words: read from a folder with a list, and brought to the form that the reader takes."""

import pathlib
import re

import cv2
import numpy as np

HEIGHT, WIDTH, STEP = 32, 128, 16


def read(folder):
    """The pictures and texts of a folder's lists, in their order."""
    folder = pathlib.Path(folder)
    lists = sorted({*folder.glob("labels*.txt"), *folder.glob("gt*.txt")})
    if not lists:
        raise SystemExit(f"{folder}: there is no labels*.txt or gt*.txt with pictures and their texts")
    words = []
    for path in lists:
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not line.strip():
                continue
            found = re.match(r'(?P<name>[^\t]+)\t(?P<text>.+)$|(?P<file>[^,]+),\s*"(?P<quoted>.*)"\s*$', line)
            if not found:
                raise SystemExit(f"{path}:{number}: “{line}” is neither “picture, a tab, text” nor “picture, \"text\"”")
            text = found["text"] if found["name"] else found["quoted"].replace('\\"', '"').replace("\\\\", "\\")
            words.append((folder / (found["name"] or found["file"]).strip(), plain(text)))
    return [(picture, text) for picture, text in words if text]


def plain(text):
    """What is compared: letter case and blanks count for nothing."""
    return re.sub(r"\s+", "", text).casefold()


def picture(path):
    """Grey, 0…255, HEIGHT high and as wide as its own shape asks for, at most WIDTH; room at its right edge, of the picture's
    mean, makes the width a multiple of STEP."""
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise SystemExit(f"{path}: cannot be read as a picture")
    width = int(np.clip(round(grey.shape[1] * HEIGHT / grey.shape[0]), 8, WIDTH))
    small = cv2.resize(grey, (width, HEIGHT), interpolation=cv2.INTER_AREA if grey.shape[0] > HEIGHT else cv2.INTER_LINEAR)
    whole = np.full((HEIGHT, -(-width // STEP) * STEP), round(small.mean()), np.uint8)
    whole[:, :width] = small
    return whole


def by_width(pictures):
    """The numbers of the pictures of each width, so that those that are computed together have one width."""
    widths = {}
    for number, one in enumerate(pictures):
        widths.setdefault(one.shape[1], []).append(number)
    return widths


def stacked(pictures):
    """Pictures of one width as the reader takes them: [n, 1, HEIGHT, width], 0…1."""
    return np.stack(pictures)[:, None].astype(np.float32) / 255
