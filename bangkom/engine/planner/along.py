"""Plans along a path of budgets, each started from its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.problem import Problem


def plans_along(
    problem: Problem, scales: Sequence[float], *, start: Plan | None = None, **options: Any
) -> list[tuple[float, Plan]]:
    """Outward from the scale nearest to 1, so that every step of budget is small."""
    from bangkom.engine.planner import solve

    if not scales:
        return []
    ordered = sorted(set(scales))
    middle = min(range(len(ordered)), key=lambda at: abs(ordered[at] - 1.0))
    found: dict[float, Plan] = {}
    for side in (range(middle, len(ordered)), range(middle - 1, -1, -1)):
        last = found.get(ordered[middle], start)
        for at in side:
            last = solve(problem.with_budgets(scale=ordered[at]), start=last, **options)
            found[ordered[at]] = last
    return [(scale, found[scale]) for scale in ordered]
