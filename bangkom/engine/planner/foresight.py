"""Worth of a prerequisite for later years, as extra needs of the year that could take it.

A lure is a person, a prerequisite course and points: what the best course behind it would have added to the
person's plan of a later year, at that year's prices. It enters the year's problem as a need in a competency
of its own that exactly the course's offerings raise by 1, so the solver needs to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import CLASS
from bangkom.engine.planner.plan import Plan, Status
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.worth import Ledger, missing_jp

Array = NDArray[Any]
PER_NEED = ("i", "need", "reason", "loss", "offering", "period", "dropped")  # columns of the register


@dataclass(frozen=True)
class Lure:
    """People (array) and points (array) for one prerequisite course."""

    course: int
    people: Array
    points: Array


def lures_of(years: Sequence[tuple[Problem, Plan]]) -> list[list[Lure]]:
    """For each year: the most that any later year would have made of each prerequisite it lacked.

    ``years`` are problem and plan of each year of a roll without foresight. An estimate: one course at a time,
    on top of the plan of that year, at prices that seats and money had there.
    """
    lures: list[list[Lure]] = [[] for _ in years]
    if not years:
        return lures
    people = years[0][0].N
    best: dict[int, Array] = {}
    for y in range(len(years) - 1, 0, -1):
        problem, plan = years[y]
        for j in np.flatnonzero(problem["o_prereq"] >= 0).tolist():
            points = _worth_of(problem, plan, j)
            course = int(problem["o_prereq"][j])
            best[course] = np.maximum(best.get(course, np.zeros(people)), points)
        for course, points in sorted(best.items()):
            who = np.flatnonzero(points > years[0][0].weights.eps_defer)
            if len(who):
                lures[y - 1].append(Lure(course, who, points[who]))
    return lures


def _worth_of(problem: Problem, plan: Plan, j: int) -> Array:
    """Points (N) that offering ``j`` would add to each person's plan of the year, were its prerequisite held."""
    may = (problem["o_elig"][j] >> problem["p_job"].astype("uint64")) & np.uint64(1) == 1
    agency = problem["u_agency"][problem["p_unit"]]
    may &= (problem["o_agency"][j] < 0) | (problem["o_agency"][j] == agency)
    may &= ~problem["o_mand_only"][j] & (problem["p_max_items"] > 0)
    may &= (problem["o_days"][j] <= problem["p_day_cap"]) & (problem["o_jp"][j] <= problem["p_jp_cap"])
    bit = int(problem["o_prereq_bit"][j])
    if bit >= 0:
        may &= (problem["p_held"] >> np.uint64(bit)) & np.uint64(1) == 0
    may[plan.a_i[problem["o_course"][plan.a_j] == problem["o_course"][j]]] = False
    offered = (problem["o_nmax"][j] if problem["o_mode"][j] == CLASS else problem["o_cap"][j]) != 0
    if not offered.any():
        return np.zeros(problem.N)
    worth = _gap(problem, plan, j) + _duty(problem, plan, j) - _charge(problem, plan, j, offered)
    return np.where(may, np.maximum(worth, 0.0), 0.0)


def _gap(problem: Problem, plan: Plan, j: int) -> Array:
    """Weighted gap that the offering would close on top of the plan (N)."""
    taken = Ledger.of(problem, plan.rows).taken(problem["gain_a"])
    gain = np.zeros(max(problem.K, 1))
    span = slice(int(problem["gain_ptr"][j]), int(problem["gain_ptr"][j + 1]))
    gain[problem["gain_k"][span]] = problem["gain_a"][span]
    more = gain[problem["need_k"]]
    g1, g2 = (problem[name].astype("float64") for name in ("need_g1", "need_g2"))

    def closed(z: Array) -> Array:
        return np.asarray(np.minimum(z, g1) + problem.weights.rate2 * np.clip(z - g1, 0, g2))

    rise = problem["need_w"] * (closed(taken + more) - closed(taken))
    owner = np.repeat(np.arange(problem.N), np.diff(problem["need_ptr"]))
    return np.bincount(owner, rise, problem.N)


