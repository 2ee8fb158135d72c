"""Stored plans are lawful by a checker that knows neither the builder nor the solver; the checker finds faults."""

from __future__ import annotations

import pytest

from bangkom.planning import services
from bangkom.planning.models import PlanSeat
from tests.planning.checker import faults
from tests.planning.city import City

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_plan_of_a_small_city_keeps_every_rule(seed):
    city = City(people=40 + 25 * seed, seed=seed)
    city.mandate(1, 3, 5, 28)

    run = services.compute(city.scenario, with_frontier=False, effort="quick")

    assert faults(run) == []
    assert run.summary["seats"] > 30


def test_the_plan_keeps_equity_between_groups_that_are_large_enough():
    city = City(people=160, seed=9)
    services.set_rules(
        scenario=city.scenario,
        values={"equity_min_people": 20, "equity_opd": 80, "equity_sex": 90, "equity_kind": 80},
        ceilings={"BKPSDM": 60},
        actor=None,
    )

    run = services.compute(city.scenario, with_frontier=False, effort="quick")

    assert faults(run) == []


def test_pins_are_kept_in_and_out():
    city = City(people=60, seed=5)
    first = services.compute(city.scenario, with_frontier=False, effort="quick")
    seat = first.seats.filter(programme=city.programmes["D"]).first()
    free = next(
        p for p in city.people if not first.seats.filter(employee=p).exists() or p.pk != seat.employee_id
    )
    services.set_pin(
        scenario=city.scenario, employee_id=seat.employee_id, programme_id=seat.programme_id, is_in=False,
        reason="Sedang cuti panjang", actor=None,
    )  # fmt: skip
    services.set_pin(
        scenario=city.scenario, employee_id=free.pk, programme_id=city.programmes["F"].pk, is_in=True, quarter=4,
        reason="Diminta kepala OPD", actor=None,
    )  # fmt: skip

    run = services.compute(city.scenario, with_frontier=False, effort="quick")

    assert faults(run) == []
    assert not run.seats.filter(employee_id=seat.employee_id, programme_id=seat.programme_id).exists()
    pinned = run.seats.get(employee=free, programme=city.programmes["F"])
    assert (pinned.quarter, pinned.is_pinned) == (4, True)


def test_an_impossible_mandate_is_named():
    city = City(people=30, seed=2)
    city.mandate(4, programme="H")
    person = city.people[4]
    person.position = city.posts[-1]
    person.save()

    run = services.compute(city.scenario, with_frontier=False, effort="quick")

    assert [row[1:] for row in run.summary["unmet"]] == [[person.pk, city.programmes["H"].pk]]
    assert faults(run) == []


def test_the_checker_finds_what_is_broken_on_purpose():
    city = City(people=60, seed=3)
    run = services.compute(city.scenario, with_frontier=False, effort="quick")
    seat = run.seats.exclude(programme__in=[city.programmes["H"], city.programmes["W"]]).first()

    PlanSeat.objects.filter(pk=seat.pk).update(programme=city.programmes["W"], cost=seat.cost + 1)

    kinds = {fault.split(":")[0] for fault in faults(run)}
    assert {"rights", "money", "classes"} <= kinds
