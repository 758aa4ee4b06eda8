"""What the detector learns: which cells should answer for which box, and how wrong an answer is."""

import torch
import torch.nn.functional as F

# A box belongs to the level whose stride is at least its longest side divided by this.
CELLS_A_BOX = 8
# How many strides a cell may be from a box's middle and answer for it.
RADIUS = 1.5


def assign(boxes, points, strides):
    """For each cell the number of the box that it answers for, or -1. Boxes are [left, top, right, bottom].

    Cells near a box's middle, and inside the box, answer; the nearest one does in any case. Where several boxes ask for
    a cell, the smallest has it.
    """
    if not len(boxes):
        return torch.full((len(points),), -1, device=points.device)
    sides = boxes[:, 2:] - boxes[:, :2]
    levels = torch.unique(strides)
    place = torch.bucketize(sides.max(1).values / CELLS_A_BOX, levels).clamp(max=len(levels) - 1)
    own = strides[:, None] == levels[place]
    away = (points[:, None] - (boxes[:, :2] + boxes[:, 2:]) / 2).abs().max(2).values
    inside = ((points[:, None] > boxes[:, :2]) & (points[:, None] < boxes[:, 2:])).all(2)
    wanted = own & inside & (away < RADIUS * strides[:, None])
    nearest = torch.where(own, away, torch.inf).argmin(0)
    wanted[nearest, torch.arange(len(boxes))] = True
    areas = torch.where(wanted, sides.prod(1), torch.inf)
    least, number = areas.min(1)
    return torch.where(least.isinf(), -1, number)


def boxes_of(points, reaches):
    """Boxes [left, top, right, bottom] of cells by how far they reach left, up, right and down."""
    return torch.cat([points - reaches[..., :2], points + reaches[..., 2:]], -1)


def focal(logits, targets, alpha=0.25, gamma=2):
    """Lin et al., "Focal loss for dense object detection", 2017: the sum over all cells and categories."""
    chance = logits.sigmoid()
    right = chance * targets + (1 - chance) * (1 - targets)
    weight = (alpha * targets + (1 - alpha) * (1 - targets)) * (1 - right) ** gamma
    return (weight * F.binary_cross_entropy_with_logits(logits, targets, reduction="none")).sum()


def area(boxes):
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)


def overlap(one, other):
    """Intersection over union of boxes, pair by pair, and the smallest box around both."""
    inner = torch.cat([torch.maximum(one[..., :2], other[..., :2]), torch.minimum(one[..., 2:], other[..., 2:])], -1)
    outer = torch.cat([torch.minimum(one[..., :2], other[..., :2]), torch.maximum(one[..., 2:], other[..., 2:])], -1)
    union = area(one) + area(other) - area(inner)
    return area(inner) / union.clamp(min=1e-6), union, area(outer)


def generalized(one, other):
    """1 - GIoU, summed: Rezatofighi et al., "Generalized intersection over union", 2019."""
    share, union, outer = overlap(one, other)
    return (1 - share + (outer - union) / outer.clamp(min=1e-6)).sum()


def loss(logits, reaches, things, points, strides):
    """Of a batch: `things` are the boxes and the categories of each image."""
    targets, answers, wanted = torch.zeros_like(logits), [], []
    for number, (boxes, categories) in enumerate(things):
        chosen = assign(boxes, points, strides)
        cells = (chosen >= 0).nonzero()[:, 0]
        targets[number, cells, categories[chosen[cells]]] = 1
        answers.append(boxes_of(points[cells], reaches[number, cells]))
        wanted.append(boxes[chosen[cells]])
    answers, wanted = torch.cat(answers), torch.cat(wanted)
    return (focal(logits, targets) + generalized(answers, wanted)) / max(len(answers), 1)
