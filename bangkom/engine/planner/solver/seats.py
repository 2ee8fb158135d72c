"""Seats on a live market: who holds what, what is left, and passes that give people better packages."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.package import Adjust, Desk, Market, best_package, package_worth
from bangkom.engine.planner.solver.pool import Pool, _charge, _seat_price, pool_for
from bangkom.engine.planner.solver.tables import (
    AGENCY,
    BATCH_MIN,
    DAYS,
    FUND_VAR,
    FUNDED,
    IS_CLASS,
    SOURCE,
    UNIT,
    ZONE,
    Kern,
    Tables,
)

Array = NDArray[Any]


class Hall(NamedTuple):
    """A plan in the making. ``code`` rows end with -1; everything else follows from it and ``n``."""

    code: Array  # people x (items + 1)
    worth: Array  # people, true worth of the package held
    n: Array  # J x T batches
    taken: Array  # J x T seats
    left_money: Array
    left_seat: Array
    left_day: Array
    seats_g: Array  # funded seats by group
    seats_a: Array  # by agency


@compiled
def shift(i: int, codes: Array, sign: int, t: Kern, h: Hall) -> None:
    """Book a package in (sign 1) or out (-1)."""
    u, periods = t.person[i, UNIT], t.n_max.shape[1]
    for x in range(len(codes)):
        c = codes[x]
        if c < 0:
            break
        j, p = c // periods, c % periods
        source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
        h.taken[j, p] += sign
        h.left_seat[j, p] -= sign
        h.left_day[u, p] -= sign * t.offer[j, DAYS]
        h.left_money[source] -= sign * t.cost[t.person[i, ZONE], j]
        if t.offer[j, FUNDED]:
            h.seats_a[t.person[i, AGENCY]] += sign
            for y in range(t.grp.shape[1]):
                if t.grp[i, y] >= 0:
                    h.seats_g[t.grp[i, y]] += sign


@compiled
def equity_debt(agency: int, t: Kern, h: Hall) -> int:
    """By how much the equity rows of an agency are broken in all (0: none is), exactly."""
    debt = 0
    for g in range(len(t.group)):
        if t.group[g, 2] == agency:
            over = t.group[g, 0] * h.seats_a[agency] - t.group[g, 1] * (h.seats_g[g] + 1)
            debt += max(0, over)
    return debt


@compiled
def may_fund(i: int, t: Kern, h: Hall) -> int:
    """Most funded seats that person ``i`` may add without breaking an equity row (with none booked now)."""
    agency, most = t.person[i, AGENCY], t.most[0]
    for g in range(len(t.group)):
        if t.group[g, 2] != agency:
            continue
        inside = False
        for y in range(t.grp.shape[1]):
            inside = inside or t.grp[i, y] == g
        step = t.group[g, 0] - (t.group[g, 1] if inside else 0)
        if step > 0:
            room = t.group[g, 1] * (h.seats_g[g] + 1) - t.group[g, 0] * h.seats_a[agency]
            most = min(most, max(0, room // step))
    return int(most)


@compiled
def _breaks_minimum(i: int, old: Array, t: Kern, h: Hall) -> bool:
    """After booking, is a class that the person left below its smallest size?"""
    periods = t.n_max.shape[1]
    for x in range(len(old)):
        c = old[x]
        if c < 0:
            break
        j, p = c // periods, c % periods
        if t.offer[j, IS_CLASS] and h.taken[j, p] < h.n[j, p] * t.offer[j, BATCH_MIN]:
            return True
    return False


@compiled
def _remember(i: int, t: Kern, d: Desk, pool: Pool) -> None:
    """Add the package in ``d.best`` to the person's pool, in place of the least used one when full."""
    slots, items = pool.code.shape[1], pool.code.shape[2]
    for s in range(pool.size[i]):
        same = True
        for x in range(items):
            if d.best[x] != pool.code[i, s, x]:
                same = False
                break
            if d.best[x] < 0:
                break
        if same:
            return
    if pool.size[i] < slots:
        at = pool.size[i]
        pool.size[i] += 1
    else:
        at = 0
        for x in range(1, slots):
            if pool.share[i, x] < pool.share[i, at]:
                at = x
    _write(d, pool.code[i, at])
    pool.worth[i, at] = package_worth(i, pool.code[i, at], t, d.need_of, d.z)
    pool.share[i, at] = 1.0


@compiled
def _write(d: Desk, codes: Array) -> None:
    ended = False
    for x in range(len(codes)):
        ended = ended or d.best[x] < 0
        codes[x] = -1 if ended else d.best[x]


@compiled
def _best_known(i: int, t: Kern, m: Market, pool: Pool) -> float:
    """What the best package of the person's pool is worth at prices."""
    best, price = 0.0, _seat_price(i, t, m)
    for s in range(pool.size[i] if len(pool.size) > 0 else 0):
        best = max(best, pool.worth[i, s] - _charge(i, price, pool.code[i, s], t, m))
    return best


@compiled
def weigh_pool(lo: int, hi: int, t: Kern, d: Desk, pool: Pool) -> None:
    """Count and weigh the packages of a pool whose codes alone are known."""
    for i in range(lo, hi):
        size = 0
        while size < pool.code.shape[1] and pool.code[i, size, 0] >= 0:
            pool.worth[i, size] = package_worth(i, pool.code[i, size], t, d.need_of, d.z)
            pool.share[i, size] = 1.0
            size += 1
        pool.size[i] = size


