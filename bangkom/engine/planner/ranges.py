"""Price of each budget with the range in which it holds, and what the next money would bring.

For fixed prices the Lagrangian bound is a linear function of the budgets, so one run at any budgets ``b'``
with bound ``B`` and money prices ``m`` proves for *every* budgets ``b``: no plan is worth more than
``B + m (b - b')``. The lowest of such planes is a concave ceiling over the best plan's worth. A few runs, cut
after their prices, up and down a source find the planes that matter; where two planes meet is tried next
(Eisner and Severance 1976). What the numbers mean: docs/algorithms/planner.md, "Price of money".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.plan import Plan, Prices
from bangkom.engine.planner.probing import Progress, Steps
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]
PER = 100_000.0  # thousand rupiah: prices are per Rp100 juta
UPWARD, DOWNWARD = (1.05, 1.2, 1.6, 3.0), (0.95, 0.8, 0.5, 0.0)
# Prices are found with a little warmth and never reach nought: a source whose whole budget is priced below
# this many points, or this share of the bound, has the price nil.
NIL_POINTS, NIL_SHARE = 0.01, 1e-5


@dataclass
class Ceiling:
    """Planes ``bound[k] + price[k] @ (b - budgets[k])``, each above the best plan's worth at any budgets ``b``.

    ``budgets`` (thousand rupiah) and ``price`` (objective per thousand rupiah) have one entry per source.
    """

    budgets: list[Array] = field(default_factory=list)
    bound: list[float] = field(default_factory=list)
    price: list[Array] = field(default_factory=list)

    def learn(self, problem: Problem, plan: Plan) -> None:
        """Take the plane that a run proves; a run with branches proves one only when it has a single one."""
        if len(plan.duals.budget) == 1:
            self.budgets.append(problem["s_budget"].astype("float64"))
            self.bound.append(float(plan.bound))
            self.price.append(plan.duals.budget[0].astype("float64"))

    def at(self, budgets: Array) -> float:
        """No plan with these budgets is worth more."""
        return min(
            bound + float(price @ (budgets - there))
            for there, bound, price in zip(self.budgets, self.bound, self.price, strict=True)
        )

    def tried(self, source: int) -> tuple[float, float]:
        """Least and largest budget of the source that a run has seen."""
        there = [float(b[source]) for b in self.budgets]
        return min(there), max(there)

    def curve(self, budgets: Array, source: int) -> Curve:
        """The ceiling as a function of one source's budget, the others staying."""
        slope = np.array([price[source] for price in self.price])
        moved = np.tile(budgets.astype("float64"), (len(slope), 1))
        moved[:, source] = 0.0
        level = np.array(self.bound) + ((moved - np.array(self.budgets)) * np.array(self.price)).sum(1)
        tried = [b[source] for b in self.budgets if (np.delete(b - budgets, source) == 0).all()]
        return Curve.of(level, slope, min(tried), max(tried))


@dataclass(frozen=True)
class Curve:
    """Lowest of lines ``level + slope * budget``: pieces from left to right, slopes falling.

    Piece ``k`` holds from ``breaks[k - 1]`` to ``breaks[k]``; ``low`` and ``high`` are the budgets tried.
    """

    level: Array
    slope: Array
    breaks: Array  # one fewer than pieces, thousand rupiah
    low: float
    high: float

    @classmethod
    def of(cls, level: Array, slope: Array, low: float, high: float) -> Curve:
        pieces: list[tuple[float, float]] = []
        breaks: list[float] = []
        for k in np.lexsort((level, -slope)).tolist():
            a, m = float(level[k]), float(slope[k])
            if pieces and m >= pieces[-1][1] - 1e-15:
                continue
            while pieces:
                meet = (a - pieces[-1][0]) / (pieces[-1][1] - m)
                if not breaks or meet > breaks[-1]:
                    breaks.append(meet)
                    break
                pieces.pop()
                breaks.pop()
            pieces.append((a, m))
        table = np.array(pieces)
        return cls(table[:, 0], table[:, 1], np.array(breaks), low, high)

    def price(self, budget: float) -> float:
        """Slope for a little more money, per thousand rupiah."""
        return float(self.slope[np.searchsorted(self.breaks, budget * (1 + 1e-9), side="right")])

    def range(self, budget: float, least: float, most: float) -> tuple[float, float]:
        """Budgets around ``budget`` between which the slope stays within ``least`` .. ``most``."""
        here = int(np.searchsorted(self.breaks, budget * (1 + 1e-9), side="right"))
        first = last = here
        while first > 0 and self.slope[first - 1] <= most:
            first -= 1
        while last < len(self.slope) - 1 and self.slope[last + 1] >= least:
            last += 1
        low = self.low if first == 0 else max(self.low, float(self.breaks[first - 1]))
        high = self.high if last == len(self.slope) - 1 else min(self.high, float(self.breaks[last]))
        if least <= 0.0 and high >= self.high:
            high = np.inf  # slopes never rise again
        return min(low, budget), max(high, budget)


