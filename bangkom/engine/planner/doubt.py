"""How far the plan can be trusted when gains and levels are only estimates: resampling, seeded.

A sample draws other gains and other gaps. The plan's seats are worth something else in each, which gives an
interval for what it closes; planning again in each sample shows which lines stand only by a hair ("rapuh").
Distribution and meaning: docs/algorithms/planner.md, "Doubt".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.probing import Progress, Steps
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.worth import Ledger, closed_by

Array = NDArray[Any]
FRAGILE = 1 / 3  # share of the samples


@dataclass(frozen=True)
class Sample:
    """Gains (per row of ``gain_k``) and gaps (per row of ``need_k``) that might be the true ones, in levels."""

    gain_a: Array
    g1: Array
    g2: Array

    @classmethod
    def draw(cls, problem: Problem, rng: np.random.Generator, gain_sd: float, level_sd: float) -> Sample:
        """Gains times a log-normal factor of mean 1 and standard deviation ``gain_sd``; levels off by a normal
        error of ``level_sd`` levels, which moves the sure gap and, where that is used up, the uncertain one.
        """
        spread = np.sqrt(np.log1p(gain_sd**2))
        factor = np.exp(spread * rng.standard_normal(len(problem["gain_a"])) - spread**2 / 2)
        moved = problem["need_g1"] + level_sd * rng.standard_normal(len(problem["need_g1"]))
        return cls(
            problem["gain_a"] * factor, np.maximum(moved, 0.0),
            np.maximum(problem["need_g2"] + np.minimum(moved, 0.0), 0.0),
        )  # fmt: skip

    def into(self, problem: Problem) -> Problem:
        gain, g1, g2 = (np.asarray(part, "float32") for part in (self.gain_a, self.g1, self.g2))
        return problem.replace(gain_a=gain, need_g1=g1, need_g2=g2)


@dataclass(frozen=True)
class Lines:
    """Lines of one kind with the share of re-solved samples in which each stands.

    ``rows``: (offering, period) or (person, offering). ``planned``: stands in the plan. ``fragile``: planned but
    gone in more than a third of the samples, or not planned but there in more than a third.
    """

    rows: Array
    planned: Array
    share: Array

    @property
    def fragile(self) -> Array:
        return np.asarray(np.where(self.planned, 1 - self.share, self.share) > FRAGILE + 1e-12)


@dataclass(frozen=True)
class Doubt:
    """What the plan's seats close over the samples (weighted points), and how firm its lines are.

    ``nominal`` is the closed gap at the estimates; ``expected``, ``low`` and ``high`` are mean, 5th and 95th
    percentile over ``closed`` (one value per sample). ``classes`` and ``seats`` are None when nothing was
    re-solved. ``unrest`` counts seats that enter or leave already when the plan is made again *without* any
    change: what the method, not the doubt, moves.
    """

    nominal: float
    expected: float
    low: float
    high: float
    closed: Array
    resolved: int
    classes: Lines | None
    seats: Lines | None
    fragile_rows: Array  # bool per row of the plan
    unrest: int


def weigh_doubt(
    problem: Problem, plan: Plan, *, samples: int = 200, resolves: int = 20, gain_sd: float = 0.3,
    level_sd: float = 0.25, seed: int = 0, effort: str = "quick", progress: Progress | None = None,
) -> Doubt:  # fmt: skip
    """Value the plan in ``samples`` draws and plan again, warm, in the first ``resolves`` of them.

    The same arguments give the same draws. A stop by ``progress`` keeps the re-solves done so far.
    """
    if samples < 1 or not 0 <= resolves <= samples:
        raise ValueError(f"{resolves} re-solves of {samples} samples: 1 <= samples, 0 <= resolves <= samples")
    if not (0 <= gain_sd < np.inf and 0 <= level_sd < np.inf):
        raise ValueError(f"gain_sd {gain_sd}, level_sd {level_sd}: numbers of at least 0 expected")
    ledger = Ledger.of(problem, plan.rows)
    closed = np.empty(samples)
    for s in range(samples):
        drawn = _drawn(problem, seed, s, gain_sd, level_sd)
        closed[s] = closed_by(problem, ledger.taken(drawn.gain_a), drawn.g1, drawn.g2).sum()
    steps = Steps("doubt", resolves + 1, progress)
    again: list[Plan] = []
    control = steps.resolved(problem, plan, effort) if resolves else plan
    for s in range(resolves):
        if steps.stopped:
            break
        found = steps.resolved(_drawn(problem, seed, s, gain_sd, level_sd).into(problem), plan, effort)
        if not steps.stopped:
            again.append(found)
    nominal = float(closed_by(problem, ledger.taken(problem["gain_a"])).sum())
    low, high = np.quantile(closed, [0.05, 0.95])
    classes, seats = (_lines(plan, again, key) for key in (_class_keys, _seat_keys))
    mark = np.zeros(len(plan.a_i), bool)
    if seats is not None:
        mark = np.isin(_seat_keys(plan), _pair(seats.rows)[seats.fragile & seats.planned])
    return Doubt(
        nominal, float(closed.mean()), float(low), float(high), closed, len(again), classes, seats, mark,
        len(np.setxor1d(_seat_keys(plan), _seat_keys(control))),
    )  # fmt: skip


def _drawn(problem: Problem, seed: int, at: int, gain_sd: float, level_sd: float) -> Sample:
    """Sample ``at``, whatever was drawn before it."""
    return Sample.draw(problem, np.random.default_rng([seed, at]), gain_sd, level_sd)


def _pair(rows: Array) -> Array:
    """Two indices as one number."""
    return np.asarray((rows[:, 0].astype("int64") << 32) | rows[:, 1].astype("int64"))


def _class_keys(plan: Plan) -> Array:
    """Offerings and periods with somebody in them."""
    return np.unique(_pair(plan.rows[:, 1:]))


def _seat_keys(plan: Plan) -> Array:
    """Person and offering, whatever the period, row by row (a course is taken once)."""
    return _pair(plan.rows[:, :2])


def _lines(plan: Plan, again: list[Plan], keys_of: Any) -> Lines | None:
    if not again:
        return None
    own = np.unique(keys_of(plan))
    every, times = np.unique(np.concatenate([keys_of(found) for found in again]), return_counts=True)
    keys = np.union1d(own, every)
    share = np.zeros(len(keys))
    share[np.searchsorted(keys, every)] = times / len(again)
    rows = np.column_stack([keys >> 32, keys & 0xFFFFFFFF]).astype("int32")
    return Lines(rows, np.isin(keys, own), share)
