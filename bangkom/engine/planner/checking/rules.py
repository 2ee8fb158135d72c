"""Every rule of the formulation, in exact integers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.checking import Violation
from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]


def rule_violations(p: Problem, plan: Plan) -> list[Violation]:
    """All broken rules (at most 1,000 of each); unreadable rows end the check."""
    i, j, t = (np.asarray(a, "int64") for a in (plan.a_i, plan.a_j, plan.a_t))
    n = np.asarray(plan.n, "int64")
    if not len(i) == len(j) == len(t) or n.shape != (p.J, p.T):
        return [Violation("row", (), f"{len(i)}, {len(j)}, {len(t)} indices and batches of shape {n.shape}")]
    outside = (i < 0) | (i >= p.N) | (j < 0) | (j >= p.J) | (t < 0) | (t >= p.T)
    if outside.any():
        return [
            Violation("row", (int(r),), "points outside the problem") for r in np.flatnonzero(outside)[:1000]
        ]
    found: list[Violation] = []
    for part in (
        _person(p, i, j, t),
        _offering(p, i, j, t, n),
        _shared(p, i, j, t, n),
        _pins(p, plan, i, j, t),
    ):
        found += part
    return found


def cost_of(p: Problem, i: Array, j: Array) -> tuple[Array, Array]:
    """Thousand rupiah of each seat, and the source that pays."""
    unit = p["p_unit"][i]
    cost = p["o_var"][j].astype("int64") + p["travel"][p["u_zone"][unit], p["o_loc"][j]]
    source = np.where(p["o_fund_var"][j] >= 0, p["o_fund_var"][j], p["u_source"][unit])
    return cost, source.astype("int64")


def held_before(p: Problem, i: Array, j: Array) -> Array:
    """The person held the offering's prerequisite course already."""
    bit = p["o_prereq_bit"][j]
    shifted = p["p_held"][i] >> np.maximum(bit, 0).astype("uint64")
    held: Array = (bit >= 0) & (shifted & np.uint64(1) == 1)
    return held


def _each(code: str, bad: Array, subject: Any, message: str) -> Iterator[Violation]:
    for at in np.flatnonzero(bad)[:1000]:
        yield Violation(code, tuple(int(s[at]) for s in subject), message)


def _person(p: Problem, i: Array, j: Array, t: Array) -> list[Violation]:
    found: list[Violation] = []
    job, agency = p["p_job"][i].astype("uint64"), p["u_agency"][p["p_unit"][i]]
    found += _each("job", (p["o_elig"][j] >> job) & np.uint64(1) == 0, (i, j), "job class may not take it")
    found += _each("agency", (p["o_agency"][j] >= 0) & (p["o_agency"][j] != agency), (i, j), "other agency")
    course = p["o_course"][j].astype("int64")
    must = p["p_mand"][i]
    found += _each(
        "mandatory_only", p["o_mand_only"][j] & ((must < 0) | (must != course)), (i, j), "need not take it"
    )
    pairs, times = np.unique(np.stack([i, course], 1), axis=0, return_counts=True)
    found += _each("course_twice", times > 1, (pairs[:, 0], pairs[:, 1]), "a course more than once")
    everyone = np.arange(p.N)
    for code, used, cap in (
        ("days", np.bincount(i, p["o_days"][j], p.N), p["p_day_cap"]),
        ("jp", np.bincount(i, p["o_jp"][j], p.N), p["p_jp_cap"]),
        ("items", np.bincount(i, minlength=p.N), p["p_max_items"]),
    ):
        found += _each(code, used.astype("int64") > cap, (everyone,), f"more {code} than the person may have")
    away = p["o_days"][j] > 0
    slots, times = np.unique(np.stack([i[away], t[away]], 1), axis=0, return_counts=True)
    found += _each("away_twice", times > 1, (slots[:, 0], slots[:, 1]), "away twice in a period")
    return found + _prerequisites(p, i, j, t, course)


def _prerequisites(p: Problem, i: Array, j: Array, t: Array, course: Array) -> list[Violation]:
    first: dict[tuple[int, int], int] = {}
    for person, taken, period in zip(i.tolist(), course.tolist(), t.tolist(), strict=True):
        key = (person, taken)
        first[key] = min(first.get(key, period), period)
    asks = np.flatnonzero((p["o_prereq"][j] >= 0) & ~held_before(p, i, j))
    return [
        Violation("prerequisite", (int(i[r]), int(j[r])), "neither held nor taken in an earlier period")
        for r in asks
        if first.get((int(i[r]), int(p["o_prereq"][j[r]])), p.T) >= t[r]
    ]


