"""Plans as they are made without an engine: first come first served, and gaps sorted in a spreadsheet.

Both keep every rule. Mandatory courses come first, then the classes that most people would gain from, for a
share of each budget; what falls below its smallest size is cancelled, and its people choose again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner import Problem

Array = NDArray[Any]


class Office:
    """The books of a plan made seat by seat."""

    def __init__(self, p: Problem, share: float, by_gain: bool) -> None:
        self.p = p
        self.n = np.zeros((p.J, p.T), "int64")
        self.money = p["s_budget"].copy()
        self.days = p["u_abs_cap"].astype("int64")
        self.seats = np.where(
            (p["o_mode"] == 0)[:, None], 0, np.where(p["o_cap"] < 0, 2**40, p["o_cap"].astype("int64"))
        ).astype("int64")
        self.items: list[list[tuple[int, int]]] = [[] for _ in range(p.N)]
        self.funded = (p["o_mode"] <= 1) & ~p["o_mand_only"]
        self.by_agency, self.by_group = np.zeros(p.A, "int64"), np.zeros(p.G, "int64")
        self.per_agency = p["g_theta"] * p["g_size"]
        self.per_group = 100 * p["a_size"][p["g_agency"]]
        self.groups_of = [np.flatnonzero(p["g_agency"] == a) for a in range(p.A)]
        self.candidates: dict[tuple[int, int], Array] = {}
        self.gain = np.zeros((p.J, max(p.K, 1)))
        owner = np.repeat(np.arange(p.J), np.diff(p["gain_ptr"]))
        self.gain[owner, p["gain_k"]] = p["gain_a"]
        self.oblige()
        self._hold_classes(share, by_gain)

    def _hold_classes(self, share: float, by_gain: bool) -> None:
        """Survey who would gain from each class; hold the most wanted, full, for a share of each budget.

        Seats go by the list, or with ``by_gain`` to those who gain most.
        """
        p = self.p
        asking: dict[int, list[tuple[float, int]]] = {}
        for i in range(p.N):
            j = self.open_to(i)
            j = j[p["o_mode"][j] == 0]
            for offering, added in zip(j.tolist(), self.added(i, j).tolist(), strict=True):
                if added > 0.2:
                    asking.setdefault(offering, []).append((-added if by_gain else 0.0, i))
        self.room, self.partner = (self.money * share).astype("int64"), p["v_cap"].astype("int64")
        for j in sorted(asking, key=lambda j: (-len(asking[j]), j)):
            people = [i for _, i in sorted(asking[j])]
            for t in range(p.T):
                while self.n[j, t] < p["o_nmax"][j, t] and self._hold(j, t, people):
                    pass

    def _hold(self, j: int, t: int, people: list[int]) -> bool:
        """One batch more with people of the list, if it is paid for and large enough."""
        p, fixed, away = self.p, int(self.p["o_fixed"][j, t]), int(self.p["o_days"][j])
        source, v = int(p["o_fund_fixed"][j]), int(p["o_partner"][j])
        short = source >= 0 and (self.room[source] < fixed or self.money[source] < fixed)
        if short or (v >= 0 and self.partner[v, t] < away):
            return False
        self._open(j, t, 1)
        booked: list[tuple[int, int]] = []
        for i in people:
            if self.seats[j, t] < 1:
                break
            if self.added(i, np.array([j]))[0] > 0.2 and (at := self.first_period(i, j)) >= 0:
                self.book(i, j, at)
                booked.append((i, at))
        if sum(at == t for _, at in booked) >= max(1, p["o_min"][j]):
            return True
        for i, at in booked:
            if at == t:
                self.book(i, j, at, -1)
        self._open(j, t, -1)
        return False

    def _open(self, j: int, t: int, sign: int) -> None:
        p, source, v = self.p, int(self.p["o_fund_fixed"][j]), int(self.p["o_partner"][j])
        self.n[j, t] += sign
        self.seats[j, t] += sign * int(p["o_max"][j])
        if source >= 0:
            self.room[source] -= sign * int(p["o_fixed"][j, t])
            self.money[source] -= sign * int(p["o_fixed"][j, t])
        if v >= 0:
            self.partner[v, t] -= sign * int(p["o_days"][j])

    def open_to(self, i: int) -> Array:
        """What the person may take by job, agency and duty."""
        p = self.p
        agency, job, must = int(p["u_agency"][p["p_unit"][i]]), int(p["p_job"][i]), int(p["p_mand"][i])
        if (agency, job) not in self.candidates:
            may = (p["o_elig"] >> np.uint64(job)) & np.uint64(1) == 1
            self.candidates[agency, job] = np.flatnonzero(
                may & ((p["o_agency"] < 0) | (p["o_agency"] == agency))
            )
        j = self.candidates[agency, job]
        return j[~p["o_mand_only"][j] | ((must >= 0) & (p["o_course"][j] == must))]

    def added(self, i: int, j: Array) -> Array:
        """What each offering adds to the objective given what the person has."""
        p, w = self.p, self.p.weights
        span = slice(int(p["need_ptr"][i]), int(p["need_ptr"][i + 1]))
        have = [k for k, _ in self.items[i]]
        need = p["need_k"][span]
        g1, g2, weight = (p[n][span].astype("float64") for n in ("need_g1", "need_g2", "need_w"))
        z = self.gain[np.ix_(have, need)].sum(0)
        more = z + self.gain[np.ix_(j, need)]

        def closed(z: Array) -> Array:
            return np.asarray(
                weight * (np.minimum(z, g1) + w.rate2 * np.clip(z - g1, 0, g2)) + w.eps_defer * (z > 0)
            )

        jp, target = int(p["o_jp"][have].sum()), int(p["p_jp_target"][i])
        hours = np.minimum(jp + p["o_jp"][j], target) - min(jp, target)
        met = p["o_course"][j] == p["p_mand"][i]
        return np.asarray(
            (closed(more) - closed(z)).sum(1)
            + w.rho_jp * hours
            + w.m_mand * met
            - w.eps_cost * self.cost(i, j)
        )

    def cost(self, i: int, j: Any) -> Any:
        p = self.p
        return p["o_var"][j] + p["travel"][p["u_zone"][p["p_unit"][i]], p["o_loc"][j]]

    def source(self, i: int, j: int) -> int:
        fund = int(self.p["o_fund_var"][j])
        return fund if fund >= 0 else int(self.p["u_source"][self.p["p_unit"][i]])

    def first_period(self, i: int, j: int) -> int:
        """The first period in which the person may have a seat; -1 for none."""
        p, items = self.p, self.items[i]
        courses = {int(p["o_course"][k]): t for k, t in items}
        days = int(p["o_days"][j])
        if (
            len(items) >= p["p_max_items"][i]
            or int(p["o_course"][j]) in courses
            or sum(int(p["o_jp"][k]) for k, _ in items) + int(p["o_jp"][j]) > p["p_jp_cap"][i]
            or sum(int(p["o_days"][k]) for k, _ in items) + days > p["p_day_cap"][i]
            or self.money[self.source(i, j)] < self.cost(i, j)
            or (self.funded[j] and not self.fair(i))
        ):
            return -1
        asked, bit = int(p["o_prereq"][j]), int(p["o_prereq_bit"][j])
        after = -1
        if asked >= 0 and not (bit >= 0 and int(p["p_held"][i]) >> bit & 1):
            after = courses.get(asked, p.T)
        away = {t for k, t in items if p["o_days"][k] > 0}
        for t in range(after + 1, p.T):
            busy = days and (t in away or self.days[p["p_unit"][i], t] < days)
            if self.seats[j, t] > 0 and not busy:
                return t
        return -1

    def fair(self, i: int) -> bool:
        """One more funded seat keeps every least share of the agency."""
        agency = int(self.p["u_agency"][self.p["p_unit"][i]])
        at = self.groups_of[agency]
        mine = np.isin(at, self.p["p_grp"][i])
        seats = self.by_agency[agency] + 1
        return bool(
            (self.per_agency[at] * seats <= self.per_group[at] * (self.by_group[at] + mine + 1)).all()
        )

    def book(self, i: int, j: int, t: int, sign: int = 1) -> None:
        p, unit = self.p, int(self.p["p_unit"][i])
        (self.items[i].append if sign > 0 else self.items[i].remove)((j, t))
        self.seats[j, t] -= sign
        self.money[self.source(i, j)] -= sign * int(self.cost(i, j))
        self.days[unit, t] -= sign * int(p["o_days"][j])
        if self.funded[j]:
            self.by_agency[p["u_agency"][unit]] += sign
            np.add.at(self.by_group, p["p_grp"][i][p["p_grp"][i] >= 0], sign)

    def clear(self, i: int) -> None:
        for j, t in list(self.items[i]):
            self.book(i, j, t, -1)

    def choose(self, i: int, rate: float = 0.0) -> None:
        """The person takes what adds most (less cost at a rate), one after the other, while anything adds."""
        j = self.open_to(i)
        while len(j):
            added = self.added(i, j) - rate * self.cost(i, j)
            for x in np.argsort(-added, kind="stable"):
                if added[x] <= 1e-9:
                    return
                t = self.first_period(i, int(j[x]))
                if t >= 0:
                    self.book(i, int(j[x]), t)
                    break
            else:
                return

    def oblige(self) -> None:
        """Mandatory courses first: no office would leave them to chance."""
        for i in np.flatnonzero(self.p["p_mand"] >= 0).tolist():
            for j in self.open_to(i)[self.p["o_course"][self.open_to(i)] == self.p["p_mand"][i]].tolist():
                t = self.first_period(i, j)
                if t >= 0:
                    self.book(i, j, t)
                    break

    def settle(self) -> None:
        """Cancel classes that are too small and give seats back where a least share is broken."""
        p = self.p
        is_class = (p["o_mode"] == 0)[:, None]
        while True:
            missing = np.where(is_class, self.n * (p["o_min"] - p["o_max"])[:, None] + self.seats, 0)
            if missing.max(initial=0) > 0:
                j, t = (int(v) for v in np.unravel_index(int(missing.argmax()), missing.shape))
                self._open(j, t, -1)
                for i in (i for i in range(p.N - 1, -1, -1) if (j, t) in self.items[i]):
                    if self.seats[j, t] < 0:
                        self.clear(i)
                continue
            over = self.per_agency * self.by_agency[p["g_agency"]] - self.per_group * (self.by_group + 1)
            if over.max(initial=0) <= 0:
                return
            g = int(over.argmax())
            self.clear(next(i for i in range(p.N - 1, -1, -1) if self._counts_against(i, g)))

    def _counts_against(self, i: int, g: int) -> bool:
        here = self.p["u_agency"][self.p["p_unit"][i]] == self.p["g_agency"][g]
        return bool(here and g not in self.p["p_grp"][i] and any(self.funded[j] for j, _ in self.items[i]))

    def rows(self) -> Array:
        rows = [(i, j, t) for i, items in enumerate(self.items) for j, t in items]
        return np.array(rows, "int32").reshape(-1, 3)


def first_come(p: Problem, share: float = 0.3) -> Office:
    """Everybody in the order of the list takes what is best for him or her of what is left."""
    office = Office(p, share, by_gain=False)
    for _ in range(2):
        office.oblige()
        for i in range(p.N):
            office.choose(i)
        office.settle()
    office.oblige()
    for i in range(p.N):
        office.choose(i)
    return office


def by_gap(p: Problem, share: float, rate: float, by_person: bool) -> Office:
    """The largest weighted gap first: each gets the open offering that adds most, less cost at a rate.

    With ``by_person`` the list is sorted by people's whole gap, and each chooses all at once.

    What is left of the budgets then goes to whoever still gains, at half the rate and at last at none.
    """
    office = Office(p, share, by_gain=True)
    owner = np.repeat(np.arange(p.N), np.diff(p["need_ptr"]))
    gap = p["need_w"] * (p["need_g1"] + p.weights.rate2 * p["need_g2"])
    order = np.argsort(-gap, kind="stable")
    whole = np.bincount(owner, gap, p.N)
    people = np.argsort(-whole, kind="stable").tolist()
    for _ in range(2):
        office.oblige()
        for i in people if by_person else ():
            office.choose(i, rate)
        for row in order:
            _close(office, int(owner[row]), int(p["need_k"][row]), rate)
        office.settle()
    office.oblige()
    for part in (1.0, 0.5, 0.0):
        for i in people:
            office.choose(i, rate * part)
    return office


def _close(office: Office, i: int, k: int, rate: float) -> None:
    if len(office.items[i]) >= office.p["p_max_items"][i] or any(
        office.gain[j, k] > 0 for j, _ in office.items[i]
    ):
        return
    j = office.open_to(i)
    j = j[office.gain[j, k] > 0]
    if not len(j):
        return
    key = office.added(i, j) - rate * office.cost(i, j)
    for x in np.argsort(-key, kind="stable"):
        if key[x] > 1e-9 and (t := office.first_period(i, int(j[x]))) >= 0:
            office.book(i, int(j[x]), t)
            return


def spreadsheets(p: Problem) -> Iterator[tuple[str, Office]]:
    """Four ways of the same idea: need by need or person by person, with more or less of an eye on cost."""
    costs = p["o_var"][p["o_var"] > 0]
    usual = 0.5 / float(costs.mean()) if len(costs) else 0.0
    for way, share, rate, by_person in (
        ("need by need, gain less cost", 0.3, usual, False),
        ("person by person, gain", 0.3, 0.0, True),
        ("person by person, gain less cost", 0.6, usual, True),
        ("person by person, gain less three times the cost", 0.6, 3 * usual, True),
    ):
        yield way, by_gap(p, share, rate, by_person)
