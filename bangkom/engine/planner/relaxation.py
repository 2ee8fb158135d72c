"""Minimum shares that stand in the way: which group, and the least share in per cent that would not.

A pin, a protected row or a mandatory course can fail because one more funded seat for a person would leave
another group of the agency below its share. The other reasons are named by ``solve`` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import SENT
from bangkom.engine.planner.plan import Infeasibility, Plan, Reason
from bangkom.engine.planner.probing import Progress, Steps
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]
WISHES = ("pin_", "protected_", "mandatory_not_held")


@dataclass(frozen=True)
class ShareInTheWay:
    """A group's least share that keeps seats from being given, all else in the plan unchanged.

    ``theta`` is the share asked, ``enough`` the largest one (whole per cent) at which each of these seats could
    be given alone. ``wishes`` are subjects of infeasibilities it stands against, ``needs`` counts postponed
    needs whose reason it is, ``people`` the people who have them.
    """

    group: int
    theta: int
    enough: int
    wishes: tuple[tuple[int, ...], ...]
    needs: int
    people: int


def seats_of(problem: Problem, rows: Array) -> tuple[Array, Array]:
    """Funded seats (classes and outside classes, not mandatory-only) by agency (A) and by group (G)."""
    who = rows[funded(problem, rows[:, 1]), 0]
    groups = problem["p_grp"][who].ravel()
    agency = problem["u_agency"][problem["p_unit"][who]]
    by_agency = np.bincount(agency, minlength=problem.A)
    return by_agency, np.bincount(groups[groups >= 0], minlength=problem.G)


def funded(problem: Problem, offerings: Array) -> Array:
    return np.asarray((problem["o_mode"][offerings] <= SENT) & ~problem["o_mand_only"][offerings])


def against(problem: Problem, plan: Plan, person: int) -> dict[int, int]:
    """Groups that one more funded seat for the person would leave below their share -> share that would do."""
    by_agency, by_group = seats_of(problem, plan.rows)
    return _against(problem, by_agency, by_group, person)


def _against(problem: Problem, by_agency: Array, by_group: Array, person: int) -> dict[int, int]:
    agency = int(problem["u_agency"][problem["p_unit"][person]])
    mine = set(problem["p_grp"][person].tolist())
    seats, found = int(by_agency[agency]) + 1, {}
    for g in np.flatnonzero(problem["g_agency"] == agency).tolist():
        has = 100 * int(problem["a_size"][agency]) * (int(by_group[g]) + (g in mine) + 1)
        asks = int(problem["g_size"][g]) * seats
        if int(problem["g_theta"][g]) * asks > has:
            found[g] = has // asks
    return found


def shares_in_the_way(problem: Problem, plan: Plan) -> tuple[ShareInTheWay, ...]:
    """Every group whose share stands against a failed wish or a postponed need, in order of group."""
    by_agency, by_group = seats_of(problem, plan.rows)
    enough: dict[int, int] = {}
    wishes: dict[int, list[tuple[int, ...]]] = {}
    people: dict[int, list[int]] = {}

    def note(person: int) -> list[int]:
        found = _against(problem, by_agency, by_group, person)
        for g, theta in found.items():
            enough[g] = min(enough.get(g, 100), theta)
        return list(found)

    for item in plan.infeasibilities:
        if item.code.startswith(WISHES) and _asks_for_a_funded_seat(problem, item):
            for g in note(item.subject[0]):
                wishes.setdefault(g, []).append(item.subject)
    for person in plan.register.i[plan.register.reason == int(Reason.EQUITY)].tolist():
        for g in note(person):
            people.setdefault(g, []).append(person)
    return tuple(
        ShareInTheWay(
            g, int(problem["g_theta"][g]), enough[g], tuple(wishes.get(g, ())), len(people.get(g, ())),
            len(set(people.get(g, ()))),
        )
        for g in sorted(enough)
    )  # fmt: skip


def _asks_for_a_funded_seat(problem: Problem, item: Infeasibility) -> bool:
    person, what = item.subject[:2]
    if not 0 <= person < problem.N:
        return False
    if item.code == "mandatory_not_held":
        return bool(funded(problem, np.flatnonzero(problem["o_course"] == what)).any())
    return 0 <= what < problem.J and bool(funded(problem, np.array([what]))[0])


@dataclass(frozen=True)
class Loosened:
    """The failed wishes again with lower shares: which are met now, and the plan that shows it."""

    thetas: dict[int, int]  # group -> share in per cent that the plan keeps
    met: tuple[tuple[int, ...], ...]
    still_unmet: tuple[tuple[int, ...], ...]
    plan: Plan


def loosen_shares(
    problem: Problem, plan: Plan, *, effort: str = "quick", progress: Progress | None = None
) -> Loosened | None:
    """Plan again with the shares that stand in the way of wishes lifted; None when none does.

    ``thetas`` are the largest shares (whole per cent, never above those asked) that the new plan keeps: with
    them instead, its wishes are met. That is enough; a smaller relaxation may exist.
    """
    groups = [share.group for share in shares_in_the_way(problem, plan) if share.wishes]
    if not groups:
        return None
    failed = [item for item in plan.infeasibilities if item.code.startswith(WISHES)]
    theta = problem["g_theta"].copy()
    theta[groups] = 0
    rows = [item.subject for item in failed if item.code != "mandatory_not_held"]
    wished = np.array([row for row in rows if len(row) == 3], "int32").reshape(-1, 3)
    pins = replace(plan.pins, force_in=np.concatenate([plan.pins.force_in, wished]))
    found = Steps("shares", 1, progress).resolved(
        problem.replace(g_theta=theta), replace(plan, pins=pins), effort
    )
    unmet = {item.subject for item in found.infeasibilities}
    kept = _shares_kept(problem, found.rows)
    return Loosened(
        {g: min(int(problem["g_theta"][g]), int(kept[g])) for g in groups},
        tuple(item.subject for item in failed if item.subject not in unmet),
        tuple(item.subject for item in failed if item.subject in unmet),
        found,
    )


def _shares_kept(problem: Problem, rows: Array) -> Array:
    """Largest share in whole per cent at which each group's row still holds (at most 100)."""
    by_agency, by_group = seats_of(problem, rows)
    agency = problem["g_agency"]
    asks = problem["g_size"] * by_agency[agency]
    has = 100 * problem["a_size"][agency] * (by_group + 1)
    return np.asarray(np.where(asks > 0, np.minimum(100, has // np.maximum(asks, 1)), 100))
