"""One run: trains a detector on some photos, and measures it on those for choices and on the test's."""

import copy
import dataclasses
import zlib

import cv2
import numpy as np
import torch

from detecting import network, objective, precision

GREY = (114, 114, 114)


@dataclasses.dataclass(frozen=True)
class Settings:
    """The same for all arms of a study."""

    steps: int = 300
    batch: int = 8
    side: int = 256
    """Of the square that the detector sees, in pixels: a multiple of 32."""
    rate: float = 1e-3
    backbone_rate: float = 0.3
    """The backbone's learning rate, as a share of the head's."""
    frozen: int = 5
    """How many of the backbone's 16 blocks stay as ImageNet made them."""
    averaged: float = 0.97
    """The share of the moving average of all weights that a step keeps: the average is what answers."""
    checks: int = 3
    """How often it is measured: after each of as many parts of the steps."""


class Pictures:
    """Photos in memory, half again as large as the detector sees them, with boxes [left, top, right, bottom]."""

    def __init__(self, photos, side):
        self.photos, self.images, self.boxes, self.categories = photos, [], [], []
        for photo in photos:
            scale = min(1, 1.5 * side / max(photo.width, photo.height))
            size = (max(1, round(photo.width * scale)), max(1, round(photo.height * scale)))
            self.images.append(cv2.resize(photo.pixels(), size, interpolation=cv2.INTER_AREA))
            things = [thing for thing in photo.things if not thing.crowd]
            boxes = np.array([thing.box for thing in things], np.float32).reshape(-1, 4)
            boxes[:, 2:] += boxes[:, :2]
            self.boxes.append(boxes * np.tile(np.float32(size) / (photo.width, photo.height), 2).astype(np.float32))
            self.categories.append(np.array([thing.category for thing in things], np.int64))

    def __len__(self):
        return len(self.images)