def budget_prices(
    problem: Problem, plan: Plan, sources: Sequence[int] | None = None, *, tolerance: float = 0.1,
    refine: int = 2, progress: Progress | None = None, ceiling: Ceiling | None = None,
) -> Prices:  # fmt: skip
    """``plan.prices`` with money prices and their ranges measured by warm runs.

    ``budget[s]`` is the slope, per Rp100 juta, of the proven ceiling at the problem's budgets, for a little more
    money of source ``s``: what the *bound* gains. ``budget_low[s] .. budget_high[s]`` (thousand rupiah) is where
    that slope stays within ``tolerance`` of it, other sources unchanged. Both are estimates of the slope of
    the linear relaxation: runs find prices to about 1 per cent, an end lies between two tried budgets, and whole
    batches make the best plan itself move in steps. Nothing is extrapolated: an end at the farthest tried
    budget (nil, or three times the budget) means "at least so far". ``inf``: more money of this source has
    the price nil from there on.

    Sources not in ``sources`` keep the plan's price, with ``budget_low`` = ``budget_high`` = the budget.
    Costs about 6 to 10 short runs per source (seconds each at 7,000 people: ask for the sources that matter); a stop by ``progress`` leaves the ranges found so far.
    """
    wanted = range(problem.S) if sources is None else [_known(problem, s) for s in sources]
    steps = Steps("ranges", 1 + 8 * len(wanted), progress)
    known = ceiling if ceiling is not None else Ceiling()
    known.learn(problem, steps.priced(problem, plan))
    money, low, high = (
        np.array(plan.prices.budget, "float64"),
        *(problem["s_budget"].astype("float64") for _ in range(2)),
    )
    for s in wanted:
        if steps.stopped:
            break
        _explore(problem, plan, s, known, steps, tolerance, refine)
    for s in wanted:
        price, low[s], high[s] = _held(problem, s, known, tolerance)
        money[s] = price * PER
    return replace(plan.prices, budget=money, budget_low=low, budget_high=high)


def _known(problem: Problem, source: int) -> int:
    if not 0 <= source < problem.S:
        raise ValueError(f"source {source} does not exist: 0 to {problem.S - 1} expected")
    return source


def _held(problem: Problem, source: int, known: Ceiling, tolerance: float) -> tuple[float, float, float]:
    """Price per thousand rupiah and its range, from the planes known so far."""
    budgets = problem["s_budget"].astype("float64")
    curve = known.curve(budgets, source)
    price = curve.price(budgets[source])
    nil = max(NIL_POINTS, NIL_SHARE * abs(known.at(budgets))) / max(_scale(problem, source), 1.0)
    slack = max(tolerance * price, nil)
    if price <= nil:
        price = 0.0
    return price, *curve.range(budgets[source], price - slack, price + slack)


