"""Better batch counts by single moves: open one class, close one, or exchange two, judged by prices.

With the counts fixed, a closed class is worth what people would bid for its seats beyond their best package
now; an open one is worth its seats at prices; both less the cost of a batch at prices. The likeliest move is
tried by solving the prices again; it stays if the relaxed value rises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.compiled import compiled
from bangkom.engine.planner.solver.dual import Box, Dual
from bangkom.engine.planner.solver.pool import Flat
from bangkom.engine.planner.solver.tables import Tables

Array = NDArray[Any]
Move = tuple[int, int]  # class opened, class closed (flat index, -1 none)


@compiled
def bids_block(
    lo: int,
    hi: int,
    price: Array,
    closed: Array,
    seats_at: int,
    flat: Flat,
    who: Array,
    code: Array,
    bid: Array,
) -> None:
    """Per package: the one closed class in it (-1 none or several) and what it adds to the person's best."""
    for i in range(lo, hi):
        top = 0.0
        for k in range(flat.first[i], flat.first[i + 1]):
            net, shut, count = flat.worth[k], -1, 0
            for e in range(flat.start[k], flat.start[k + 1]):
                row = flat.row[e]
                at = row - seats_at
                if 0 <= at < len(closed) and closed[at]:
                    shut, count = at, count + 1
                else:
                    net -= flat.use[e] * price[row]
            if count == 0:
                top = max(top, net)
            who[k], code[k], bid[k] = i, shut if count == 1 else -1, net
        for k in range(flat.first[i], flat.first[i + 1]):
            bid[k] -= top


