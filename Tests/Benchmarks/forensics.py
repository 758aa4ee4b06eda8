"""What a forensic reader measures in a photo: noise, traces of JPEG blocks, chroma, gradients, and profiles of edges.

A patch is 16 x 16 pixels of an image. Its features describe how the pixels were made. Mean brightness and colour, which
say what they show, are in a group of their own, "light".
"""

import cv2
import numpy as np

SIDE = 16
TINY = 0.05
LEAST_PIXELS = 100
MARGIN = 8
# Immerkaer, "Fast noise variance estimation", 1996: blind to planes and to straight edges along rows and columns.
SECOND = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
BAND = 32
STEPS = np.arange(-5, 5.01, 0.5, dtype=np.float32)
DCT = np.array([[np.cos((2 * n + 1) * k * np.pi / 32) * (1 if k else 0.5**0.5) for n in range(16)] for k in range(16)])
DCT *= (2 / 16) ** 0.5
RADIUS = np.hypot(*np.mgrid[0:16, 0:16])
BANDS = {"low": (RADIUS > 0) & (RADIUS < 4), "middle": (RADIUS >= 4) & (RADIUS < 9), "high": RADIUS >= 9}


def log(value):
    return float(np.log(max(float(value), 0) + TINY))


def correlation(a, b):
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    return float((a * b).sum() / (np.sqrt((a * a).sum() * (b * b).sum()) + 1e-3))


