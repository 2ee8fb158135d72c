"""Rows become the problem's columns as docs/algorithms/plan-problem.md says."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from bangkom.assessment.models import LevelEstimate
from bangkom.catalogue.models import Programme, TravelCost
from bangkom.people.models import Employee
from bangkom.planning import services
from bangkom.planning.errors import BatchCostWithoutClass, NoPeople, NoProgrammes, NoTravelCost, UnknownFund
from bangkom.planning.services.problem import build_problem
from bangkom.planning.services.problem.classes import _merged
from bangkom.records.models import YearlyJp
from tests.planning.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City(people=30)


def person_of(built, employee):
    return int(np.flatnonzero(built.keys.employees == employee.pk)[0])


def test_costs_round_up_and_budgets_down_to_thousands(city):
    built = build_problem(city.scenario)
    offering = int(np.flatnonzero(built.keys.programmes == city.programmes["A"].pk)[0])

    assert built.problem["o_fixed"][offering].tolist() == [4501] * 4
    assert built.problem["o_var"][offering] == 201
    assert (built.keys.batch_rupiah[offering], built.keys.person_rupiah[offering]) == (4_500_300, 200_100)
    assert built.problem["s_budget"].tolist() == [
        value // 1000 for value in built.keys.source_rupiah.tolist()
    ]


def test_a_scenario_takes_its_percent_of_a_fund(city):
    city.scenario.ceilings = {"OPD": 50}

    built = build_problem(city.scenario)

    by_opd = dict(zip(built.keys.source_opds.tolist(), built.keys.source_rupiah.tolist(), strict=True))
    assert by_opd[city.opds[1].pk] == 30 * 45_500 // 2
    assert by_opd[0] in (21_000_000, 0)


def test_hours_are_tenths_and_what_is_there_counts(city):
    pns = next(person for person in city.people if person.kind == "pns" and person.retires_on.year > 2040)
    pppk = next(person for person in city.people if person.kind == "pppk" and person.retires_on.year > 2040)
    for person in (pns, pppk):
        YearlyJp.objects.create(employee=person, opd=person.opd, year=2027, jp="7.5", is_met=False)

    built = build_problem(city.scenario)

    columns = built.problem.columns
    one, two = person_of(built, pns), person_of(built, pppk)
    assert (columns["p_jp_target"][one], columns["p_jp_cap"][one]) == (125, 11925)
    assert (columns["p_jp_target"][two], columns["p_jp_cap"][two]) == (0, 165)
    offering = int(np.flatnonzero(built.keys.programmes == city.programmes["F"].pk)[0])
    assert columns["o_jp"][offering] == 24


def test_people_who_left_or_retire_soon_are_not_planned_unless_they_must(city):
    gone, retiring, must = city.people[0], city.people[5], city.people[28]
    Employee.objects.filter(pk=gone.pk).update(left_on=datetime.date(2026, 1, 1))
    city.mandate(28)

    built = build_problem(city.scenario)

    assert gone.pk not in built.keys.employees
    assert retiring.pk not in built.keys.employees
    place = person_of(built, must)
    assert built.problem["p_max_items"][place] == 1
    assert np.diff(built.problem["need_ptr"])[place] == 0


def test_needs_below_the_smallest_gap_do_not_count_and_weights_follow_the_rules(city):
    LevelEstimate.objects.all().delete()
    structural = next(p for p in city.people if p.position.kind == "structural" and p.unit.serves_public)
    for competency, sure in ((city.competencies[0], 0.9), (city.competencies[5], 0.2)):
        LevelEstimate.objects.create(
            employee=structural, competency=competency, opd=structural.opd, mean=1, low=1, high=1, required=3,
            gap=2, sure_gap=sure, possible_gap=0.04,
        )  # fmt: skip

    built = build_problem(city.scenario)

    assert built.keys.needs.tolist() == [city.competencies[0].pk]
    assert built.problem["need_w"][0] == pytest.approx(1.0 * 1.5 * 1.2)


def test_a_programme_taken_lately_is_left_out_and_one_long_ago_is_not(city):
    taken = city.people[0]
    assert (person_of(build_problem(city.scenario), taken)) is not None

    lately = build_problem(city.scenario)
    city.scenario.rules = {"repeat_after_years": "0"}
    long_ago = build_problem(city.scenario)

    assert len(lately.pins.force_out) == len(lately.keys.taken) > 0
    assert len(long_ago.pins.force_out) == 0


def test_units_keep_their_counters_staffed(city):
    built = build_problem(city.scenario)
    unit = city.units[-1]
    place = int(np.flatnonzero(np.unique([p.unit_id for p in city.people]) == unit.pk)[0])
    staff = sum(person.unit_id == unit.pk for person in city.people)

    assert built.problem["u_abs_cap"][place].tolist() == [int(staff * 0.2 * 62 * 0.3 + 1e-9)] * 4


def test_more_than_64_classes_are_merged_without_giving_rights():
    rights = np.unpackbits(np.arange(100, dtype="uint8")[:, None], axis=1).astype(bool)

    leader, lost = _merged(rights, np.ones(100, "int64"))

    assert len(set(leader.tolist())) == 64
    shared = {one: rights[leader == one].all(axis=0) for one in set(leader.tolist())}
    assert all((rights[row] | ~shared[leader[row]]).all() for row in range(100))
    assert lost == sum(int((rights[row] & ~shared[leader[row]]).sum()) for row in range(100))


def test_what_cannot_be_planned_is_refused_by_name(city):
    a, d = city.programmes["A"], city.programmes["D"]

    Programme.objects.filter(pk=a.pk).update(fund_batch="HIBAH")
    with pytest.raises(UnknownFund, match="Program A dibayar oleh sumber dana “HIBAH”"):
        build_problem(city.scenario)
    Programme.objects.filter(pk=a.pk).update(fund_batch="OPD")
    with pytest.raises(UnknownFund):
        build_problem(city.scenario)
    Programme.objects.filter(pk=a.pk).update(fund_batch="BKPSDM")

    Programme.objects.filter(pk=d.pk).update(cost_batch=1_000_000)
    with pytest.raises(BatchCostWithoutClass, match="Program D bukan kelas sendiri"):
        build_problem(city.scenario)
    Programme.objects.filter(pk=d.pk).update(cost_batch=0)

    TravelCost.objects.filter(zone=2, place=1).delete()
    with pytest.raises(NoTravelCost, match="dari zona 2 ke tempat 1"):
        build_problem(city.scenario)
    Programme.objects.update(is_open=False)
    with pytest.raises(NoProgrammes):
        build_problem(city.scenario)


def test_a_city_without_people_is_refused(city):
    Employee.objects.update(left_on=datetime.date(2026, 1, 1))

    with pytest.raises(NoPeople):
        build_problem(city.scenario)


def test_the_same_rows_give_the_same_problem(city):
    assert build_problem(city.scenario).problem.input_hash == build_problem(city.scenario).problem.input_hash


def test_reference_is_repeatable_and_keeps_an_offices_own_value(db):
    from bangkom.planning.models import Fund, PlanningRule

    first = services.load_reference()
    PlanningRule.objects.create(key="rate2", name="Nilai", value="0.7", order=999, valid_from="2027-01-01")
    Fund.objects.filter(code="BKPSDM").update(name="APBD Perubahan")

    assert services.load_reference() == first
    assert services.values_of(services.make_year(year=2027).scenarios.get())["rate2"] == 0.7
    assert services.values_of(services.make_year(year=2026).scenarios.get())["rate2"] == 0.5
    assert Fund.objects.get(code="BKPSDM").name == "APBD Perubahan"
