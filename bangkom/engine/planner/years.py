"""Several years, rolled: each year is planned as a problem of its own from what the years before left.

Why not one problem of all years: days, JP and activities are ceilings of a year, which rows of one problem with
more periods cannot say. Rolled years alone are short-sighted in one point that matters: a course that opens
another one is worth nothing in the year it is taken. So the years are rolled once, each prerequisite that a
later year lacked is given that worth, as an extra need of the person in a competency of its own, and the years
are rolled again; the better of the two is kept. docs/algorithms/planner.md, "Several years".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.foresight import Lure, lures_of, with_lures, without_lures
from bangkom.engine.planner.plan import Pins, Plan
from bangkom.engine.planner.probing import Progress, Steps
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.worth import Ledger, closed_by, mandatory_met, missing_jp

Array = NDArray[Any]
MOST_YEARS = 5
CLOSED = 1e-4  # levels; a need with less than this left is closed


@dataclass(frozen=True)
class Year:
    """One year: its problem, its plan (sound for that problem by ``check``), and what is left after it.

    Where foresight was at work the losses in the register count what opens later years as worth something, so
    for people who hold such a seat ``check`` reports ``loss``; rules, objective, bound and reasons hold as always.

    ``need_rows[q]`` is the row of the first year's ``need_k`` that row ``q`` of this year's comes from. Gaps are
    weighted points: before and after, sure part and uncertain part (at ``rate2``).
    """

    problem: Problem
    plan: Plan
    need_rows: Array
    people: int  # people still in service
    reached: int
    gap_before: tuple[float, float]
    gap_after: tuple[float, float]
    closed: float
    budget: int
    spent: int  # thousand rupiah
    jp_short: int
    mandatory_missed: int


@dataclass(frozen=True)
class Horizon:
    """The years in order. **The first year's plan is what is decided**; the others show where it leads.

    ``total`` is the sum of the objectives, ``short_sighted`` that without foresight (equal when foresight brought
    nothing and was dropped). ``complete`` is False when the caller stopped before the last year.
    ``uncarried`` are prerequisite courses for which no bit of ``p_held`` was free: holding them is forgotten.
    """

    years: tuple[Year, ...]
    total: float
    short_sighted: float
    uncarried: tuple[int, ...]
    complete: bool

    @property
    def decided(self) -> Plan:
        return self.years[0].plan


def plan_years(
    problem: Problem, budget_path: Sequence[float] = (1.0,) * 3, *, leaving: Array | None = None,
    start: Plan | None = None, pins: Pins | None = None, foresight: bool = True, repeat: bool = False,
    effort: str = "quick", seed: int = 0, progress: Progress | None = None,
) -> Horizon:  # fmt: skip
    """Plan ``len(budget_path)`` years (1 to 5); year ``y`` has the budgets times ``budget_path[y]``.

    ``leaving[i]``: the year, from 0, in which the person is no longer there; -1 never. Carried over: gaps less
    the expected gains (the sure part first), prerequisites held, mandatory courses done, courses taken (not taken
    again, unless ``repeat``). Anew each year: JP duty, days, seats, batches, partner days; money left lapses.
    ``pins`` bind the first year only. A stop by ``progress`` leaves the years planned so far.
    """
    if not 1 <= len(budget_path) <= MOST_YEARS:
        raise ValueError(f"{len(budget_path)} years: 1 to {MOST_YEARS} expected")
    if any(not 0 <= scale < float("inf") for scale in budget_path):
        raise ValueError(f"budget path {tuple(budget_path)}: numbers of at least 0 expected")
    gone = np.full(problem.N, -1) if leaving is None else np.asarray(leaving, "int64")
    if gone.shape != (problem.N,):
        raise ValueError(f"leaving has shape {gone.shape}, one year per person ({problem.N}) expected")
    base, uncarried = _with_bits(problem)
    looks = foresight and len(budget_path) > 1 and bool((base["o_prereq"] >= 0).any())
    steps = Steps("years", len(budget_path) * (1 + looks), progress)
    roll = _Roll(base, list(budget_path), gone, pins or Pins(), repeat, effort, seed, steps)
    first = roll.years(start, [])
    best = first
    if looks and not steps.stopped:
        lures = lures_of([(year.problem, year.plan) for year in first])
        again = roll.years(start, lures, first[0].plan)
        if len(again) == len(first) and _total(again) > _total(first):
            best = again
    done = len(best) == len(budget_path) and not steps.stopped
    return Horizon(tuple(best), _total(best), _total(first), uncarried, done)


def _total(years: list[Year]) -> float:
    return float(sum(year.plan.objective for year in years))


@dataclass
class _State:
    """What one year hands to the next; arrays over people or over the first year's needs."""

    g1: Array
    g2: Array
    held: Array
    mand: Array
    taken: Array  # person, course


