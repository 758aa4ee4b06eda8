"""Proves that the detector of `detector` learns, and that boxes follow pixels; needs PyTorch. Some seconds."""

import pathlib

import cv2
import numpy as np
import torch

from detecting import network, objective, precision, real, training

SIDE = 64


class Disc(real.Photo):
    """A photo of a bright disc on grey."""

    def __init__(self, number, x, y, radius, width=120, height=90):
        thing = real.Thing(0, [x - radius, y - radius, 2 * radius, 2 * radius], area=4 * radius**2)
        super().__init__(pathlib.Path(f"{number}.png"), f"{number}", width, height, [thing])

    def pixels(self):
        rows, columns = np.mgrid[: self.height, : self.width] + 0.5
        left, top, width, height = self.things[0].box
        inside = np.hypot(columns - left - width / 2, rows - top - height / 2) <= width / 2
        return np.where(inside[..., None], 250, 40).astype(np.uint8).repeat(3, 2)


def the_augmentation_moves_boxes_with_their_pixels():
    pictures, random = training.Pictures([Disc(0, 50, 40, 20)], SIDE), np.random.default_rng(0)
    seen = 0
    for _ in range(50):
        picture, boxes, _ = training.varied(pictures.images[0], pictures.boxes[0].copy(), pictures.categories[0], SIDE,
                                            random)
        for box in boxes:
            corner = picture[tuple(np.int32(box[[1, 0]].clip(0, SIDE - 1)))]
            bright = picture.mean(2) > (picture.max() + corner.mean()) / 2
            x, y, width, height = cv2.boundingRect(bright.astype(np.uint8))
            assert np.abs(box - [x, y, x + width, y + height]).max() < 2, (box, x, y, width, height)
            seen += 1
    assert seen > 25


def answers_come_back_in_the_photos_pixels():
    trainer, photos = training.Trainer(1, training.Settings(side=SIDE), 0), [Disc(0, 90, 30, 16, 150, 60)]
    pictures = training.Pictures(photos, SIDE)
    scale, left, top = training.fitted(pictures.images[0], SIDE)
    box = torch.tensor(pictures.boxes[0][0] * scale + np.tile([left, top], 2))

    def exact(images):
        """A detector that finds the disc."""
        reaches = torch.cat([trainer.points - box[:2], box[2:] - trainer.points], 1)
        logits = torch.full((1, len(trainer.points), 1), -9.0)
        logits[0, ((box[:2] + box[2:]) / 2 - trainer.points).abs().sum(1).argmin()] = 9.0
        return logits, reaches[None]

    trainer.average = exact
    assert precision.measured(photos, ["disc"], trainer.found(pictures))["AP"] > 99.99


def channelwise_convolutions_have_the_gradients_of_plain_ones():
    torch.manual_seed(0)
    for kernel, stride, padding in [(3, 1, 1), (5, 1, 2), (3, 2, 0), (5, 2, 0)]:
        maps = torch.randn(2, 6, 19, 19).to(memory_format=torch.channels_last)
        weight, bias = torch.randn(6, 1, kernel, kernel), torch.randn(6)

        def gradients(convolve):
            inputs = [value.clone().requires_grad_() for value in (maps, weight, bias)]
            convolve(*inputs).square().sum().backward()
            return [value.grad for value in inputs]

        ours = gradients(lambda *inputs: network.Depthwise.apply(*inputs, stride, padding))
        plain = gradients(lambda *inputs: torch.nn.functional.conv2d(*inputs, stride, padding, groups=6))
        for own, other in zip(ours, plain, strict=True):
            assert torch.allclose(own, other, rtol=1e-4, atol=1e-4 * other.abs().max().item()), (kernel, stride)


def half_precision_answers_as_single_does():
    """On processors that have it; of others, the two are the same."""
    torch.manual_seed(0)
    detector, images = network.detector(2), torch.randn(2, 3, SIDE, SIDE).to(memory_format=torch.channels_last)
    with torch.no_grad():
        logits, reaches = detector(images)
        halves, network.halves = network.halves, lambda device: False
        try:
            exact_logits, exact_reaches = detector(images)
        finally:
            network.halves = halves
    assert (logits - exact_logits).abs().max() < 0.1 and (reaches / exact_reaches - 1).abs().max() < 0.03


def cells_near_a_middle_answer_for_the_smallest_box():
    points, strides = network.cells(SIDE)
    boxes = torch.tensor([[8.0, 8.0, 56.0, 56.0], [30.0, 30.0, 34.0, 34.0], [0.0, 0.0, 64.0, 64.0]])
    chosen = objective.assign(boxes, points, strides)
    assert {int(number) for number in chosen} == {-1, 0, 1}, "the largest shares its middle with one that is smaller"
    assert (chosen == 1).sum() == 1 and strides[chosen == 1].item() == 8, "a tiny box has the nearest cell"
    middle = (points[chosen == 0] - 32).abs().max()
    assert middle < objective.RADIUS * 8 and (chosen == 0).sum() == 3, "of the four at its middle, the tiny box has one"
    assert (objective.assign(torch.zeros(0, 4), points, strides) == -1).all()


def a_step_learns_and_the_same_seed_learns_the_same():
    pictures = training.Pictures([Disc(number, 40 + number, 45, 18) for number in range(8)], SIDE)
    settings = training.Settings(side=SIDE, batch=4)

    def trained(steps):
        trainer = training.Trainer(1, settings, 5)
        before = {name: weights.clone() for name, weights in trainer.model.state_dict().items()}
        batches = training.batches([("real", pictures, 4)], 4, 5)
        losses = [trainer.step(batch(SIDE)) for _, batch in zip(range(steps), batches)]
        after = trainer.model.state_dict()
        return losses, {name for name in before if not torch.equal(before[name], after[name])}, after

    losses, moved, weights = trained(1)
    learns = {name for name, _ in network.Detector(1).named_parameters()
              if not name.startswith(("backbone.stem", *(f"backbone.blocks.{block}." for block in range(5))))}
    assert moved == learns, moved ^ learns
    again = trained(1)
    assert again[0] == losses and all(torch.equal(weights[name], again[2][name]) for name in weights)
    losses = trained(12)[0]
    assert losses[-1] < 0.8 * losses[0], losses


def the_backbone_sees_what_imagenet_taught_it():
    """With weights by chance, hardly anything is left of a picture after sixteen blocks."""
    torch.manual_seed(0)
    images = training.prepared([Disc(0, 60, 45, 30).pixels()[:64, :64]], "cpu")
    taught, naive = network.detector(1).backbone(images), network.Detector(1).backbone(images)
    assert [tuple(level.shape[2:]) for level in taught] == [(8, 8), (4, 4), (2, 2)]
    assert 0.5 < taught[2].std() < 10 and naive[2].std() < 0.2, (taught[2].std(), naive[2].std())


def main():
    torch.set_num_threads(1)
    for test in [the_augmentation_moves_boxes_with_their_pixels, answers_come_back_in_the_photos_pixels,
                 cells_near_a_middle_answer_for_the_smallest_box, a_step_learns_and_the_same_seed_learns_the_same,
                 the_backbone_sees_what_imagenet_taught_it, channelwise_convolutions_have_the_gradients_of_plain_ones,
                 half_precision_answers_as_single_does]:
        test()
        print(f"{test.__name__.replace('_', ' ')}: yes")


if __name__ == "__main__":
    main()
