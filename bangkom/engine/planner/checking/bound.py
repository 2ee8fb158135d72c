"""The proven bound again, from the stored duals alone: everybody is priced against them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.checking import Violation
from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]
PIN = 1e5  # worth of a pinned seat while pricing; taken off again


def bound_from(p: Problem, plan: Plan) -> tuple[float | None, list[Violation]]:
    """Largest value over the branches, and what makes the duals unfit as a proof."""
    d = plan.duals
    shapes = {
        "budget": (p.S,), "seat": (p.J, p.T), "unit": (p.U, p.T), "partner": (p.V, p.T), "equity": (p.G,),
        "lo": (p.J, p.T), "hi": (p.J, p.T),
    }  # fmt: skip
    branches = len(d.budget)
    for name, shape in shapes.items():
        if getattr(d, name).shape != (branches, *shape) or not np.isfinite(getattr(d, name)).all():
            return None, [
                Violation("duals", (), f"{name} has shape {getattr(d, name).shape} or is not finite")
            ]
    is_class = (p["o_mode"] == 0)[:, None]
    wrong = [
        Violation("duals", (), f"{name} below zero")
        for name in ("budget", "unit", "partner", "equity")
        if (getattr(d, name) < 0).any()
    ]
    if ((d.seat < 0) & ~is_class).any() or ((d.seat > 0) & ~is_class & (p["o_cap"] < 0)).any():
        wrong.append(Violation("duals", (), "seat price below zero, or where seats are unlimited"))
    most = np.where(is_class, p["o_nmax"], 0)
    least = _pinned_batches(p, plan)
    boxes = d.lo.reshape(branches, -1), d.hi.reshape(branches, -1)
    if not covers(*boxes, least.ravel(), most.ravel(), lambda low: _unaffordable(p, low)):
        wrong.append(Violation("duals", (), "the branches leave out some choice of batches"))
    if wrong:
        return None, wrong
    return max(_branch(p, plan, b, is_class) for b in range(branches)), []


def _pinned_batches(p: Problem, plan: Plan) -> Array:
    """Batches that any plan with the pinned seats has."""
    least = np.zeros((p.J, p.T), "int64")
    rows = np.unique(plan.pins.force_in.reshape(-1, 3), axis=0)
    rows = rows[(rows[:, 2] >= 0)]
    rows = rows[p["o_mode"][rows[:, 1]] == 0]
    np.add.at(least, (rows[:, 1], rows[:, 2]), 1)
    return np.asarray(np.minimum(-(-least // np.maximum(p["o_max"], 1)[:, None]), p["o_nmax"]))


def _unaffordable(p: Problem, low: Array) -> bool:
    """No plan has at least these batches: their fixed costs alone exceed a budget."""
    spent = np.zeros(p.S, "int64")
    paid = p["o_fund_fixed"] >= 0
    np.add.at(spent, p["o_fund_fixed"][paid], (low.reshape(p.J, p.T) * p["o_fixed"])[paid].sum(1))
    return bool((spent > p["s_budget"]).any())


def covers(lo: Array, hi: Array, low: Array, high: Array, impossible: Callable[[Array], bool]) -> bool:
    """Do the boxes ``lo .. hi`` together contain every whole, possible point of ``low .. high``?"""
    if (low > high).any():
        return True
    meet = ((lo <= high) & (hi >= low)).all(1)
    lo, hi = lo[meet], hi[meet]
    if not len(lo):
        return impossible(low)
    if ((lo <= low) & (hi >= high)).all(1).any():
        return True
    cut_above = (hi[0] < high).nonzero()[0]
    if len(cut_above):
        k, at = int(cut_above[0]), int(hi[0][cut_above[0]])
    else:
        k = int((lo[0] > low).nonzero()[0][0])
        at = int(lo[0][k]) - 1
    below, above = high.copy(), low.copy()
    below[k], above[k] = at, at + 1
    if not covers(lo, hi, low, below, impossible):
        return False
    return covers(lo, hi, above, high, impossible)


def _branch(p: Problem, plan: Plan, b: int, is_class: Array) -> float:
    """Lagrangian value of one branch: rows, batches, people, and what nobody can change."""
    from bangkom.engine.planner.checking.pricing import best_worth

    d, w = plan.duals, p.weights
    money, seat, unit, partner, equity = (
        getattr(d, n)[b] for n in ("budget", "seat", "unit", "partner", "equity")
    )
    value = float(money @ p["s_budget"]) + float((unit * p["u_abs_cap"]).sum())
    value += float((partner * p["v_cap"]).sum()) + float(equity.sum())
    value += float((np.where(is_class | (p["o_cap"] < 0), 0.0, seat) * p["o_cap"]).sum())
    fixed = p["o_fixed"] * (w.eps_cost + np.append(money, 0.0)[p["o_fund_fixed"]][:, None])
    if p.V:
        fixed = fixed + np.where(
            (p["o_partner"] >= 0)[:, None], partner[p["o_partner"]] * p["o_days"][:, None], 0
        )
    batch = np.maximum(seat * p["o_max"][:, None], seat * p["o_min"][:, None]) - fixed
    worth = np.maximum(d.lo[b] * batch, d.hi[b] * batch)
    value += float(worth[is_class[:, 0]].sum())
    opened = np.where(is_class, (d.hi[b] > 0) & (p["o_max"] > 0)[:, None], p["o_cap"] != 0)
    people = best_worth(p, money, np.where(opened, seat, np.inf), unit, equity, plan.pins, PIN)
    value += float(people.sum()) - PIN * len(_possible(p, plan))
    value -= w.rho_jp * float(p["p_jp_target"].sum())
    return value - w.m_mand * int((p["p_mand"] >= 0).sum())


def _possible(p: Problem, plan: Plan) -> Array:
    """Pinned-in rows that count; the plan stores only those that it holds itself bound to."""
    return np.unique(plan.pins.force_in.reshape(-1, 3), axis=0)
