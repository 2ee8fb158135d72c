"""Pins, protected rows and the price of change, as personal additions to the worth of options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.plan import Infeasibility, Pins, Plan
from bangkom.engine.planner.solver.package import Adjust

Array = NDArray[Any]
FORCE = 1e5  # worth added to a seat that must be planned; taken off again in every reported figure


@dataclass(frozen=True)
class Wishes:
    """What has to be, must not be, and would better stay."""

    forced: Array  # rows (i, j, t), t = -1 for any period
    barred: Array
    protected: Array  # bool per forced row: it is a protected row, not a pin
    kept: Array  # rows of the start plan that a change price speaks of
    change_price: float

    @classmethod
    def of(cls, pins: Pins | None, protect: Any, start: Plan | None, change_price: float) -> Wishes:
        pins = pins or Pins()
        rows = np.asarray([] if protect is None else protect, np.int32).reshape(-1, 3)
        forced = np.concatenate([pins.force_in, rows]).astype(np.int32)
        mark = np.concatenate([np.zeros(len(pins.force_in), bool), np.ones(len(rows), bool)])
        _, first = np.unique(forced, axis=0, return_index=True)
        keep = np.sort(first)
        none = np.empty((0, 3), np.int32)
        kept = start.rows if start is not None and change_price > 0 else none
        return cls(forced[keep], pins.force_out, mark[keep], kept, float(change_price))

    def sound(self, people: int, offerings: int, periods: int) -> tuple[Wishes, list[Infeasibility]]:
        """Without the rows that point at nothing, which are named."""
        top = np.array([people, offerings, periods])
        bad = (self.forced < [0, 0, -1]).any(1) | (self.forced >= top).any(1)
        bad_out = (self.barred < [0, 0, -1]).any(1) | (self.barred >= top).any(1)
        said = [
            Infeasibility("pin_unknown", tuple(int(v) for v in row), "the row points outside the problem")
            for row in np.concatenate([self.forced[bad], self.barred[bad_out]])
        ]
        gone = (self.kept < 0).any(1) | (self.kept >= top).any(1)  # of a plan for other people or offerings
        fine = Wishes(
            self.forced[~bad],
            self.barred[~bad_out],
            self.protected[~bad],
            self.kept[~gone],
            self.change_price,
        )
        return fine, said

    def without(self, drop: Array) -> Wishes:
        return Wishes(self.forced[~drop], self.barred, self.protected[~drop], self.kept, self.change_price)

    def unbiased(self) -> Wishes:
        """Without the price of change."""
        return Wishes(self.forced, self.barred, self.protected, self.kept[:0], 0.0)

    def pins(self) -> Pins:
        """What the bound was proven under."""
        return Pins(self.forced, self.barred)

    def adjust(self, people: int, periods: int) -> Adjust:
        """As additions by person."""
        who, code, worth = [], [], []
        for rows, value in ((self.forced, FORCE), (self.barred, -np.inf), (self.kept, self.change_price)):
            for t in range(periods):
                at = (rows[:, 2] == t) | (rows[:, 2] < 0)
                who.append(rows[at, 0])
                code.append(rows[at, 1] * periods + t)
                worth.append(np.full(int(at.sum()), value))
        i, c, w = np.concatenate(who), np.concatenate(code), np.concatenate(worth)
        order = np.lexsort((c, i))
        ptr = np.zeros(people + 1, np.int64)
        np.cumsum(np.bincount(i, minlength=people), out=ptr[1:])
        return Adjust(ptr, c[order].astype(np.int32), w[order])
