"""What each rule costs: the plan without it, and an interval for the truth.

A family of rules is loosened by exchanging columns of the problem; nothing else changes, so the best plan can
only rise. Plan and bound of both runs enclose the true cost; see docs/algorithms/planner.md, "Cost of rules".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import CLASS
from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.probing import Progress, Steps
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.worth import mandatory_met, missing_jp

Array = NDArray[Any]
Loosen = Callable[[Problem], Problem]
PLENTY = 1_000_000  # hours, days or seats that bind nobody


def _no_shares(p: Problem) -> Problem:
    return p.replace(g_theta=np.zeros(p.G, "int64"))


def _no_absence(p: Problem) -> Problem:
    return p.replace(u_abs_cap=np.full((p.U, p.T), PLENTY))


def _no_partner_days(p: Problem) -> Problem:
    return p.replace(v_cap=np.full((p.V, p.T), PLENTY))


def _no_least_size(p: Problem) -> Problem:
    return p.replace(o_min=np.zeros(p.J, "int64"))


def _no_seat_limit(p: Problem) -> Problem:
    others = (p["o_mode"] != CLASS)[:, None] & (p["o_cap"] > 0)
    return p.replace(o_cap=np.where(others, -1, p["o_cap"]))


def _no_jp_ceiling(p: Problem) -> Problem:
    return p.replace(p_jp_cap=np.full(p.N, PLENTY))


def _no_day_ceiling(p: Problem) -> Problem:
    return p.replace(p_day_cap=np.full(p.N, PLENTY))


def _one_item_more(p: Problem) -> Problem:
    """Not without end: the packages of a person are searched one by one."""
    return p.replace(p_max_items=p["p_max_items"] + 1)


def _no_prerequisites(p: Problem) -> Problem:
    none = np.full(p.J, -1)
    return p.replace(o_prereq=none, o_prereq_bit=none)


def _no_batch_limit(p: Problem) -> Problem:
    """As many batches in an offered period as people could fill at the smallest size."""
    most = p.N // np.maximum(p["o_min"], 1)
    held = (p["o_mode"] == CLASS)[:, None] & (p["o_nmax"] > 0)
    return p.replace(o_nmax=np.where(held, np.maximum(p["o_nmax"], most[:, None]), p["o_nmax"]))


def _no_duty(p: Problem) -> Problem:
    """The mandatory course may be taken, but missing it costs nothing."""
    from dataclasses import replace

    return p.replace(weights=replace(p.weights, m_mand=0.0))


FAMILIES: dict[str, Loosen] = {
    "equity": _no_shares,
    "absence": _no_absence,
    "partner_days": _no_partner_days,
    "least_size": _no_least_size,
    "batches": _no_batch_limit,
    "seats": _no_seat_limit,
    "jp_ceiling": _no_jp_ceiling,
    "day_ceiling": _no_day_ceiling,
    "items": _one_item_more,
    "prerequisites": _no_prerequisites,
    "mandatory": _no_duty,
}


@dataclass(frozen=True)
class RuleCost:
    """What a family of rules costs, in points of the objective, and what would differ without it.

    The true cost, best plan without the rule less best plan with it, is proven to lie in ``low .. high``.
    ``cost`` estimates it by the rise of the proven bound (prices hardly scatter), ``plan_rise`` is the difference
    of two plans found with the same effort (which scatters as plans fall short of their bounds). People are
    those with at least one activity; ``jp_short`` is the sum of JP lacking of the duty, in JP.
    """

    family: str
    cost: float
    plan_rise: float
    low: float
    high: float
    objective: float
    bound: float
    people: int
    people_more: int
    jp_short: int
    jp_short_less: int
    mandatory_missed: int
    plan: Plan


@dataclass(frozen=True)
class RuleCosts:
    """Costs in the order asked; ``complete`` is False when the caller stopped before the last."""

    costs: tuple[RuleCost, ...]
    base: Plan  # the plan with all rules, found with the same effort
    complete: bool


def rule_costs(
    problem: Problem, plan: Plan, families: Sequence[str] | None = None, *, effort: str = "quick",
    progress: Progress | None = None,
) -> RuleCosts:  # fmt: skip
    """One whole warm run per family (default: all of ``FAMILIES``), and one with all rules to compare with.

    ``mandatory`` asks what the duty to hold mandatory courses costs the other aims: both sides are counted
    without the penalty. Its interval is proven only under the assumption that the plan misses as few mandatory
    courses as any best plan does. ``items`` means one activity more per person, every other family is lifted.
    """
    wanted = list(FAMILIES) if families is None else list(families)
    unknown = [name for name in wanted if name not in FAMILIES]
    if unknown:
        raise ValueError(f"no such family of rules: {', '.join(unknown)}; known: {', '.join(FAMILIES)}")
    steps = Steps("rules", 1 + len(wanted), progress)
    base = steps.resolved(problem, plan, effort)
    costs: list[RuleCost] = []
    for name in wanted:
        if steps.stopped:
            break
        loose = steps.resolved(FAMILIES[name](problem), plan, effort)
        if not steps.stopped:
            costs.append(_cost(problem, name, plan, base, loose))
    return RuleCosts(tuple(costs), base, len(costs) == len(wanted))


def _cost(problem: Problem, family: str, plan: Plan, base: Plan, loose: Plan) -> RuleCost:
    best, bound = max(plan.objective, base.objective), min(plan.bound, base.bound)
    before, rise = base.objective, loose.bound - base.bound
    if family == "mandatory":
        missed, missed_base = (_missed(problem, rows.rows) for rows in (plan, base))
        best = max(plan.objective + missed, base.objective + missed_base)
        bound, before = bound + min(missed, missed_base), base.objective + missed_base
        rise = loose.objective - before  # bounds count parts of a missed course
    high = max(0.0, loose.bound - best)
    low = min(max(0.0, loose.objective - bound), high)
    people, jp = _reached(problem, loose.rows)
    people_base, jp_base = _reached(problem, base.rows)
    return RuleCost(
        family, min(max(low, rise), high), loose.objective - before, low, high, loose.objective, loose.bound,
        people, people - people_base, jp, jp_base - jp, _missing(problem, loose.rows), loose,
    )  # fmt: skip


def _missing(problem: Problem, rows: Array) -> int:
    """People whose mandatory course is not in the plan."""
    return int((problem["p_mand"] >= 0).sum() - mandatory_met(problem, rows).sum())


def _missed(problem: Problem, rows: Array) -> float:
    """What the objective was charged for mandatory courses not held."""
    return problem.weights.m_mand * _missing(problem, rows)


def _reached(problem: Problem, rows: Array) -> tuple[int, int]:
    """People with an activity, and the JP that all lack together."""
    return len(np.unique(rows[:, 0])), int(missing_jp(problem, rows).sum())
