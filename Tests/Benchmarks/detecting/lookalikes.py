"""Photos that look alike: the same one coded, resized or mirrored anew, or the next frame of a film."""

import cv2
import numpy as np

# Bits of 64 that two photos may differ in. Copies differ in some 4; of photos of one road, taken at other places, some
# differ in 10.
ALIKE = 8


def fingerprint(rgb):
    """64 bits: whether each cell of a small grey picture is brighter than its left neighbour ("difference hash")."""
    small = cv2.resize(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    return (small[:, 1:] > small[:, :-1]).ravel()


def mirrored(bits):
    """The fingerprint of the mirrored photo."""
    return ~bits.reshape(8, 8)[:, ::-1].ravel()


def groups(bits, most=ALIKE):
    """A number for each of the fingerprints; two that are alike, by others in between too, have the same one."""
    bits = np.array(bits)
    group = np.arange(len(bits))
    for own in bits:
        alike = ((bits != own).sum(1) <= most) | ((bits != mirrored(own)).sum(1) <= most)
        joined = np.unique(group[alike])
        group[np.isin(group, joined)] = joined[0]
    return group
