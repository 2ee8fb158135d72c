"""The best package with one more offering: as few seats given up for it as the person's own rules demand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.package import Desk, Market, package_worth
from bangkom.engine.planner.solver.tables import (
    COURSE,
    DAY_CAP,
    DAYS,
    FUND_VAR,
    FUNDED,
    IS_CLASS,
    JP,
    JP_CAP,
    MAX_ITEMS,
    PREREQ,
    PREREQ_BIT,
    SOURCE,
    UNIT,
    ZONE,
    Kern,
)

Array = NDArray[Any]
FORCED = 1e4  # an addition of at least this marks a seat that must be planned


@compiled
def addition(i: int, code: int, m: Market) -> float:
    """Personal addition to the worth of a seat: large when it is forced, -inf when it is barred."""
    total = 0.0
    for a in range(m.adj_ptr[i], m.adj_ptr[i + 1]):
        if m.adj_code[a] == code:
            total += m.adj_worth[a]
    return total


@compiled
def has_before(i: int, j: int, t: Kern) -> bool:
    """The person holds the prerequisite of ``j`` already, or it asks for none."""
    bit = t.offer[j, PREREQ_BIT]
    if t.offer[j, PREREQ] < 0:
        return True
    return bool(bit >= 0 and (t.held[i] >> np.uint64(bit)) & np.uint64(1))


@compiled
def price_of_one(i: int, code: int, seat_price: float, t: Kern, m: Market) -> float:
    """What one seat costs at prices, without personal additions."""
    periods = t.n_max.shape[1]
    j, p = code // periods, code % periods
    source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
    total = m.seat[j, p] + t.offer[j, DAYS] * m.day[t.person[i, UNIT], p]
    total += m.money[source] * t.cost[t.person[i, ZONE], j]
    return float(total + (seat_price if t.offer[j, FUNDED] else 0.0))


@compiled
def price_of(i: int, codes: Array, seat_price: float, t: Kern, m: Market) -> float:
    """What a package costs at prices, without personal additions."""
    total = 0.0
    for c in codes:
        if c < 0:
            break
        total += price_of_one(i, c, seat_price, t, m)
    return total


@compiled
def roomy(i: int, codes: Array, t: Kern) -> bool:
    """Activities, hours and days of a package are within the person's limits."""
    periods = t.n_max.shape[1]
    size, jp, days = 0, 0, 0
    for c in codes:
        if c < 0:
            break
        size += 1
        jp += t.offer[c // periods, JP]
        days += t.offer[c // periods, DAYS]
    return bool(size <= t.person[i, MAX_ITEMS] and jp <= t.person[i, JP_CAP] and days <= t.person[i, DAY_CAP])


@compiled
def allowed(i: int, codes: Array, t: Kern) -> bool:
    """The person's own rules for a roomy package: courses once, one absence a period, prerequisites before."""
    periods, size = t.n_max.shape[1], 0
    while codes[size] >= 0:
        size += 1
    for x in range(size):
        j, p = codes[x] // periods, codes[x] % periods
        met = has_before(i, j, t)
        for y in range(size):
            k, q = codes[y] // periods, codes[y] % periods
            met = met or (t.offer[k, COURSE] == t.offer[j, PREREQ] and q < p)
            if y < x and t.offer[k, COURSE] == t.offer[j, COURSE]:
                return False
            if y < x and p == q and t.offer[k, DAYS] > 0 and t.offer[j, DAYS] > 0:
                return False
        if not met:
            return False
    return True


@compiled
def best_exchange(
    i: int, j: int, code: Array, seat_price: float, t: Kern, m: Market, d: Desk, other: Array
) -> tuple[float, int, int]:
    """Worth at prices of the best package with ``j``, its period, and a seat given up (-1: none).

    -inf when no package with ``j`` keeps the person's own rules. Forced seats are not given up.
    """
    periods, items, most = t.n_max.shape[1], 0, 0
    fixed = np.int64(0)
    while items < len(code) and code[items] >= 0:
        if addition(i, code[items], m) >= FORCED:
            fixed |= np.int64(1) << items
        else:
            most += 1
        items += 1
    for size in range(most + 1):
        best, best_p, dropped = -np.inf, -1, -1
        mask = (np.int64(1) << size) - 1
        while mask < np.int64(1) << items:
            if mask & fixed == 0:
                kept, first = 0, -1
                for x in range(items):
                    if mask >> x & 1:
                        first = code[x] if first < 0 else first
                    else:
                        other[kept] = code[x]
                        kept += 1
                other[kept], other[kept + 1] = -1, -1
                worth, known = 0.0, False
                base = price_of(i, other, seat_price, t, m)
                other[kept] = j * periods
                for p in range(periods if roomy(i, other, t) else 0):
                    other[kept] = j * periods + p
                    offered = (t.n_max[j, p] if t.offer[j, IS_CLASS] else t.cap[j, p]) > 0
                    if not offered or addition(i, other[kept], m) == -np.inf or not allowed(i, other, t):
                        continue
                    if not known:
                        worth, known = package_worth(i, other, t, d.need_of, d.z), True
                    net = worth - base - price_of_one(i, other[kept], seat_price, t, m)
                    if net > best + 1e-12:
                        best, best_p, dropped = net, p, first
            if mask == 0:
                break
            # the next mask with as many bits
            low = mask & -mask
            up = mask + low
            mask = (((up ^ mask) >> 2) // low) | up
        if best > -np.inf:
            return best, best_p, dropped
    return -np.inf, -1, -1
