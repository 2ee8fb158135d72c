"""Seats on a live market: who holds what, what is left, and passes that give people better packages."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.package import Desk, Market, best_package, package_worth
from bangkom.engine.planner.solver.pool import _charge, _seat_price
from bangkom.engine.planner.solver.tables import Tables

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
def shift(i: int, codes: Array, sign: int, t: Tables, h: Hall) -> None:
    """Book a package in (sign 1) or out (-1)."""
    u, periods = t.unit[i], t.u_cap.shape[1]
    for x in range(len(codes)):
        c = codes[x]
        if c < 0:
            break
        j, p = c // periods, c % periods
        source = t.fund_var[j] if t.fund_var[j] >= 0 else t.u_source[u]
        h.taken[j, p] += sign
        h.left_seat[j, p] -= sign
        h.left_day[u, p] -= sign * t.days[j]
        h.left_money[source] -= sign * t.cost[t.u_zone[u], j]
        if t.funded[j]:
            h.seats_a[t.u_agency[u]] += sign
            for y in range(t.grp.shape[1]):
                if t.grp[i, y] >= 0:
                    h.seats_g[t.grp[i, y]] += sign


@compiled
def equity_debt(agency: int, t: Tables, h: Hall) -> int:
    """By how much the equity rows of an agency are broken in all (0: none is), exactly."""
    debt = 0
    for g in range(len(t.g_agency)):
        if t.g_agency[g] == agency:
            over = t.g_int[g, 0] * h.seats_a[agency] - t.g_int[g, 1] * (h.seats_g[g] + 1)
            debt += max(0, over)
    return debt


@compiled
def may_fund(i: int, t: Tables, h: Hall) -> int:
    """Most funded seats that person ``i`` may add without breaking an equity row (with none booked now)."""
    agency, most = t.u_agency[t.unit[i]], t.most_items
    for g in range(len(t.g_agency)):
        if t.g_agency[g] != agency:
            continue
        inside = False
        for y in range(t.grp.shape[1]):
            inside = inside or t.grp[i, y] == g
        step = t.g_int[g, 0] - (t.g_int[g, 1] if inside else 0)
        if step > 0:
            room = t.g_int[g, 1] * (h.seats_g[g] + 1) - t.g_int[g, 0] * h.seats_a[agency]
            most = min(most, max(0, room // step))
    return most


@compiled
def _breaks_minimum(i: int, old: Array, t: Tables, h: Hall) -> bool:
    """After booking, is a class that the person left below its smallest size?"""
    periods = t.u_cap.shape[1]
    for x in range(len(old)):
        c = old[x]
        if c < 0:
            break
        j, p = c // periods, c % periods
        if t.is_class[j] and h.taken[j, p] < h.n[j, p] * t.batch_min[j]:
            return True
    return False


@compiled
def improve(order: Array, t: Tables, m: Market, d: Desk, h: Hall, strict: bool, fair: bool) -> float:
    """Each person in turn gives the package back and takes the best on the live market at these prices.

    ``strict`` keeps smallest class sizes, ``fair`` keeps equity; both undo a change that breaks them.
    Returns the gain at these prices.
    """
    gain = 0.0
    width = h.code.shape[1]
    old = np.empty(width, np.int32)
    for x in range(len(order)):
        i = order[x]
        old[:] = h.code[i]
        agency = t.u_agency[t.unit[i]]
        price = _seat_price(i, t, m)
        held = h.worth[i] - _charge(i, price, old, t, m)
        debt = equity_debt(agency, t, h) if fair else 0
        shift(i, old, -1, t, h)
        limit = may_fund(i, t, h) if fair else 1 << 20
        if fair and debt > 0:
            limit = 1 << 20
        got = best_package(i, limit, t, m, d)
        if got <= held + 1e-7:
            shift(i, old, 1, t, h)
            continue
        for y in range(width):
            h.code[i, y] = -1
        for y in range(width):
            if d.best[y] < 0:
                break
            h.code[i, y] = d.best[y]
        shift(i, h.code[i], 1, t, h)
        bad = strict and _breaks_minimum(i, old, t, h)
        bad = bad or (fair and equity_debt(agency, t, h) > debt)
        if bad:
            shift(i, h.code[i], -1, t, h)
            h.code[i] = old
            shift(i, old, 1, t, h)
            continue
        h.worth[i] = package_worth(i, h.code[i], t, d.need_of, d.z)
        gain += got - held
    return gain


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
    return float(h.worth.sum()) - t.w[4] * float((h.n * t.fixed).sum())
