"""The engine's answer as lines of the plan: seats with what they close, batches, money, postponed needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner import Plan, Problem
from bangkom.planning.services.problem import Keys

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
TOUCH = 1e-9


def _added(of: Ints, weights: Floats, length: int) -> Floats:
    """Sum of ``weights`` for each place; also without any weight a column of floats, which bincount does not give."""
    return np.bincount(of, weights=weights, minlength=length).astype("float64")


@dataclass(frozen=True)
class Lines:
    """Everything that is derived from a plan, as columns; one instance per plan."""

    problem: Problem
    plan: Plan
    keys: Keys

    # --- seats --------------------------------------------------------------------------------------

    @cached_property
    def i(self) -> Ints:
        return self.plan.a_i.astype("int64")

    @cached_property
    def j(self) -> Ints:
        return self.plan.a_j.astype("int64")

    @cached_property
    def quarter(self) -> Ints:
        return self.plan.a_t.astype("int64") + 1

    @cached_property
    def cost(self) -> Ints:
        """Rupiah of each seat: the participant's cost and travel, exactly."""
        return self._cost_of(self.i, self.j)

    def _cost_of(self, i: Ints, j: Ints) -> Ints:
        p = self.problem
        zone = p["u_zone"][p["p_unit"][i]]
        return self.keys.person_rupiah[j] + self.keys.travel_rupiah[zone, p["o_loc"][j]]

    @cached_property
    def source(self) -> Ints:
        """Source that pays each seat."""
        p = self.problem
        named = p["o_fund_var"][self.j]
        return np.where(named >= 0, named, p["u_source"][p["p_unit"][self.i]]).astype("int64")

    @cached_property
    def is_mandatory(self) -> NDArray[np.bool_]:
        return self.problem["p_mand"][self.i] == self.problem["o_course"][self.j]

    @cached_property
    def is_pinned(self) -> NDArray[np.bool_]:
        pinned = self.plan.pins.force_in
        width = self.problem.J
        return np.isin(self.i * width + self.j, pinned[:, 0].astype("int64") * width + pinned[:, 1])

    # --- gaps ---------------------------------------------------------------------------------------

    @cached_property
    def owner(self) -> Ints:
        """Person of each need."""
        return np.repeat(np.arange(self.problem.N), np.diff(self.problem["need_ptr"]))

    def _worth_of(self, need: Ints, z: Floats) -> Floats:
        """Levels closed of each need by gains ``z``; the uncertain part counts at its rate."""
        g1 = self.problem["need_g1"][need].astype("float64")
        g2 = self.problem["need_g2"][need].astype("float64")
        return np.minimum(z, g1) + self.problem.weights.rate2 * np.clip(z - g1, 0, g2)

    @cached_property
    def gap(self) -> Floats:
        """Expected gap of each need in levels: the sure part and the uncertain part at its rate."""
        p = self.problem
        return p["need_g1"].astype("float64") + p.weights.rate2 * p["need_g2"].astype("float64")

    @cached_property
    def effects(self) -> tuple[Ints, Ints, Floats]:
        """(seat, need, gain): what each seat raises of what its person lacks, in order of need and quarter."""
        p = self.problem
        lengths = np.diff(p["gain_ptr"])[self.j]
        seat = np.repeat(np.arange(len(self.j)), lengths)
        ends = np.cumsum(lengths)
        offset = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
        row = np.repeat(p["gain_ptr"][self.j], lengths) + offset
        have = self.owner * p.K + p["need_k"].astype("int64")
        want = self.i[seat] * p.K + p["gain_k"][row].astype("int64")
        place = np.searchsorted(have, want)
        place[place == len(have)] = 0
        match = have[place] == want if len(have) else np.zeros(len(want), bool)
        seat, need, gain = seat[match], place[match], p["gain_a"][row[match]].astype("float64")
        order = np.lexsort((seat, self.quarter[seat], need))
        return seat[order], need[order], gain[order]

    @cached_property
    def raised(self) -> Floats:
        """Sum of gains of each need."""
        _seat, need, gain = self.effects
        return _added(need, gain, len(self.gap))

    @cached_property
    def closed(self) -> Floats:
        """Levels closed of each need."""
        return self._worth_of(np.arange(len(self.gap)), self.raised)

    @cached_property
    def closes(self) -> list[list[list[float]]]:
        """Per seat ``[competency, gap before, closed]``: seats of earlier quarters close first."""
        seat, need, gain = self.effects
        result: list[list[list[float]]] = [[] for _ in range(len(self.i))]
        if not len(seat):
            return result
        running = np.cumsum(gain)
        first = np.concatenate([[True], need[1:] != need[:-1]])
        base = np.repeat((running - gain)[first], np.diff(np.append(np.flatnonzero(first), len(need))))
        before = running - gain - base
        done = self._worth_of(need, before + gain) - self._worth_of(need, before)
        left = self.gap[need] - self._worth_of(need, before)
        columns = (seat, self.keys.needs[need], left.round(3), done.round(3))
        for place, competency, had, did in zip(*(c.tolist() for c in columns), strict=True):
            if did > 0:
                result[place].append([competency, had, did])
        return result

    @cached_property
    def worth(self) -> Floats:
        """By how much the plan would be worse without each seat (batch costs apart)."""
        p, (seat, need, gain) = self.problem, self.effects
        weight = p["need_w"][need].astype("float64")
        total = self.raised[need]
        without = np.maximum(total - gain, 0)
        lost = weight * (self._worth_of(need, total) - self._worth_of(need, without))
        lost += np.where(without < TOUCH, p.weights.eps_defer, 0)
        value = _added(seat, lost, len(self.i))
        target, jp = p["p_jp_target"][self.i], p["o_jp"][self.j]
        missing = np.maximum(target - self.jp[self.i], 0)
        value += p.weights.rho_jp * (np.maximum(target - self.jp[self.i] + jp, 0) - missing)
        value += np.where(self.is_mandatory, p.weights.m_mand, 0)
        return value - p.weights.eps_cost * -(-self.cost // 1000)

    @cached_property
    def rank(self) -> Ints:
        """1 for the seat of most worth; equal worth in order of person and programme."""
        order = np.lexsort((self.j, self.i, -self.worth.round(9)))
        rank = np.empty(len(order), "int64")
        rank[order] = np.arange(1, len(order) + 1)
        return rank

    @cached_property
    def jp(self) -> Ints:
        """JP (tenths) that the plan gives each person."""
        return np.bincount(self.i, weights=self.problem["o_jp"][self.j], minlength=self.problem.N).astype(
            "int64"
        )

    # --- batches and money --------------------------------------------------------------------------

    @cached_property
    def seats_by_cell(self) -> Ints:
        """Seats per offering and quarter."""
        return self._by_cell(np.ones(len(self.i), "int64"))

    @cached_property
    def people_rupiah_by_cell(self) -> Ints:
        return self._by_cell(self.cost)

    def _by_cell(self, values: Ints) -> Ints:
        table = np.zeros((self.problem.J, self.problem.T), "int64")
        np.add.at(table, (self.j, self.quarter - 1), values)
        return table

    @cached_property
    def batch_rupiah_by_cell(self) -> Ints:
        return self.plan.n.astype("int64") * self.keys.batch_rupiah[:, None]

    @cached_property
    def planned(self) -> Ints:
        """Rupiah that the plan takes from each source."""
        result = np.zeros(self.problem.S, "int64")
        np.add.at(result, self.source, self.cost)
        payer = self.problem["o_fund_fixed"]
        paid = payer >= 0
        np.add.at(result, payer[paid], self.batch_rupiah_by_cell.sum(1)[paid])
        return result

    # --- register -----------------------------------------------------------------------------------

    @cached_property
    def register_cost(self) -> list[int | None]:
        """Rupiah of the option that each postponed need lost with; None where there is no option."""
        register = self.plan.register
        i, j = register.i.astype("int64"), register.offering.astype("int64")
        cost = self._cost_of(i, np.maximum(j, 0)) if self.problem.J and len(i) else np.zeros(len(i), "int64")
        return [
            value if option >= 0 else None for value, option in zip(cost.tolist(), j.tolist(), strict=True)
        ]

    @cached_property
    def register_taken(self) -> NDArray[np.bool_]:
        """Whether the option of a postponed need was left out because the person has taken it before."""
        width = max(self.problem.J, 1)
        taken = self.keys.taken[:, 0] * width + self.keys.taken[:, 1]
        register = self.plan.register
        return np.isin(register.i.astype("int64") * width + register.offering, taken)


def reached(lines: Lines) -> NDArray[np.bool_]:
    """Whether each person has a seat."""
    got = np.zeros(lines.problem.N, bool)
    got[lines.i] = True
    return got


def duty(lines: Lines) -> tuple[NDArray[Any], NDArray[Any]]:
    """Who has a JP duty, and who of them meets it with what she has and what the plan gives."""
    has = lines.keys.jp_floor > 0
    return has, has & (lines.keys.jp_have + lines.jp >= lines.keys.jp_floor)