def fitted(image, side):
    """How a whole image is put into the detector's square: a scale, and where its corner goes."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    return scale, (side - width * scale) / 2, (side - height * scale) / 2


def warped(image, scale_x, scale_y, left, top, side):
    """An image in the square: a pixel x of it comes to x * scale + left."""
    # Pixels' middles lie at half numbers, OpenCV's at whole ones.
    matrix = np.float32([[scale_x, 0, left + scale_x / 2 - 0.5], [0, scale_y, top + scale_y / 2 - 0.5]])
    return cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=GREY)


def varied(image, boxes, categories, side, random):
    """The plain augmentation of all arms: mirrored, moved, scaled by 0.7 to 1.4, lighter or darker, more or less even.

    Things that keep less than a third of their box within the square are none.
    """
    scale, left, top = fitted(image, side)
    height, width = image.shape[:2]
    zoom = float(np.exp(random.uniform(np.log(0.7), np.log(1.4))))
    scale *= zoom
    left, top = ((side - length * scale) * random.uniform(0, 1) for length in (width, height))
    mirrored = random.random() < 0.5
    across = -scale if mirrored else scale
    picture = warped(image, across, scale, left + width * scale if mirrored else left, top, side)
    boxes = boxes * scale + np.float32([left, top, left, top])
    if mirrored:
        ends = 2 * left + width * scale
        boxes[:, [0, 2]] = ends - boxes[:, [2, 0]]
    cut = boxes.clip(0, side)
    kept = (cut[:, 2:] - cut[:, :2]).prod(1) > (boxes[:, 2:] - boxes[:, :2]).prod(1) / 3
    picture = picture.astype(np.float32)
    picture = (picture - 114) * random.uniform(0.75, 1.25) + 114 * random.uniform(0.75, 1.25)
    return picture.clip(0, 255), cut[kept], categories[kept]


def prepared(pictures, device):
    """As the weights of EfficientNet-Lite expect it."""
    batch = torch.from_numpy(np.stack(pictures).astype(np.float32)).permute(0, 3, 1, 2)
    return ((batch - 127) / 128).to(device, memory_format=torch.channels_last)


class Turns:
    """Pictures in turn, each once before any comes again, in an order that its name and the seed alone decide."""

    def __init__(self, pictures, name, seed):
        self.pictures, self.random, self.left = pictures, np.random.default_rng([seed, zlib.crc32(name.encode())]), []

    def next(self, side):
        if not self.left:
            self.left = list(self.random.permutation(len(self.pictures)))
        place = self.left.pop()
        pictures = self.pictures
        return varied(pictures.images[place], pictures.boxes[place], pictures.categories[place], side, self.random)


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Trainer:
    """A detector that learns step by step."""

    def __init__(self, categories, settings, seed):
        torch.manual_seed(seed)
        self.settings, self.device = settings, device()
        self.model = network.detector(categories, settings.frozen).to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        own = [weights for weights in self.model.backbone.parameters() if weights.requires_grad]
        head = [weights for name, weights in self.model.named_parameters() if not name.startswith("backbone.")]
        shares = [(own, settings.backbone_rate), (head, 1.0)]
        self.optimizer = torch.optim.AdamW(
            [{"params": weights, "lr": settings.rate * share} for weights, share in shares], weight_decay=1e-2)
        # From nothing to the whole rate in the first steps, as the head begins at random.
        self.warming = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: min(1, (step + 1) / 20))
        self.points, self.strides = network.cells(settings.side)

    def step(self, examples):
        """Learns from a batch of pictures, boxes and categories; its loss."""
        images = prepared([picture for picture, _, _ in examples], self.device)
        things = [(torch.from_numpy(boxes).to(self.device), torch.from_numpy(categories).to(self.device))
                  for _, boxes, categories in examples]
        points, strides = self.points.to(self.device), self.strides.to(self.device)
        loss = objective.loss(*self.model(images), things, points, strides)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 10)
        self.optimizer.step()
        self.warming.step()
        with torch.no_grad():
            for average, weights in zip(self.average.parameters(), self.model.parameters()):
                if weights.requires_grad:
                    average.lerp_(weights, 1 - self.settings.averaged)
        return loss.item()

    @torch.no_grad()
    def found(self, pictures, most=100):
        """Of each photo, rows of category, score and box ([x, y, width, height]), in the photo's own pixels."""
        answers, side = [], self.settings.side
        for first in range(0, len(pictures), 16):
            images = pictures.images[first : first + 16]
            places = [fitted(image, side) for image in images]
            seen = prepared([warped(image, scale, scale, left, top, side)
                             for image, (scale, left, top) in zip(images, places)], self.device)
            logits, reaches = (answer.cpu() for answer in self.average(seen))
            for number, (image, (scale, left, top)) in enumerate(zip(images, places)):
                photo = pictures.photos[first + number]
                rows = best(logits[number].sigmoid(), objective.boxes_of(self.points, reaches[number]), most)
                rows[:, 2:] = (rows[:, 2:] - np.tile([left, top], 2)) / scale
                rows[:, 2:] *= np.tile([photo.width / image.shape[1], photo.height / image.shape[0]], 2)
                rows[:, 2:] = rows[:, 2:].clip(0, np.tile([photo.width, photo.height], 2))
                rows[:, 4:] -= rows[:, 2:4]
                answers.append(rows)
        return answers


def best(scores, boxes, most, alike=0.6):
    """The rows of category, score and box with the best scores, but none that a better one of its kind overlaps."""
    wide = min(4 * most, scores.numel())
    values, places = scores.flatten().topk(wide)
    categories, boxes = places % scores.shape[1], boxes[places // scores.shape[1]]
    share = objective.overlap(boxes[:, None], boxes[None])[0]
    rivals = ((share > alike) & (categories[:, None] == categories)).numpy()
    kept = []
    for place in range(wide):
        if not rivals[place, kept].any():
            kept.append(place)
    kept = kept[:most]
    return torch.cat([categories[kept, None].double(), values[kept, None].double(), boxes[kept].double()], 1).numpy()


def batches(sources, batch, seed):
    """Endless batches; `sources` are a name, photos in memory and how many of each batch are theirs."""
    turns = [(Turns(pictures, name, seed), count) for name, pictures, count in sources]
    assert sum(count for _, count in turns) == batch
    while True:
        yield lambda side: [turn.next(side) for turn, count in turns for _ in range(count)]


def run(sources, val, test, categories, settings, seed):
    """Trains on batches of `sources`; the measures on `val` and on `test` at each check, for a choice by `val`."""
    trainer = Trainer(len(categories), settings, seed)
    losses, checks = [], []
    for number, batch in zip(range(1, settings.steps + 1), batches(sources, settings.batch, seed)):
        losses.append(trainer.step(batch(settings.side)))
        if number * settings.checks % settings.steps < settings.checks:
            checks.append({"steps": number} | {
                name: precision.measured(pictures.photos, categories, trainer.found(pictures))
                for name, pictures in [("val", val), ("test", test)]})
    return {"checks": checks, "loss": float(np.mean(losses[-20:]))}
