"""Branch and bound on batch counts: small problems, where whole batches weigh most.

A node is a box of batch counts. Its bound is the Lagrangian value at prices found for it; counts that the
budgets cannot pay for are cut off first. The open boxes together cover every choice, so the largest of
their bounds holds for the whole problem.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.solver.dual import Box, Dual
from bangkom.engine.planner.solver.tables import Tables

Array = NDArray[Any]


@dataclass
class Node:
    box: Box
    x: Array
    bound: float
    n: Array  # expected batches at its prices


def tightened(t: Tables, box: Box) -> Box | None:
    """The box without counts that no budget or partner allows; None when nothing is left."""
    lo, hi = box.lo, box.hi.copy()
    pays = t.fund_fixed >= 0
    for source in np.unique(t.fund_fixed[pays]):
        mine = t.fund_fixed == source
        left = int(t.budget[source]) - int((lo * t.fixed)[mine].sum())
        if left < 0:
            return None
        room = lo + left // np.maximum(t.fixed, 1)
        hi[mine] = np.minimum(hi, np.where(t.fixed > 0, room, hi))[mine]
    return Box(lo, np.maximum(hi, lo).astype(np.int32))


class Tree:
    """Best-first search; ``try_plan`` turns batch counts and prices into a plan and returns its worth."""

    def __init__(
        self, dual: Dual, root: Node, best: float, try_plan: Callable[[Array, Array], float], tolerance: float
    ) -> None:
        self.dual, self.t, self.try_plan, self.tolerance = dual, dual.t, try_plan, tolerance
        self.best = best
        self.count = 0
        self.open: list[tuple[float, int, Node]] = []
        self.done: list[Node] = []  # closed by their bound: they stay part of the proof
        self._push(root)

    def _push(self, node: Node) -> None:
        self.count += 1
        heapq.heappush(self.open, (-node.bound, self.count, node))

    @property
    def bound(self) -> float:
        """What nothing can exceed."""
        return max([-self.open[0][0] if self.open else -np.inf, *(node.bound for node in self.done)])

    @property
    def cutoff(self) -> float:
        return self.best + self.tolerance

    def run(self, nodes: int, go: Callable[[int, int], bool]) -> None:
        """Split the node with the largest bound until the bound meets the plan or ``nodes`` are used up."""
        while self.open and self.count < nodes and go(self.count, nodes):
            if -self.open[0][0] <= self.cutoff:
                break
            node = heapq.heappop(self.open)[2]
            undecided = node.box.hi > node.box.lo
            if not undecided.any():
                self.done.append(node)
                continue
            for box in self._split(node, undecided):
                child = self._solved(node, box)
                if child is not None:
                    self._push(child)

    def _split(self, node: Node, undecided: Array) -> tuple[Box, Box]:
        """At the class with the largest undecided part."""
        part = np.where(undecided, node.n - node.box.lo, -1.0)
        at = np.unravel_index(int(np.argmax(np.minimum(part, 1.0) + 1e-3 * part)), part.shape)
        cut = int(np.clip(np.floor(node.n[at]), node.box.lo[at], node.box.hi[at] - 1))
        below, above = node.box.hi.copy(), node.box.lo.copy()
        below[at], above[at] = cut, cut + 1
        return Box(above, node.box.hi), Box(node.box.lo, below)

    def _solved(self, parent: Node, box: Box) -> Node | None:
        """Prices for the box, stopping once its bound cannot matter any more."""
        tight = tightened(self.t, box)
        if tight is None:
            return None
        dual, x, best, best_x = self.dual, parent.x, np.inf, parent.x
        for heat in (0.06, 0.025, 0.01, 0.005):
            x = dual.descend(x, heat, tight, 5)
            bound = dual.bound(x, tight)
            if bound < best:
                best, best_x = bound, x
            if best <= self.cutoff:
                break
        if best > parent.bound:
            inherited = dual.bound(parent.x, tight, grow=False)
            if inherited < best:
                best, best_x = inherited, parent.x
        dual.smooth(x, 0.01, tight)
        n = np.where(tight.hi > tight.lo, dual.expected_batches, tight.lo)
        node = Node(tight, best_x, best, n)
        if best > self.cutoff and not (np.abs(n - np.round(n)) > 0.15).any():
            whole = np.clip(np.round(n), tight.lo, tight.hi).astype(np.int32)
            self.best = max(self.best, self.try_plan(whole, x))
        return node

    def proof(self) -> list[Node]:
        """The boxes that cover every choice."""
        return [*self.done, *(entry[2] for entry in sorted(self.open, key=lambda e: (e[0], e[1])))]
