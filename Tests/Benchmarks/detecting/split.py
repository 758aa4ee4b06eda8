"""Who may see which photo: the pool that labels are drawn from, those for choices (val), those of the answer (test)."""

import dataclasses
import fnmatch
import hashlib
import random


@dataclasses.dataclass
class Split:
    """`empty` are photos of the pool without any thing; `dropped` are left out, as they look like one of the test."""

    pool: list
    empty: list
    val: list
    test: list
    dropped: int


def order(photos):
    """A fixed order that has nothing to do with names' meaning, so that a split is no matter of the alphabet."""
    return hashlib.sha256(min(photo.name for photo in photos).encode()).digest()


def share(groups, part):
    """Whole groups, in their fixed order, until they hold a share of all photos; and the rest."""
    groups = sorted(groups, key=order)
    wanted, taken = part * sum(map(len, groups)), []
    while groups and sum(map(len, taken)) + len(groups[0]) / 2 <= wanted:
        taken.append(groups.pop(0))
    return taken, groups


def split(photos, numbers, patterns=(), test=0.5, val=0.2):
    """Splits photos whose groups of look-alikes have `numbers`; no group is on two sides.

    `patterns` are globs of the names of test photos; a share unless given. `val` is a share of the rest.
    """
    groups = {}
    for photo, number in zip(photos, numbers, strict=True):
        groups.setdefault(number, []).append(photo)
    groups, dropped = list(groups.values()), 0
    if patterns:
        def is_test(photo):
            return any(fnmatch.fnmatch(photo.file.name, pattern) for pattern in patterns)

        held = [[photo for photo in group if is_test(photo)] for group in groups]
        rest = [group for group, chosen in zip(groups, held) if not chosen]
        held = [group for group in held if group]
        dropped = len(photos) - sum(map(len, held + rest))
    else:
        held, rest = share(groups, test)
    kept, rest = share(rest, val)
    pool, val, test = (sorted(sum(part, []), key=lambda photo: photo.name) for part in (rest, kept, held))
    return Split([photo for photo in pool if photo.things], [photo for photo in pool if not photo.things], val, test,
                 dropped)


def draw(pool, count, seed):
    """The photos that are labelled for a seed. More are the same and some: each order is drawn once a seed.

    Photos that bring a category which none before has come first, so that few photos have all.
    """
    mixed = random.Random(f"labels {seed}").sample(pool, len(pool))
    seen, first, later = set(), [], []
    for photo in mixed:
        new = {thing.category for thing in photo.things} - seen
        (first if new else later).append(photo)
        seen |= new
    return (first + later)[:count]
