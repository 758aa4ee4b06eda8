"""Reads Pascal VOC labels with supervision and Datumaro and compares them with the COCO files that they were made from.

Usage: python3 voc.py DATASET...

  boxes    those of the XML, counted from 1 with both ends inside, are COCO's; so are supervision's and Datumaro's, each
           by its own way of counting (fractions are rounded outwards); names, size, and truncated, occluded and
           difficult by the format's keys, or as a label of a real photo says them
  masks    as Pillow reads them, a pixel of the class mask is 1 + the category's place and one of the object mask 1 + the
           object's place exactly where COCO's mask is set and no smaller one's; crowds are 255, below all; the palette is
           the development kit's; Datumaro's masks are COCO's, pixel for pixel
  lists    ImageSets/Main and ImageSets/Segmentation name every image once; each picture is found through JPEGImages

Prints every violation and exits with 1 when there is any; prints what was checked otherwise.
"""

import math
import pathlib
import xml.etree.ElementTree as ElementTree

import datumaro
import numpy
import supervision
from PIL import Image

import truth


def colours():
    """The development kit's colours."""
    palette = []
    for value in range(256):
        colour, bits = [0, 0, 0], value
        for place in range(7, -1, -1):
            for channel in range(3):
                colour[channel] |= (bits >> channel & 1) << place
            bits >>= 3
        palette += colour
    return palette


def edges(image, annotation):
    x, y, width, height = image.box(annotation)
    return [math.floor(x), math.floor(y), math.ceil(x + width), math.ceil(y + height)]


def flags(annotation, keys):
    covered = annotation.get("covered_share", 0)
    said = {name: bool(annotation.get(name, 0)) for name in ("truncated", "occluded", "difficult")}
    said["occluded"] |= covered > 0 and covered >= keys["occluded"]
    if "truncation" in annotation:
        said["truncated"] = annotation["truncation"] > 0 and annotation["truncation"] >= keys["truncated"]
    if "visibility" in annotation:
        hidden = 1 - annotation["visibility"]
        said["occluded"] = hidden > 0 and hidden >= keys["occluded"]
        said["difficult"] = annotation["visibility"] < keys["difficult"]
    return said


def check_object(element, annotation, image, subset, keys, wrong):
    if element.findtext("name") != subset.name(annotation):
        wrong(f"the name is {element.findtext('name')}, COCO's {subset.name(annotation)}")
    left, top, right, bottom = edges(image, annotation)
    box = [int(element.findtext(f"bndbox/{name}")) for name in ("xmin", "ymin", "xmax", "ymax")]
    if box != [left + 1, top + 1, right, bottom]:
        wrong(f"the box is {box}, COCO's {annotation['bbox']}")
    for name, expected in flags(annotation, keys).items():
        if element.findtext(name) != str(int(expected)):
            wrong(f"{name} is {element.findtext(name)}")


def painted(image, subset):
    """Values of the class and of the object mask."""
    values = numpy.zeros((2, image.height, image.width), dtype=int)
    for annotation in image.crowds:
        values[:, image.mask(annotation)] = 255
    places = {annotation["id"]: place for place, annotation in enumerate(image.objects)}
    for annotation in image.upwards(image.objects):
        mask, place = image.mask(annotation), places[annotation["id"]]
        # What is beyond 8 bits is void.
        values[0][mask] = 1 + subset.place(annotation) if place < 254 else 255
        values[1][mask] = 1 + place if place < 254 else 255
    return values


def check_masks(root, name, image, subset, report):
    expected = painted(image, subset)
    for kind, values in zip(("SegmentationClass", "SegmentationObject"), expected):
        path = root / "voc" / kind / f"{name}.png"
        with Image.open(path) as picture:
            if picture.mode != "P" or picture.getpalette() != colours():
                report.wrong(path, "palette", "it is not VOC's")
            shown = numpy.array(picture)
        if shown.shape != values.shape or (shown != values).any():
            report.wrong(path, "mask", "it differs from COCO's masks")


