"""Is the register of postponed needs complete and true, and could nobody simply be given one more seat?"""

from __future__ import annotations

import numpy as np

from bangkom.engine.planner.checking import Violation
from bangkom.engine.planner.checking.books import Books
from bangkom.engine.planner.checking.losses import Losses, unfit_prices
from bangkom.engine.planner.plan import Plan, Reason
from bangkom.engine.planner.problem import Problem


def register_violations(p: Problem, plan: Plan, sample: int) -> tuple[list[Violation], int, int]:
    """Completeness over all needs; truth and free lunches over a fixed sample."""
    books = Books(p, plan)
    found = _incomplete(p, plan)
    rng = np.random.default_rng(0)
    people = np.sort(rng.permutation(p.N)[:sample])
    rows = np.sort(rng.permutation(len(plan.register))[:sample])
    for i in people.tolist():
        found += _free_lunch(books, i)
    unfit = unfit_prices(books, plan.register)
    losses = None if unfit else Losses(books, plan)
    for row in rows.tolist():
        found += _untrue(books, losses, plan, row)
    found += unfit
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
            if books.offered[j, t] and not books.stands_against(i, j, t):
                return [Violation("free_lunch", (i, j, t), "an open seat would pay")]
    return []


def _untrue(books: Books, losses: Losses | None, plan: Plan, row: int) -> list[Violation]:
    """The stated reason does not stand against the stated option, or the loss is another."""
    p, r = books.p, plan.register
    i, need, reason = int(r.i[row]), int(r.need[row]), int(r.reason[row])
    j, t = int(r.offering[row]), int(r.period[row])
    if not 0 <= i < p.N or not p["need_ptr"][i] <= need < p["need_ptr"][i + 1]:
        return [Violation("register", (row,), f"need {need} is not of person {i}")]
    raising = books.raising(i, int(p["need_k"][need]))
    if reason == Reason.NO_OFFERING:
        return [Violation("reason", (row,), "there is an offering")] if raising else []
    if j not in raising or not 0 <= t < p.T or not books.offered[j, t]:
        return [Violation("reason", (row,), f"option {j}, {t} does not raise the competency")]
    against = books.stands_against(i, j, t)
    pays = books.worth(i, [*books.items[i], (j, t)]) > books.worth(i, books.items[i]) + 1e-6
    found = []
    if reason == Reason.NOT_WORTH and (against or pays):
        found = [Violation("reason", (row,), f"said not worth it, but {against or 'nothing'} stands")]
    elif reason != Reason.NOT_WORTH and reason not in against:
        found = [Violation("reason", (row,), f"{reason} does not hold, {against} do")]
    return found + (losses.wrong(row, raising, r) if losses else [])
