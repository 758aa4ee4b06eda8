"""Proves the measures of words that `reading` counts by, on bars that are drawn for it."""

import cv2
import numpy

from word_measures import crop, measures

BOX = numpy.array([[60.0, 40], [160, 40], [160, 70], [60, 70]])


def bars(dark=0, bright=255):
    """Four bars on a plain ground, 30 pixels high."""
    picture = numpy.full((110, 220, 3), bright, numpy.uint8)
    for left in range(60, 160, 30):
        picture[40:70, left:left + 10] = dark
    return picture


def a_sharp_upright_word():
    measured = measures(bars(), BOX)
    assert measured["height, pixels"] == 30 and measured["tilt, degrees"] == 0
    assert measured["blur, pixels"] == 1
    # Black on white, as WCAG has it.
    assert abs(measured["contrast"] - 21) < 1e-9


def contrast_is_that_of_light():
    # 118 and 255: linear light of 0.181 and 1.
    assert abs(measures(bars(118), BOX)["contrast"] - 1.05 / (0.1812 + 0.05)) < 0.01
    assert abs(measures(bars(90, 100), BOX)["contrast"] - measures(bars(100, 90), BOX)["contrast"]) < 1e-9


def a_blurred_word_has_wide_edges():
    # The steepest slope of a step under a Gaussian is 1 / (σ √(2 π)).
    for sigma in [1.5, 2]:
        seen = measures(cv2.GaussianBlur(bars(), (0, 0), sigma), BOX)["blur, pixels"]
        assert abs(seen - sigma * (2 * numpy.pi) ** 0.5) < 0.25 * seen, seen


def a_turned_or_leaning_word_is_tilted():
    turn = cv2.getRotationMatrix2D((110, 55), -20, 1)
    turned = BOX @ turn[:, :2].T + turn[:, 2]
    assert abs(measures(bars(), turned)["tilt, degrees"] - 20) < 0.01
    leaning = BOX + [[17.3205, 0], [17.3205, 0], [0, 0], [0, 0]]
    assert abs(measures(bars(), leaning)["tilt, degrees"] - 30) < 0.01


def a_crop_is_upright_with_room():
    turn = cv2.getRotationMatrix2D((110, 55), -20, 1)
    picture = cv2.warpAffine(bars(), turn, (220, 110), borderValue=(255, 255, 255))
    upright = crop(picture, BOX @ turn[:, :2].T + turn[:, 2])
    assert upright.shape == (42, 112, 3)
    # A fifth of the height round it; the first bar stands at its left edge.
    assert upright[21, 11].mean() < 60 and upright[21, 2].mean() > 200 and upright[2, 60].mean() > 200


if __name__ == "__main__":
    a_sharp_upright_word()
    contrast_is_that_of_light()
    a_blurred_word_has_wide_edges()
    a_turned_or_leaning_word_is_tilted()
    a_crop_is_upright_with_room()
    print("measures of words: passed")
