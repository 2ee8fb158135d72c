"""Why a need is not touched: its best option at the plan's prices, and the first rule against it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.plan import Register
from bangkom.engine.planner.solver.crew import Crew
from bangkom.engine.planner.solver.package import Desk, Market, _added, package_worth
from bangkom.engine.planner.solver.pool import _charge, _seat_price
from bangkom.engine.planner.solver.seats import Hall, equity_debt, may_fund, shift
from bangkom.engine.planner.solver.tables import (
    AGENCY,
    COURSE,
    DAY_CAP,
    DAYS,
    FUND_VAR,
    FUNDED,
    IS_CLASS,
    JOB,
    JP,
    JP_CAP,
    MAND,
    MAND_ONLY,
    MAX_ITEMS,
    PREREQ,
    PREREQ_BIT,
    SOURCE,
    UNIT,
    ZONE,
    Kern,
    Tables,
)

Array = NDArray[Any]
TOUCHED, FREE = 255, 11  # FREE equals Reason.NOT_WORTH: no rule stands against it


class Notes(NamedTuple):
    """One entry per need."""

    reason: Array
    loss: Array
    offering: Array
    period: Array
    dropped: Array


@compiled
def own_rule(i: int, j: int, p: int, skip: int, t: Kern, m: Market, code: Array) -> int:
    """First personal rule against adding option ``j, p`` when item ``skip`` is given up; 255 for none."""
    periods = t.n_max.shape[1]
    for a in range(m.adj_ptr[i], m.adj_ptr[i + 1]):
        if m.adj_code[a] == j * periods + p and m.adj_worth[a] == -np.inf:
            return 12
    items, jp, days, met, away, again = (
        1,
        t.offer[j, JP],
        t.offer[j, DAYS],
        t.offer[j, PREREQ] < 0,
        False,
        False,
    )
    bit = t.offer[j, PREREQ_BIT]
    if not met and bit >= 0 and (t.held[i] >> np.uint64(bit)) & np.uint64(1):
        met = True
    for x in range(len(code)):
        c = code[x]
        if c < 0:
            break
        if x == skip:
            continue
        k = c // periods
        items += 1
        jp += t.offer[k, JP]
        days += t.offer[k, DAYS]
        again = again or t.offer[k, COURSE] == t.offer[j, COURSE]
        met = met or (t.offer[k, COURSE] == t.offer[j, PREREQ] and c % periods < p)
        away = away or (c % periods == p and t.offer[k, DAYS] > 0 and t.offer[j, DAYS] > 0)
    if again:
        return 13
    if not met:
        return 1
    if items > t.person[i, MAX_ITEMS]:
        return 2
    if jp > t.person[i, JP_CAP]:
        return 3
    if days > t.person[i, DAY_CAP]:
        return 4
    return 5 if away else 255


@compiled
def market_rule(i: int, j: int, p: int, most: int, t: Kern, h: Hall) -> int:
    """First rule of class, unit, money or equity against one more seat for the person; 255 for none."""
    if t.offer[j, IS_CLASS] and h.n[j, p] < 1:
        return 6
    if h.left_seat[j, p] < 1:
        return 7
    u = t.person[i, UNIT]
    if h.left_day[u, p] < t.offer[j, DAYS]:
        return 8
    source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
    if h.left_money[source] < t.cost[t.person[i, ZONE], j]:
        return 9
    if t.offer[j, FUNDED] and most < 1:
        return 10
    return 255


@compiled
def _needed_later(i: int, x: int, t: Kern, code: Array) -> bool:
    """Is item ``x`` a prerequisite of another item that the person does not hold already?"""
    periods = t.n_max.shape[1]
    course = t.offer[code[x] // periods, COURSE]
    for y in range(len(code)):
        if code[y] < 0:
            break
        j = code[y] // periods
        bit = t.offer[j, PREREQ_BIT]
        held = bit >= 0 and (t.held[i] >> np.uint64(bit)) & np.uint64(1)
        if y != x and t.offer[j, PREREQ] == course and not held:
            return True
    return False


@compiled
def explain_block(lo: int, hi: int, t: Kern, m: Market, h: Hall, d: Desk, notes: Notes) -> None:
    periods, width = t.n_max.shape[1], h.code.shape[1]
    other = np.empty(width + 1, np.int32)
    done = np.zeros(len(d.need_of), np.int32)
    for i in range(lo, hi):
        code = h.code[i]
        price = _seat_price(i, t, m)
        held = h.worth[i] - _charge(i, price, code, t, m)
        most = may_fund(i, t, h)
        for x in range(width):
            if code[x] < 0:
                break
            for g in range(t.gain_ptr[code[x] // periods], t.gain_ptr[code[x] // periods + 1]):
                if t.gain_a[g] > 0.0:
                    done[t.gain_k[g]] = i + 1
        for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
            d.need_of[t.need_k[q]] = q
            notes.reason[q] = TOUCHED if done[t.need_k[q]] == i + 1 else 0
            notes.loss[q], notes.offering[q], notes.period[q], notes.dropped[q] = -np.inf, -1, -1, -1
        row = t.person[i, AGENCY] * 64 + t.person[i, JOB]
        for x in range(t.cls_ptr[row], t.cls_ptr[row + 1]):
            j = t.cls_j[x]
            if t.offer[j, MAND_ONLY] and (t.person[i, MAND] < 0 or t.person[i, MAND] != t.offer[j, COURSE]):
                continue
            wanted = False
            for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
                q = d.need_of[t.gain_k[g]]
                wanted = wanted or (q >= 0 and t.gain_a[g] > 0.0 and notes.reason[q] != TOUCHED)
            if wanted:
                _try(i, j, held, price, most, t, m, h, d, notes, other)
        for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
            d.need_of[t.need_k[q]] = -1
            if notes.loss[q] == -np.inf:
                notes.loss[q] = 0.0
            else:
                notes.loss[q] = max(0.0, held - notes.loss[q])


@compiled
def _try(
    i: int, j: int, held: float, price: float, most: int, t: Kern, m: Market, h: Hall, d: Desk,
    notes: Notes, other: Array,
) -> None:  # fmt: skip
    """Enter offering ``j``, alone or for one item given up, at every need it would be the best for."""
    periods, width, code = t.n_max.shape[1], h.code.shape[1], h.code[i]
    best, best_p, best_x = -np.inf, -1, -1
    items = 0
    while items < width and code[items] >= 0:
        items += 1
    for x in range(-1, items):
        if x >= 0 and _needed_later(i, x, t, code):
            continue
        size = 0
        for y in range(items):
            if y != x:
                other[size] = code[y]
                size += 1
        other[size] = j * periods
        other[size + 1] = -1
        worth, first = 0.0, True
        for p in range(periods):
            if (t.n_max[j, p] if t.offer[j, IS_CLASS] else t.cap[j, p]) < 1:
                continue
            rule = own_rule(i, j, p, x, t, m, code)
            if best_p < 0 and x < 0 and rule != 255:
                best_p = p
            if rule != 255:
                continue
            if first:
                worth, first = _content(i, other, t, d), False
            other[size] = j * periods + p
            net = worth - _charge(i, price, other, t, m)
            if net > best + 1e-12:
                best, best_p, best_x = net, p, x
        if x < 0 and best > -np.inf:
            break
    if best_p < 0:
        return
    rule = own_rule(i, j, best_p, -1, t, m, code)
    if rule == 255:
        rule = market_rule(i, j, best_p, most, t, h)
    if rule == 255:
        rule = FREE
    for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
        q = d.need_of[t.gain_k[g]]
        open_ = q >= 0 and t.gain_a[g] > 0.0 and notes.reason[q] != TOUCHED
        if open_ and (notes.offering[q] < 0 or best > notes.loss[q]):
            notes.reason[q], notes.loss[q] = rule, best
            notes.offering[q], notes.period[q] = j, best_p
            notes.dropped[q] = code[best_x] // periods if best_x >= 0 else -1


@compiled
def _content(i: int, codes: Array, t: Kern, d: Desk) -> float:
    """Worth of a package; the table of needs survives."""
    worth = package_worth(i, codes, t, d.need_of, d.z)
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = q
    return worth


def seat_rule(i: int, j: int, p: int, k: Kern, m: Market, h: Hall) -> int:
    """First rule against one more seat for a person, 255 for none."""
    rule = own_rule(i, j, p, -1, k, m, h.code[i])
    return int(rule if rule != 255 else market_rule(i, j, p, may_fund(i, k, h), k, h))


@compiled
def top_up(t: Kern, m: Market, h: Hall, d: Desk) -> float:
    """Give single open seats to whoever profits, until nobody does: no free lunch is left."""
    periods, width, total, more = t.n_max.shape[1], h.code.shape[1], 0.0, True
    one = np.full(2, -1, np.int32)
    while more:
        more = False
        for i in range(len(t.person)):
            if t.person[i, MAX_ITEMS] < 1:
                continue
            items, jp, code = 0, 0, h.code[i]
            for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
                d.need_of[t.need_k[q]] = q
            while items < width and code[items] >= 0:
                j = code[items] // periods
                jp += t.offer[j, JP]
                for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
                    d.z[t.gain_k[g]] += t.gain_a[g]
                items += 1
            best, found = 1e-9, -1
            row = t.person[i, AGENCY] * 64 + t.person[i, JOB]
            most = may_fund(i, t, h) if items < t.person[i, MAX_ITEMS] else 0
            for x in range(
                t.cls_ptr[row], t.cls_ptr[row + 1] if items < t.person[i, MAX_ITEMS] else t.cls_ptr[row]
            ):
                j = t.cls_j[x]
                if t.offer[j, MAND_ONLY] and (
                    t.person[i, MAND] < 0 or t.person[i, MAND] != t.offer[j, COURSE]
                ):
                    continue
                gain = _added(i, j, jp, t, d) - t.w[4] * t.cost[t.person[i, ZONE], j]
                if t.person[i, MAND] >= 0 and t.person[i, MAND] == t.offer[j, COURSE]:
                    gain += t.w[2]
                if gain <= best:
                    continue
                for p in range(periods):
                    if own_rule(i, j, p, -1, t, m, code) == 255 and market_rule(i, j, p, most, t, h) == 255:
                        best, found = gain, j * periods + p
                        break
            for x in range(items):
                j = code[x] // periods
                for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
                    d.z[t.gain_k[g]] = 0.0
            for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
                d.need_of[t.need_k[q]] = -1
            if found >= 0:
                one[0] = found
                debt = equity_debt(t.person[i, AGENCY], t, h)
                shift(i, one, 1, t, h)
                if equity_debt(t.person[i, AGENCY], t, h) > debt:
                    shift(i, one, -1, t, h)
                    continue
                h.code[i, items] = found
                if items + 1 < width:
                    h.code[i, items + 1] = -1
                h.worth[i] += best
                total += best
                more = True
    return total


def register_of(t: Tables, m: Market, h: Hall, crew: Crew) -> Register:
    """One row per need that no seat touches, in order of person and need."""
    needs = len(t.need_k)
    notes = Notes(
        np.zeros(needs, np.int32), np.zeros(needs), np.zeros(needs, np.int32), np.zeros(needs, np.int32),
        np.zeros(needs, np.int32),
    )  # fmt: skip
    crew.each(lambda lo, hi, desk, _: explain_block(lo, hi, crew.k, m, h, desk, notes))
    rows = np.flatnonzero(notes.reason != TOUCHED)
    owner = np.repeat(np.arange(len(t.unit), dtype=np.int32), np.diff(t.need_ptr))
    return Register(
        i=owner[rows], need=rows.astype(np.int32), reason=notes.reason[rows].astype(np.uint8),
        loss=notes.loss[rows], offering=notes.offering[rows], period=notes.period[rows],
        dropped=notes.dropped[rows],
    )  # fmt: skip
