"""What the numbers of a study say: means, intervals over seeds, and what a gain is worth in labels."""

import dataclasses
import math
import statistics

# The 97.5 % quantile of Student's t for 1 to 30 degrees of freedom; the normal one beyond.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
           2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042]

LEAST_SEEDS = 3


@dataclasses.dataclass(frozen=True)
class Interval:
    """A mean with its 95 % interval, of values of which none depends on another, and their deviation."""

    mean: float
    low: float
    high: float
    deviation: float
    count: int

    @property
    def is_clear(self):
        return not self.low <= 0 <= self.high


def interval(values):
    """Of one value, the interval is all numbers."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return Interval(mean, -math.inf, math.inf, math.nan, len(values))
    freedom, deviation = len(values) - 1, statistics.stdev(values)
    half = (STUDENT[freedom - 1] if freedom <= len(STUDENT) else 1.96) * deviation / math.sqrt(len(values))
    return Interval(mean, mean - half, mean + half, deviation, len(values))


def difference(one, other):
    """Of two arms, by seed, over the seeds that both have; None where they share none."""
    shared = sorted(one.keys() & other.keys())
    return interval([one[seed] - other[seed] for seed in shared]) if shared else None


def verdict(found):
    """In words. Two values are close to each other by chance too often to say anything."""
    if found.count < LEAST_SEEDS:
        return "too few seeds"
    if not found.is_clear:
        return "not distinguishable"
    return "helps" if found.mean > 0 else "hurts"


def rising(values):
    """The closest values that never fall ("pool adjacent violators"): more labels do not make a detector worse."""
    pools = []
    for value in values:
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, count = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + value * count) / (pools[-1][1] + count), pools[-1][1] + count]
    return [value for value, count in pools for _ in range(count)]


def labels_for(value, curve):
    """How many real labelled photos alone give a value: between the points of `curve`, on a logarithmic scale.

    `curve` has pairs of a count and a mean. A value outside it gives an infinity: fewer or more than were measured.
    """
    counts, means = zip(*sorted(curve))
    means = rising(means)
    if value < means[0]:
        return -math.inf
    for place in range(1, len(counts)):
        if value <= means[place]:
            part = (value - means[place - 1]) / (means[place] - means[place - 1]) if value > means[place - 1] else 0.0
            return math.exp(math.log(counts[place - 1]) * (1 - part) + math.log(counts[place]) * part)
    return math.inf
