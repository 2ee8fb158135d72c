"""What is expected of a person before any rating: mean and variance per group (job level x competency)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bangkom.engine.gaps.evidence import EvidenceError, Floats, Ints, floats, same_length


@dataclass(frozen=True)
class Priors:
    """Mean and variance of the level per cell, before looking at the person."""

    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, mean: Any, variance: Any) -> "Priors":
        """Build from anything array-like; a variance of 0 would make a group immune to evidence and is refused."""
        priors = cls(mean=floats("mean", mean), variance=floats("variance", variance))
        same_length(mean=priors.mean, variance=priors.variance)
        if (priors.variance <= 0).any():
            raise EvidenceError("variance: must be above 0")
        return priors

    def __len__(self) -> int:
        return len(self.mean)


def fit_priors(
    cell: Ints, mean: Floats, variance: Floats, *, default: Priors, strength: float, least_spread: float = 0.0
) -> Priors:
    """Empirical-Bayes mean and variance per cell from people's own means, pulled to ``default``.

    ``cell``, ``mean`` and ``variance`` hold one row per person who has evidence. The spread between people is the
    DerSimonian-Laird moment estimate; ``default`` counts as ``strength`` people, so a cell with two people keeps
    mostly the default and a cell with hundreds speaks for itself. The variance of a cell is never taken for less
    than ``least_spread`` times its default: where methods err less than their variances say, the moment estimate
    falls to 0, and a group that seems alike would no longer listen to any rating.
    """
    if not strength > 0:
        raise EvidenceError("strength: must be above 0")
    if not 0 <= least_spread <= 1:
        raise EvidenceError("least_spread: must be from 0 to 1")
    size = len(default)

    def summed(weights: Floats) -> Floats:
        return np.asarray(np.bincount(cell, weights=weights, minlength=size), dtype=np.float64)

    weight = 1.0 / variance
    people = np.bincount(cell, minlength=size).astype(np.float64)
    weight_sum = summed(weight)
    filled = people > 0
    centre = np.divide(summed(weight * mean), weight_sum, out=np.zeros(size), where=filled)
    excess = summed(weight * (mean - centre[cell]) ** 2) - (people - 1)
    scale = weight_sum - np.divide(summed(weight**2), weight_sum, out=np.zeros(size), where=filled)
    between = np.divide(np.maximum(excess, 0.0), scale, out=np.zeros(size), where=people > 1)

    total = 1.0 / (variance + between[cell])
    centre = np.divide(summed(total * mean), summed(total), out=np.zeros(size), where=filled)
    # One person tells nothing about the spread between people.
    spread_people = np.where(people > 1, people, 0.0)
    pooled = (strength * default.variance + spread_people * between) / (strength + spread_people)
    return Priors(
        mean=(strength * default.mean + people * centre) / (strength + people),
        variance=np.maximum(pooled, least_spread * default.variance),
    )
