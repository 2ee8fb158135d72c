"""Is the register of postponed needs complete and true, and could nobody simply be given one more seat?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.checking import Violation
from bangkom.engine.planner.checking.rules import (
    cost_of,
    equity_slack,
    held_before,
    money_spent,
    seats_counted,
)
from bangkom.engine.planner.plan import Plan, Reason
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]


class Books:
    """What is used and left under a plan."""

    def __init__(self, p: Problem, plan: Plan) -> None:
        self.p = p
        i, j, t = (np.asarray(a, "int64") for a in (plan.a_i, plan.a_j, plan.a_t))
        self.n = np.asarray(plan.n, "int64")
        self.money_left = p["s_budget"] - money_spent(p, i, j, self.n)
        taken = np.bincount(j * p.T + t, minlength=p.J * p.T).reshape(p.J, p.T)
        is_class = (p["o_mode"] == 0)[:, None]
        cap = np.where(is_class, self.n * p["o_max"][:, None], np.where(p["o_cap"] < 0, 2**40, p["o_cap"]))
        self.seats_left = cap - taken
        away = np.zeros((p.U, p.T), "int64")
        np.add.at(away, (p["p_unit"][i], t), p["o_days"][j])
        self.days_left = p["u_abs_cap"] - away
        self.by_agency, self.by_group = seats_counted(p, i, j)
        self.barred = {tuple(row) for row in plan.pins.force_out.tolist()}
        order = np.argsort(i, kind="stable")
        ends = np.cumsum(np.bincount(i, minlength=p.N))
        rows = np.split(order, ends[:-1]) if p.N else []
        self.items = [[(int(j[r]), int(t[r])) for r in mine] for mine in rows]

    def stands_against(self, i: int, j: int, t: int) -> set[Reason]:
        """Every rule that one more seat of offering ``j`` in period ``t`` would break."""
        p, items, found = self.p, self.items[i], set()
        person, offer = np.array([i]), np.array([j])
        if (i, j, t) in self.barred or (i, j, -1) in self.barred:
            found.add(Reason.PINNED_OUT)
        courses = [int(p["o_course"][k]) for k, _ in items]
        if int(p["o_course"][j]) in courses:
            found.add(Reason.COURSE_TAKEN)
        asked = int(p["o_prereq"][j])
        early = {int(p["o_course"][k]) for k, period in items if period < t}
        if asked >= 0 and not held_before(p, person, offer)[0] and asked not in early:
            found.add(Reason.PREREQUISITE)
        if len(items) + 1 > p["p_max_items"][i]:
            found.add(Reason.OWN_ITEMS)
        if sum(int(p["o_jp"][k]) for k, _ in items) + int(p["o_jp"][j]) > p["p_jp_cap"][i]:
            found.add(Reason.OWN_JP)
        days = int(p["o_days"][j])
        if sum(int(p["o_days"][k]) for k, _ in items) + days > p["p_day_cap"][i]:
            found.add(Reason.OWN_DAYS)
        if days and any(period == t and p["o_days"][k] > 0 for k, period in items):
            found.add(Reason.OWN_PERIOD)
        return found | self._market(i, j, t, days)

    def _market(self, i: int, j: int, t: int, days: int) -> set[Reason]:
        p, found = self.p, set()
        if p["o_mode"][j] == 0 and self.n[j, t] < 1:
            found.add(Reason.NOT_OPENED)
        elif self.seats_left[j, t] < 1:
            found.add(Reason.CLASS_FULL)
        if self.days_left[p["p_unit"][i], t] < days:
            found.add(Reason.UNIT)
        cost, source = cost_of(p, np.array([i]), np.array([j]))
        if self.money_left[source[0]] < cost[0]:
            found.add(Reason.BUDGET)
        if p["o_mode"][j] <= 1 and not p["o_mand_only"][j]:
            agency, group = self.by_agency.copy(), self.by_group.copy()
            agency[p["u_agency"][p["p_unit"][i]]] += 1
            mine = p["p_grp"][i]
            np.add.at(group, mine[mine >= 0], 1)
            now = equity_slack(p, self.by_agency, self.by_group)
            if (equity_slack(p, agency, group) < np.minimum(now, 0)).any():
                found.add(Reason.EQUITY)
        return found

    def open_to(self, i: int) -> Array:
        """Offerings held at all that the person may take by job, agency and duty."""
        p = self.p
        offered = np.where((p["o_mode"] == 0)[:, None], p["o_nmax"], p["o_cap"]) != 0
        agency, must = int(p["u_agency"][p["p_unit"][i]]), int(p["p_mand"][i])
        may = (p["o_elig"] >> np.uint64(p["p_job"][i])) & np.uint64(1) == 1
        may &= (p["o_agency"] < 0) | (p["o_agency"] == agency)
        may &= ~p["o_mand_only"] | ((must >= 0) & (p["o_course"] == must))
        return np.flatnonzero(may & offered.any(1))

    def worth(self, i: int, items: list[tuple[int, int]]) -> float:
        """Objective of a person's items."""
        p, w = self.p, self.p.weights
        z: dict[int, float] = {}
        for k, _ in items:
            for g in range(int(p["gain_ptr"][k]), int(p["gain_ptr"][k + 1])):
                at = int(p["gain_k"][g])
                z[at] = z.get(at, 0.0) + float(p["gain_a"][g])
        total = 0.0
        for q in range(int(p["need_ptr"][i]), int(p["need_ptr"][i + 1])):
            got = z.get(int(p["need_k"][q]), 0.0)
            g1, g2 = float(p["need_g1"][q]), float(p["need_g2"][q])
            total += float(p["need_w"][q]) * (min(got, g1) + w.rate2 * min(max(got - g1, 0.0), g2))
            total += w.eps_defer * (got > 0)
        total -= w.rho_jp * max(0, int(p["p_jp_target"][i]) - sum(int(p["o_jp"][k]) for k, _ in items))
        must = int(p["p_mand"][i])
        total -= w.m_mand * (must >= 0 and must not in {int(p["o_course"][k]) for k, _ in items})
        who, what = np.full(len(items), i), np.array([k for k, _ in items], "int64")
        return total - w.eps_cost * int(cost_of(p, who, what)[0].sum())


