"""A computed city with the cast in it."""

from __future__ import annotations

import pytest

from bangkom.assessment.models import LevelEstimate
from bangkom.planning import services
from tests.planning.city import City


class Planned:
    """The cast's people have gaps, too, and the active scenario is computed."""

    def __init__(self, cast, *, people: int = 24, with_frontier: bool = False) -> None:
        self.cast, self.city = cast, City(people=people)
        for employee in (cast.sari, cast.bima, cast.joko):
            LevelEstimate.objects.bulk_create(
                LevelEstimate(
                    employee=employee, competency=competency, opd_id=employee.opd_id, mean=1.5, low=1, high=2,
                    required=3, gap=1.5, sure_gap=0.8, possible_gap=0.4, evidence_count=1,
                )
                for competency in self.city.competencies
            )  # fmt: skip
        self.scenario = self.city.scenario
        self.year = self.city.year
        self.run = services.compute(self.scenario, with_frontier=with_frontier, effort="quick")


@pytest.fixture
def planned(cast):
    return Planned(cast)


@pytest.fixture
def planned_with_frontier(cast):
    return Planned(cast, with_frontier=True)
