"""Figures of plans for home pages: read from the plan's own summary, never from its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bangkom.foundation.models import Job
from bangkom.planning.models import PlanRun
from bangkom.planning.queries.plans import COMPUTE_JOB, active_run


@dataclass(frozen=True)
class PlanFigures:
    """The active plan in a few numbers: of the whole government, or of one OPD (``opd`` set).

    Money is whole rupiah, gaps are levels, ``distance_percent`` is how far the plan is at most from the best.
    """

    year: int
    scenario: str
    people: int
    reached: int
    seats: int
    gap: float
    closed: float
    duty: int
    duty_met: int
    planned: int
    ceiling: int | None
    postponed: int
    distance_percent: float | None
    run_id: int
    opd: int | None = None

    @property
    def closed_share(self) -> float:
        return self.closed / self.gap if self.gap else 0.0

    @property
    def duty_share(self) -> float:
        return self.duty_met / self.duty if self.duty else 0.0

    @property
    def reached_share(self) -> float:
        return self.reached / self.people if self.people else 0.0


NAMES = ("people", "reached", "seats", "gap", "closed", "duty", "duty_met", "postponed")


def plan_figures(run: PlanRun | None = None) -> PlanFigures | None:
    """The whole government's figures of the active plan, or None when no plan is computed. One query."""
    run = run or active_run(with_figures=True)
    if run is None or "people" not in run.summary:
        return None
    found = {name: run.summary[name] for name in (*NAMES, "planned", "ceiling")}
    return PlanFigures(
        run.scenario.year.year,
        run.scenario.name,
        run_id=run.pk,
        distance_percent=run.distance_percent,
        **found,
    )


def opd_figures(opd_ids: list[int], run: PlanRun | None = None) -> list[PlanFigures]:
    """The same for each of these OPDs that has people in the active plan. One query for all."""
    run = run or active_run(with_figures=True)
    if run is None:
        return []
    rows = [row for row in run.summary.get("by_opd", []) if row["opd"] in opd_ids]
    return [
        PlanFigures(
            run.scenario.year.year,
            run.scenario.name,
            planned=row["cost"],
            ceiling=None,
            distance_percent=None,
            run_id=run.pk,
            opd=row["opd"],
            **{name: row[name] for name in NAMES},
        )
        for row in rows
    ]


@dataclass(frozen=True)
class PlannerFigures:
    """What a planner's home needs: the plan, what binds, and whether a computation is running."""

    plan: PlanFigures | None
    reasons: list[tuple[str, int]]
    job: Any


def planner_figures() -> PlannerFigures:
    """Two queries: the active plan and the newest open computation."""
    run = active_run(with_figures=True)
    job = Job.objects.filter(kind=COMPUTE_JOB, state__in=("waiting", "running")).first()
    if run is None:
        return PlannerFigures(None, [], job)
    counts = sorted(run.summary.get("reasons", {}).items(), key=lambda pair: -pair[1][0])
    return PlannerFigures(plan_figures(run), [(reason, row[0]) for reason, row in counts], job)
