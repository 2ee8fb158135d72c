"""Prices: minimise the smoothed dual over a pool of packages, price everybody, repeat.

Every pricing of all people gives a proven bound (the Lagrangian value), whatever the prices. The pool makes
the steps between two pricings cheap; smoothing makes them fast (projected Newton, conjugate gradients).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.solver.crew import Crew
from bangkom.engine.planner.solver.newton import (
    SERIAL,
    Ranks,
    curve_batches,
    curve_block,
    gather_block,
    waver_for,
    way_of,
)
from bangkom.engine.planner.solver.package import Adjust, Market
from bangkom.engine.planner.solver.pool import (
    Flat,
    Pool,
    count_rows,
    fill_rows,
    pool_for,
    share_back,
    smooth_block,
)
from bangkom.engine.planner.solver.seats import empty_hall, price_people, weigh_pool
from bangkom.engine.planner.solver.tables import OPEN_CAP, Tables

Array = NDArray[Any]
BATCH_HEAT = 15.0  # smoothing of a whole batch against that of one person


@dataclass(frozen=True)
class Box:
    """Batch counts allowed: ``lo <= n <= hi``."""

    lo: Array
    hi: Array

    def key(self) -> bytes:
        return self.lo.tobytes() + self.hi.tobytes()


class Shape:
    """Where each kind of price lies in the one vector that is optimised."""

    def __init__(self, t: Tables) -> None:
        self.dims = [(len(t.budget),), t.n_max.shape, t.u_cap.shape, t.v_cap.shape, (len(t.g_share),)]
        self.sizes = [int(np.prod(d)) for d in self.dims]
        self.at = np.concatenate([[0], np.cumsum(self.sizes)]).astype(int)
        self.length = int(self.at[-1])

    def split(self, x: Array) -> list[Array]:
        return [x[self.at[k] : self.at[k + 1]].reshape(self.dims[k]) for k in range(5)]

    def join(self, *parts: Array) -> Array:
        return np.concatenate([np.asarray(part, np.float64).ravel() for part in parts])


class Dual:
    """State of the price search for one problem: pool, prices, best bound."""

    def __init__(self, t: Tables, crew: Crew, adjust: Adjust | None = None, part: float = 1.0) -> None:
        self.t, self.crew, self.shape = t, crew, Shape(t)
        self.adjust = adjust or Adjust.none(len(t.unit))
        self.pool: Pool = pool_for(len(t.unit), 16, t.most_items)
        self.part = part  # the people are this part of all; so are budgets, seats and batches
        self.top = np.zeros(len(t.unit))
        self.everybody = np.arange(len(t.unit), dtype=np.int32)
        self.nobody = empty_hall(t, np.zeros_like(t.n_max))
        self.settled = self.flat_is_new = False
        self.trace: list[tuple[float, ...]] = []
        self.free_left = _no_limits(t)
        self.agencies = int(t.u_agency.max(initial=0)) + 1
        self.seat_limit = np.where(t.cap < OPEN_CAP, t.cap, 0) * part
        self.limited = (~t.is_class[:, None]) & (t.cap < OPEN_CAP) & (t.cap > 0)
        self.own = self.shape.join(
            part * t.budget, self.seat_limit * self.limited, part * t.u_cap, part * t.v_cap,
            np.full(len(t.g_share), part),
        )  # fmt: skip

    def remember(self, codes: Array) -> bool:
        """Begin with the packages of an earlier run; False when they are of another shape."""
        if codes.shape != self.pool.code.shape:
            return False
        self.pool.code[:] = codes
        self.crew.each(lambda lo, hi, desk, b: weigh_pool(lo, hi, self.crew.k, desk, self.pool))
        return True

    # prices as the kernels want them -------------------------------------------------------------
    def market(self, x: Array, box: Box | None, way: bool = False) -> Market:
        money, seat, day, _, group = self.shape.split(x)
        agency = np.bincount(self.t.g_agency, group * self.t.g_share, self.agencies)
        if box is not None:
            seat = np.where((box.hi > 0) | (self.t.cap > 0), seat, np.inf)
        left_money, left_seat, left_day = self.free_left
        adj = Adjust.none(len(self.t.unit)) if way else self.adjust
        return Market(
            np.ascontiguousarray(money), np.ascontiguousarray(seat), np.ascontiguousarray(day),
            np.ascontiguousarray(group), agency, left_money, left_seat, left_day,
            adj.ptr, adj.code, adj.worth,
        )  # fmt: skip

    # the rows' own part of the Lagrangian --------------------------------------------------------
    def _batch_worth(self, x: Array) -> Array:
        """Worth of a full batch at seat prices less its cost at prices (per class and period)."""
        t = self.t
        money, seat, _, partner, _ = self.shape.split(x)
        cost = (np.append(money, 0.0)[t.fund_fixed][:, None] + t.w[4]) * t.fixed
        if len(t.v_cap):
            held = np.where((t.partner >= 0)[:, None], partner[t.partner], 0.0)
            cost = cost + held * t.days[:, None]
        return np.asarray(seat * t.batch_max[:, None] - cost)

    def fixed_value(self, x: Array, box: Box) -> float:
        """Exact part of the bound that is not about people."""
        t = self.t
        worth = self._batch_worth(x)
        batches = self.part * np.where(worth > 0, box.hi * worth, box.lo * worth) * t.is_class[:, None]
        return float(
            x @ self.own + batches.sum()
        )  # fmt: skip

    def bound(self, x: Array, box: Box, grow: bool = True) -> float:
        """Price everybody: the proven bound at ``x`` (against no seats at all); packages join the pool."""
        m = self.market(x, box)
        if hasattr(self, "flat"):
            self.crew.each(lambda lo, hi, _, b: share_back(lo, hi, self.flat, self.pool))
        sums = self.crew.each(
            lambda lo, hi, desk, b: price_people(
                self.everybody[lo:hi], self.crew.k, m, desk, self.pool, self.top, self.nobody, grow
            )
        )
        self.flat_is_new = self.flat_is_new and not grow
        return float(sum(sums)) + self.fixed_value(x, box)

    # the smoothed dual ---------------------------------------------------------------------------
    def flatten(self) -> None:
        """Write the pool as sparse rows, if it has grown since."""
        if self.flat_is_new:
            return
        self.flat_is_new = True
        t, crew, people = self.t, self.crew, len(self.top)
        limited = (self.limited | (t.n_max > 0)).ravel()
        counts = np.zeros((people, 2), np.int64)
        crew.each(lambda lo, hi, _, b: count_rows(lo, hi, crew.k, limited, self.pool, counts))
        ends = np.zeros((people + 1, 2), np.int64)
        np.cumsum(counts, axis=0, out=ends[1:])
        packages, entries = ends[-1]
        flat = Flat(
            np.ascontiguousarray(ends[:, 0]), np.zeros(packages), np.zeros(packages + 1, np.int64),
            np.zeros(entries, np.int32), np.zeros(entries), np.zeros(packages),
        )  # fmt: skip
        m = self.market(np.zeros(self.shape.length), None)
        starts, entry = self.shape.at, np.ascontiguousarray(ends[:, 1])
        crew.each(lambda lo, hi, _, b: fill_rows(lo, hi, crew.k, m, limited, starts, self.pool, flat, entry))
        self.flat, self.waver = flat, waver_for(len(crew.blocks), people, flat)

    def _wide(self, x: Array) -> Array:
        """Prices with the agencies' sums of equity prices appended."""
        group = self.shape.split(x)[4]
        return np.append(x, np.bincount(self.t.g_agency, group * self.t.g_share, self.agencies))

    def _narrow(self, use: Array, power: int = 1) -> Array:
        """Fold use of the agencies' rows into the equity rows."""
        folded, t = use[: self.shape.length].copy(), self.t
        self.shape.split(folded)[4][...] += t.g_share**power * use[self.shape.length :][t.g_agency]
        return folded

    def smooth(self, x: Array, heat: float, box: Box) -> tuple[float, Array, Array]:
        """Value, gradient, diagonal of the curvature."""
        t, price = self.t, self._wide(x)
        seats = price[self.shape.at[1] : self.shape.at[2]]
        seats[((box.hi <= 0) & t.is_class[:, None]).ravel()] = 1e9  # closed
        uses = np.zeros((len(self.crew.blocks), 2, len(price)))
        value = sum(
            self.crew.each(
                lambda lo, hi, _, b: smooth_block(lo, hi, heat, price, self.flat, uses[b, 0], uses[b, 1])
            )
        )
        use, bend = self._narrow(uses[:, 0].sum(0)), self._narrow(uses[:, 1].sum(0), 2)
        fixed, g_money, g_seat, g_partner, curve = self._smooth_batches(x, heat, box)
        value += float(x @ self.own) + fixed
        more = np.concatenate([g_money, g_seat.ravel()]), g_partner.ravel()
        gradient = self.own - use
        gradient[: self.shape.at[2]] += more[0]
        gradient[self.shape.at[3] : self.shape.at[4]] += more[1]
        return float(value), gradient, bend + curve

    def _smooth_batches(self, x: Array, heat: float, box: Box) -> tuple[float, Array, Array, Array, Array]:
        t = self.t
        worth = self._batch_worth(x)
        over, over_1 = _softplus(worth, heat * BATCH_HEAT)
        wide = (box.hi - box.lo) * self.part * t.is_class[:, None]
        low = box.lo * self.part * t.is_class[:, None]
        n = low + wide * over_1  # expected batches
        value = float((low * worth + wide * over).sum())
        self.expected_batches = n
        slope = np.broadcast_to(t.batch_max[:, None].astype(float), n.shape)
        kappa = wide * over_1 * (1 - over_1) / (heat * BATCH_HEAT)
        self._kappa = kappa
        g_money = -np.bincount(t.fund_fixed + 1, (n * t.fixed).sum(1), len(t.budget) + 1)[1:]
        g_partner = np.zeros(t.v_cap.shape)
        d_partner = np.zeros(t.v_cap.shape)
        held = t.partner >= 0
        np.add.at(g_partner, t.partner[held], -(n * t.days[:, None])[held])
        np.add.at(d_partner, t.partner[held], (kappa * (t.days**2)[:, None])[held])
        d_money = np.bincount(
            t.fund_fixed + 1, (kappa * t.fixed.astype(float) ** 2).sum(1), len(t.budget) + 1
        )
        curve = self.shape.join(
            d_money[1:], kappa * slope**2, np.zeros(t.u_cap.shape), d_partner, np.zeros(len(t.g_share))
        )
        return value, g_money, n * slope, g_partner, curve

    def _ranks(self) -> Ranks:
        """Curvature of the batches at the point of the last ``smooth``."""
        t, shape = self.t, self.shape
        j, p = np.nonzero(self._kappa > 1e-14)
        money, partner = t.fund_fixed[j], t.partner[j]
        seat_at = shape.at[1] + j * t.n_max.shape[1] + p
        rows = np.column_stack(
            [seat_at, np.maximum(money, 0), np.where(partner >= 0, partner * t.v_cap.shape[1] + p, 0)]
        )
        rows[:, 2] = np.where(partner >= 0, rows[:, 2] + shape.at[3], 0)
        use = np.column_stack(
            [t.batch_max[j], np.where(money >= 0, -t.fixed[j, p], 0), np.where(partner >= 0, -t.days[j], 0)]
        )
        start = np.arange(len(j) + 1, dtype=np.int64) * 3
        return Ranks(
            start, rows.ravel().astype(np.int32), use.ravel().astype(float), self._kappa[j, p].copy()
        )

    def _gather(self) -> None:
        """Copy the people who waver at the point of the last ``smooth`` together."""
        self.crew.each(lambda lo, hi, _, b: gather_block(b, lo, hi, self.flat, self.waver))
        self.ranks = self._ranks()

    def curvature(self, v: Array, heat: float) -> Array:
        """Second derivative of the smoothed dual times ``v``, at the point of the last ``_gather``."""
        way = self._wide(v)
        outs = np.zeros((len(self.crew.blocks), len(way)))
        self.crew.each(lambda lo, hi, _, b: curve_block(b, lo, heat, way, self.waver, outs[b]))
        out = self._narrow(outs.sum(0))
        curve_batches(v, self.ranks, out)
        return out

    def solve(
        self, x: Array, box: Box, heat: float, final: float, rounds: int, steps: int = 6
    ) -> tuple[Array, float]:
        """Cool from ``heat`` to ``final``, pricing everybody after each descent; best prices and bound."""
        best, best_x = np.inf, x
        for _ in range(rounds):
            x = self.descend(x, heat, box, steps)
            bound = self.bound(x, box)
            if bound < best:
                best, best_x = bound, x
            if heat <= final and self.settled:
                break
            if self.settled:
                heat = max(final, heat * 0.5)
        return best_x, best

    # Newton steps --------------------------------------------------------------------------------
    def descend(self, x: Array, heat: float, box: Box, steps: int, cg: int = 25) -> Array:
        """Newton steps on the smoothed dual of the pool; a barrier as hot keeps prices above zero.

        The barrier's curvature uses the slack of the row where that is larger (as primal-dual interior
        point methods do), so that the price of a slack row falls to its place in one step.
        """
        self.flatten()
        used = self._in_use(box)
        x = np.where(used, np.maximum(x, 1e-9), 0.0)
        value, gradient, diagonal = self._walled(x, heat, box, used)
        self.settled = False
        for _ in range(steps):
            inside = np.where(used, x, 1.0)
            slack = gradient + heat / inside
            wall = np.where(used, np.maximum(slack, heat / inside) / inside, 0.0)
            way = self._newton_way(
                np.where(used, -gradient, 0.0), diagonal + wall + 1e-9, wall, used, heat, cg
            )
            promise = -float(gradient @ way)
            if promise <= 0.002 * heat * len(self.top):
                self.settled = True
                break
            inward = used & (way < 0)
            with np.errstate(over="ignore"):
                step = min(1.0, 0.95 * float((x[inward] / -way[inward]).min(initial=np.inf)))
            moved = False
            for _ in range(10):
                trial = np.where(used, x + step * way, 0.0)
                got, gradient_, diagonal_ = self._walled(trial, heat, box, used)
                if got <= value - 0.05 * step * promise:
                    moved = True
                    break
                step *= 0.3
            self.trace.append((heat, step, value, got, promise))
            if not moved:
                self.smooth(x, heat, box)  # shares and batches are those of the point returned
                break
            x, value, gradient, diagonal = trial, got, gradient_, diagonal_
        return x

    def _walled(self, x: Array, heat: float, box: Box, used: Array) -> tuple[float, Array, Array]:
        value, gradient, diagonal = self.smooth(x, heat, box)
        inside = np.where(used, x, 1.0)
        value -= heat * float(np.log(inside).sum())
        return value, np.where(used, gradient - heat / inside, 0.0), diagonal

    def _in_use(self, box: Box) -> Array:
        """Prices that exist: no seat price where nothing limits seats or nothing opens."""
        used = np.ones(self.shape.length, bool)
        self.shape.split(used)[1][...] = self.limited | ((box.hi > 0) & self.t.is_class[:, None])
        return used

    def _newton_way(
        self, target: Array, scale: Array, wall: Array, used: Array, heat: float, cg: int
    ) -> Array:
        """Conjugate gradients for (curvature + wall + a little) way = target."""
        wall = wall + 1e-5 * scale
        self._gather()
        if len(self.top) <= SERIAL:
            lows = np.array([lo for lo, _ in self.crew.blocks], np.int64)
            return way_of(
                target, scale, wall, used, heat, cg, lows, self.waver, self.ranks, int(self.shape.at[4]),
                self.agencies, self.t.g_agency, self.t.g_share,
            )  # fmt: skip
        way, rest = np.zeros_like(target), target.copy()
        helped = np.where(used, rest / scale, 0.0)
        search, mass = helped.copy(), float(rest @ helped)
        goal = 1e-3 * mass
        for _ in range(cg):
            bent = np.where(used, self.curvature(search, heat) + wall * search, 0.0)
            curve = float(search @ bent)
            if curve <= 0 or mass <= goal:
                break
            step = mass / curve
            way += step * search
            rest -= step * bent
            helped = np.where(used, rest / scale, 0.0)
            fresh = float(rest @ helped)
            search = helped + (fresh / mass) * search
            mass = fresh
        return way


def _softplus(x: Array, heat: float) -> tuple[Array, Array]:
    y = x / heat
    small = np.exp(-np.abs(y))
    value = heat * (np.maximum(y, 0.0) + np.log1p(small))
    slope = np.where(y > 0, 1.0 / (1.0 + small), small / (1.0 + small))
    return value, slope


def _no_limits(t: Tables) -> tuple[Array, Array, Array]:
    return (
        np.full(len(t.budget), 2**60, np.int64),
        np.full(t.n_max.shape, OPEN_CAP, np.int32),
        np.full(t.u_cap.shape, OPEN_CAP, np.int32),
    )
