"""The steps of one run in order, and what is kept between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.plan import Duals, Infeasibility, Pins, Plan, Prices, Reason, Register, Status
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.solver.batches import dive
from bangkom.engine.planner.solver.beginning import (
    SAMPLE,
    first_prices,
    prices_fit,
    prices_of,
    sampled,
    spread,
    stir,
)
from bangkom.engine.planner.solver.branch import Node, Tree, tightened
from bangkom.engine.planner.solver.crew import Crew
from bangkom.engine.planner.solver.dual import Box, Dual
from bangkom.engine.planner.solver.exact import solve_whole
from bangkom.engine.planner.solver.explain import register_of, seat_rule, top_up
from bangkom.engine.planner.solver.fill import Filler
from bangkom.engine.planner.solver.package import Adjust, Desk, Market
from bangkom.engine.planner.solver.refine import refine
from bangkom.engine.planner.solver.seats import Hall, codes_of, empty_hall, free_market, live, objective, take
from bangkom.engine.planner.solver.tables import Tables, tables_of
from bangkom.engine.planner.solver.watch import Watch
from bangkom.engine.planner.solver.wishes import FORCE, Wishes

Array = NDArray[Any]
WHOLE = 60  # up to this many people the whole model is solved outright
BRANCHED = 3000  # up to this many, branching on batch counts


RELAXATION = {
    1: "the prerequisite, held or planned earlier", 2: "one more activity for the person",
    3: "more learning hours for the person", 4: "more days away for the person", 5: "another period",
    6: "one more batch", 7: "one more seat", 8: "more person-days away for the unit",
    9: "more budget of the source that pays", 10: "a lower least share of the groups",
    12: "the pin that bars it", 13: "the person's other seat in the same course",
}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """Prices that prove a bound within a box of batch counts."""

    x: Array
    box: Box
    bound: float


@dataclass(frozen=True)
class Draft:
    """A feasible plan and the prices it was made at; ``worth`` is against no seats at all."""

    hall: Hall
    x: Array
    worth: float


class Session:
    def __init__(
        self, problem: Problem, watch: Watch, *, start: Plan | None, protect: Any, pins: Pins | None,
        change_price: float, seed: int, workers: int | None, effort: str, ray: bool = False,
    ) -> None:  # fmt: skip
        self.problem, self.watch, self.start, self.seed, self.workers = problem, watch, start, seed, workers
        self.t: Tables = tables_of(problem)
        self.crew = Crew(self.t, workers)
        self.effort = self._effort(effort)
        self.proven = self.warm = False
        wishes = Wishes.of(pins, protect, start, change_price)
        self.wishes, self.said = wishes.sound(problem.N, problem.J, problem.T)
        self._drop_impossible()
        w = problem.weights
        duty = float(problem["p_jp_target"].sum()) * w.rho_jp
        self.constant = -(duty + w.m_mand * float((problem["p_mand"] >= 0).sum()))

    def close(self) -> None:
        self.crew.close()

    def _drop_impossible(self) -> None:
        """Leave out forced seats that the person's own rules, or the whole market, do not allow; name them."""
        if not len(self.wishes.forced):
            return
        t, adjust = self.t, self.wishes.adjust(self.problem.N, self.problem.T)
        hall = empty_hall(t, t.n_max)
        hall.left_money[:] = t.budget
        free = free_market(t, adjust)
        market = live(free, hall, 0.0)
        drop = np.zeros(len(self.wishes.forced), bool)
        for i in np.unique(self.wishes.forced[:, 0]):
            got = codes_of(int(i), self.crew.k, market, self.crew.desks[0])
            for row in np.flatnonzero(self.wishes.forced[:, 0] == i):
                _, j, p = self.wishes.forced[row]
                have = [c for c in got if c // self.problem.T == j and p in (-1, c % self.problem.T)]
                drop[row] = not have
        for row in np.flatnonzero(drop):
            kind = "protected" if self.wishes.protected[row] else "pin"
            key = tuple(int(v) for v in self.wishes.forced[row])
            why, remedy = self._why_not(key, hall)
            self.said.append(Infeasibility(f"{kind}_breaks_rule", key, why, remedy))
        self.wishes = self.wishes.without(drop)

    def _why_not(self, key: tuple[int, ...], hall: Hall) -> tuple[str, str]:
        """The rule against a seat, and the least relaxation that would allow it."""
        i, j, p = key
        market = live(free_market(self.t, Adjust.none(self.problem.N)), hall, 0.0)
        periods = range(self.problem.T) if p < 0 else (p,)
        row = self.t.u_agency[self.t.unit[i]] * 64 + self.t.job[i]
        if j not in self.t.cls_j[self.t.cls_ptr[row] : self.t.cls_ptr[row + 1]]:
            return "the person may not take the offering, or it is not held", "eligibility or offering"
        rules = [seat_rule(i, j, q, self.crew.k, market, hall) for q in periods]
        rule = max(rules) if rules else 255
        if rule == 255:
            return "it does not go together with the person's other forced seats", "one of these seats"
        return f"stands against it: {Reason(rule).name}", RELAXATION[rule]

    def _effort(self, asked: str) -> str:
        if asked not in ("auto", "quick", "standard", "thorough"):
            raise ValueError(f"effort {asked!r}: auto, quick, standard or thorough expected")
        if asked != "auto":
            return asked
        limit = self.watch.limit_s
        if self.start is not None and limit is None:
            return "quick"
        if self.problem.N <= 3000 or (limit is not None and limit >= 30):
            return "thorough"
        return "standard"

    # the run -------------------------------------------------------------------------------------
    def plan(self) -> Plan:
        """All steps; each leaves something feasible behind, so the run may be cut anywhere."""
        dual = Dual(self.t, self.crew, self.wishes.adjust(self.problem.N, self.problem.T))
        box = Box(self._least_batches(), self.t.n_max.copy())
        if not self.problem.N or not len(self.t.cls_j):
            return self._empty(dual, box)
        proof = self._root(dual, box)
        n, x = self._batches(dual, proof)
        best = self._seats(dual, n, x)
        proofs = [proof]
        if self.effort == "thorough" and not self.watch.stopped:
            if self.problem.N <= WHOLE:
                best = self._whole(best)
            if (
                not self.proven
                and self.problem.N <= BRANCHED
                and best.worth < proof.bound - FORCE * len(self.wishes.forced) - 1e-6
            ):
                best, proofs = self._branched(dual, proof, best)
        return self._told(dual, proofs, best)

    def _whole(self, best: Draft) -> Draft:
        """A small problem solved outright."""
        found = solve_whole(self.t, self.wishes, floor=self._least_batches())
        self.proven = found is not None and found.proven
        if found is None or found.value <= best.worth + 1e-9:
            return best
        hall = empty_hall(self.t, found.n)
        periods = self.problem.T
        for i in np.unique(found.rows[:, 0]):
            mine = found.rows[found.rows[:, 0] == i]
            take(
                int(i),
                (mine[:, 1] * periods + mine[:, 2]).astype(np.int32),
                self.crew.k,
                hall,
                self.crew.desks[0],
            )
        return Draft(hall, best.x, objective(self.t, hall))

    def _branched(self, dual: Dual, proof: Proof, best: Draft) -> tuple[Draft, list[Proof]]:
        """Branch on batch counts until plan and bound meet or the work allowed is done."""
        forced = FORCE * len(self.wishes.forced)
        drafts = [best]

        def try_plan(n: Array, x: Array) -> float:
            x, _ = dual.solve(x, Box(n, n), 0.02, 0.005, 3)
            draft = self._filled(dual, n, x, times=2)
            if draft.worth > drafts[0].worth:
                drafts[0] = draft
            self.watch.best = drafts[0].worth + self.constant
            return draft.worth + forced

        box = tightened(self.t, proof.box) or proof.box
        dual.smooth(proof.x, 0.01, box)
        root = Node(box, proof.x, dual.bound(proof.x, box), dual.expected_batches)
        tree = Tree(dual, root, best.worth + forced, try_plan, 4e-3 * abs(best.worth))
        tree.run(
            max(24, min(900, 150_000 // self.problem.N)),
            lambda done, total: self._branching(tree, done, total),
        )
        return drafts[0], [Proof(node.x, node.box, node.bound) for node in tree.proof()]

    def _branching(self, tree: Tree, done: int, total: int) -> bool:
        self.watch.bound = tree.bound + self._offset()
        return self.watch.go("branches", done, total)

    def _least_batches(self) -> Array:
        """Batches that forced seats need."""
        lo = np.zeros_like(self.t.n_max)
        rows = self.wishes.forced[self.wishes.forced[:, 2] >= 0]
        rows = rows[self.t.is_class[rows[:, 1]]]
        np.add.at(lo, (rows[:, 1], rows[:, 2]), 1)
        size = np.maximum(self.t.batch_max, 1)[:, None]
        return np.asarray(np.minimum(-(-lo // size), self.t.n_max), np.int32)

    def _root(self, dual: Dual, box: Box) -> Proof:
        """Prices and bound of the relaxed problem: on a sample first, then for everybody."""
        quick = self.effort == "quick"
        if self.start is not None and prices_fit(self.start, dual):
            same = self.start.pool_hash == self.problem.package_hash
            self.warm = same and dual.remember(self.start.pool)
            x, heat = prices_of(self.start, dual), 0.02
            if not self.warm:
                stir(dual, x, box, self.seed)
        else:
            x, heat = first_prices(dual), 1.0
            if self.problem.N >= 2 * SAMPLE:
                x, heat = sampled(self.t, x, box, self.seed, self.workers), 0.06
                stir(dual, x, box, self.seed)
            else:
                spread(dual, x, box)
        x = np.where(dual._in_use(box), x, 0.0)
        best = Proof(x, box, dual.bound(x, box))
        final, rounds = (0.006, 14) if quick else (0.004, 30)
        for turn in range(rounds):
            x = dual.descend(x, heat, box, 8)
            bound = dual.bound(x, box)
            if bound < best.bound:
                best = Proof(x, box, bound)
            self.watch.bound = best.bound + self._offset()
            if not self.watch.go("prices", turn, rounds) or (heat <= final and dual.settled):
                break
            if dual.settled:
                heat = max(final, heat * 0.4)
        dual.smooth(x, heat, box)
        return best

    def _batches(self, dual: Dual, proof: Proof) -> tuple[Array, Array]:
        """Whole batch counts, and prices with them fixed."""
        if self.warm and self.start is not None and self.effort == "quick":
            n = np.clip(self.start.n, proof.box.lo, proof.box.hi).astype(np.int32)
            n, x = Filler(self.t, self.crew.k, self.crew.desks[0], 0).affordable(n), proof.x
        else:
            n, x = dive(
                dual, proof.x, proof.box, dual.expected_batches, rounds=14,
                go=lambda done, total: self.watch.go("batches", done, total),
            )  # fmt: skip
        tries = {"quick": 8, "standard": 40, "thorough": 150}[self.effort]
        if tries and not self.watch.stopped:
            n, x = refine(
                dual, x, n, proof.box, tries=tries, go=lambda done, total: self.watch.go("moves", done, total)
            )
        x, _ = dual.solve(x, Box(n, n), 0.02, 0.004, 3 if self.warm else 6)
        return n, x

    def _seats(self, dual: Dual, n: Array, x: Array) -> Draft:
        self.watch.go("seats", 0, 1)
        draft = self._filled(dual, n, x, times=2 if self.problem.N > BRANCHED else 6)
        self.watch.best = draft.worth + self.constant
        self.watch.go("seats", 1, 1)
        return draft

    def _filled(self, dual: Dual, n: Array, x: Array, times: int) -> Draft:
        """The best of a few fillings; they differ in the order of people."""
        forced, least = self.wishes.forced, self._least_batches()
        market = dual.market(x, Box(n, n))

        def filled(turn: int, desk: Desk) -> Draft:
            filler = Filler(self.t, self.crew.k, desk, self.seed + turn, forced, least)
            hall = filler.fill(n, market)
            top_up(self.crew.k, live(market, hall, 0.0), hall, desk)
            return Draft(hall, x, objective(self.t, hall))

        return max(self.crew.several(filled, times), key=lambda draft: draft.worth)

    # the outcome ---------------------------------------------------------------------------------
    def _offset(self) -> float:
        """From worth against no seats at all to the objective: duties not met, additions taken off."""
        return self.constant - FORCE * len(self.wishes.forced)

    def _told(self, dual: Dual, proofs: list[Proof], best: Draft) -> Plan:
        x, hall = best.x, best.hall
        market = self._open_prices(dual, x, hall)
        register = register_of(self.t, market, hall, self.crew)
        self.watch.go("explain", 1, 1)
        i, slot = np.nonzero(hall.code >= 0)
        code = hall.code[i, slot]
        j, p = code // self.problem.T, code % self.problem.T
        order = np.lexsort((j, p, i))
        rows = np.column_stack([i, j, p])[order].astype(np.int32)
        value = objective(self.t, hall) + self.constant
        forced = len(self.wishes.forced)
        self.said += self._unmet(rows, hall)
        proofs = self._proven_again(dual, proofs, forced)
        bound = max(max(proof.bound for proof in proofs) + self._offset(), value)
        gap = (bound - value) / max(abs(bound), 1e-9)
        status = (
            Status.STOPPED
            if self.watch.stopped
            else Status.OPTIMAL
            if gap <= 1e-6 or self.proven
            else Status.FEASIBLE
        )
        return replace(
            self._blank(proofs, dual, x), a_i=rows[:, 0].copy(), a_j=rows[:, 1].copy(), a_t=rows[:, 2].copy(),
            n=hall.n.copy(), objective=float(value), bound=float(bound), status=status, register=register,
            infeasibilities=tuple(self.said), changed_rows=self._changed(rows),
            seconds=self.watch.seconds, cpu_seconds=self.watch.cpu_seconds, peak_mb=self.watch.peak_mb(),
        )  # fmt: skip

    def _open_prices(self, dual: Dual, x: Array, hall: Hall) -> Market:
        """Prices with the seat of a class that is not opened at its share of a batch's cost."""
        market = dual.market(x, Box(hall.n, hall.n))
        cost = (
            -dual._batch_worth(np.where(np.isfinite(x), x, 0.0))
            + market_seat(x, dual) * self.t.batch_max[:, None]
        )
        seat = np.where(
            self.t.is_class[:, None] & (hall.n <= 0),
            cost / np.maximum(self.t.batch_max, 1)[:, None],
            market.seat,
        )
        return market._replace(seat=np.where(np.isfinite(seat), seat, 0.0))

    def _unmet(self, rows: Array, hall: Hall) -> list[Infeasibility]:
        """Wishes and duties that the plan does not meet, by name; wishes not met bind no longer."""
        said = []
        have = {(int(i), int(j), int(t)) for i, j, t in rows}
        have |= {(i, j, -1) for i, j, _ in have}
        missed = np.array([tuple(row) not in have for row in self.wishes.forced.tolist()], bool)
        for row in np.flatnonzero(missed):
            kind = "protected" if self.wishes.protected[row] else "pin"
            key = tuple(int(v) for v in self.wishes.forced[row])
            said.append(Infeasibility(f"{kind}_no_room", key, *self._why_not(key, hall)))
        self.wishes = self.wishes.without(missed)
        mand, course = self.problem["p_mand"], self.problem["o_course"]
        held = np.zeros(self.problem.N, bool)
        held[rows[:, 0][course[rows[:, 1]] == mand[rows[:, 0]]]] = True
        for i in np.flatnonzero((mand >= 0) & ~held):
            key = (int(i), int(mand[i]))
            said.append(
                Infeasibility(
                    "mandatory_not_held",
                    key,
                    "the mandatory course is not in the plan",
                    "budget, seats or the person's own limits",
                )
            )
        return said

    def _proven_again(self, dual: Dual, proofs: list[Proof], forced_before: int) -> list[Proof]:
        """Bounds without what no longer binds: wishes given up, and the price of change."""
        if forced_before == len(self.wishes.forced) and not len(self.wishes.kept):
            return proofs
        dual.adjust = self.wishes.unbiased().adjust(self.problem.N, self.problem.T)
        dual.flat_is_new = False  # the pool's worths hold the additions
        box = Box(self._least_batches(), self.t.n_max.copy())
        x = proofs[0].x
        if forced_before != len(self.wishes.forced):
            # prices ran away after seats that have no room: begin again
            start = first_prices(dual)
            spread(dual, start, box)
            x, _ = dual.solve(start, box, 1.0, 0.01, 20, 8)
            x = np.where(dual._in_use(box), x, 0.0)
        best = Proof(x, box, dual.bound(x, box))
        for heat in (0.02, 0.01, 0.005):
            x = dual.descend(x, heat, box, 6)
            if (bound := dual.bound(x, box)) < best.bound:
                best = Proof(x, box, bound)
        return [best]

    def _changed(self, rows: Array) -> int:
        if self.start is None:
            return 0
        code = np.array([self.problem.J * self.problem.T, self.problem.T, 1], np.int64)
        return len(np.setxor1d(self.start.rows.astype(np.int64) @ code, rows.astype(np.int64) @ code))

    def _empty(self, dual: Dual, box: Box) -> Plan:
        x = np.zeros(dual.shape.length)
        hall = empty_hall(self.t, np.zeros_like(self.t.n_max))
        return self._told(dual, [Proof(x, box, 0.0)], Draft(hall, x, 0.0))

    def _blank(self, proofs: list[Proof], dual: Dual, x: Array) -> Plan:
        parts = [dual.shape.split(proof.x) for proof in proofs]
        names = ("budget", "seat", "unit", "partner", "equity")
        duals = {name: np.stack([part[k] for part in parts]) for k, name in enumerate(names)}
        money, fixed = parts[0][0], dual.shape.split(x)
        none = np.empty(0, np.int32)
        return Plan(
            a_i=none, a_j=none, a_t=none, n=np.zeros_like(self.t.n_max), objective=0.0, bound=0.0,
            status=Status.FEASIBLE,
            duals=Duals(
                **duals, lo=np.stack([proof.box.lo for proof in proofs]),
                hi=np.stack([proof.box.hi for proof in proofs]),
            ),
            prices=Prices(
                money * 1e5, self.t.budget.astype(float), self.t.budget.astype(float), fixed[1].copy(),
                fixed[2].copy(), fixed[3].copy(), fixed[4].copy(),
            ),
            register=Register.empty(), pins=self.wishes.pins(), seed=self.seed,
            input_hash=self.problem.input_hash, pool=dual.pool.code,
            pool_hash=self.problem.package_hash,
        )  # fmt: skip


def market_seat(x: Array, dual: Dual) -> Array:
    return np.asarray(dual.shape.split(x)[1])
