"""What is used and left under a plan, and what one more seat would break."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.checking.rules import (
    cost_of,
    equity_slack,
    money_spent,
    seats_counted,
)
from bangkom.engine.planner.plan import Plan, Reason
from bangkom.engine.planner.problem import Problem

Array = NDArray[Any]
Items = list[tuple[int, int]]  # (offering, period)


class Books:
    """What is used and left under a plan."""

    def __init__(self, p: Problem, plan: Plan) -> None:
        self.p = p
        i, j, t = (np.asarray(a, "int64") for a in (plan.a_i, plan.a_j, plan.a_t))
        self.n = np.asarray(plan.n, "int64")
        self.money_left = p["s_budget"] - money_spent(p, i, j, self.n)
        taken = np.bincount(j * p.T + t, minlength=p.J * p.T).reshape(p.J, p.T)
        is_class = (p["o_mode"] == 0)[:, None]
        cap = np.where(
            is_class,
            self.n * p["o_max"].astype("int64")[:, None],
            np.where(p["o_cap"] < 0, 2**40, p["o_cap"].astype("int64")),
        )
        self.seats_left = cap - taken
        self.offered = np.where(is_class, p["o_nmax"] * (p["o_max"][:, None] > 0), p["o_cap"]) != 0
        away = np.zeros((p.U, p.T), "int64")
        np.add.at(away, (p["p_unit"][i], t), p["o_days"][j])
        self.days_left = p["u_abs_cap"] - away
        self.by_agency, self.by_group = seats_counted(p, i, j)
        self.barred = {tuple(row) for row in plan.pins.force_out.tolist()}
        order = np.argsort(i, kind="stable")
        ends = np.cumsum(np.bincount(i, minlength=p.N))
        rows = np.split(order, ends[:-1]) if p.N else []
        self.items: list[Items] = [[(int(j[r]), int(t[r])) for r in mine] for mine in rows]
        self.course, self.days, self.jp = (p[n].tolist() for n in ("o_course", "o_days", "o_jp"))
        self.asked, self.bit = p["o_prereq"].tolist(), p["o_prereq_bit"].tolist()
        self.cost = cache(self._cost)
        self.gains = cache(self._gains)
        self.needs = cache(self._needs)

    def offerings(self, i: int) -> set[int]:
        return {j for j, _ in self.items[i]}

    def funded(self, j: int) -> bool:
        """The seat counts for equity."""
        return bool(self.p["o_mode"][j] <= 1 and not self.p["o_mand_only"][j])

    def held(self, i: int, j: int) -> bool:
        """The person held the offering's prerequisite already."""
        return self.bit[j] >= 0 and bool(int(self.p["p_held"][i]) >> self.bit[j] & 1)

    def personal(self, i: int, items: Items) -> bool:
        """A package keeps all rules of the person alone (eligibility apart)."""
        p, days, jp = self.p, 0, 0
        first: dict[int, int] = {}
        busy: set[int] = set()
        for j, t in items:
            days, jp = days + self.days[j], jp + self.jp[j]
            if self.course[j] in first or (self.days[j] and t in busy):
                return False
            first[self.course[j]] = t
            if self.days[j]:
                busy.add(t)
        if len(items) > p["p_max_items"][i] or days > p["p_day_cap"][i] or jp > p["p_jp_cap"][i]:
            return False
        return all(
            self.asked[j] < 0 or self.held(i, j) or first.get(self.asked[j], p.T) < t for j, t in items
        )

    def stands_against(self, i: int, j: int, t: int) -> set[Reason]:
        """Every rule that one more seat of offering ``j`` in period ``t`` would break."""
        p, items, found = self.p, self.items[i], set()
        if (i, j, t) in self.barred or (i, j, -1) in self.barred:
            found.add(Reason.PINNED_OUT)
        if self.course[j] in {self.course[k] for k, _ in items}:
            found.add(Reason.COURSE_TAKEN)
        early = {self.course[k] for k, period in items if period < t}
        if self.asked[j] >= 0 and not self.held(i, j) and self.asked[j] not in early:
            found.add(Reason.PREREQUISITE)
        if len(items) + 1 > p["p_max_items"][i]:
            found.add(Reason.OWN_ITEMS)
        if sum(self.jp[k] for k, _ in items) + self.jp[j] > p["p_jp_cap"][i]:
            found.add(Reason.OWN_JP)
        days = int(self.days[j])
        if sum(self.days[k] for k, _ in items) + days > p["p_day_cap"][i]:
            found.add(Reason.OWN_DAYS)
        if days and any(period == t and self.days[k] > 0 for k, period in items):
            found.add(Reason.OWN_PERIOD)
        return found | self._market(i, j, t, days)

    def _market(self, i: int, j: int, t: int, days: int) -> set[Reason]:
        p, found = self.p, set()
        if p["o_mode"][j] == 0 and self.n[j, t] < 1:
            found.add(Reason.NOT_OPENED)
        elif self.seats_left[j, t] < 1:
            found.add(Reason.CLASS_FULL)
        if self.days_left[p["p_unit"][i], t] < days:
            found.add(Reason.UNIT)
        cost, source = self.cost(i, j)
        if self.money_left[source] < cost:
            found.add(Reason.BUDGET)
        if self.funded(j):
            agency, group = self.by_agency.copy(), self.by_group.copy()
            agency[p["u_agency"][p["p_unit"][i]]] += 1
            mine = p["p_grp"][i]
            np.add.at(group, mine[mine >= 0], 1)
            now = equity_slack(p, self.by_agency, self.by_group)
            if (equity_slack(p, agency, group) < np.minimum(now, 0)).any():
                found.add(Reason.EQUITY)
        return found

    def open_to(self, i: int) -> Array:
        """Offerings held at all that the person may take by job, agency and duty."""
        p = self.p
        agency, must = int(p["u_agency"][p["p_unit"][i]]), int(p["p_mand"][i])
        may = (p["o_elig"] >> np.uint64(p["p_job"][i])) & np.uint64(1) == 1
        may &= (p["o_agency"] < 0) | (p["o_agency"] == agency)
        may &= ~p["o_mand_only"] | ((must >= 0) & (p["o_course"] == must))
        return np.flatnonzero(may & self.offered.any(1))

    def raising(self, i: int, competency: int) -> list[int]:
        """Open offerings that raise a competency."""
        return [
            j for j in self.open_to(i).tolist() if any(k == competency and a > 0 for k, a in self.gains(j))
        ]

    def worth(self, i: int, items: Items) -> float:
        """Objective of a person's items."""
        p, w = self.p, self.p.weights
        z: dict[int, float] = {}
        for j, _ in items:
            for k, a in self.gains(j):
                z[k] = z.get(k, 0.0) + a
        total = 0.0
        for k, weight, g1, g2 in self.needs(i):
            got = z.get(k, 0.0)
            total += weight * (min(got, g1) + w.rate2 * min(max(got - g1, 0.0), g2))
            total += w.eps_defer * (got > 0)
        total -= w.rho_jp * max(0, int(p["p_jp_target"][i]) - sum(self.jp[j] for j, _ in items))
        must = int(p["p_mand"][i])
        total -= w.m_mand * (must >= 0 and must not in {self.course[j] for j, _ in items})
        return float(total - w.eps_cost * sum(self.cost(i, j)[0] for j, _ in items))

    def _cost(self, i: int, j: int) -> tuple[int, int]:
        cost, source = cost_of(self.p, np.array([i]), np.array([j]))
        return int(cost[0]), int(source[0])

    def _gains(self, j: int) -> list[tuple[int, float]]:
        span = slice(int(self.p["gain_ptr"][j]), int(self.p["gain_ptr"][j + 1]))
        return list(zip(self.p["gain_k"][span].tolist(), self.p["gain_a"][span].tolist(), strict=True))

    def _needs(self, i: int) -> list[tuple[int, float, float, float]]:
        span = slice(int(self.p["need_ptr"][i]), int(self.p["need_ptr"][i + 1]))
        columns = (self.p[n][span].tolist() for n in ("need_k", "need_w", "need_g1", "need_g2"))
        return list(zip(*columns, strict=True))
