"""The best package of one person: an exact search, compiled.

A package is a set of offerings with periods. Its worth is concave in every gap and in learning hours, so
what an offering adds only shrinks as others join: the best of what is left, counted alone, bounds the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.tables import (
    AGENCY,
    COURSE,
    DAY_CAP,
    DAYS,
    FUND_VAR,
    FUNDED,
    JOB,
    JP,
    JP_CAP,
    JP_TARGET,
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
TINY = 1e-9


@dataclass(frozen=True)
class Adjust:
    """Personal additions to the worth of single options, by person (CSR)."""

    ptr: Array
    code: Array
    worth: Array

    @classmethod
    def none(cls, people: int) -> Adjust:
        return cls(np.zeros(people + 1, np.int64), np.zeros(0, np.int32), np.zeros(0))


class Market(NamedTuple):
    """Prices, and what is left of each thing; a search never goes beyond what is left."""

    money: Array  # S, price per thousand rupiah
    seat: Array  # J x T, +inf where closed
    day: Array  # U x T
    group: Array  # G, price of the equity row
    agency: Array  # A, sum over its groups of price times share
    left_money: Array  # S
    left_seat: Array  # J x T
    left_day: Array  # U x T
    adj_ptr: Array  # N + 1: personal additions to the worth of an option (pins, kept rows)
    adj_code: Array
    adj_worth: Array  # -inf forbids


class Desk(NamedTuple):
    """Scratch space of one thread."""

    need_of: Array  # K: row of the person's need, -1
    opt_j: Array
    opt_top: Array
    opt_base: Array  # minus cost, equity and so on; independent of period and of the other items
    opt_src: Array
    opt_cost: Array
    opt_price: Array  # C x T
    opt_order: Array  # C x T periods by price
    opt_link: Array  # 1: keep every period and negative worth (prerequisite chains)
    cand: Array  # depth x C
    marg: Array
    width: Array
    pos: Array
    tpos: Array
    val: Array
    z: Array  # K: gain so far
    code: Array  # items on the way down
    best: Array  # items of the best package
    money: Array  # S left on the way down


def desk_for(t: Tables) -> Desk:
    """Scratch space large enough for anybody in the problem."""
    wide = int(np.diff(t.cls_ptr).max(initial=0)) + 1
    periods, deep = t.u_cap.shape[1], t.most_items + 2
    f, i = np.float64, np.int32
    return Desk(
        np.full(t.competencies, -1, np.int64), np.zeros(wide, i), np.zeros(wide, f), np.zeros(wide, f),
        np.zeros(wide, i), np.zeros(wide, np.int64), np.zeros((wide, periods), f), np.zeros((wide, periods), i),
        np.zeros(wide, i), np.zeros((deep, wide), i), np.zeros((deep, wide), f), np.zeros(deep, i),
        np.zeros(deep, i), np.zeros(deep, i), np.zeros((deep, 4), f), np.zeros(t.competencies, f),
        np.zeros(deep, i), np.zeros(deep, i), np.zeros(len(t.budget), np.int64),
    )  # fmt: skip


@compiled
def closed(weight: float, g1: float, g2: float, z: float, rate2: float) -> float:
    """Weighted gap closed by gains ``z``."""
    return weight * (min(z, g1) + rate2 * min(max(z - g1, 0.0), g2))


@compiled
def package_worth(i: int, codes: Array, t: Kern, need_of: Array, z: Array) -> float:
    """Objective of a package (against no package), without prices; includes eps_cost."""
    periods = t.n_max.shape[1]
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        need_of[t.need_k[q]] = q
        z[t.need_k[q]] = 0.0
    zone, jp, worth, held_mand = t.person[i, ZONE], 0, 0.0, False
    for c in codes:
        if c < 0:
            break
        j = c // periods
        jp += t.offer[j, JP]
        worth -= t.w[4] * t.cost[zone, j]
        if t.offer[j, COURSE] == t.person[i, MAND] and t.person[i, MAND] >= 0:
            held_mand = True
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            z[t.gain_k[g]] += t.gain_a[g]
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        k = t.need_k[q]
        if z[k] > 0.0:
            worth += closed(t.need[q, 0], t.need[q, 1], t.need[q, 2], z[k], t.w[0]) + t.w[3]
        need_of[k] = -1
    for c in codes:
        if c < 0:
            break
        j = c // periods
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            z[t.gain_k[g]] = 0.0
    worth += t.w[1] * min(jp, t.person[i, JP_TARGET])
    return float(worth + (t.w[2] if held_mand else 0.0))


@compiled
def _added(i: int, j: int, jp: int, t: Kern, d: Desk) -> float:
    """What offering ``j`` adds to gaps and learning hours given the gains in ``d.z``."""
    worth = t.w[1] * (min(jp + t.offer[j, JP], t.person[i, JP_TARGET]) - min(jp, t.person[i, JP_TARGET]))
    for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
        q = d.need_of[t.gain_k[g]]
        if q >= 0 and t.gain_a[g] > 0.0:
            z = d.z[t.gain_k[g]]
            after = closed(t.need[q, 0], t.need[q, 1], t.need[q, 2], z + t.gain_a[g], t.w[0])
            worth += after - closed(t.need[q, 0], t.need[q, 1], t.need[q, 2], z, t.w[0])
            if z <= 0.0:
                worth += t.w[3]
    return float(worth)


@compiled
def _options(i: int, seat_price: float, may_fund: int, t: Kern, m: Market, d: Desk) -> int:
    """List what the person may take at all, with worth alone; returns how many."""
    u = t.person[i, UNIT]
    agency, zone, periods = t.person[i, AGENCY], t.person[i, ZONE], t.n_max.shape[1]
    found = 0
    row = agency * 64 + t.person[i, JOB]
    for x in range(t.cls_ptr[row], t.cls_ptr[row + 1]):
        j = t.cls_j[x]
        days = t.offer[j, DAYS]
        if days > t.person[i, DAY_CAP] or t.offer[j, JP] > t.person[i, JP_CAP]:
            continue
        if t.offer[j, MAND_ONLY] and (t.person[i, MAND] < 0 or t.person[i, MAND] != t.offer[j, COURSE]):
            continue
        source = t.offer[j, FUND_VAR] if t.offer[j, FUND_VAR] >= 0 else t.person[i, SOURCE]
        cost = t.cost[zone, j]
        if cost > m.left_money[source] or (t.offer[j, FUNDED] and may_fund < 1):
            continue
        base = -cost * (m.money[source] + t.w[4])
        if t.offer[j, FUNDED]:
            base -= seat_price
        if t.person[i, MAND] >= 0 and t.person[i, MAND] == t.offer[j, COURSE]:
            base += t.w[2]
        low = np.inf
        for p in range(periods):
            price = m.seat[j, p]
            if m.left_seat[j, p] < 1 or m.left_day[u, p] < days:
                price = np.inf
            price += days * m.day[u, p]
            d.opt_price[found, p] = price
        for a in range(m.adj_ptr[i], m.adj_ptr[i + 1]):
            if m.adj_code[a] // periods == j:
                d.opt_price[found, m.adj_code[a] % periods] -= m.adj_worth[a]
        for p in range(periods):
            low = min(low, d.opt_price[found, p])
        if low == np.inf:
            continue
        d.opt_j[found], d.opt_base[found], d.opt_src[found], d.opt_cost[found] = j, base, source, cost
        d.opt_top[found] = base - low + _added(i, j, 0, t, d)
        bit = t.offer[j, PREREQ_BIT]
        unmet = t.offer[j, PREREQ] >= 0 and not (bit >= 0 and (t.held[i] >> np.uint64(bit)) & np.uint64(1))
        d.opt_link[found] = 2 if unmet else 0
        found += 1
    return found


@compiled
def _kept(found: int, t: Kern, d: Desk) -> int:
    """Drop options of no worth, unless a wanted one needs them first; order periods by price."""
    periods = t.n_max.shape[1]
    more = True
    while more:
        more = False
        for c in range(found):
            if d.opt_link[c] >= 2 and (d.opt_top[c] > TINY or d.opt_link[c] == 3):
                for b in range(found):
                    if t.offer[d.opt_j[b], COURSE] == t.offer[d.opt_j[c], PREREQ] and d.opt_link[b] in (0, 2):
                        d.opt_link[b] += 1
                        more = True
    kept = 0
    for c in range(found):
        if d.opt_top[c] <= TINY and d.opt_link[c] not in (1, 3):
            continue
        d.opt_j[kept], d.opt_top[kept], d.opt_base[kept] = d.opt_j[c], d.opt_top[c], d.opt_base[c]
        d.opt_src[kept], d.opt_cost[kept], d.opt_link[kept] = d.opt_src[c], d.opt_cost[c], d.opt_link[c]
        for p in range(periods):
            d.opt_price[kept, p] = d.opt_price[c, p]
            at = p
            while at > 0 and d.opt_price[c, d.opt_order[kept, at - 1]] > d.opt_price[c, p]:
                d.opt_order[kept, at] = d.opt_order[kept, at - 1]
                at -= 1
            d.opt_order[kept, at] = p
        kept += 1
    return kept


@compiled
def _list_children(
    i: int, depth: int, first: int, jp: int, days: int, mask: int, seats: int, t: Kern, d: Desk
) -> None:
    """Candidates of a node with what each adds now, best first."""
    parent, size = depth - 1, 0
    total = d.width[parent] if depth > 0 else first
    start = d.pos[parent] + 1 if depth > 0 else 0
    for x in range(start, total):
        c = d.cand[parent, x] if depth > 0 else x
        j = d.opt_j[c]
        if t.offer[j, JP] > jp or t.offer[j, DAYS] > days or d.opt_cost[c] > d.money[d.opt_src[c]]:
            continue
        if t.offer[j, FUNDED] and seats < 1:
            continue
        taken = False
        for b in range(depth):
            if t.offer[d.opt_j[d.cand[b, d.pos[b]]], COURSE] == t.offer[j, COURSE]:
                taken = True
        if taken:
            continue
        price = np.inf
        for x2 in range(d.opt_order.shape[1]):
            p = d.opt_order[c, x2]
            if t.offer[j, DAYS] == 0 or not (mask >> p) & 1:
                price = d.opt_price[c, p]
                break
        if price == np.inf:
            continue
        worth = d.opt_base[c] - price + _added(i, j, t.person[i, JP_CAP] - jp, t, d)
        if worth <= TINY and d.opt_link[c] == 0:
            continue
        at = size
        while at > 0 and d.marg[depth, at - 1] < worth:
            d.marg[depth, at], d.cand[depth, at] = d.marg[depth, at - 1], d.cand[depth, at - 1]
            at -= 1
        d.marg[depth, at], d.cand[depth, at] = worth, c
        size += 1
    d.width[depth] = size
    d.pos[depth] = 0
    d.tpos[depth] = -1


@compiled
def _rest(depth: int, start: int, room: int, days: int, t: Kern, d: Desk) -> float:
    """At most this much can still be added from position ``start`` on with ``room`` items."""
    total, taken, x = 0.0, 0, start
    while x < d.width[depth] and taken < room and d.marg[depth, x] > 0.0:
        course, twice = t.offer[d.opt_j[d.cand[depth, x]], COURSE], False
        for y in range(max(start, x - 6), x):
            if t.offer[d.opt_j[d.cand[depth, y]], COURSE] == course:
                twice = True
        if not twice:
            total += d.marg[depth, x]
            taken += 1
        x += 1
    return total


@compiled
def _chains_hold(i: int, depth: int, t: Kern, d: Desk) -> bool:
    """Every unmet prerequisite among the items is taken in an earlier period."""
    periods = t.n_max.shape[1]
    for a in range(depth):
        c = d.cand[a, d.pos[a]]
        if d.opt_link[c] < 2:
            continue
        held = False
        for b in range(depth):
            before = d.code[b] % periods < d.code[a] % periods
            if before and t.offer[d.code[b] // periods, COURSE] == t.offer[d.opt_j[c], PREREQ]:
                held = True
        if not held:
            return False
    return True


@compiled
def best_package(i: int, may_fund: int, floor: float, t: Kern, m: Market, d: Desk) -> float:
    """Worth at prices of the best package; its codes are in ``d.best`` up to a -1.

    Packages worth no more than ``floor`` (at least 0) are not looked for: then ``floor``, and no codes.
    """
    d.best[0] = -1
    if t.person[i, MAX_ITEMS] < 1:
        return floor
    agency, periods = t.person[i, AGENCY], t.n_max.shape[1]
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = q
    seat_price = m.agency[agency]
    for x in range(t.grp.shape[1]):
        if t.grp[i, x] >= 0:
            seat_price -= m.group[t.grp[i, x]]
    kept = _kept(_options(i, seat_price, may_fund, t, m, d), t, d)
    top = floor
    if kept > 0:
        d.money[:] = m.left_money
        top = _search(i, kept, may_fund, floor, t, d, periods)
    for q in range(t.need_ptr[i], t.need_ptr[i + 1]):
        d.need_of[t.need_k[q]] = -1
    return top


@compiled
def _search(i: int, kept: int, may_fund: int, floor: float, t: Kern, d: Desk, periods: int) -> float:
    """Depth first with bounds; ``d.val`` rows hold worth, hours left, days left and seats left."""
    top, depth, mask = floor, 0, 0
    room = t.person[i, MAX_ITEMS]
    jp, days, seats, worth = t.person[i, JP_CAP], t.person[i, DAY_CAP], may_fund, 0.0
    _list_children(i, 0, kept, jp, days, mask, seats, t, d)
    while depth >= 0:
        # take back the item that was tried last at this depth
        if d.tpos[depth] >= 0:
            c = d.cand[depth, d.pos[depth]]
            j = d.opt_j[c]
            worth = d.val[depth, 0]
            jp += t.offer[j, JP]
            days += t.offer[j, DAYS]
            seats += 1 if t.offer[j, FUNDED] else 0
            d.money[d.opt_src[c]] += d.opt_cost[c]
            if t.offer[j, DAYS] > 0:
                mask &= ~(1 << (d.code[depth] % periods))
            for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
                d.z[t.gain_k[g]] -= t.gain_a[g]
                if d.z[t.gain_k[g]] < 1e-7:
                    d.z[t.gain_k[g]] = 0.0
        x = d.pos[depth]
        if x >= d.width[depth] or worth + _rest(depth, x, room - depth, days, t, d) <= top + TINY:
            depth -= 1
            continue
        c = d.cand[depth, x]
        j = d.opt_j[c]
        low, chosen, y = np.inf, -1, d.tpos[depth] + 1
        first_price = np.inf
        for y0 in range(periods):
            p = d.opt_order[c, y0]
            if t.offer[j, DAYS] > 0 and (mask >> p) & 1:
                continue
            first_price = min(first_price, d.opt_price[c, p])
            if y0 >= y and (d.opt_link[c] > 0 or t.offer[j, DAYS] > 0 or y == 0):
                low, chosen, y = d.opt_price[c, p], p, y0
                break
        after = d.marg[depth, x] + first_price - low
        if (
            chosen < 0
            or low == np.inf
            or (worth + after + max(0.0, _rest(depth, x + 1, room - depth - 1, days, t, d)) <= top + TINY)
        ):
            d.pos[depth] += 1
            d.tpos[depth] = -1
            continue
        # put it in
        d.tpos[depth] = y
        d.val[depth, 0] = worth
        d.code[depth] = j * periods + chosen
        worth += after
        jp -= t.offer[j, JP]
        days -= t.offer[j, DAYS]
        seats -= 1 if t.offer[j, FUNDED] else 0
        d.money[d.opt_src[c]] -= d.opt_cost[c]
        if t.offer[j, DAYS] > 0:
            mask |= 1 << chosen
        for g in range(t.gain_ptr[j], t.gain_ptr[j + 1]):
            d.z[t.gain_k[g]] += t.gain_a[g]
        if worth > top + TINY and _chains_hold(i, depth + 1, t, d):
            top = worth
            d.best[: depth + 1] = d.code[: depth + 1]
            d.best[depth + 1] = -1
        if depth + 1 < room:
            depth += 1
            _list_children(i, depth, kept, jp, days, mask, seats, t, d)
    return top