class Evidence:
    """An image with the maps that its patches are read from.

    `free` marks the pixels that show the photo alone; they give the noise that the image has at each brightness.
    """

    def __init__(self, rgb, free):
        ycc = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb).astype(np.float32)
        self.luma, self.chroma = ycc[:, :, 0], [ycc[:, :, 2], ycc[:, :, 1]]
        self.rest = cv2.filter2D(self.luma, -1, SECOND, borderType=cv2.BORDER_REFLECT_101)
        self.noise = np.abs(self.rest)
        self.chroma_rest = [cv2.filter2D(plane, -1, SECOND, borderType=cv2.BORDER_REFLECT_101) for plane in self.chroma]
        self.grain = self.luma - cv2.GaussianBlur(self.luma, (0, 0), 1.5)
        self.across = cv2.Sobel(self.luma, cv2.CV_32F, 1, 0, scale=1 / 8)
        self.down = cv2.Sobel(self.luma, cv2.CV_32F, 0, 1, scale=1 / 8)
        self.slope = np.hypot(self.across, self.down)
        self.coded = {quality: self._error_level(rgb, quality) for quality in (75, 90)}
        self.zeros = self._zeros()
        self._measure(free)

    @staticmethod
    def _error_level(rgb, quality):
        """How much each pixel changes when the image is coded once more."""
        _, coded = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        again = cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1]
        return np.abs(again.astype(np.float32) - rgb).mean(2)

    def _zeros(self):
        """The share of coefficients of each 8 x 8 block of the file that are nothing, at each of its pixels."""
        high, wide = (side // 8 * 8 for side in self.luma.shape)
        half = np.array([[np.cos((2 * n + 1) * k * np.pi / 16) * (1 if k else 0.5**0.5) / 2 for n in range(8)]
                         for k in range(8)], np.float32)
        blocks = self.luma[:high, :wide].reshape(high // 8, 8, wide // 8, 8).transpose(0, 2, 1, 3)
        share = (np.abs(half @ blocks @ half.T) < 1).mean((2, 3))
        full = np.zeros_like(self.luma)
        full[:high, :wide] = np.kron(share, np.ones((8, 8)))
        return full

    def _measure(self, free):
        """Sorted noise of the photo's own patches, by brightness."""
        high, wide = (side // SIDE for side in self.luma.shape)

        def cut(plane):
            plane = plane[: high * SIDE, : wide * SIDE].reshape(high, SIDE, wide, SIDE)
            return plane.transpose(0, 2, 1, 3).reshape(high * wide, SIDE * SIDE)

        own = cut(free).all(1)
        noise = [np.abs(cut(plane)[own]).mean(1) for plane in (self.rest, *self.chroma_rest)]
        values = np.stack([*noise, np.median(cut(self.slope)[own], axis=1)], axis=1)
        self.levels = cut(self.luma)[own].mean(1)
        self.usual = {}
        for band in range(0, 256, BAND):
            near = np.abs(self.levels - band - BAND / 2) < BAND
            self.usual[band] = np.sort(values[near] if near.sum() >= 20 else values, axis=0)

    def patch(self, x, y):
        """The features of the patch whose corner is at a pixel, by names of the form GROUP.FEATURE."""
        part = np.s_[y : y + SIDE, x : x + SIDE]
        luma, rest, grain, slope = self.luma[part], self.rest[part], self.grain[part], self.slope[part]
        level = float(luma.mean())
        usual = self.usual[int(level) // BAND * BAND]
        size = np.abs(rest)
        found = {
            "noise.level": log(size.mean()),
            "noise.median": log(np.median(size)),
            "noise.peaks": log((rest**4).mean() / ((rest**2).mean() ** 2 + 1e-3)),
            "noise.uneven": log(np.ptp([log(size[r : r + 8, c : c + 8].mean()) for r in (0, 8) for c in (0, 8)])),
            "noise.across": correlation(grain[:, 1:], grain[:, :-1]),
            "noise.down": correlation(grain[1:], grain[:-1]),
            "noise.aslant": correlation(grain[1:, 1:], grain[:-1, :-1]),
        }
        # Against the photo's calm patches of this brightness, and the place among all of them.
        found |= self._against("noise.", size.mean(), usual[:, 0])
        energy = (DCT @ luma @ DCT.T) ** 2
        bands = {name: log(energy[chosen].mean()) for name, chosen in BANDS.items()}
        found |= {"noise.high": bands["high"], "noise.white": bands["high"] - bands["middle"]}
        found |= {"gradient.middle": bands["middle"], "gradient.fall": bands["middle"] - bands["low"]}

        found |= {f"grid.again{quality}": log(error[part].mean()) for quality, error in self.coded.items()}
        found["grid.share"] = found["grid.again75"] - log(slope.mean())
        found["grid.zeros"] = float(self.zeros[part].mean())
        for name, steps, start in (
            ("across", np.abs(np.diff(luma, axis=1)).mean(0), x), ("down", np.abs(np.diff(luma, axis=0)).mean(1), y)
        ):
            border = (np.arange(len(steps)) + start) % 8 == 7
            found[f"grid.{name}"] = log(steps[border].mean()) - log(steps[~border].mean())

        for index, name in enumerate(("blue", "red")):
            plane, own = self.chroma[index][part], self.chroma_rest[index][part]
            found[f"chroma.{name}"] = log(np.abs(own).mean())
            found |= self._against(f"chroma.{name}_", np.abs(own).mean(), usual[:, 1 + index])
            found[f"chroma.{name}_of_luma"] = found[f"chroma.{name}"] - found["noise.level"]
            found[f"chroma.{name}_with_luma"] = correlation(own, rest)
            found[f"chroma.{name}_spread"] = log(plane.std())
            found[f"chroma.{name}_texture"] = abs(correlation(plane, luma))
        found["chroma.together"] = correlation(self.chroma_rest[0][part], self.chroma_rest[1][part])

        a, b = self.across[part], self.down[part]
        turned = np.hypot((a * a - b * b).sum(), 2 * (a * b).sum()) / ((a * a + b * b).sum() + 1e-3)
        top = np.percentile(slope, 95)
        found |= {
            "gradient.mean": log(slope.mean()),
            "gradient.median": log(np.median(slope)),
            "gradient.top": log(top),
            "gradient.peaks": log(top) - log(np.median(slope)),
            "gradient.contrast": log(luma.std()),
            "gradient.straight": float(turned),
        }
        found |= self._against("gradient.", np.median(slope), usual[:, 3])
        found["light.brightness"] = level
        found["light.rank"] = float((self.levels < level).mean()) if len(self.levels) else 0.5
        saturation = [float(plane[part].mean()) - 128 for plane in self.chroma]
        found |= {"light.blue": saturation[0], "light.red": saturation[1], "light.colour": float(np.hypot(*saturation))}
        return found

    @staticmethod
    def _against(start, value, usual):
        """A value as a ratio to that of the photo's calm patches, and its place among those of all."""
        if not len(usual):
            return {f"{start}against": 0.0, f"{start}rank": 0.5}
        return {
            f"{start}against": log(value) - log(usual[len(usual) // 4]),
            f"{start}rank": float(np.searchsorted(usual, value) / len(usual)),
        }

    def edge(self, x, y, across, down):
        """The features of the profile through a point along a direction of length 1; None where no edge is near.

        The point moves to the steepest place within three pixels, so that a label's line and a measured one are alike.
        """
        along = np.arange(-3, 4, dtype=np.float32)
        places = STEPS[None, :] * np.array([[across], [down]], np.float32)

        def read(plane, shift):
            px = (x + shift * across + places[0][None, :] - along[:, None] * down).astype(np.float32)
            py = (y + shift * down + places[1][None, :] + along[:, None] * across).astype(np.float32)
            return cv2.remap(plane, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)

        steps = np.abs(np.diff(read(self.luma, 0).mean(0)))
        near = np.abs(STEPS[:-1] + 0.25) <= 3
        if steps[near].max() < 3:
            return None
        shift = float((STEPS[:-1] + 0.25)[near][steps[near].argmax()])
        rows = read(self.luma, shift)
        profile = rows.mean(0)
        if profile[-1] < profile[0]:
            profile, rows = profile[::-1], rows[:, ::-1]
        contrast = float(profile[-4:].mean() - profile[:4].mean())
        steps = np.diff(profile)
        found = {
            "edge.contrast": log(contrast),
            "edge.width": log(max(contrast, 1) / (2 * steps.max() + 1e-3)),
            "edge.spread": log(self._spread(steps)),
            "edge.under": float(profile[:4].mean() - profile[:10].min()) / max(contrast, 4),
            "edge.over": float(profile[10:].max() - profile[-4:].mean()) / max(contrast, 4),
            "edge.uneven": log((rows - profile).std()) - log(contrast),
            "edge.wander": log(np.std(np.abs(np.diff(rows, axis=1)).argmax(1))),
        }
        sides = read(self.noise, shift).mean(0)
        found["edge.noise_sides"] = abs(log(sides[:6].mean()) - log(sides[-6:].mean()))
        found["edge.noise_here"] = log(sides[8:13].mean()) - log(contrast)
        chroma = [read(plane, shift).mean(0) for plane in self.chroma]
        colour = np.abs(np.diff(chroma[0])) + np.abs(np.diff(chroma[1]))
        found["edge.chroma"] = log(colour.sum()) - log(contrast)
        found["edge.chroma_spread"] = log(self._spread(colour)) - found["edge.spread"]
        found["edge.chroma_lag"] = abs(self._middle(colour) - self._middle(np.maximum(steps, 0)))
        return found

    @staticmethod
    def _middle(steps):
        return float((steps * STEPS[:-1]).sum() / (steps.sum() + 1e-3))

    @staticmethod
    def _spread(steps):
        steps = np.maximum(steps, 0)
        middle = Evidence._middle(steps)
        return np.sqrt((steps * (STEPS[:-1] - middle) ** 2).sum() / (steps.sum() + 1e-3))


def samples(evidence, masks, number, at_most=8):
    """Features inside the masks (label 1) and around them (label 0): lists of patches and of edges.

    Each is (index of the mask, label, features).


    - masks: of the objects to tell; `number` seeds the choice of places.
    """
    shape = evidence.luma.shape
    everything = np.zeros(shape, np.uint8)
    for mask in masks:
        everything |= mask.astype(np.uint8)
    clear = cv2.dilate(everything, np.ones((9, 9), np.uint8)) == 0
    random = np.random.default_rng(number)
    patches, edges = [], []
    for number, mask in enumerate(masks):
        rows, columns = np.where(mask)
        if len(rows) < LEAST_PIXELS:
            continue
        reach = int(max(2 * SIDE, 0.6 * max(np.ptp(rows), np.ptp(columns))))
        top, left = max(0, rows.min() - reach), max(0, columns.min() - reach)
        window = np.s_[top : rows.max() + reach, left : columns.max() + reach]
        inner = cv2.erode(mask[window].astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=1)
        inside, around = corners(inner > 0), corners(clear[window])
        count = min(at_most, len(inside), len(around))
        for label, places in ((1, inside), (0, around)):
            for index in random.choice(len(places), count, replace=False) if count else []:
                y, x = places[index]
                patches.append((number, label, evidence.patch(left + int(x), top + int(y))))
        edges += [(number, *row) for row in outline(evidence, mask, clear, window, random, at_most)]
    return patches, edges


def corners(where):
    """Places of patches that lie wholly in a mask."""
    high, wide = where.shape
    sums = np.pad(where.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    whole = sums[SIDE:, SIDE:] - sums[:-SIDE, SIDE:] - sums[SIDE:, :-SIDE] + sums[:-SIDE, :-SIDE]
    return np.argwhere(whole == SIDE * SIDE)


def outline(evidence, mask, clear, window, random, at_most):
    """Profiles across a mask's outline, and as many across the strongest clear edges of its window."""
    part = mask[window].astype(np.uint8)
    corner = np.array([window[1].start, window[0].start])
    inside = np.zeros(part.shape, bool)
    inside[MARGIN:-MARGIN, MARGIN:-MARGIN] = True

    lines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = np.concatenate([line.reshape(-1, 2) for line in lines])
    points = points[inside[points[:, 1], points[:, 0]]]
    soft = cv2.GaussianBlur(part.astype(np.float32), (0, 0), 2)
    own = profiles(
        evidence, points, corner, cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1), random, at_most)

    slope = evidence.slope[window]
    peaks = np.argwhere((slope >= cv2.dilate(slope, np.ones((5, 5), np.uint8))) & inside & clear[window] & (slope > 4))
    strongest = np.argsort(-slope[peaks[:, 0], peaks[:, 1]], kind="stable")[: max(4 * at_most, len(peaks) // 4)]
    theirs = profiles(
        evidence, peaks[strongest, ::-1], corner, evidence.across[window], evidence.down[window], random, len(own))
    return [(1, one) for one in own[: len(theirs)]] + [(0, one) for one in theirs]


def profiles(evidence, points, corner, across, down, random, count):
    found = []
    if not count:
        return found
    for index in random.permutation(len(points))[: 4 * count]:
        x, y = (int(value) for value in points[index])
        length = float(np.hypot(across[y, x], down[y, x]))
        one = None
        if length > 1e-6:
            one = evidence.edge(*(corner + (x, y)), across[y, x] / length, down[y, x] / length)
        if one is not None:
            found.append(one)
        if len(found) == count:
            break
    return found