def _offering(p: Problem, i: Array, j: Array, t: Array, n: Array) -> list[Violation]:
    found: list[Violation] = []
    is_class = (p["o_mode"] == 0)[:, None]
    people = np.bincount(j * p.T + t, minlength=p.J * p.T).reshape(p.J, p.T)
    most = np.where(is_class, p["o_nmax"], 0)
    rows = np.indices(n.shape)
    at = tuple(axis.ravel() for axis in rows)
    found += _each("batches", ((n < 0) | (n > most)).ravel(), at, "batches outside 0 .. o_nmax")
    small = is_class & (people < n * p["o_min"][:, None])
    large = is_class & (people > n * p["o_max"][:, None])
    found += _each("class_small", small.ravel(), at, "fewer people than the batches need")
    found += _each("class_full", large.ravel(), at, "more people than the batches hold")
    over = ~is_class & (p["o_cap"] >= 0) & (people > p["o_cap"])
    found += _each("seats", over.ravel(), at, "more people than seats")
    return found


def _shared(p: Problem, i: Array, j: Array, t: Array, n: Array) -> list[Violation]:
    found: list[Violation] = []
    unit, days = p["p_unit"][i].astype("int64"), p["o_days"].astype("int64")
    away = np.zeros((p.U, p.T), "int64")
    np.add.at(away, (unit, t), days[j])
    for u, period in np.argwhere(away > p["u_abs_cap"])[:1000]:
        message = f"{away[u, period]} person-days away, {p['u_abs_cap'][u, period]} allowed"
        found.append(Violation("unit", (int(u), int(period)), message))
    held = np.zeros((p.V, p.T), "int64")
    has = p["o_partner"] >= 0
    np.add.at(held, p["o_partner"][has], n[has] * days[has, None])
    for v, period in np.argwhere(held > p["v_cap"])[:1000]:
        message = f"{held[v, period]} batch-days, {p['v_cap'][v, period]} available"
        found.append(Violation("partner", (int(v), int(period)), message))
    spent = money_spent(p, i, j, n)
    for s in np.flatnonzero(spent > p["s_budget"]):
        found.append(Violation("budget", (int(s),), f"{spent[s]} spent of {p['s_budget'][s]}"))
    return found + _equity(p, i, j)


def money_spent(p: Problem, i: Array, j: Array, n: Array) -> Array:
    """Thousand rupiah by source."""
    spent = np.zeros(p.S, "int64")
    cost, source = cost_of(p, i, j)
    np.add.at(spent, source, cost)
    paid = p["o_fund_fixed"] >= 0
    np.add.at(spent, p["o_fund_fixed"][paid], (n * p["o_fixed"])[paid].sum(1))
    return spent


def seats_counted(p: Problem, i: Array, j: Array) -> tuple[Array, Array]:
    """Funded seats by agency and by equity group."""
    funded = (p["o_mode"][j] <= 1) & ~p["o_mand_only"][j]
    who = i[funded]
    by_agency = np.bincount(p["u_agency"][p["p_unit"][who]], minlength=p.A).astype("int64")
    groups = p["p_grp"][who].ravel()
    return by_agency, np.bincount(groups[groups >= 0], minlength=p.G).astype("int64")


def equity_slack(p: Problem, by_agency: Array, by_group: Array) -> Array:
    """Exact slack of each group's row; below zero is a violation."""
    agency = p["g_agency"]
    left: Array = 100 * p["a_size"][agency] * (by_group + 1) - p["g_theta"] * p["g_size"] * by_agency[agency]
    return left


def _equity(p: Problem, i: Array, j: Array) -> list[Violation]:
    by_agency, by_group = seats_counted(p, i, j)
    slack = equity_slack(p, by_agency, by_group)
    return [
        Violation(
            "equity", (int(g),), f"{by_group[g]} of {by_agency[p['g_agency'][g]]} funded seats are too few"
        )
        for g in np.flatnonzero(slack < 0)
    ]


def _pins(p: Problem, plan: Plan, i: Array, j: Array, t: Array) -> list[Violation]:
    """Pins hold, or their failure is named."""
    have = {(a, b, c) for a, b, c in zip(i.tolist(), j.tolist(), t.tolist(), strict=True)}
    have |= {(a, b, -1) for a, b, _ in have}
    named = {item.subject for item in plan.infeasibilities if item.code.startswith(("pin_", "protected_"))}
    found = [
        Violation("pin", row, "pinned in, neither planned nor named")
        for row in (tuple(r) for r in plan.pins.force_in.tolist())
        if row not in have and row not in named
    ]
    barred = (tuple(r) for r in plan.pins.force_out.tolist())
    return found + [Violation("pin", row, "pinned out, yet planned") for row in barred if row in have]
