"""The sample city's own plan: lawful by the checker apart, the same again from its files."""

from __future__ import annotations

import datetime

import pytest

from bangkom.config import sample
from bangkom.planning import services
from bangkom.planning.models import PlanSeat, Scenario
from tests.planning.checker import faults

pytestmark = pytest.mark.django_db


def test_the_sample_city_is_planned_lawfully_and_again_the_same():
    sample.make_city(540, today=datetime.date(2026, 11, 24), say=lambda text: None)
    scenario = Scenario.objects.select_related("year").get(is_active=True)

    run = services.compute(scenario, with_frontier=False, effort="quick")

    assert faults(run) == []
    assert run.summary["reached"] > 400
    assert run.summary["planned"] > 0.5 * run.summary["ceiling"]
    fields = ("employee_id", "programme_id", "quarter", "cost")
    stored = set(run.seats.values_list(*fields))
    again = services.recompute(run)
    assert {tuple(getattr(seat, name) for name in fields) for seat in again.rows[PlanSeat]} == stored
