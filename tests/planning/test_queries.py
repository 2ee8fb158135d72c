"""A person's plan with its reasons, and the legal minimum share."""

from __future__ import annotations

import pytest

from bangkom.planning import queries, services
from bangkom.planning.enums import REMEDIES, PostponeReason

pytestmark = pytest.mark.django_db


def test_a_persons_plan_says_why_in_and_why_not(planned):
    employee = planned.cast.sari

    plan = queries.plan_for_employee(employee)

    rows = planned.run.seats.filter(employee=employee)
    assert plan.year == 2027
    assert len(plan.seats) == rows.count() > 0
    assert plan.cost == sum(rows.values_list("cost", flat=True))
    assert plan.seat_count == planned.run.summary["seats"]
    closes = [gap for seat in plan.seats for gap in seat.closes]
    assert closes and all(0 < gap.closed <= gap.before and gap.competency for gap in closes)
    assert len(plan.waiting) == planned.run.postponed.filter(employee=employee).count()
    assert all(need.remedy == str(REMEDIES[PostponeReason(need.reason)]) for need in plan.waiting)


def test_a_persons_plan_takes_few_queries(planned, django_assert_num_queries):
    with django_assert_num_queries(4):
        queries.plan_for_employee(planned.cast.sari)


def test_without_a_plan_a_person_has_none(cast):
    assert queries.plan_for_employee(cast.sari).run is None


@pytest.mark.parametrize("reason", list(PostponeReason))
def test_every_reason_has_a_remedy(reason):
    assert str(REMEDIES[reason]).endswith(".")


def test_the_minimum_share_rounds_up_and_names_its_state(db):
    services.load_reference()
    year = services.make_year(year=2027, apbd=1_400_000_000_001)

    minimum = queries.minimum_share(year, 2_000_000_000)

    assert (minimum.floor, minimum.missing) == (2_240_000_001, 240_000_001)
    assert minimum.verification == "Belum terverifikasi"
    assert queries.minimum_share(services.make_year(year=2028), 1) is None
