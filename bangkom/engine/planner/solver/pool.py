"""The pool of packages, its smoothed dual, and pricing of everybody: compiled, in blocks of people.

Blocks are fixed by the number of people alone, and their results are added in the order of the blocks, so
the outcome has the same bits for any number of threads.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.package import Market
from bangkom.engine.planner.solver.tables import (
    AGENCY,
    DAYS,
    FUND_VAR,
    FUNDED,
    SOURCE,
    UNIT,
    ZONE,
    Kern,
)

Array = NDArray[Any]


class Pool(NamedTuple):
    code: Array  # people x slots x items, -1 ends
    worth: Array  # people x slots
    size: Array  # people
    share: Array  # people x slots, weight of each package in the smoothed dual (the empty one has the rest)


class Flat(NamedTuple):
    """All packages as sparse rows over one vector of prices: what the fast passes read."""

    first: Array  # people + 1: packages of a person
    worth: Array  # by package, personal additions included
    start: Array  # packages + 1
    row: Array
    use: Array
    share: Array  # by package


def pool_for(people: int, slots: int, items: int) -> Pool:
    return Pool(
        np.full((people, slots, items), -1, np.int32),
        np.zeros((people, slots)),
        np.zeros(people, np.int32),
        np.zeros((people, slots)),
    )


@compiled
def _charge(i: int, seat_price: float, codes: Array, t: Kern, m: Market) -> float:
    """What the items of a package cost at prices (personal additions to worth are taken off)."""
    u, total, periods = t.person[i, UNIT], 0.0, t.n_max.shape[1]
    for x in range(len(codes)):
        c = codes[x]
        if c < 0:
            break
        j, p = c // periods, c % periods
        source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
        total += (
            m.seat[j, p] + t.offer[j, DAYS] * m.day[u, p] + m.money[source] * t.cost[t.person[i, ZONE], j]
        )
        if t.offer[j, FUNDED]:
            total += seat_price
        for a in range(m.adj_ptr[i], m.adj_ptr[i + 1]):
            if m.adj_code[a] == c:
                total -= m.adj_worth[a]
    return total


@compiled
def _seat_price(i: int, t: Kern, m: Market) -> float:
    price = m.agency[t.person[i, AGENCY]]
    for x in range(t.grp.shape[1]):
        if t.grp[i, x] >= 0:
            price -= m.group[t.grp[i, x]]
    return float(price)


@compiled
def count_rows(lo: int, hi: int, t: Kern, limited: Array, pool: Pool, out: Array) -> None:
    """Packages and row entries of each person."""
    periods = t.n_max.shape[1]
    for i in range(lo, hi):
        total = 0
        for s in range(pool.size[i]):
            for x in range(pool.code.shape[2]):
                c = pool.code[i, s, x]
                if c < 0:
                    break
                j = c // periods
                total += limited[c] + (t.offer[j, DAYS] > 0) + (t.cost[t.person[i, ZONE], j] > 0)
                if t.offer[j, FUNDED]:
                    total += 1 + t.grp.shape[1]
        out[i, 0] = pool.size[i]
        out[i, 1] = total


@compiled
def fill_rows(
    lo: int, hi: int, t: Kern, m: Market, limited: Array, at: Array, pool: Pool, flat: Flat, entry: Array
) -> None:
    """Write the packages of a block as sparse rows; ``at`` holds where each kind of row begins."""
    periods = t.n_max.shape[1]
    for i in range(lo, hi):
        u = t.person[i, UNIT]
        e = entry[i]
        for s in range(pool.size[i]):
            k = flat.first[i] + s
            flat.start[k] = e
            worth, funded = pool.worth[i, s], 0
            for x in range(pool.code.shape[2]):
                c = pool.code[i, s, x]
                if c < 0:
                    break
                j = c // periods
                p = c - j * periods
                if limited[c]:
                    flat.row[e], flat.use[e] = at[1] + c, 1.0
                    e += 1
                if t.offer[j, DAYS] > 0:
                    flat.row[e], flat.use[e] = at[2] + u * periods + p, t.offer[j, DAYS]
                    e += 1
                cost = t.cost[t.person[i, ZONE], j]
                if cost > 0:
                    source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
                    flat.row[e], flat.use[e] = at[0] + source, cost
                    e += 1
                funded += t.offer[j, FUNDED]
                for a in range(m.adj_ptr[i], m.adj_ptr[i + 1]):
                    if m.adj_code[a] == c:
                        worth += m.adj_worth[a]
            if funded > 0:
                flat.row[e], flat.use[e] = at[5] + t.person[i, AGENCY], funded
                e += 1
                for y in range(t.grp.shape[1]):
                    if t.grp[i, y] >= 0:
                        flat.row[e], flat.use[e] = at[4] + t.grp[i, y], -funded
                        e += 1
            flat.worth[k] = worth
            flat.start[k + 1] = e


@compiled
def smooth_block(lo: int, hi: int, heat: float, price: Array, flat: Flat, use: Array, bend: Array) -> float:
    """Smoothed worth of a block's people, its use of the rows, and a diagonal of the curvature."""
    total = 0.0
    for i in range(lo, hi):
        first, last, top = flat.first[i], flat.first[i + 1], 0.0
        for k in range(first, last):
            net = flat.worth[k]
            for e in range(flat.start[k], flat.start[k + 1]):
                net -= flat.use[e] * price[flat.row[e]]
            flat.share[k] = net
            top = max(top, net)
        mass = np.exp(-top / heat)
        for k in range(first, last):
            gap = (flat.share[k] - top) / heat
            flat.share[k] = np.exp(gap) if gap > -25.0 else 0.0
            mass += flat.share[k]
        total += top + heat * np.log(mass)
        for k in range(first, last):
            share = flat.share[k] / mass
            flat.share[k] = share
            if share > 1e-10:
                spread = share * (1.0 - share) / heat
                for e in range(flat.start[k], flat.start[k + 1]):
                    use[flat.row[e]] += share * flat.use[e]
                    bend[flat.row[e]] += spread * flat.use[e] * flat.use[e]
    return total


@compiled
def share_back(lo: int, hi: int, flat: Flat, pool: Pool) -> None:
    """Copy the shares to the pool, where pricing looks for the slot to give up."""
    for i in range(lo, hi):
        for s in range(flat.first[i + 1] - flat.first[i]):
            pool.share[i, s] = flat.share[flat.first[i] + s]
