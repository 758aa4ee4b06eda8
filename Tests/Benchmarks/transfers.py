"""The four colour transfers by which iHarmony4 made its composites (Cong et al., "DoveNet: Deep image harmonization via
domain verification", CVPR 2020), from one set of pixels to another: arrays of n x 3 bytes in, the same out."""

import numpy as np

# Reinhard, Ashikhmin, Gooch and Shirley, "Color transfer between images", 2001: RGB to LMS, then logarithms, decorrelated.
LMS = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
LAB = np.diag([3**-0.5, 6**-0.5, 2**-0.5]) @ np.array([[1, 1, 1], [1, 1, -2], [1, -1, 0]])


def lab(pixels):
    return np.log10(np.maximum(pixels, 1) / 255 @ LMS.T) @ LAB.T


def rgb(values):
    return np.clip(10 ** (values @ np.linalg.inv(LAB).T) @ np.linalg.inv(LMS).T * 255, 0, 255)


def reinhard(source, target):
    """Means and deviations in the logarithmic space of Ruderman."""
    a, b = lab(source), lab(target)
    return rgb((a - a.mean(0)) * b.std(0) / np.maximum(a.std(0), 1e-6) + b.mean(0))


def xiao(source, target):
    """Mean and covariance in RGB (Xiao and Ma, "Color transfer in correlated color space", 2006)."""

    def root(pixels, power):
        values, vectors = np.linalg.eigh(np.cov(pixels.T) + 1e-3 * np.eye(3))
        return vectors @ np.diag(np.maximum(values, 1e-6) ** power) @ vectors.T

    change = root(target, 0.5) @ root(source, -0.5)
    return np.clip((source - source.mean(0)) @ change.T + target.mean(0), 0, 255)


def fecker(source, target):
    """Histograms of each channel (Fecker, Barkowsky and Kaup, 2008)."""
    result = np.empty(source.shape)
    for channel in range(3):
        ranks = (np.searchsorted(np.sort(source[:, channel]), source[:, channel], "right") - 0.5) / len(source)
        result[:, channel] = np.quantile(target[:, channel], np.clip(ranks, 0, 1))
    return result


def pitie(source, target, rounds=10):
    """Iterated distribution transfer: histograms along turned axes (Pitie, Kokaram and Dahyot, 2007)."""
    random = np.random.default_rng(0)
    result = source.astype(float)
    for _ in range(rounds):
        turn = np.linalg.qr(random.normal(size=(3, 3)))[0]
        result = fecker(result @ turn, target @ turn) @ turn.T
    return np.clip(result, 0, 255)


ALL = {"reinhard": reinhard, "xiao": xiao, "fecker": fecker, "pitie": pitie}
