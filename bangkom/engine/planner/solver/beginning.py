"""Where the search for prices begins: a rough guess, few people first, or an earlier plan."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.solver.crew import Crew
from bangkom.engine.planner.solver.dual import Box, Dual
from bangkom.engine.planner.solver.tables import Tables, some_people

Array = NDArray[Any]
SAMPLE = 600  # people whose prices are found first, when there are many more
GROWTH = 8  # a sample is this many times as large as the one before


def first_prices(dual: Dual) -> Array:
    """A rough scale of prices to begin with."""
    x = np.zeros(dual.shape.length)
    money, seat, day, partner, group = dual.shape.split(x)
    costs = dual.t.cost[dual.t.cost > 0]
    money[:] = 0.5 / max(float(costs.mean()) if len(costs) else 1.0, 1.0)
    seat[:], day[:], partner[:], group[:] = 0.1, 0.01, 0.1, 0.01
    return x


def stir(dual: Dual, x: Array, box: Box, seed: int) -> None:
    """Packages around ``x``: price everybody with every price shaken, so that the pool has choices."""
    random = np.random.default_rng(seed)
    for _ in range(2):
        dual.bound(x * np.exp(0.3 * random.standard_normal(len(x))), box)


def spread(dual: Dual, x: Array, box: Box) -> None:
    """Packages at prices below and above a rough guess."""
    for scale in (0.5, 1.5, 5.0):
        dual.bound(x * scale, box)


def sampled(t: Tables, x: Array, box: Box, seed: int, workers: int | None) -> Array:
    """Prices found on about ``SAMPLE`` people, then on ``GROWTH`` times as many, and so on."""
    by_unit = np.argsort(t.unit, kind="stable")
    step, first = max(2, round(len(t.unit) / SAMPLE)), True
    while step > 1:
        who = np.sort(by_unit[::step])
        few = some_people(t, who)
        crew = Crew(few, workers)
        dual = Dual(few, crew, None, len(who) / len(t.unit))
        if first:
            spread(dual, x, box)
            x, _ = dual.solve(x, box, 1.0, 0.01, 24, 8)
        else:
            stir(dual, x, box, seed)
            x, _ = dual.solve(x, box, 0.06, 0.01, 8, 8)
        crew.close()
        step, first = step // GROWTH, False
    return x


def prices_fit(plan: Plan, dual: Dual) -> bool:
    """Are the prices of an earlier plan those of a problem like this one?"""
    d = plan.duals
    kinds = (d.budget, d.seat, d.unit, d.partner, d.equity)
    return all(kind.shape[1:] == dims for kind, dims in zip(kinds, dual.shape.dims, strict=True))


def prices_of(plan: Plan, dual: Dual) -> Array:
    d = plan.duals
    return dual.shape.join(d.budget[0], np.maximum(d.seat[0], 0.0), d.unit[0], d.partner[0], d.equity[0])
