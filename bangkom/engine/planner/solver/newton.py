"""The direction of a Newton step on the smoothed dual: conjugate gradients over people who still waver.

Most people are sure of one package at given prices and add nothing to the curvature; the others are copied
together, so that the many products of a step read little memory. Up to ``SERIAL`` people a step is one
kernel; beyond, every product runs in blocks. Which of the two depends on the number of people alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.pool import Flat

Array = NDArray[Any]
SERIAL = 24_000
SURE = 0.99  # share of a package beyond which its person adds nothing to speak of
FAINT = 2e-3  # share below which a package is left out of the curvature


class Waver(NamedTuple):
    """Packages of people who waver, block after block in the places of the block's own packages."""

    people: Array  # by block: how many
    head: Array  # by person: first package; one more entry per block ends it
    start: Array  # by package: first row
    row: Array
    use: Array
    share: Array  # by package
    move: Array  # scratch, by package


class Ranks(NamedTuple):
    """Curvature of the batches: the sum of ``weight * row row'`` over sparse rows."""

    start: Array
    row: Array
    use: Array
    weight: Array


def waver_for(blocks: int, people: int, flat: Flat) -> Waver:
    packages, entries = len(flat.worth), len(flat.row)
    return Waver(
        np.zeros(blocks, np.int64), np.zeros(people + blocks, np.int64), np.zeros(packages + blocks, np.int64),
        np.empty(entries, np.int32), np.empty(entries), np.empty(packages), np.empty(packages),
    )  # fmt: skip


@compiled
def gather_block(block: int, lo: int, hi: int, flat: Flat, out: Waver) -> None:
    """Copy the wavering people of a block together."""
    people, k, e = 0, flat.first[lo], flat.start[flat.first[lo]]
    head, at = lo + block, k + block
    out.head[head] = k
    out.start[at] = e
    for i in range(lo, hi):
        first, last, most = flat.first[i], flat.first[i + 1], 0.0
        for s in range(first, last):
            most = max(most, flat.share[s])
        rest = 1.0
        for s in range(first, last):
            rest -= flat.share[s]
        if max(most, rest) > SURE:
            continue
        for s in range(first, last):
            if flat.share[s] > FAINT:
                for y in range(flat.start[s], flat.start[s + 1]):
                    out.row[e], out.use[e] = flat.row[y], flat.use[y]
                    e += 1
                out.share[k] = flat.share[s]
                k += 1
                out.start[k + block] = e
        people += 1
        out.head[head + people] = k
    out.people[block] = people


@compiled
def curve_block(block: int, lo: int, heat: float, way: Array, w: Waver, out: Array) -> None:
    """Curvature of a block's people times a direction over the prices, added to ``out``."""
    head = lo + block
    for x in range(w.people[block]):
        first, last, mean = w.head[head + x], w.head[head + x + 1], 0.0
        for k in range(first, last):
            moved = 0.0
            for e in range(w.start[k + block], w.start[k + block + 1]):
                moved += w.use[e] * way[w.row[e]]
            w.move[k] = moved
            mean += w.share[k] * moved
        for k in range(first, last):
            weight = w.share[k] * (w.move[k] - mean) / heat
            for e in range(w.start[k + block], w.start[k + block + 1]):
                out[w.row[e]] += weight * w.use[e]


@compiled
def curve_batches(way: Array, ranks: Ranks, out: Array) -> None:
    for k in range(len(ranks.weight)):
        moved = 0.0
        for e in range(ranks.start[k], ranks.start[k + 1]):
            moved += ranks.use[e] * way[ranks.row[e]]
        moved *= ranks.weight[k]
        for e in range(ranks.start[k], ranks.start[k + 1]):
            out[ranks.row[e]] += moved * ranks.use[e]


@compiled
def way_of(
    target: Array, scale: Array, wall: Array, used: Array, heat: float, most: int, lows: Array, w: Waver,
    ranks: Ranks, group_at: int, agencies: int, g_agency: Array, g_share: Array,
) -> Array:  # fmt: skip
    """Solve (curvature + wall) way = target by conjugate gradients; all arrays over the prices."""
    size = len(target)
    way, rest, search = np.zeros(size), target.copy(), np.zeros(size)
    wide, out = np.zeros(size + agencies), np.zeros(size + agencies)
    mass = 0.0
    for x in range(size):
        if used[x]:
            search[x] = rest[x] / scale[x]
            mass += rest[x] * search[x]
    goal = 1e-3 * mass
    for _ in range(most):
        if mass <= goal:
            break
        wide[:size] = search
        wide[size:] = 0.0
        out[:] = 0.0
        for g in range(len(g_agency)):
            wide[size + g_agency[g]] += g_share[g] * search[group_at + g]
        for block in range(len(lows)):
            curve_block(block, lows[block], heat, wide, w, out)
        for g in range(len(g_agency)):
            out[group_at + g] += g_share[g] * out[size + g_agency[g]]
        curve_batches(search, ranks, out)
        curve = 0.0
        for x in range(size):
            if used[x]:
                out[x] += wall[x] * search[x]
                curve += search[x] * out[x]
        if curve <= 0.0:
            break
        step, fresh = mass / curve, 0.0
        for x in range(size):
            if used[x]:
                way[x] += step * search[x]
                rest[x] -= step * out[x]
                fresh += rest[x] * rest[x] / scale[x]
        for x in range(size):
            if used[x]:
                search[x] = rest[x] / scale[x] + (fresh / mass) * search[x]
        mass = fresh
    return way
