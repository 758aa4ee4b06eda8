"""Makes the files that every contender reads: photos and cut-outs.

Usage: python3 inputs.py FOLDER COUNT [phone]

FOLDER/photos/000000.jpg …   COUNT photos, 1920×1280, JPEG quality 90, 4:2:0: windows of the real photos that Debian's
                             lomiri-wallpapers-16.04 and mate-backgrounds install, each another place, size or side; for
                             a telephone's, 4000×3000, enlarged where they must be, with a small sensor's grain
FOLDER/cutouts/00.png …      40 RGBA cut-outs, 300 to 800 pixels long: our own drawings with the grain of a photo, half
                             of them with the soft, never fully opaque alpha that matting tools give

What is there already stays. The same machine gives the same files.
"""

import multiprocessing
import pathlib
import random
import sys

import cv2
import numpy
import pyvips

import recipe

PHOTO_FOLDERS = [pathlib.Path("/usr/share/backgrounds"), pathlib.Path("/usr/share/backgrounds/mate/nature")]
# Installed beside the photos, and none.
DRAWN = {"umang_by_Abhishek_Mudgal.jpg"}
DRAWINGS = pathlib.Path(__file__).parents[2] / "objects"
# The least size of a photo that windows are cut from.
LEAST = 1920, 1280
CUTOUTS = 40
GRAIN = 2.5


def installed_photos():
    """The installed photos that are large enough, by name."""
    photos = []
    for path in sorted(path for folder in PHOTO_FOLDERS for path in folder.glob("*.jpg")):
        size = pyvips.Image.new_from_file(str(path))
        if path.name not in DRAWN and size.width >= LEAST[0] and size.height >= LEAST[1]:
            photos.append(path)
    if not photos:
        sys.exit("no photos: apt-get install lomiri-wallpapers-16.04 mate-backgrounds")
    return photos


def make_photos(job):
    """Cuts windows out of one installed photo: `job` is its path, the files to write, and their size."""
    source, targets, (wanted_width, wanted_height) = job
    picture = cv2.imread(str(source))
    height, width = picture.shape[:2]
    largest = min(width / wanted_width, height / wanted_height)
    enlarged = largest < 1
    for target in targets:
        chance = random.Random(target.name)
        scale = chance.uniform(0.8 * largest if enlarged else 1, largest)
        window_width, window_height = int(wanted_width * scale), int(wanted_height * scale)
        left, top = chance.randint(0, width - window_width), chance.randint(0, height - window_height)
        window = picture[top:top + window_height, left:left + window_width]
        if chance.random() < 0.5:
            window = cv2.flip(window, 1)
        way = cv2.INTER_CUBIC if enlarged else cv2.INTER_AREA
        window = cv2.resize(window, (wanted_width, wanted_height), interpolation=way)
        if enlarged:
            grain = numpy.random.default_rng(int(target.stem)).normal(0, GRAIN, window.shape)
            window = numpy.clip(window + grain + 0.5, 0, 255).astype(numpy.uint8)
        write(target, window, [cv2.IMWRITE_JPEG_QUALITY, 90])


def make_cutout(job):
    """Draws one cut-out: `job` is the drawing, a photo to take grain from, and the file to write."""
    drawing, photo, target = job
    chance = random.Random(target.name)
    number = int(target.stem)
    length = 300 + 500 * number / (CUTOUTS - 1)
    size = pyvips.Image.svgload(str(drawing))
    picture = pyvips.Image.svgload(str(drawing), scale=length / max(size.width, size.height)).numpy()
    rgba = picture.astype(numpy.float32)
    height, width = rgba.shape[:2]

    # A drawing's flat colours would be cheaper to encode than the photo below them.
    grain = cv2.imread(str(photo), cv2.IMREAD_GRAYSCALE)
    left, top = chance.randint(0, grain.shape[1] - width), chance.randint(0, grain.shape[0] - height)
    grain = grain[top:top + height, left:left + width].astype(numpy.float32)
    grain -= cv2.GaussianBlur(grain, (0, 0), 20)
    rgba[:, :, :3] += grain[:, :, None]

    if number % 2:
        alpha = cv2.GaussianBlur(rgba[:, :, 3], (0, 0), 1.5)
        noise = numpy.random.default_rng(number).uniform(0.95, 0.995, alpha.shape)
        rgba[:, :, 3] = alpha * cv2.GaussianBlur(noise, (0, 0), 1)
    rgba = numpy.clip(rgba + 0.5, 0, 255).astype(numpy.uint8)
    write(target, cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), [])


def write(target, picture, options):
    """Writes a picture under a temporary name and renames it, so that an interrupted run leaves no half file."""
    temporary = target.with_name(f"part-{target.name}")
    if not cv2.imwrite(str(temporary), picture, options):
        sys.exit(f"{temporary} cannot be written")
    temporary.rename(target)


def make(folder, count, work):
    """Makes what is missing."""
    photo_folder, cutout_folder = folder / "photos", folder / "cutouts"
    photo_folder.mkdir(parents=True, exist_ok=True)
    cutout_folder.mkdir(exist_ok=True)
    with multiprocessing.Pool() as pool:
        sources = installed_photos()
        targets = [photo_folder / f"{index:06}.jpg" for index in range(count)]
        jobs = [
            (source, [target for target in targets[first::len(sources)] if not target.exists()], work.photo)
            for first, source in enumerate(sources)
        ]
        pool.map(make_photos, [job for job in jobs if job[1]], chunksize=1)
        drawings = sorted(DRAWINGS.glob("*.svg"))
        cutouts = [cutout_folder / f"{index:02}.png" for index in range(CUTOUTS)]
        jobs = [
            (drawings[index % len(drawings)], targets[index % min(count, 10)], target)
            for index, target in enumerate(cutouts) if not target.exists()
        ]
        pool.map(make_cutout, jobs, chunksize=1)


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]), int(sys.argv[2]), recipe.WORKS[sys.argv[3] if sys.argv[3:] else "reference"])
