"""Measures of a word in a picture: how high, blurred, turned and rich in contrast it is, and how far a text is from it."""

import cv2
import numpy


def height(corners):
    """In pixels: the mean of its left and right sides. Corners are clockwise from the top left of the upright text."""
    return (numpy.linalg.norm(corners[0] - corners[3]) + numpy.linalg.norm(corners[1] - corners[2])) / 2


def crop(image, corners):
    """The word set upright, with room of a fifth of its height round it."""
    across = max(1, round((numpy.linalg.norm(corners[0] - corners[1]) + numpy.linalg.norm(corners[3] - corners[2])) / 2))
    down = max(1, round(height(corners)))
    room = round(0.2 * down)
    target = numpy.array([[0, 0], [across, 0], [across, down], [0, down]], numpy.float32) + room
    matrix = cv2.getPerspectiveTransform(corners.astype(numpy.float32), target)
    return cv2.warpPerspective(
        image, matrix, (across + 2 * room, down + 2 * room), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def tilt(corners):
    """In degrees: how far its baseline is from level, or its left side from upright on the baseline, whichever is more."""
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    down = (corners[3] - corners[0]) + (corners[2] - corners[1])
    turn = numpy.degrees(numpy.arctan2(along[1], along[0]))
    lean = numpy.degrees(numpy.arctan2(down[1], down[0])) - turn - 90
    return max(abs(turn), abs((lean + 180) % 360 - 180))


def blur(upright):
    """The width of its sharpest edges in pixels: the range of its tones over their steepest slope. 1 is the sharpest."""
    grey = cv2.cvtColor(upright, cv2.COLOR_BGR2GRAY).astype(numpy.float64)
    low, high = numpy.percentile(grey, [2, 98])
    steps = numpy.concatenate([abs(numpy.diff(grey, axis=0)).ravel(), abs(numpy.diff(grey, axis=1)).ravel()])
    return max(1.0, (high - low) / max(1e-6, numpy.percentile(steps, 99.5)))


def contrast(upright):
    """Of its bright to its dark tones, as WCAG counts it: 1 to 21."""
    value = upright.astype(numpy.float64) / 255
    linear = numpy.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    low, high = numpy.percentile(linear @ [0.0722, 0.7152, 0.2126], [5, 95])
    return (high + 0.05) / (low + 0.05)


def measures(image, corners):
    upright = crop(image, corners)
    return {"height, pixels": height(corners), "blur, pixels": blur(upright), "tilt, degrees": tilt(corners),
            "contrast": contrast(upright)}


def distance(a, b):
    """The edits that make one text of the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