def _duty(problem: Problem, plan: Plan, j: int) -> Array:
    """Penalty for missing JP that its hours would lift (N)."""
    short = missing_jp(problem, plan.rows)
    return np.asarray(problem.weights.rho_jp * np.minimum(short, problem["o_jp"][j]))


def _charge(problem: Problem, plan: Plan, j: int, offered: Array) -> Array:
    """Price of money, seat and days away in the cheapest period (N)."""
    unit = problem["p_unit"]
    cost = problem["o_var"][j] + problem["travel"][problem["u_zone"][unit], problem["o_loc"][j]]
    fund = int(problem["o_fund_var"][j])
    source = np.full(problem.N, fund) if fund >= 0 else problem["u_source"][unit]
    money = (problem.weights.eps_cost + plan.prices.budget[source] / 1e5) * cost
    rows = plan.prices.seat[j][None, :] + plan.prices.unit[unit] * problem["o_days"][j]
    return np.asarray(money + np.where(offered[None, :], rows, np.inf).min(1))


def with_lures(problem: Problem, lures: Sequence[Lure]) -> Problem:
    """The problem with one more competency per lure: need 1 for its people, gain 1 by the course's offerings.

    The weight leaves out the reward for touching a need, which the objective adds of itself.
    """
    first, eps = problem.K, problem.weights.eps_defer
    owner = np.repeat(np.arange(problem.N), np.diff(problem["need_ptr"]))
    who, k, weight = [owner], [problem["need_k"]], [problem["need_w"]]
    giver = [np.repeat(np.arange(problem.J), np.diff(problem["gain_ptr"]))]
    gain_k, gain_a = [problem["gain_k"]], [problem["gain_a"]]
    for at, lure in enumerate(lures):
        offers = np.flatnonzero(problem["o_course"] == lure.course)
        who.append(lure.people)
        k.append(np.full(len(lure.people), first + at))
        weight.append(lure.points - eps)
        giver.append(offers)
        gain_k.append(np.full(len(offers), first + at))
        gain_a.append(np.ones(len(offers)))
    extra = sum(len(part) for part in who[1:])
    people, offers = np.concatenate(who), np.concatenate(giver)
    order, by = np.argsort(people, kind="stable"), np.argsort(offers, kind="stable")
    return problem.replace(
        need_ptr=_pointer(people, problem.N), need_k=np.concatenate(k)[order],
        need_w=np.concatenate(weight)[order].astype("float32"),
        need_g1=np.concatenate([problem["need_g1"], np.ones(extra, "float32")])[order],
        need_g2=np.concatenate([problem["need_g2"], np.zeros(extra, "float32")])[order],
        gain_ptr=_pointer(offers, problem.J), gain_k=np.concatenate(gain_k)[by],
        gain_a=np.concatenate(gain_a)[by].astype("float32"),
    )  # fmt: skip


def _pointer(owner: Array, size: int) -> Array:
    ptr = np.zeros(size + 1, "int64")
    np.cumsum(np.bincount(owner, minlength=size), out=ptr[1:])
    return ptr


def without_lures(problem: Problem, wide: Problem, plan: Plan, proof: Plan) -> Plan:
    """The plan of the wide problem told as one of the problem itself.

    Seats and batches stay; the objective loses the lures' part; the register loses their rows. Bound and duals
    are those of ``proof``, a run on the problem itself; the gap includes what foresight gives up this year.
    """
    real = wide["need_k"] < problem.K
    taken = Ledger.of(wide, plan.rows).taken(wide["gain_a"])
    lured = wide["need_w"].astype("float64") * np.minimum(taken, 1.0) + wide.weights.eps_defer * (taken > 0)
    row = np.cumsum(real) - 1
    keep = real[plan.register.need]
    columns = {name: getattr(plan.register, name)[keep] for name in PER_NEED}
    columns["need"] = row[columns["need"]].astype("int32")
    objective = plan.objective - float(lured[~real].sum())
    status = Status.FEASIBLE if plan.status == Status.OPTIMAL else plan.status
    return replace(
        plan, objective=objective, bound=max(proof.bound, objective), duals=proof.duals, status=status,
        register=replace(plan.register, **columns), input_hash=problem.input_hash,
    )  # fmt: skip