@compiled
def visit(
    order: Array, t: Kern, m: Market, d: Desk, pool: Pool, top: Array, h: Hall, grow: bool, move: bool,
    strict: bool, fair: bool,
) -> float:  # fmt: skip
    """Find everybody's best package at these prices, one after the other (one kernel, compiled once).

    Without ``move`` the market stays as it is: worths go to ``top``, with ``grow`` packages to the pool;
    returns their sum. With ``move`` a person gives the package held back and takes the best that is left;
    ``strict`` keeps smallest class sizes, ``fair`` keeps equity, and both undo a change that breaks them;
    returns the gain at these prices.
    """
    total = 0.0
    old = np.empty(h.code.shape[1], np.int32)
    for x in range(len(order)):
        i = order[x]
        held, debt, limit = 0.0, 0, 1 << 20
        agency = t.person[i, AGENCY]
        if move:
            old[:] = h.code[i]
            held = h.worth[i] - _charge(i, _seat_price(i, t, m), old, t, m)
            if fair:
                debt = equity_debt(agency, t, h)
            shift(i, old, -1, t, h)
            if fair and debt == 0:
                limit = may_fund(i, t, h)
        floor = held if move else _best_known(i, t, m, pool)
        got = best_package(i, limit, max(0.0, floor), t, m, d)
        if not move:
            top[i] = got
            total += got
            if grow and d.best[0] >= 0:
                _remember(i, t, d, pool)
            continue
        if got <= held + 1e-7:
            shift(i, old, 1, t, h)
            continue
        _write(d, h.code[i])
        shift(i, h.code[i], 1, t, h)
        bad = strict and _breaks_minimum(i, old, t, h)
        if bad or (fair and equity_debt(agency, t, h) > debt):
            shift(i, h.code[i], -1, t, h)
            h.code[i] = old
            shift(i, old, 1, t, h)
            continue
        h.worth[i] = package_worth(i, h.code[i], t, d.need_of, d.z)
        total += got - held
    return total


def take(i: int, codes: Array, k: Kern, h: Hall, d: Desk) -> None:
    """Give a person a package (who has none)."""
    h.code[i, : len(codes)] = codes
    shift(i, h.code[i], 1, k, h)
    h.worth[i] = package_worth(i, h.code[i], k, d.need_of, d.z)


def empty_hall(t: Tables, n: Array) -> Hall:
    """Nobody has anything; batches ``n`` are paid from the budgets."""
    money = t.budget.copy()
    pays = t.fund_fixed >= 0
    np.subtract.at(money, t.fund_fixed[pays], (n * t.fixed)[pays].sum(1))
    agencies = int(t.u_agency.max(initial=0)) + 1
    people = len(t.unit)
    left = np.where(t.is_class[:, None], n * t.batch_max[:, None], t.cap).astype(np.int32)
    return Hall(
        np.full((people, t.most_items + 1), -1, np.int32), np.zeros(people), n.astype(np.int32),
        np.zeros(n.shape, np.int32), money, left, t.u_cap.copy(),
        np.zeros(len(t.g_share), np.int64), np.zeros(agencies, np.int64),
    )  # fmt: skip


def live(market: Market, h: Hall, scale: float) -> Market:
    """The market at prices times ``scale`` with what is left in the hall."""
    seat = np.where(np.isfinite(market.seat), market.seat, 0.0) * scale
    return market._replace(
        money=market.money * scale, seat=seat, day=market.day * scale, group=market.group * scale,
        agency=market.agency * scale, left_money=h.left_money, left_seat=h.left_seat, left_day=h.left_day,
    )  # fmt: skip


def objective(t: Tables, h: Hall) -> float:
    """Worth of the hall's plan against no seats at all."""
    return float(h.worth.sum() - t.w[4] * (h.n * t.fixed).sum())


NO_TOP = np.zeros(0)


def price_people(
    order: Array, k: Kern, m: Market, d: Desk, pool: Pool, top: Array, nobody: Hall, grow: bool
) -> float:
    """Best worth of each person into ``top``; the pool grows; the sum."""
    return visit(order, k, m, d, pool, top, nobody, grow, False, False, False)


def improve(order: Array, k: Kern, m: Market, d: Desk, h: Hall, strict: bool, fair: bool) -> float:
    """One pass of better packages on the live market."""
    return visit(order, k, m, d, pool_for(0, 1, 1), NO_TOP, h, False, True, strict, fair)


def free_market(t: Tables, adjust: Adjust) -> Market:
    """Everything costs nothing; personal additions count."""
    zero = np.zeros
    agencies = int(t.u_agency.max(initial=0)) + 1
    return Market(
        zero(len(t.budget)), zero(t.n_max.shape), zero(t.u_cap.shape), zero(len(t.g_share)), zero(agencies),
        t.budget, t.cap, t.u_cap, adjust.ptr, adjust.code, adjust.worth,
    )  # fmt: skip


def codes_of(i: int, k: Kern, m: Market, d: Desk) -> list[int]:
    """The person's best package as codes."""
    h = Hall(
        np.full((len(k.person), int(k.most[0]) + 1), -1, np.int32), np.zeros(len(k.person)), k.n_max,
        np.zeros(k.n_max.shape, np.int32), m.left_money, m.left_seat, m.left_day,
        np.zeros(len(k.group), np.int64), np.zeros(len(m.agency), np.int64),
    )  # fmt: skip
    visit(
        np.array([i], np.int32),
        k,
        m,
        d,
        pool_for(0, 1, 1),
        np.zeros(len(k.person)),
        h,
        False,
        False,
        False,
        False,
    )
    best = d.best.tolist()
    return [int(c) for c in best[: best.index(-1)]]
