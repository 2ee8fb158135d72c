"""The normal distribution cut to the scale: mean and quantiles, vectorised and safe far in the tails."""

import math
from statistics import NormalDist

import numpy as np

from bangkom.engine.gaps.evidence import HIGHEST, LOWEST, Floats

_SMALLEST = 1e-300  # keeps a probability inside the open interval that the quantile function asks for
_erfc = np.frompyfunc(math.erfc, 1, 1)
_quantile = np.frompyfunc(NormalDist().inv_cdf, 1, 1)


def cumulative(z: Floats) -> Floats:
    """Φ(z), accurate in relative terms in the lower tail."""
    return 0.5 * np.asarray(_erfc(-z / math.sqrt(2.0)), dtype=np.float64)


def _density(z: Floats) -> Floats:
    value: Floats = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return value


def mean_and_interval(mean: Floats, sd: Floats, *, coverage: float) -> tuple[Floats, Floats, Floats]:
    """(low, mean, high) of N(mean, sd²) given that the level lies on the scale; the interval is central.

    Everything is computed for a centre in the upper half of the scale and mirrored back, because the lower tail
    is where probabilities keep their relative accuracy.
    """
    mirrored = mean < (LOWEST + HIGHEST) / 2
    centre = np.where(mirrored, LOWEST + HIGHEST - mean, mean)
    bottom, top = (LOWEST - centre) / sd, (HIGHEST - centre) / sd
    below, until = cumulative(bottom), cumulative(top)
    mass = np.maximum(until - below, _SMALLEST)
    shifted = centre + sd * (_density(bottom) - _density(top)) / mass
    tail = (1.0 - coverage) / 2.0
    near, far = (_at(centre, sd, below + share * mass) for share in (tail, 1.0 - tail))
    low = np.where(mirrored, LOWEST + HIGHEST - far, near)
    high = np.where(mirrored, LOWEST + HIGHEST - near, far)
    # In the far tail the quotient above loses its digits; the mean never leaves the interval's side of it.
    middle = np.clip(np.where(mirrored, LOWEST + HIGHEST - shifted, shifted), low, high)
    return low, middle, high


def _at(centre: Floats, sd: Floats, probability: Floats) -> Floats:
    inside = np.clip(probability, _SMALLEST, 1.0 - 1e-16)
    level: Floats = np.clip(centre + sd * np.asarray(_quantile(inside), dtype=np.float64), LOWEST, HIGHEST)
    return level
