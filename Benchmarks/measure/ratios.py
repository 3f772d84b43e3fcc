"""What a series of paired ratios says."""

import random
import statistics
from typing import NamedTuple


class Estimate(NamedTuple):
    """A median and the ends of its 95 % interval."""

    median: float
    low: float
    high: float


def median_with_interval(values, resamples=10_000):
    """The median of `values` and its 95 % interval by the percentile bootstrap.

    The interval is made from the medians of `resamples` samples drawn from `values` with replacement, with a fixed
    seed, so the same values always give the same interval. It assumes nothing about how the values are distributed.
    """
    chance = random.Random(1)
    medians = sorted(statistics.median(chance.choices(values, k=len(values))) for _ in range(resamples))
    return Estimate(statistics.median(values), medians[int(resamples * 0.025)], medians[int(resamples * 0.975) - 1])
