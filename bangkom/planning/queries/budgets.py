"""What a plan would be at another budget, at once: between the computed points of its frontier."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bangkom.planning.models import PlanRun

STEP = 100_000_000
"""The price of more money is told per Rp100 juta."""

_BETWEEN = ("ceiling", "closed", "reached", "duty_met", "planned", "postponed")


@dataclass(frozen=True)
class BudgetAnswer:
    """Figures at ``percent`` of the plan's ceilings; ``*_change`` is against the plan itself.

    ``more_*`` is what the next Rp100 juta brings there. ``is_computed``: a point of the frontier, not one between.
    """

    percent: int
    lowest: int
    highest: int
    ceiling: int
    planned: int
    planned_change: int
    closed_percent: float
    closed_change: float
    reached: int
    reached_change: int
    duty_met: int
    duty_change: int
    postponed: int
    postponed_change: int
    more_closed: float
    more_reached: int
    is_computed: bool

    @property
    def is_here(self) -> bool:
        return self.percent == 100


def percent_of(text: str, default: int = 100) -> int:
    """A whole percent as it was typed; ``default`` for anything else."""
    text = text.strip().rstrip("%").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default


def budget_answer(run: PlanRun, percent: int) -> BudgetAnswer | None:
    """The answer at ``percent``, held within what was computed; None without a frontier."""
    points = run.frontier
    if len(points) < 2:
        return None
    lowest, highest = points[0]["percent"], points[-1]["percent"]
    percent = min(max(percent, lowest), highest)
    there, more = _at(points, percent), _slope(points, percent)
    gap, here = run.summary["gap"] or 1, run.summary
    return BudgetAnswer(
        percent=percent,
        lowest=lowest,
        highest=highest,
        ceiling=round(there["ceiling"]),
        planned=round(there["planned"]),
        planned_change=round(there["planned"] - here["planned"]),
        closed_percent=round(100 * there["closed"] / gap, 1),
        closed_change=round(100 * (there["closed"] - here["closed"]) / gap, 1),
        reached=round(there["reached"]),
        reached_change=round(there["reached"] - here["reached"]),
        duty_met=round(there["duty_met"]),
        duty_change=round(there["duty_met"] - here["duty_met"]),
        postponed=round(there["postponed"]),
        postponed_change=round(there["postponed"] - here["postponed"]),
        more_closed=round(more["closed"], 1),
        more_reached=round(more["reached"]),
        is_computed=any(point["percent"] == percent for point in points),
    )


def _at(points: list[dict[str, Any]], percent: int) -> dict[str, float]:
    """The straight line between the two computed neighbours."""
    for low, high in pairwise(points):
        if low["percent"] <= percent <= high["percent"]:
            share = (percent - low["percent"]) / (high["percent"] - low["percent"])
            return {name: low[name] + share * (high[name] - low[name]) for name in _BETWEEN}
    return {name: points[-1][name] for name in _BETWEEN}


def _slope(points: list[dict[str, Any]], percent: int) -> dict[str, float]:
    """Per further Rp100 juta on the way to the next computed point; beyond the last one as on the way to it."""
    pairs = [pair for pair in pairwise(points) if pair[1]["ceiling"] > pair[0]["ceiling"]]
    if not pairs:
        return {"closed": 0.0, "reached": 0.0}
    low, high = next((pair for pair in pairs if pair[1]["percent"] > percent), pairs[-1])
    steps = (high["ceiling"] - low["ceiling"]) / STEP
    return {name: max(0.0, (high[name] - low[name]) / steps) for name in ("closed", "reached")}
