"""The whole government in a few figures: for the planner's home and the leadership page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bangkom.assessment.queries import person_gaps
from bangkom.people import queries as people
from bangkom.planning.queries import active_plan
from bangkom.records import queries as records


@dataclass(frozen=True)
class CityFigures:
    """What planners and leadership look at; None where nothing has been computed yet."""

    people: int
    duty: list[records.DutyOfOpd]
    gap: Any
    plans: list[active_plan.ActivePlan]
    plan_year: int | None

    @property
    def plan(self) -> active_plan.ActivePlan | None:
        """The newest active plan."""
        return self.plans[0] if self.plans else None

    @property
    def duty_now(self) -> records.DutyOfOpd | None:
        year = records.this_year()
        return next((one for one in self.duty if one.year == year), None)

    @property
    def duty_before(self) -> records.DutyOfOpd | None:
        year = records.this_year() - 1
        return next((one for one in self.duty if one.year == year), None)


def city_figures() -> CityFigures:
    return CityFigures(
        people=sum(people.people_per_unit().values()),
        duty=records.duty_trend(),
        gap=person_gaps.city_summary(),
        plans=active_plan.active_plans(),
        plan_year=active_plan.newest_year(),
    )