@dataclass
class _Roll:
    base: Problem
    path: list[float]
    gone: Array
    pins: Pins
    repeat: bool
    effort: str
    seed: int
    steps: Steps

    def years(self, start: Plan | None, lures: list[list[Lure]], proof: Plan | None = None) -> list[Year]:
        """All years one after the other; ``lures[y]`` are the prerequisites that year should look after.

        ``proof`` is a plan of the first year without lures.
        """
        p = self.base
        state = _State(
            p["need_g1"].astype("float64"), p["need_g2"].astype("float64"), p["p_held"].copy(),
            p["p_mand"].copy(), np.empty((0, 2), "int64"),
        )  # fmt: skip
        found: list[Year] = []
        for y, scale in enumerate(self.path):
            problem, rows = year_problem(p, y, scale, self.gone, state.g1, state.g2, state.held, state.mand)
            pins = self.pins if y == 0 else Pins()
            if not self.repeat and len(state.taken):
                barred = _barred(p, state.taken)
                pins = replace(pins, force_out=np.concatenate([pins.force_out, barred]))
            mine = lures[y] if y < len(lures) else []
            plan = self._solved(problem, start, pins, mine, proof if y == 0 else None)
            if self.steps.stopped and y:
                break
            found.append(_told(problem, plan, rows, int(self._here(y).sum())))
            state, start = self._after(state, problem, plan, rows), plan
            if self.steps.stopped:
                break
        return found

    def _here(self, y: int) -> Array:
        return np.asarray((self.gone < 0) | (self.gone > y))

    def _solved(
        self, problem: Problem, start: Plan | None, pins: Pins, lures: list[Lure], proof: Plan | None
    ) -> Plan:
        """A plan of the problem, made with an eye on the lures; its bound is that of a run without them."""
        if not lures:
            return self.steps.solved(problem, start, pins, self.seed, self.effort)
        wide = with_lures(problem, lures)
        plan = self.steps.solved(wide, start, pins, self.seed, self.effort)
        return without_lures(problem, wide, plan, proof or self.steps.priced(problem, plan))

    def _after(self, before: _State, problem: Problem, plan: Plan, rows: Array) -> _State:
        got = Ledger.of(problem, plan.rows).taken(problem["gain_a"])
        taken = np.zeros(len(before.g1))
        taken[rows] = got
        sure = np.minimum(taken, before.g1)
        course = problem["o_course"][plan.a_j].astype("int64")
        done = mandatory_met(problem, plan.rows)
        return _State(
            before.g1 - sure, np.maximum(0.0, before.g2 - (taken - sure)),
            held_after(self.base, before.held, plan.a_i, course), np.where(done, -1, before.mand),
            np.concatenate([before.taken, np.column_stack([plan.a_i.astype("int64"), course])]),
        )  # fmt: skip