def register_violations(p: Problem, plan: Plan, sample: int) -> tuple[list[Violation], int, int]:
    """Completeness over all needs; truth and free lunches over a fixed sample."""
    books = Books(p, plan)
    found = _incomplete(p, plan)
    rng = np.random.default_rng(0)
    people = np.sort(rng.permutation(p.N)[:sample])
    rows = np.sort(rng.permutation(len(plan.register))[:sample])
    for i in people.tolist():
        found += _free_lunch(books, i)
    for row in rows.tolist():
        found += _untrue(books, plan, row)
    return found, len(people), len(rows)


def _incomplete(p: Problem, plan: Plan) -> list[Violation]:
    touched = np.zeros(len(p["need_k"]), bool)
    owner = np.repeat(np.arange(p.N), np.diff(p["need_ptr"]))
    key = owner * max(p.K, 1) + p["need_k"]
    gained = []
    for k in np.unique(plan.a_j).tolist():
        span = slice(int(p["gain_ptr"][k]), int(p["gain_ptr"][k + 1]))
        raised = p["gain_k"][span][p["gain_a"][span] > 0]
        who = plan.a_i[plan.a_j == k].astype("int64")
        gained.append((who[:, None] * max(p.K, 1) + raised[None, :]).ravel())
    if gained:
        touched = np.isin(key, np.concatenate(gained))
    listed = np.zeros(len(key), bool)
    rows = plan.register.need
    if len(rows) and (rows.min() < 0 or rows.max() >= len(key) or len(np.unique(rows)) < len(rows)):
        return [Violation("register", (), "rows point outside or twice at a need")]
    listed[rows] = True
    found = [
        Violation("register", (int(q),), "an untouched need is missing")
        for q in np.flatnonzero(~touched & ~listed)[:1000]
    ]
    return found + [
        Violation("register", (int(q),), "the need is touched")
        for q in np.flatnonzero(touched & listed)[:1000]
    ]


def _free_lunch(books: Books, i: int) -> list[Violation]:
    """One more open seat that pays."""
    have = books.worth(i, books.items[i])
    for j in books.open_to(i).tolist():
        if books.worth(i, [*books.items[i], (j, 0)]) <= have + 1e-6:
            continue
        for t in range(books.p.T):
            offered = books.p["o_nmax"][j, t] if books.p["o_mode"][j] == 0 else books.p["o_cap"][j, t]
            if offered != 0 and not books.stands_against(i, j, t):
                return [Violation("free_lunch", (i, j, t), "an open seat would pay")]
    return []


def _untrue(books: Books, plan: Plan, row: int) -> list[Violation]:
    """The stated reason does not stand against the stated option."""
    p, r = books.p, plan.register
    i, need, reason = int(r.i[row]), int(r.need[row]), Reason(int(r.reason[row]))
    j, t = int(r.offering[row]), int(r.period[row])
    if not p["need_ptr"][i] <= need < p["need_ptr"][i + 1]:
        return [Violation("register", (row,), f"need {need} is not of person {i}")]
    wanted = int(p["need_k"][need])
    raising = [
        k
        for k in books.open_to(i).tolist()
        if (
            (p["gain_k"][p["gain_ptr"][k] : p["gain_ptr"][k + 1]] == wanted)
            & (p["gain_a"][p["gain_ptr"][k] : p["gain_ptr"][k + 1]] > 0)
        ).any()
    ]
    if reason == Reason.NO_OFFERING:
        return [Violation("reason", (row,), "there is an offering")] if raising else []
    if j not in raising or not 0 <= t < p.T:
        return [Violation("reason", (row,), f"option {j}, {t} does not raise the competency")]
    against = books.stands_against(i, j, t)
    if reason == Reason.NOT_WORTH:
        pays = books.worth(i, [*books.items[i], (j, t)]) > books.worth(i, books.items[i]) + 1e-6
        return (
            [Violation("reason", (row,), f"said not worth it, but {against or 'nothing'} stands")]
            if against or pays
            else []
        )
    return (
        []
        if reason in against
        else [Violation("reason", (row,), f"{reason.name} does not hold, {against} do")]
    )