def worth_of_classes(dual: Dual, x: Array, n: Array, most: Array) -> tuple[Array, Array]:
    """What one more batch of each class would add at prices, and the price that would clear its seats."""
    t = dual.t
    dual.flatten()
    closed = (t.is_class[:, None] & (n <= 0) & (most > 0)).ravel()
    packages = len(dual.flat.worth)
    who, code, bid = np.zeros(packages, np.int64), np.zeros(packages, np.int64), np.zeros(packages)
    price, seats_at = dual._wide(x), int(dual.shape.at[1])
    shut = (t.is_class[:, None] & (n <= 0) & (most <= 0)).ravel()
    price[seats_at : seats_at + len(shut)][shut] = 1e9
    dual.crew.each(
        lambda lo, hi, _, b: bids_block(lo, hi, price, closed, seats_at, dual.flat, who, code, bid)
    )
    good = (code >= 0) & (bid > 0)
    who, code, bid = who[good], code[good], bid[good]
    order = np.lexsort((-bid, who, code))
    who, code, bid = who[order], code[order], bid[order]
    first = np.ones(len(who), bool)
    first[1:] = (who[1:] != who[:-1]) | (code[1:] != code[:-1])
    code, bid = code[first], bid[first]
    order = np.lexsort((-bid, code))
    code, bid = code[order], bid[order]
    rank = np.arange(len(code)) - np.searchsorted(code, code)
    fits = rank < t.batch_max[code // n.shape[1]]
    gained = np.bincount(code[fits], bid[fits], n.size).reshape(n.shape)
    crowd = np.bincount(code[fits], minlength=n.size).reshape(n.shape)
    clearing = np.zeros(n.size)
    clearing[code[~fits][::-1]] = bid[~fits][::-1]
    worth = dual._batch_worth(x)
    cost = dual.shape.split(x)[1] * t.batch_max[:, None] - worth
    enough = crowd >= t.batch_min[:, None]
    opening = np.where(closed.reshape(n.shape) & enough, gained - cost, -np.inf)
    opening = np.where(t.is_class[:, None] & (n > 0) & (n < most), worth, opening)
    return opening, np.maximum(clearing.reshape(n.shape), 1e-6)


def fits(t: Tables, n: Array) -> bool:
    """Fixed costs within budgets, batch-days within the partners' days."""
    spent = np.bincount(t.fund_fixed + 1, (n * t.fixed).sum(1).astype(float), len(t.budget) + 1)[1:]
    if (spent > t.budget).any():
        return False
    held = np.zeros(t.v_cap.shape)
    has = t.partner >= 0
    np.add.at(held, t.partner[has], (n * t.days[:, None])[has])
    return bool((held <= t.v_cap).all())


HEAT = 0.02  # moves are judged by the smoothed value of the pool at this heat
GLANCES = 4  # times two Newton steps that settle the prices of a move, unless it has fallen behind before
OPENS = 14  # classes that might open, by bids
PAIRS = 24  # moves whose value at unchanged prices is computed


def refine(
    dual: Dual, x: Array, n: Array, box: Box, *, tries: int, go: Callable[[int, int], bool]
) -> tuple[Array, Array]:
    """Batch counts and prices after at most ``tries`` moves looked at.

    The value at prices not yet settled is never below the one at settled prices: a move that is no better
    there is left at once.
    """
    x, value = _settled(dual, x, n)
    _invite(dual, x, n, box)
    moves, turn, made = _likely_moves(dual, x, n, box, value), 0, 0
    while moves and turn < tries and go(turn, tries):
        turn += 1
        trial, trial_x = moves.pop(0)
        least = value + 3e-5 * abs(value)
        now = Box(trial, trial)
        got = np.inf
        for _ in range(GLANCES):
            trial_x = dual.descend(trial_x, HEAT, now, 2)
            got = dual.smooth(trial_x, HEAT, now)[0]
            if got <= least or dual.settled:
                break
        if got > least:
            n, x, value, made = trial, trial_x, got, made + 1
            if made % 4 == 0:  # packages around the prices of now
                dual.bound(x, now)
                _invite(dual, x, n, box)
                x, value = _settled(dual, x, n)
            moves = _likely_moves(dual, x, n, box, value)
    return n, x


def _likely_moves(dual: Dual, x: Array, n: Array, box: Box, value: float) -> list[tuple[Array, Array]]:
    """Counts and prices of single moves and exchanges worth a look, the likeliest first."""
    opening, price = worth_of_classes(dual, x, n, box.hi)
    opens = [
        int(a)
        for a in np.argsort(-opening, axis=None, kind="stable")[:OPENS]
        if np.isfinite(opening.ravel()[a])
    ]
    closes = [int(b) for b in np.flatnonzero(n > box.lo)]
    single: dict[Move, float] = {}
    for move in [(a, -1) for a in opens] + [(-1, b) for b in closes]:
        single[move] = _at_once(dual, x, n, price, move)[0] - value
    pairs = [(gain, move) for move, gain in single.items()]
    pairs += [(single[a, -1] + single[-1, b], (a, b)) for a in opens for b in closes if a != b]
    pairs = [
        one for one in sorted(pairs, key=lambda one: (-one[0], one[1])) if fits(dual.t, _moved(n, one[1]))
    ]
    found = []
    for gain, move in pairs[:PAIRS]:
        if gain > -0.004 * abs(value):
            got, trial, trial_x = _at_once(dual, x, n, price, move)
            found.append((-got, move, trial, trial_x))
    found.sort(key=lambda one: (one[0], one[1]))
    return [(trial, trial_x) for loss, _, trial, trial_x in found if -loss > value]


def _at_once(dual: Dual, x: Array, n: Array, price: Array, move: Move) -> tuple[float, Array, Array]:
    """Smoothed value right after a move, a class that opens at the price that clears its seats; counts; prices."""
    trial, x = _moved(n, move), x.copy()
    if move[0] >= 0 and n.ravel()[move[0]] <= 0:
        dual.shape.split(x)[1].ravel()[move[0]] = price.ravel()[move[0]]
    return dual.smooth(x, HEAT, Box(trial, trial))[0], trial, x


def _settled(dual: Dual, x: Array, n: Array) -> tuple[Array, float]:
    """Prices and smoothed value of the pool with the counts fixed."""
    x = dual.descend(x, HEAT, Box(n, n), 10)
    return x, dual.smooth(x, HEAT, Box(n, n))[0]


def _even(dual: Dual, x: Array) -> Array:
    """Seat prices at which a full batch pays for itself."""
    t = dual.t
    cost = dual.shape.split(x)[1] * t.batch_max[:, None] - dual._batch_worth(x)
    return np.asarray(cost / np.maximum(t.batch_max, 1)[:, None])


def _invite(dual: Dual, x: Array, n: Array, box: Box) -> None:
    """Price everybody with the closed classes open at what a full batch costs: the pool learns who would come."""
    shut = dual.t.is_class[:, None] & (n <= 0) & (box.hi > 0)
    x = x.copy()
    seat = dual.shape.split(x)[1]
    seat[shut] = _even(dual, x)[shut]
    dual.bound(x, Box(n, box.hi))


def _moved(n: Array, move: Move) -> Array:
    out = n.copy()
    if move[0] >= 0:
        out.ravel()[move[0]] += 1
    if move[1] >= 0:
        out.ravel()[move[1]] -= 1
    return out
