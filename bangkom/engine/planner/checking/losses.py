"""By how much the best package that touches a need is worth less than what the person has."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.checking import Violation
from bangkom.engine.planner.checking.books import Books, Items
from bangkom.engine.planner.plan import Plan, Register

Array = NDArray[Any]


def unfit_prices(books: Books, register: Register) -> list[Violation]:
    """The prices at which losses are counted are missing, endless or below zero."""
    p = books.p
    shapes = {"at_budget": (p.S,), "at_seat": (p.J, p.T), "at_unit": (p.U, p.T), "at_equity": (p.G,)}
    found = []
    for name, shape in shapes.items():
        prices = np.asarray(getattr(register, name))
        if prices.shape != shape or not np.isfinite(prices).all():
            found.append(Violation("register", (), f"{name} has shape {prices.shape} or is not finite"))
        elif name != "at_seat" and (prices < 0).any():
            found.append(Violation("register", (), f"{name} is below zero"))
    return found


class Losses:
    """Recomputes losses at the register's prices."""

    def __init__(self, books: Books, plan: Plan) -> None:
        p, r = books.p, plan.register
        self.books, self.money, self.seat, self.day = books, r.at_budget, r.at_seat, r.at_unit
        share = p["g_theta"] * p["g_size"] / np.maximum(100 * p["a_size"][p["g_agency"]], 1)
        self.by_agency = np.zeros(p.A)
        np.add.at(self.by_agency, p["g_agency"], r.at_equity * share)
        self.by_group = r.at_equity
        self.forced = {tuple(row) for row in plan.pins.force_in.tolist()}

    def net(self, i: int, items: Items) -> float:
        """Worth of a package less its price."""
        p = self.books.p
        unit = int(p["p_unit"][i])
        groups = p["p_grp"][i][p["p_grp"][i] >= 0]
        seat_price = float(self.by_agency[p["u_agency"][unit]] - self.by_group[groups].sum())
        price = 0.0
        for j, t in items:
            cost, source = self.books.cost(i, j)
            price += float(self.seat[j, t]) + self.books.days[j] * float(self.day[unit, t])
            price += cost * float(self.money[source]) + (seat_price if self.books.funded(j) else 0.0)
        return self.books.worth(i, items) - price

    def best(self, i: int, j: int) -> dict[int, tuple[float, int]]:
        """By period: best worth at prices with ``j``, and how many seats are given up (as few as can be)."""
        items = self.books.items[i]
        bound = [(k, t) for k, t in items if {(i, k, t), (i, k, -1)} & self.forced]
        free = [item for item in items if item not in bound]
        periods = [
            t
            for t in range(self.books.p.T)
            if self.books.offered[j, t] and not {(i, j, t), (i, j, -1)} & self.books.barred
        ]
        for size in range(len(free) + 1):
            found: dict[int, tuple[float, int]] = {}
            for given in combinations(free, size):
                kept = [item for item in items if item not in given]
                for t in periods:
                    if self.books.personal(i, [*kept, (j, t)]):
                        net = self.net(i, [*kept, (j, t)])
                        found[t] = max(found.get(t, (-np.inf, size)), (net, size))
            if found:
                return found
        return {}

    def wrong(self, row: int, raising: list[int], r: Register) -> list[Violation]:
        """The stated loss, option or seat given up is not that of the best package."""
        i, j, t = int(r.i[row]), int(r.offering[row]), int(r.period[row])
        stated, dropped = float(r.loss[row]), int(r.dropped[row])
        options = {k: self.best(i, k) for k in raising}
        nets = [net for found in options.values() for net, _ in found.values()]
        if not nets:
            if stated == np.inf:
                return []
            return [Violation("loss", (row,), f"says {stated!r}, but no package touches the need")]
        true = self.net(i, self.books.items[i]) - max(nets)
        near = 1e-6 * max(1.0, abs(true))
        if not abs(stated - true) <= near:
            return [Violation("loss", (row,), f"says {stated!r}, the best package gives {true!r}")]
        net, given = options.get(j, {}).get(t, (-np.inf, 0))
        if net < max(nets) - near:
            return [Violation("loss", (row,), f"option {j}, {t} is not the best one")]
        if (given > 0) != (dropped >= 0) or (given > 0 and dropped not in self.books.offerings(i)):
            return [Violation("loss", (row,), f"says {dropped} is given up; {given} seat(s) must be")]
        return []
