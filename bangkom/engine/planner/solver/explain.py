"""Why a need is not touched: its best option at the plan's prices, and the first rule against it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.plan import Register
from bangkom.engine.planner.solver.crew import Crew
from bangkom.engine.planner.solver.exchange import addition, best_exchange, has_before, price_of
from bangkom.engine.planner.solver.package import Desk, Market, _added
from bangkom.engine.planner.solver.pool import _seat_price
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
def own_rule(i: int, j: int, p: int, t: Kern, m: Market, code: Array) -> int:
    """First personal rule against adding option ``j, p`` with all else unchanged; 255 for none."""
    periods = t.n_max.shape[1]
    if addition(i, j * periods + p, m) == -np.inf:
        return 12
    items, jp, days = 1, t.offer[j, JP], t.offer[j, DAYS]
    met, away, again = has_before(i, j, t), False, False
    for c in code:
        if c < 0:
            break
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
def explain_block(lo: int, hi: int, t: Kern, m: Market, h: Hall, d: Desk, notes: Notes) -> None:
    """Write the notes of a block of people; ``loss`` is against what the person holds, at prices."""
    periods, width = t.n_max.shape[1], h.code.shape[1]
    other = np.empty(width + 2, np.int32)
    done = np.zeros(len(d.need_of), np.int32)
    for i in range(lo, hi):
        code = h.code[i]
        price = _seat_price(i, t, m)
        held = h.worth[i] - price_of(i, code, price, t, m)
        most = may_fund(i, t, h)
        for c in code:
            if c < 0:
                break
            for g in range(t.gain_ptr[c // periods], t.gain_ptr[c // periods + 1]):
                if t.gain_a[g] > 0.0:
                    done[t.gain_k[g]] = i + 1
        for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
            notes.reason[q] = TOUCHED if done[t.need_k[q]] == i + 1 else 0
            notes.loss[q], notes.offering[q], notes.period[q], notes.dropped[q] = np.inf, -1, -1, -1
            d.need_of[t.need_k[q]] = q
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


@compiled
def _try(
    i: int, j: int, held: float, price: float, most: int, t: Kern, m: Market, h: Hall, d: Desk,
    notes: Notes, other: Array,
) -> None:  # fmt: skip
    """Enter offering ``j`` at every need that it would be the best for."""
    periods, code = t.n_max.shape[1], h.code[i]
    best, best_p, dropped = best_exchange(i, j, code, price, t, m, d, other)
    if best_p < 0:
        for p in range(periods):
            if (t.n_max[j, p] if t.offer[j, IS_CLASS] else t.cap[j, p]) > 0:
                best_p = p
                break
    rule = own_rule(i, j, best_p, t, m, code)
    if rule == 255:
        rule = market_rule(i, j, best_p, most, t, h)
    if rule == 255:
        rule = FREE
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = q
    for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
        q = d.need_of[t.gain_k[g]]
        open_ = q >= 0 and t.gain_a[g] > 0.0 and notes.reason[q] != TOUCHED
        if open_ and (notes.offering[q] < 0 or held - best < notes.loss[q]):
            notes.reason[q], notes.loss[q] = rule, held - best
            notes.offering[q], notes.period[q] = j, best_p
            notes.dropped[q] = dropped // periods if dropped >= 0 else -1


def seat_rule(i: int, j: int, p: int, k: Kern, m: Market, h: Hall) -> int:
    """First rule against one more seat for a person, 255 for none."""
    rule = own_rule(i, j, p, k, m, h.code[i])
    return int(rule if rule != 255 else market_rule(i, j, p, may_fund(i, k, h), k, h))


@compiled
def _best_open_seat(i: int, t: Kern, m: Market, h: Hall, d: Desk) -> tuple[float, int, int]:
    """What the best open seat adds to the person's package, its code (-1: none adds), seats held now."""
    periods, width, code = t.n_max.shape[1], h.code.shape[1], h.code[i]
    items, jp = 0, 0
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = q
    while items < width and code[items] >= 0:
        j = code[items] // periods
        jp += t.offer[j, JP]
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            d.z[t.gain_k[g]] += t.gain_a[g]
        items += 1
    best, found, row = 1e-9, -1, t.person[i, AGENCY] * 64 + t.person[i, JOB]
    room = items < t.person[i, MAX_ITEMS]
    most = may_fund(i, t, h) if room else 0
    for x in range(t.cls_ptr[row], t.cls_ptr[row + 1] if room else t.cls_ptr[row]):
        j = t.cls_j[x]
        must = t.person[i, MAND] >= 0 and t.person[i, MAND] == t.offer[j, COURSE]
        if t.offer[j, MAND_ONLY] and not must:
            continue
        gain = _added(i, j, jp, t, d) - t.w[4] * t.cost[t.person[i, ZONE], j] + (t.w[2] if must else 0.0)
        for p in range(periods if gain > best else 0):
            if own_rule(i, j, p, t, m, code) == 255 and market_rule(i, j, p, most, t, h) == 255:
                best, found = gain, j * periods + p
                break
    for x in range(items):
        j = code[x] // periods
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            d.z[t.gain_k[g]] = 0.0
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = -1
    return best, found, items


@compiled
def top_up(t: Kern, m: Market, h: Hall, d: Desk) -> float:
    """Give single open seats to whoever profits, until nobody does: no free lunch is left."""
    width, total, more = h.code.shape[1], 0.0, True
    one = np.full(2, -1, np.int32)
    while more:
        more = False
        for i in range(len(t.person)):
            if t.person[i, MAX_ITEMS] < 1:
                continue
            gain, found, items = _best_open_seat(i, t, m, h, d)
            if found < 0:
                continue
            one[0] = found
            debt = equity_debt(t.person[i, AGENCY], t, h)
            shift(i, one, 1, t, h)
            if equity_debt(t.person[i, AGENCY], t, h) > debt:
                shift(i, one, -1, t, h)
                continue
            h.code[i, items] = found
            if items + 1 < width:
                h.code[i, items + 1] = -1
            h.worth[i] += gain
            total += gain
            more = True
    return total


def _told_prices(t: Tables, m: Market) -> Market:
    """Prices no higher than the most that a person can gain: beyond it they say no more, and lose digits."""
    owner = np.repeat(np.arange(len(t.unit)), np.diff(t.need_ptr))
    worth = t.need_w * (t.need_g1 + t.w[0] * t.need_g2) + t.w[3]
    most = float(np.bincount(owner, worth).max(initial=0.0))
    most += float(t.w[2] + t.w[1] * t.jp_target.max(initial=0))
    group = np.clip(m.group, 0.0, most)
    agency = np.zeros_like(m.agency)
    np.add.at(agency, t.g_agency, group * t.g_share)
    seat = np.clip(np.nan_to_num(m.seat, posinf=most), -most, most)
    return m._replace(
        money=np.clip(m.money, 0.0, most),
        seat=seat,
        day=np.clip(m.day, 0.0, most),
        group=group,
        agency=agency,
    )


def register_of(t: Tables, market: Market, h: Hall, crew: Crew) -> Register:
    """One row per need that no seat touches, in order of person and need."""
    needs, m = len(t.need_k), _told_prices(t, market)
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
        dropped=notes.dropped[rows], at_budget=m.money.copy(), at_seat=m.seat.copy(), at_unit=m.day.copy(),
        at_equity=m.group.copy(),
    )  # fmt: skip