def year_problem(
    base: Problem, year: int, scale: float, gone: Array, g1: Array, g2: Array, held: Array, mand: Array
) -> tuple[Problem, Array]:
    """The problem of a year and the rows of the base's needs that are still open in it.

    People who left keep their number but have no needs, no duty and may take nothing; sizes of agencies and
    groups shrink by them, so that least shares speak of who is there. The first year is the base itself
    unless somebody leaves before it.
    """
    left = (gone >= 0) & (gone <= year)
    if year == 0 and not left.any():
        return base.with_budgets(scale=scale), np.arange(len(base["need_k"]))
    owner = np.repeat(np.arange(base.N), np.diff(base["need_ptr"]))
    rows = np.flatnonzero((g1 + g2 > CLOSED) & ~left[owner])
    ptr = np.zeros(base.N + 1, "int64")
    np.cumsum(np.bincount(owner[rows], minlength=base.N), out=ptr[1:])
    agency = base["u_agency"][base["p_unit"][left]]
    group = base["p_grp"][left].ravel()
    size = base["a_size"] - np.bincount(agency, minlength=base.A)
    members = base["g_size"] - np.bincount(group[group >= 0], minlength=base.G)
    size = np.maximum(size, 0)
    problem = base.replace(
        need_ptr=ptr, need_k=base["need_k"][rows], need_w=base["need_w"][rows],
        need_g1=g1[rows].astype("float32"), need_g2=g2[rows].astype("float32"),
        p_held=held, p_mand=np.where(left, -1, mand), p_max_items=np.where(left, 0, base["p_max_items"]),
        p_jp_target=np.where(left, 0, base["p_jp_target"]), a_size=size,
        g_size=np.clip(members, 0, size[base["g_agency"]]),
        s_budget=np.floor(base["s_budget"] * scale + 1e-9).astype("int64"),
    )  # fmt: skip
    return problem, rows


def held_after(base: Problem, held: Array, people: Array, courses: Array) -> Array:
    """``p_held`` with the bits of the courses just taken (every bit by which an offering asks for one)."""
    after = held.copy()
    asks = base["o_prereq_bit"] >= 0
    for course, bit in sorted(
        set(zip(base["o_prereq"][asks].tolist(), base["o_prereq_bit"][asks].tolist(), strict=True))
    ):
        after[people[courses == course]] |= np.uint64(1) << np.uint64(bit)
    return after


def _with_bits(problem: Problem) -> tuple[Problem, tuple[int, ...]]:
    """Give each prerequisite course without a bit a free one, so that next year knows who holds it."""
    bit, prereq = problem["o_prereq_bit"], problem["o_prereq"]
    free = [b for b in range(64) if not (bit == b).any()]
    lacking = sorted(set(prereq[(prereq >= 0) & (bit < 0)].tolist()))
    if not lacking:
        return problem, ()
    given, held = bit.copy(), problem["p_held"].copy()
    for course, b in zip(lacking, free, strict=False):
        given[(prereq == course) & (bit < 0)] = b
        held &= ~(np.uint64(1) << np.uint64(b))
    return problem.replace(o_prereq_bit=given, p_held=held), tuple(lacking[len(free) :])


def _barred(base: Problem, taken: Array) -> Array:
    """Rows (person, offering, -1) for every offering of a course taken in an earlier year."""
    order = np.argsort(base["o_course"], kind="stable")
    course = base["o_course"][order]
    first, last = (np.searchsorted(course, taken[:, 1], side) for side in ("left", "right"))
    times = last - first
    person = np.repeat(taken[:, 0], times)
    at = np.repeat(first, times) + np.arange(len(person)) - np.repeat(np.cumsum(times) - times, times)
    return np.column_stack([person, order[at], np.full(len(person), -1)]).astype("int32")


def _told(problem: Problem, plan: Plan, rows: Array, people: int) -> Year:
    taken = Ledger.of(problem, plan.rows).taken(problem["gain_a"])
    weight = problem["need_w"].astype("float64")
    g1, g2 = (problem[name].astype("float64") for name in ("need_g1", "need_g2"))
    left1 = g1 - np.minimum(taken, g1)
    left2 = g2 - np.clip(taken - g1, 0, g2)
    rate = problem.weights.rate2
    duty = problem["p_mand"] >= 0
    return Year(
        problem, plan, rows, people, len(np.unique(plan.a_i)),
        (float(weight @ g1), rate * float(weight @ g2)), (float(weight @ left1), rate * float(weight @ left2)),
        float(closed_by(problem, taken).sum()), int(problem["s_budget"].sum()), money_spent(problem, plan),
        int(missing_jp(problem, plan.rows).sum()), int((duty & ~mandatory_met(problem, plan.rows)).sum()),
    )  # fmt: skip


def money_spent(problem: Problem, plan: Plan) -> int:
    """Thousand rupiah of seats, travel and batches together."""
    zone = problem["u_zone"][problem["p_unit"][plan.a_i]]
    seats = problem["o_var"][plan.a_j].sum() + problem["travel"][zone, problem["o_loc"][plan.a_j]].sum()
    return int(seats + (plan.n.astype("int64") * problem["o_fixed"]).sum())
