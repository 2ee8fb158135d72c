"""What the seats of a plan close, need by need: the part of the objective that gains and gaps decide.

Plain arithmetic over the columns, fast enough to be repeated for many samples of gains and gaps. It refuses
nothing: rows are taken as they are, feasible or not (``check`` judges).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]


@dataclass(frozen=True)
class Ledger:
    """Pairs (gain row of an offering, need row of a person), one for each time a seat raises a need."""

    gain: Array  # index into gain_k / gain_a
    need: Array  # index into need_k / need_g1 / need_g2
    needs: int

    @classmethod
    def of(cls, problem: Problem, rows: Array) -> Ledger:
        """``rows``: seats (person, offering, period), shape rows x 3."""
        table = np.asarray(rows, "int64").reshape(-1, 3)
        i, j = table[:, 0], table[:, 1]
        ptr, competencies = problem["gain_ptr"], max(problem.K, 1)
        times = np.diff(ptr)[j]
        seat = np.repeat(np.arange(len(j)), times)
        gain = ptr[:-1][j][seat] + np.arange(len(seat)) - np.repeat(np.cumsum(times) - times, times)
        owner = np.repeat(np.arange(problem.N), np.diff(problem["need_ptr"]))
        key = owner * competencies + problem["need_k"]
        order = np.argsort(key, kind="stable")
        wanted = i[seat] * competencies + problem["gain_k"][gain]
        at = np.searchsorted(key[order], wanted)
        met = at < len(key)
        met[met] = key[order][at[met]] == wanted[met]
        return cls(gain[met], order[at[met]], len(key))

    def taken(self, gain_a: Array) -> Array:
        """Sum of gains by need, in levels."""
        return np.bincount(self.need, np.asarray(gain_a, "float64")[self.gain], self.needs)


def closed_by(problem: Problem, taken: Array, g1: Array | None = None, g2: Array | None = None) -> Array:
    """Weighted gap closed by need: the sure part whole, the uncertain part at ``rate2``."""
    sure = np.asarray(problem["need_g1"] if g1 is None else g1, "float64")
    unsure = np.asarray(problem["need_g2"] if g2 is None else g2, "float64")
    closed = np.minimum(taken, sure) + problem.weights.rate2 * np.clip(taken - sure, 0, unsure)
    return np.asarray(problem["need_w"].astype("float64") * closed)


def missing_jp(problem: Problem, rows: Array) -> Array:
    """JP that each person lacks of the duty (N)."""
    table = np.asarray(rows, "int64").reshape(-1, 3)
    hours = np.bincount(table[:, 0], problem["o_jp"][table[:, 1]], problem.N)
    return np.asarray(np.maximum(0, problem["p_jp_target"] - hours.astype("int64")))


def mandatory_met(problem: Problem, rows: Array) -> Array:
    """Does the person's mandatory course stand in the plan (N bool; False for people without one)?"""
    table = np.asarray(rows, "int64").reshape(-1, 3)
    met = np.zeros(problem.N, bool)
    met[table[problem["o_course"][table[:, 1]] == problem["p_mand"][table[:, 0]], 0]] = True
    return np.asarray(met & (problem["p_mand"] >= 0))
