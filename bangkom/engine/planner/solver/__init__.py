"""One run: prices, batches, seats, explanation. The steps are described in docs/algorithms/planner.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bangkom.engine.planner.plan import Pins, Plan
from bangkom.engine.planner.problem import Problem
from bangkom.engine.planner.solver.watch import Watch


def run(
    problem: Problem,
    *,
    start: Plan | None,
    protect: Any,
    pins: Pins | None,
    change_price: float,
    seed: int,
    workers: int | None,
    progress: Callable[[str, int, int, float, float], bool] | None,
    time_limit_s: float | None,
    effort: str,
    ray: bool = False,
) -> Plan:
    """See ``bangkom.engine.planner.solve``."""
    from bangkom.engine.planner.solver.session import Session

    if ray:
        raise ValueError("pricing on a Ray cluster is not built yet: leave out ray, give workers instead")
    session = Session(
        problem, Watch(progress, time_limit_s), start=start, protect=protect, pins=pins,
        change_price=change_price, seed=seed, workers=workers, effort=effort, ray=ray,
    )  # fmt: skip
    try:
        return session.plan()
    finally:
        session.close()
