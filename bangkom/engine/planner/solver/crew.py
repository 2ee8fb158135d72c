"""Blocks of people on threads. Kernels release the GIL; results are joined in the order of the blocks."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from bangkom.engine.planner.solver.package import Desk, desk_for
from bangkom.engine.planner.solver.tables import Tables, kern_of

R = TypeVar("R")


class Crew:
    """Runs a function on every block ``(lo, hi, desk)``; blocks depend on the number of people only."""

    def __init__(self, t: Tables, workers: int | None = None) -> None:
        self.t, self.k = t, kern_of(t)
        people = len(t.unit)
        count = max(1, min(64, people // 1500))
        edges = [people * b // count for b in range(count + 1)]
        self.blocks = [(edges[b], edges[b + 1]) for b in range(count)]
        self.desks: list[Desk] = [desk_for(t) for _ in self.blocks]
        self.workers = max(1, min(workers or min(4, os.cpu_count() or 1), count))
        self._pool = ThreadPoolExecutor(self.workers) if self.workers > 1 else None

    def each(self, work: Callable[[int, int, Desk, int], R]) -> list[R]:
        """``work(lo, hi, desk, block)`` for every block."""
        jobs: list[Any] = [(lo, hi, self.desks[b], b) for b, (lo, hi) in enumerate(self.blocks)]
        if self._pool is None:
            return [work(*job) for job in jobs]
        return list(self._pool.map(lambda job: work(*job), jobs))

    def several(self, work: Callable[[int, Desk], R], times: int) -> list[R]:
        """``work(turn, desk)`` for turns from 0, each with a desk of its own."""
        jobs = [(turn, desk_for(self.t)) for turn in range(times)]
        if self._pool is None:
            return [work(*job) for job in jobs]
        return list(self._pool.map(lambda job: work(*job), jobs))

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
