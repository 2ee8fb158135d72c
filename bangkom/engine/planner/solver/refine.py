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
    """What one more batch of each class would add, and what the last one of each open class adds."""
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
    worth = dual._batch_worth(x)
    cost = dual.shape.split(x)[1] * t.batch_max[:, None] - worth
    enough = crowd >= t.batch_min[:, None]
    opening = np.where(closed.reshape(n.shape) & enough, gained - cost, -np.inf)
    opening = np.where(t.is_class[:, None] & (n > 0) & (n < most), worth, opening)
    return opening, np.where(n > 0, worth, np.inf)


def fits(t: Tables, n: Array) -> bool:
    """Fixed costs within budgets, batch-days within the partners' days."""
    spent = np.bincount(t.fund_fixed + 1, (n * t.fixed).sum(1).astype(float), len(t.budget) + 1)[1:]
    if (spent > t.budget).any():
        return False
    held = np.zeros(t.v_cap.shape)
    has = t.partner >= 0
    np.add.at(held, t.partner[has], (n * t.days[:, None])[has])
    return bool((held <= t.v_cap).all())


HEAT = 0.012  # moves are judged by the smoothed value of the pool at this heat


def refine(
    dual: Dual, x: Array, n: Array, box: Box, *, tries: int, go: Callable[[int, int], bool]
) -> tuple[Array, Array]:
    """Batch counts and prices after at most ``tries`` moves tried."""
    tried: set[tuple[bytes, Move]] = set()
    x, value = judged(dual, x, n)
    for turn in range(tries):
        move = _best_move(dual, x, n, box, tried) if go(turn, tries) else None
        if move is None:
            break
        tried.add((n.tobytes(), move))
        trial = _moved(n, move)
        got_x, got = judged(dual, x, trial)
        if got > value + 1e-5 * abs(value):
            dual.bound(got_x, Box(trial, trial))
            again_x, again = judged(dual, got_x, trial)
            n, x, value = trial, again_x, again
    return n, x


def judged(dual: Dual, x: Array, n: Array) -> tuple[Array, float]:
    """Prices and smoothed value of the pool with the counts fixed."""
    box = Box(n, n)
    for heat, steps in ((0.05, 4), (0.02, 5), (HEAT, 8)):
        x = dual.descend(x, heat, box, steps)
    return x, dual.smooth(x, HEAT, box)[0]


def _moved(n: Array, move: Move) -> Array:
    out = n.copy()
    if move[0] >= 0:
        out.ravel()[move[0]] += 1
    if move[1] >= 0:
        out.ravel()[move[1]] -= 1
    return out


def _best_move(dual: Dual, x: Array, n: Array, box: Box, tried: set[tuple[bytes, Move]]) -> Move | None:
    opening, closing = worth_of_classes(dual, x, n, box.hi)
    closing = np.where(n > box.lo, closing, np.inf)
    opens = np.argsort(-opening, axis=None, kind="stable")[:6]
    closes = np.argsort(closing, axis=None, kind="stable")[:6]
    moves: list[tuple[float, Move]] = []
    for a in opens:
        gain = float(opening.ravel()[a])
        if np.isfinite(gain):
            moves.append((gain, (int(a), -1)))
            moves += [
                (gain - loss, (int(a), int(b)))
                for b in closes
                if np.isfinite(loss := float(closing.ravel()[b])) and a != b
            ]
    moves += [(-float(closing.ravel()[b]), (-1, int(b))) for b in closes if np.isfinite(closing.ravel()[b])]
    for gain, move in sorted(moves, key=lambda m: (-m[0], m[1])):
        if gain <= 0:
            return None
        if (n.tobytes(), move) not in tried and fits(dual.t, _moved(n, move)):
            return move
    return None
