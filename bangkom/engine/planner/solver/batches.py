"""How many batches of each class open in each period: a dive through the relaxed problem.

Each round re-prices with what is decided, opens the classes the prices fill most, closes the emptiest, and
lets the demand gather in what is left open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.solver.dual import Box, Dual

Array = NDArray[Any]


def dive(
    dual: Dual, x: Array, box: Box, n: Array, *, rounds: int, go: Callable[[int, int], bool],
    share: float = 0.3, keep: float = 0.7, heat: float = 0.04,
) -> tuple[Array, Array]:  # fmt: skip
    """Whole batch counts inside ``box``, and the prices they were decided at. ``n``: expected batches."""
    lo, hi = box.lo.copy(), box.hi.copy()
    for turn in range(rounds):
        if not (hi > lo).any() or not go(turn, rounds):
            break
        lo = _opened(lo, hi, n, share)
        hi = _closed(lo, hi, n, keep)
        now = Box(lo, hi)
        x = dual.descend(x, heat, now, 8)
        n = dual.expected_batches
        dual.bound(x, now)
    return lo.astype(np.int32), x


def _opened(lo: Array, hi: Array, n: Array, share: float) -> Array:
    """Open the likeliest batches: a share of all that are expected beyond the ones decided."""
    part = np.where(hi > lo, n - lo, 0.0)
    count = max(1, round(float(part.sum()) * share))
    order = np.argsort(-part, axis=None, kind="stable")
    sure = np.zeros(part.size, bool)
    sure[order[:count]] = part.ravel()[order[:count]] > 0.25
    more = sure.reshape(part.shape) | (part > 0.9)
    return np.asarray(np.minimum(lo + more, hi), np.int32)


def _closed(lo: Array, hi: Array, n: Array, keep: float) -> Array:
    """Rule out the least likely of the undecided ones."""
    open_ = hi > lo
    if not open_.any():
        return hi
    part = n - lo
    limit = max(0.03, float(np.quantile(part[open_], 1 - keep))) if open_.sum() > 3 else np.inf
    return np.where(open_ & (part <= limit), lo, hi).astype(np.int32)
