"""Best package of each person at given prices, by a search of the checker's own.

Learning hours are bounded apart from gaps: a package adds at most the missing hours, and of gaps at most
what its best offerings close when each stands alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.plan import Pins
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]


def best_worth(
    p: Problem, money: Array, seat: Array, unit: Array, equity: Array, pins: Pins, pin_worth: float
) -> Array:
    """Worth less prices of the best package of everybody (at least 0, the empty one)."""
    agency_price = np.zeros(p.A)
    share = (
        p["g_theta"] * p["g_size"] / np.maximum(100 * p["a_size"][p["g_agency"]], 1) if p.G else np.zeros(0)
    )
    np.add.at(agency_price, p["g_agency"], equity * share)
    out = np.zeros(p.N)
    extra_ptr, extra_at, extra = _extras(p, pins, pin_worth)
    for i in range(p.N):
        options = _options(p, i, money, seat, unit, equity, agency_price)
        if options is None:
            continue
        j, base, prices = options
        for e in range(extra_ptr[i], extra_ptr[i + 1]):
            prices[j == extra_at[e] // p.T, extra_at[e] % p.T] -= extra[e]
        out[i] = _search(p, i, j, base, prices)
    return out


def _extras(p: Problem, pins: Pins, pin_worth: float) -> tuple[Array, Array, Array]:
    rows, worth = [], []
    for given, value in (
        (np.unique(pins.force_in.reshape(-1, 3), axis=0), pin_worth),
        (pins.force_out, -np.inf),
    ):
        for i, j, t in given.tolist():
            for period in range(p.T) if t < 0 else (t,):
                rows.append((i, j * p.T + period))
                worth.append(value)
    order = sorted(range(len(rows)), key=lambda r: rows[r])
    ptr = np.zeros(p.N + 1, "int64")
    np.cumsum(np.bincount([rows[r][0] for r in order], minlength=p.N), out=ptr[1:])
    return ptr, np.array([rows[r][1] for r in order], "int64"), np.array([worth[r] for r in order])


def _options(
    p: Problem, i: int, money: Array, seat: Array, unit: Array, equity: Array, agency_price: Array
) -> tuple[Array, Array, Array] | None:
    """Offerings open to the person, what each costs at prices, and the price of each period."""
    u = int(p["p_unit"][i])
    agency = int(p["u_agency"][u])
    may = (p["o_elig"] >> np.uint64(p["p_job"][i])) & np.uint64(1) == 1
    may &= (p["o_agency"] < 0) | (p["o_agency"] == agency)
    must = int(p["p_mand"][i])
    may &= ~p["o_mand_only"] | ((must >= 0) & (p["o_course"] == must))
    may &= (p["o_days"] <= p["p_day_cap"][i]) & (p["o_jp"] <= p["p_jp_cap"][i])
    j = np.flatnonzero(may & np.isfinite(seat).any(1))
    if not len(j) or p["p_max_items"][i] < 1:
        return None
    cost = p["o_var"][j] + p["travel"][p["u_zone"][u], p["o_loc"][j]]
    source = np.where(p["o_fund_var"][j] >= 0, p["o_fund_var"][j], p["u_source"][u])
    base = -cost * (money[source] + p.weights.eps_cost)
    groups = p["p_grp"][i][p["p_grp"][i] >= 0]
    funded = (p["o_mode"][j] <= 1) & ~p["o_mand_only"][j]
    base = base - np.where(funded, agency_price[agency] - equity[groups].sum(), 0.0)
    base = base + np.where((p["o_course"][j] == must) & (must >= 0), p.weights.m_mand, 0.0)
    return j, base, seat[j] + p["o_days"][j][:, None] * unit[u]


def _search(p: Problem, i: int, j: Array, base: Array, prices: Array) -> float:
    """Make the small tables of one person and search."""
    a, b = int(p["need_ptr"][i]), int(p["need_ptr"][i + 1])
    local = {int(k): x for x, k in enumerate(p["need_k"][a:b])}
    gain = np.zeros((len(j), b - a))
    for row, offering in enumerate(j.tolist()):
        for g in range(int(p["gain_ptr"][offering]), int(p["gain_ptr"][offering + 1])):
            at = local.get(int(p["gain_k"][g]))
            if at is not None:
                gain[row, at] += float(p["gain_a"][g])
    bit = p["o_prereq_bit"][j]
    held = (bit >= 0) & ((p["p_held"][i] >> np.maximum(bit, 0).astype("uint64")) & np.uint64(1) == 1)
    before = np.where(held, -1, p["o_prereq"][j]).astype("int64")
    w, w1, w2 = (p[n][a:b].astype("float64") for n in ("need_w", "need_g1", "need_g2"))
    alone = (w * (np.minimum(gain, w1) + p.weights.rate2 * np.clip(gain - w1, 0, w2))).sum(1)
    alone += p.weights.eps_defer * (gain > 0).sum(1) + base - prices.min(1)
    hours = p.weights.rho_jp * np.minimum(p["o_jp"][j], p["p_jp_target"][i])
    asked = set(before[before >= 0].tolist())
    use = (alone + hours > 0) | np.isin(p["o_course"][j], list(asked))
    use &= np.isfinite(alone)
    tied = (before >= 0) | np.isin(p["o_course"][j], list(asked))
    free = (p["o_days"][j] == 0) & ~tied  # only the cheapest period matters
    cheapest = prices.argmin(1)[:, None] == np.arange(p.T)
    prices = np.where(free[:, None] & ~cheapest, np.inf, prices)
    order = np.flatnonzero(use)
    order = order[np.argsort(-alone[order], kind="stable")]
    if not len(order):
        return 0.0
    limits = np.array(
        [p["p_day_cap"][i], p["p_jp_cap"][i], p["p_max_items"][i], p["p_jp_target"][i]], "int64"
    )
    item = np.stack([p["o_course"][j], p["o_days"][j], p["o_jp"][j], before], 1)[order].astype("int64")
    weights = np.array([p.weights.rate2, p.weights.eps_defer, p.weights.rho_jp])
    return float(
        _walk(item, alone[order], base[order], prices[order], gain[order], w, w1, w2, limits, weights)
    )


@compiled
def _walk(
    item: Array, alone: Array, base: Array, prices: Array, gain: Array, w: Array, g1: Array, g2: Array,
    limits: Array, weights: Array,
) -> float:  # fmt: skip
    """Take offerings in falling order of worth alone; ``item`` columns: course, days, hours, prerequisite."""
    count, periods = prices.shape
    deep = min(limits[2], count)
    at, when = np.full(deep + 1, -1, np.int64), np.full(deep + 1, -1, np.int64)
    z = np.zeros((deep + 2, len(w)))
    got, days, jp = np.zeros(deep + 2), np.zeros(deep + 2, np.int64), np.zeros(deep + 2, np.int64)
    top, d = 0.0, 0
    at[0], when[0] = 0, -1
    while d >= 0:
        when[d] += 1
        if when[d] >= periods:
            at[d], when[d] = at[d] + 1, 0
        x, t = at[d], when[d]
        if x >= count:
            d -= 1
            continue
        if t == 0:
            # bound: hours still missing, and the best offerings from here on, alone
            reach = got[d] + weights[2] * max(0, limits[3] - jp[d])
            room, y = deep - d, x
            while room > 0 and y < count and alone[y] > 0.0:
                reach += alone[y]
                room -= 1
                y += 1
            if reach <= top + 1e-12:
                d -= 1
                continue
        if prices[x, t] == np.inf or days[d] + item[x, 1] > limits[0] or jp[d] + item[x, 2] > limits[1]:
            continue
        clash = False
        for b in range(d):
            clash = clash or item[at[b], 0] == item[x, 0]
            clash = clash or (when[b] == t and item[at[b], 1] > 0 and item[x, 1] > 0)
        if clash:
            continue
        add = base[x] - prices[x, t]
        for k in range(len(w)):
            a, b2 = z[d, k], z[d, k] + gain[x, k]
            z[d + 1, k] = b2
            if gain[x, k] > 0.0:
                new = min(b2, g1[k]) + weights[0] * min(max(b2 - g1[k], 0.0), g2[k])
                old = min(a, g1[k]) + weights[0] * min(max(a - g1[k], 0.0), g2[k])
                add += w[k] * (new - old)
                if a == 0.0:
                    add += weights[1]
        hours = min(jp[d] + item[x, 2], limits[3]) - min(jp[d], limits[3])
        got[d + 1] = got[d] + add + weights[2] * hours
        days[d + 1], jp[d + 1] = days[d] + item[x, 1], jp[d] + item[x, 2]
        if got[d + 1] > top:
            sound = True
            for b in range(d + 1):
                if item[at[b], 3] >= 0:
                    found = False
                    for c in range(d + 1):
                        found = found or (item[at[c], 0] == item[at[b], 3] and when[c] < when[b])
                    sound = sound and found
            if sound:
                top = got[d + 1]
        if d + 1 < deep:
            d += 1
            at[d], when[d] = x + 1, -1
            if at[d] >= count:
                d -= 1
    return top
