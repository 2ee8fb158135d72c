"""Compile the kernels ahead of first use."""

from __future__ import annotations

import time

from bangkom.engine.planner import check, solve
from bangkom.engine.planner.generate import generate


def warm_up() -> float:
    """Solve and check a tiny generated problem; afterwards every kernel lies in the cache."""
    began = time.perf_counter()
    problem = generate(people=60, seed=1)
    check(problem, solve(problem, seed=0, effort="quick"))
    return time.perf_counter() - began