def check_supervision(root, subset, report):
    below = pathlib.PurePath(subset.folder).relative_to("images")
    loaded = supervision.DetectionDataset.from_pascal_voc(
        images_directory_path=str(root / "voc" / "JPEGImages" / below),
        annotations_directory_path=str(root / "voc" / "Annotations" / below))
    theirs = {pathlib.Path(path).name: labels for path, labels in loaded.annotations.items()}
    for image in subset.images:
        labels = theirs[image.name]
        names = [loaded.classes[place] for place in (labels.class_id if len(labels) else [])]
        if names != [subset.name(annotation) for annotation in image.objects]:
            report.wrong(root / "voc", image.name, f"supervision's names are {names}")
        for box, annotation in zip(labels.xyxy, image.objects):
            if box.tolist() != edges(image, annotation):
                report.wrong(root / "voc", image.name, f"supervision's box is {box}, COCO's {annotation['bbox']}")


def check_datumaro(root, subset, report):
    below = pathlib.PurePath(subset.folder).relative_to("images")
    for task in ("voc_detection", "voc_segmentation"):
        loaded = datumaro.Dataset.import_from(str(root / "voc"), task)
        labels = loaded.categories()[datumaro.AnnotationType.label]
        # It sorts all colours of a mask to find the few there are, a second an image: two show that it reads them.
        for image in subset.images[:2] if task == "voc_segmentation" else subset.images:
            if len(image.objects) > 254:
                continue
            name = str(below / pathlib.PurePath(image.name).stem)
            item = loaded.get(name, subset=subset.split or "trainval")
            if item is None:
                report.wrong(root / "voc", name, f"Datumaro's {task} has no such image")
                continue
            if not pathlib.Path(item.media.path).is_file():
                report.wrong(root / "voc", name, f"Datumaro's {task} finds no picture")
            kind = datumaro.AnnotationType.bbox if task == "voc_detection" else datumaro.AnnotationType.mask
            theirs = [entry for entry in item.annotations if entry.type == kind]
            objects, values = list(enumerate(image.objects, 1)), painted(image, subset)[1]
            if kind == datumaro.AnnotationType.mask:
                # Void is an object to it.
                theirs = [entry for entry in theirs if labels[entry.label].name != "ignored"]
                theirs.sort(key=lambda entry: entry.group)
                objects = [(number, annotation) for number, annotation in objects if (values == number).any()]
            if [labels[entry.label].name for entry in theirs] != [subset.name(a) for _, a in objects]:
                report.wrong(root / "voc", name, f"Datumaro's {task} has other names")
                continue
            for entry, (number, annotation) in zip(theirs, objects):
                if kind == datumaro.AnnotationType.mask:
                    same = (entry.image.astype(bool) == (values == number)).all()
                else:
                    # It keeps VOC's first and last pixel.
                    left, top, right, bottom = edges(image, annotation)
                    same = entry.get_bbox() == [left + 1, top + 1, right - left - 1, bottom - top - 1]
                if not same:
                    report.wrong(root / "voc", name, f"Datumaro's {task} reads another {kind.name}")
                report.counts[f"{task} entries by Datumaro"] += 1


def check(root, report):
    keys = truth.keys_of(root, "voc")
    for subset in truth.load(root):
        below = pathlib.PurePath(subset.folder).relative_to("images")
        names = [str(below / pathlib.PurePath(image.name).stem) for image in subset.images]
        for kind in ("Main", "Segmentation"):
            path = root / "voc" / "ImageSets" / kind / f"{subset.split or 'trainval'}.txt"
            if path.read_text().splitlines() != names:
                report.wrong(path, "list", "it does not name the images of the COCO file")
        for name, image in zip(names, subset.images):
            path = root / "voc" / "Annotations" / f"{name}.xml"
            tree = ElementTree.parse(path).getroot()
            size = [int(tree.findtext(f"size/{side}")) for side in ("width", "height")]
            if size != [image.width, image.height]:
                report.wrong(path, "size", f"it is {size}")
            if not (root / "voc" / tree.findtext("folder") / tree.findtext("filename")).is_file():
                report.wrong(path, "filename", "there is no such picture")
            elements = tree.findall("object")
            if len(elements) != len(image.objects):
                report.wrong(path, "objects", f"there are {len(elements)}, COCO has {len(image.objects)}")
            for place, (element, annotation) in enumerate(zip(elements, image.objects)):
                check_object(
                    element, annotation, image, subset, keys,
                    lambda problem: report.wrong(path, f"object {place + 1}", problem))
                report.counts["VOC objects"] += 1
            check_masks(root, name, image, subset, report)
        check_supervision(root, subset, report)
        check_datumaro(root, subset, report)


if __name__ == "__main__":
    truth.main(__doc__, check)
