"""From prices and batch counts to a feasible plan: passes over people, equity, smallest class sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.solver.package import Desk, Market, package_worth
from bangkom.engine.planner.solver.refine import fits
from bangkom.engine.planner.solver.seats import Hall, empty_hall, equity_debt, improve, live, objective, shift
from bangkom.engine.planner.solver.tables import Kern, Tables

Array = NDArray[Any]
SCALES = (0.9, 0.7, 0.5, 0.3, 0.1, 0.0)  # prices fall step by step so that what is left finds takers


class Filler:
    """Fills a hall; the order of people comes from the seed alone."""

    def __init__(
        self, t: Tables, k: Kern, desk: Desk, seed: int, forced: Array | None = None, least: Array | None = None
    ) -> None:  # fmt: skip
        """``forced``: rows (person, offering, period or -1) that must be planned; ``least``: batches they need."""
        self.t, self.k, self.desk = t, k, desk
        self.random = np.random.default_rng(seed)
        self.forced = np.zeros((0, 3), np.int32) if forced is None else forced
        self.least = np.zeros_like(t.n_max) if least is None else least
        pinned = np.unique(self.forced[:, 0]).astype(np.int32)
        # Who must take a course loses most by coming late.
        must = np.flatnonzero(t.mand >= 0).astype(np.int32)
        self.first = np.concatenate([pinned, must[~np.isin(must, pinned)]])
        self.others = np.setdiff1d(np.arange(len(t.unit), dtype=np.int32), self.first)

    def fill(self, n: Array, market: Market) -> Hall:
        """A feasible plan with at most ``n`` batches."""
        n = np.maximum(n, self.least)
        hall = self.booked(n if fits(self.t, n) else self.affordable(n))
        self.sweep(hall, market, 1.0, strict=False, fair=False)
        self.settle_equity(hall, market)
        self.settle_minimum(hall, market)
        for scale in SCALES:
            self.sweep(hall, market, scale)
        return hall

    def booked(self, n: Array) -> Hall:
        """A hall where the forced rows have their seats, before anybody takes what they need.

        Batches that no forced row needs are given up, last offering first, while money for them is short.
        """
        t, periods = self.t, self.t.u_cap.shape[1]
        rows = self.forced[self.forced[:, 2] >= 0]
        n = n.copy()
        while True:
            hall, short = empty_hall(t, n), set()
            for i, j, p in rows.tolist():
                code = np.array([j * periods + p, -1], np.int32)
                source = int(t.fund_var[j]) if t.fund_var[j] >= 0 else int(t.u_source[t.unit[i]])
                cost = int(t.cost[t.u_zone[t.unit[i]], j])
                if hall.left_money[source] < cost:
                    short.add(source)
                elif hall.left_seat[j, p] >= 1 and hall.left_day[t.unit[i], p] >= t.days[j]:
                    at = int((hall.code[i] >= 0).sum())
                    if at < t.max_items[i]:
                        hall.code[i, at] = code[0]
                        shift(i, code, 1, self.k, hall)
            spare = np.argwhere((n > self.least) & np.isin(t.fund_fixed, list(short))[:, None])
            if not short or not len(spare):
                break
            n[tuple(spare[-1])] -= 1
        for i in np.unique(rows[:, 0]):
            hall.worth[i] = package_worth(i, hall.code[i], self.k, self.desk.need_of, self.desk.z)
        return hall

    def affordable(self, n: Array) -> Array:
        """Give up batches, last offering first, until fixed costs fit the budgets and partners have the days."""
        kept = self.least.astype(n.dtype) if fits(self.t, self.least) else np.zeros_like(n)
        for j, p in zip(*np.nonzero(n), strict=True):
            while kept[j, p] < n[j, p]:
                kept[j, p] += 1
                if not fits(self.t, kept):
                    kept[j, p] -= 1
                    break
        return kept

    def sweep(
        self, hall: Hall, market: Market, scale: float, *, strict: bool = True, fair: bool = True,
        order: Array | None = None,
    ) -> float:  # fmt: skip
        """One pass over everybody (pinned and obliged people first) at prices times ``scale``; the gain."""
        if order is None:
            order = np.concatenate([self.first, self.random.permutation(self.others)])
        return improve(order, self.k, live(market, hall, scale), self.desk, hall, strict, fair)

    def debt(self, hall: Hall) -> int:
        return sum(equity_debt(a, self.k, hall) for a in range(len(hall.seats_a)))

    def settle_equity(self, hall: Hall, market: Market) -> None:
        """Raise the price of broken equity rows until they hold; at the last, take seats back."""
        t, boost = self.t, 0.03
        extra = np.zeros(len(t.g_share))
        for _ in range(20):
            over = t.g_int[:, 0] * hall.seats_a[t.g_agency] > t.g_int[:, 1] * (hall.seats_g + 1)
            if not over.any():
                return
            extra[over] += boost
            boost *= 1.5
            group = market.group + extra
            agency = np.bincount(t.g_agency, group * t.g_share, len(market.agency))
            member = np.asarray(np.isin(t.grp, np.flatnonzero(over)).any(1))
            touched = np.isin(t.u_agency[t.unit], t.g_agency[over])
            order = np.concatenate([self.first, self.random.permutation(self.others)])
            order = order[touched[order]]
            order = np.concatenate([order[member[order]], order[~member[order]], order[member[order]]])
            raised = market._replace(group=group, agency=agency)
            self.sweep(hall, raised, 1.0, strict=False, order=order.astype(np.int32))
        self._take_back(hall)

    def _take_back(self, hall: Hall) -> None:
        """Clear packages with funded seats, worth least first, until no equity row is broken."""
        t, periods = self.t, self.t.u_cap.shape[1]
        for agency in range(len(hall.seats_a)):
            if equity_debt(agency, self.k, hall) == 0:
                continue
            funded = (hall.code >= 0) & t.funded[np.maximum(hall.code, 0) // periods]
            ours = funded.any(1) & (t.u_agency[t.unit] == agency)
            wished = np.isin(np.flatnonzero(ours), self.forced[:, 0])
            for i in np.flatnonzero(ours)[np.lexsort((hall.worth[ours], wished))]:
                debt = equity_debt(agency, self.k, hall)
                if debt == 0:
                    break
                shift(i, hall.code[i], -1, self.k, hall)
                if equity_debt(agency, self.k, hall) >= debt:
                    shift(i, hall.code[i], 1, self.k, hall)
                    continue
                hall.code[i] = -1
                hall.worth[i] = 0.0
            if equity_debt(agency, self.k, hall) > 0:
                for i in np.flatnonzero(ours):
                    self.clear(hall, int(i))

    def clear(self, hall: Hall, i: int) -> None:
        shift(i, hall.code[i], -1, self.k, hall)
        hall.code[i] = -1
        hall.worth[i] = 0.0

    def short(self, hall: Hall) -> Array:
        """Classes with fewer people than their batches need."""
        return np.argwhere(self.t.is_class[:, None] & (hall.taken < hall.n * self.t.batch_min[:, None]))

    def settle_minimum(self, hall: Hall, market: Market) -> None:
        """Invite people to classes that are too small; then close what stays too small, one at a time."""
        t = self.t
        for boost in (0.3, 0.6, 1.2):
            short = self.short(hall)
            if not len(short):
                return
            seat = market.seat.copy()
            seat[short[:, 0], short[:, 1]] -= boost
            self.sweep(hall, market._replace(seat=seat), 1.0)
        while len(short := self.short(hall)):
            missing = (
                t.batch_min[short[:, 0]] * hall.n[short[:, 0], short[:, 1]]
                - hall.taken[short[:, 0], short[:, 1]]
            )
            j, p = (int(v) for v in short[int(np.argmax(missing))])
            self.close_batch(hall, j, p)
            self._take_back(hall)
            self.sweep(hall, market, 1.0)

    def close_batch(self, hall: Hall, j: int, p: int) -> None:
        """One batch fewer; people beyond the seats left give their whole package back."""
        t, periods = self.t, self.t.u_cap.shape[1]
        hall.n[j, p] -= 1
        hall.left_seat[j, p] -= t.batch_max[j]
        if t.fund_fixed[j] >= 0:
            hall.left_money[t.fund_fixed[j]] += t.fixed[j, p]
        holders = np.flatnonzero((hall.code == j * periods + p).any(1))
        for i in holders[np.lexsort((hall.worth[holders], np.isin(holders, self.forced[:, 0])))]:
            if hall.left_seat[j, p] >= 0:
                break
            self.clear(hall, int(i))

    def worth(self, hall: Hall) -> float:
        return objective(self.t, hall)