def _scale(problem: Problem, source: int) -> float:
    """Budget of the source, or a hundredth of all money when it is smaller than that."""
    return float(max(problem["s_budget"][source], problem["s_budget"].sum() // 100))


def _explore(
    problem: Problem, plan: Plan, source: int, known: Ceiling, steps: Steps, tolerance: float, refine: int
) -> None:
    """Outward until the slope has left the tolerance, then where the planes meet."""
    budget, scale = float(problem["s_budget"][source]), _scale(problem, source)

    def end_of(side: int) -> float:
        return _held(problem, source, known, tolerance)[1 + side]

    def go(to: float) -> bool:
        return _try(problem, plan, source, to, known, steps)

    for side, factors in enumerate((DOWNWARD, UPWARD)):
        for factor in factors:
            to = max(0.0, budget + scale * (factor - 1.0))
            farthest = known.tried(source)[side]
            if to == budget or end_of(side) != farthest or not go(to):
                break
        for _ in range(refine):
            to = end_of(side)
            tried = np.array([b[source] for b in known.budgets])
            if not np.isfinite(to) or (np.abs(tried - to) < 0.01 * scale).any() or not go(to):
                break


def _try(problem: Problem, plan: Plan, source: int, to: float, known: Ceiling, steps: Steps) -> bool:
    """One run at another budget of the source; go on?"""
    budgets = problem["s_budget"].copy()
    budgets[source] = round(to)
    there = problem.with_budgets(budgets)
    known.learn(there, steps.priced(there, plan))
    return not steps.stopped


@dataclass(frozen=True)
class NextMoney:
    """What more money would bring, in points of the objective.

    ``estimate`` is the rise of the proven ceiling for the best source, ``by_source`` for each. After a
    re-solve ``value`` is the difference of two plans found with the same effort, ``plan`` the richer one, and the
    true worth of the money (best plan with it less best plan without) is proven to lie in ``low .. high``;
    without a re-solve ``value`` is None and the interval is that of plan and ceiling.
    """

    amount: int  # thousand rupiah
    source: int  # -1: there is no source
    estimate: float
    by_source: Array
    low: float
    high: float
    value: float | None = None
    plan: Plan | None = None


def next_money(
    problem: Problem, plan: Plan, amount: int = 100_000, *, resolve: bool = False, effort: str = "quick",
    progress: Progress | None = None,
) -> NextMoney:  # fmt: skip
    """The source where ``amount`` (thousand rupiah) more would bring most, and how much.

    One short run per source; with ``resolve`` two whole runs more, for the best source.
    """
    if amount <= 0:
        raise ValueError(f"amount {amount}: a sum above 0 expected, in thousand rupiah")
    steps = Steps("next money", 1 + problem.S + 2 * resolve, progress)
    known, budgets = Ceiling(), problem["s_budget"].astype("float64")
    known.learn(problem, steps.priced(problem, plan))
    richer = [
        problem.with_budgets(problem["s_budget"] + amount * _unit(problem, s)) for s in range(problem.S)
    ]
    for there in richer:
        if not steps.stopped:
            known.learn(there, steps.priced(there, plan))
    rise = np.array([known.at(there["s_budget"].astype("float64")) - known.at(budgets) for there in richer])
    if not len(rise):
        return NextMoney(amount, -1, 0.0, rise, 0.0, 0.0)
    best = int(rise.argmax())
    most = known.at(richer[best]["s_budget"].astype("float64"))
    said = NextMoney(amount, best, float(rise[best]), rise, 0.0, max(0.0, most - plan.objective))
    if not resolve or steps.stopped:
        return said
    base = steps.resolved(problem, plan, effort)
    more = steps.resolved(richer[best], plan, effort)
    have = max(plan.objective, base.objective)
    high = max(0.0, min(most, more.bound) - have)
    low = max(0.0, more.objective - min(plan.bound, base.bound))
    value = min(max(low, more.objective - base.objective), high)
    return replace(said, value=value, low=low, high=high, plan=more)


def _unit(problem: Problem, source: int) -> Array:
    return np.asarray(np.eye(problem.S, dtype="int64")[source])
