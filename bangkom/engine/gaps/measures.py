"""Gap of a level against what a post requires, in the pieces that pages and the planner need."""

from dataclasses import dataclass

import numpy as np

from bangkom.engine.gaps.evidence import Floats
from bangkom.engine.gaps.levels import Levels


@dataclass(frozen=True)
class Gaps:
    """One row per pair: ``gap`` = level - required (negative: missing), ``sure`` g1 and ``uncertain`` g2 >= 0.

    g1 is missing even if the person is at the upper end of the interval; g1 + g2 is missing at the lower end.
    """

    gap: Floats
    sure: Floats
    uncertain: Floats


def measure_gaps(required: Floats, levels: Levels) -> Gaps:
    """Signed gap by the mean level, and the sure and the uncertain part of what is missing."""
    sure = np.maximum(required - levels.high, 0.0)
    return Gaps(
        gap=levels.mean - required,
        sure=sure,
        uncertain=np.maximum(required - levels.low, 0.0) - sure,
    )
