"""Proves the features and the classifier of `detectability` on pictures whose answer is known, in seconds.

Discs with a photo's own noise cannot be told from it; discs without noise, and discs cut out with hard edges, can.
"""

import cv2
import numpy as np

import detectability
import forensics

SHAPE = (240, 320)
PHOTOS = 6


def photo(random):
    """Soft colours, and round things that a lens has blurred."""
    small = random.uniform(80, 170, (6, 8, 3)).astype(np.float32)
    picture = cv2.resize(small, SHAPE[::-1], interpolation=cv2.INTER_CUBIC)
    for _ in range(30):
        mask = disc(random.uniform(0, SHAPE[1]), random.uniform(0, SHAPE[0]), 10).astype(np.float32)
        picture += cv2.GaussianBlur(mask, (0, 0), 1.6)[:, :, None] * random.choice([-40, 40])
    return picture


def grain(random):
    return cv2.GaussianBlur(random.normal(0, 12, (*SHAPE, 3)).astype(np.float32), (0, 0), 0.8)


def disc(x, y, radius):
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.hypot(columns - x, rows - y) <= radius


def coded(picture):
    _, file = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
    return cv2.imdecode(file, cv2.IMREAD_COLOR)


def measured(paste):
    """The evidence of photos with three discs each; `paste` makes a picture of a clean one, its noise and a mask."""
    evidence = detectability.Evidences()
    for number in range(PHOTOS):
        random = np.random.default_rng(number)
        picture, noise = photo(random), grain(random)
        masks = [disc(x, y, 36) for x, y in ((60, 70), (160, 160), (255, 80))]
        for mask in masks:
            picture, noise = paste(picture, noise, mask)
        things = [(str(index), mask) for index, mask in enumerate(masks)]
        evidence.add(coded(picture + noise), things, f"photo {number}", number)
    return evidence


def nothing(picture, noise, mask):
    return picture, noise


def without_noise(picture, noise, mask):
    return picture, np.where(mask[:, :, None], 0, noise)


def darker(picture, noise, mask):
    return picture - 40 * mask[:, :, None], noise


def renamed(evidence):
    """The same of other photos."""
    other = detectability.Evidences()
    other.rows = {kind: [row._replace(photo="other " + row.photo) for row in rows] for kind, rows in evidence.rows.items()}
    return other


def check(name, value, low, high):
    if not low <= value <= high:
        raise SystemExit(f"{name}: AUC {value:.2f} is not within {low}…{high}")
    print(f"{name}: AUC {value:.2f}")


def main():
    same = measured(nothing)
    check("a disc of the photo itself", same.auc("patch").mean(), 0.3, 0.7)
    check("a disc without the photo's noise", measured(without_noise).auc("patch").mean(), 0.95, 1)
    shaded = measured(darker)
    check("a darker disc with the photo's noise", shaded.auc("patch").mean(), 0.3, 0.7)
    check("its hard outline", shaded.auc("edge").mean(), 0.9, 1)
    smooth = measured(without_noise)
    told = [area for *_, area in detectability.judged(smooth, renamed(smooth))]
    check("a real disc without noise, by what was learned from pasted ones", np.mean(told), 0.95, 1)
    told = [area for *_, area in detectability.judged(smooth, renamed(same))]
    check("a real disc with noise, by the same", np.mean(told), 0.3, 0.7)
    if detectability.judged(smooth, smooth)[0][-1] < 0.95 or len(detectability.judged(smooth, smooth)) != 3 * PHOTOS:
        raise SystemExit("photos are not asked about by what was learned from the others")
    again = measured(nothing)
    if any(one.features != other.features for one, other in zip(same.rows["patch"], again.rows["patch"], strict=True)):
        raise SystemExit("the same pictures gave other features")
    names = same.table("patch")[0]
    if {name.split(".")[0] for name in names} != {*detectability.GROUPS, "light"}:
        raise SystemExit(f"features belong to no group: {names}")
    assert forensics.correlation(np.eye(4), np.eye(4)) > 0.99


if __name__ == "__main__":
    main()
