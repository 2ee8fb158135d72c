"""A scenario is computed, stored, computed again from its files, and leaves nothing behind when it fails."""

from __future__ import annotations

import pytest

from bangkom.assessment.models import LevelEstimate
from bangkom.foundation.jobs import Cancelled
from bangkom.planning import services
from bangkom.planning.enums import RunState
from bangkom.planning.errors import NoCeilings
from bangkom.planning.models import Ceiling, PlanBatch, PlanMoney, PlanRun, PlanSeat, PostponedNeed
from tests.planning.city import City

pytestmark = pytest.mark.django_db


def seats_of(run: PlanRun) -> list[tuple]:
    return list(
        run.seats.order_by("employee_id", "programme_id").values_list(
            "employee_id", "programme_id", "quarter", "cost", "fund_id", "worth", "rank", "closes"
        )
    )


def test_compute_stores_lines_that_agree_with_the_summary():
    run = services.compute(City().scenario, effort="quick")

    assert run.state == RunState.READY
    assert run.is_current
    assert run.seats.count() == run.summary["seats"] > 0
    assert run.postponed.count() == run.summary["postponed"] > 0
    assert sum(run.batches.values_list("batches", flat=True)) == run.summary["batches"]
    assert sum(run.money.values_list("planned", flat=True)) == run.summary["planned"]
    closed = sum(did for seat in run.seats.all() for _competency, _had, did in seat.closes)
    assert closed == pytest.approx(run.summary["closed"], abs=0.01 * run.summary["seats"] + 0.01)


def test_money_agrees_to_the_rupiah_between_seats_batches_and_funds():
    run = services.compute(City().scenario, with_frontier=False, effort="quick")

    seats = sum(run.seats.values_list("cost", flat=True))
    batches = sum(run.batches.values_list("cost_batches", flat=True))
    people = sum(run.batches.values_list("cost_people", flat=True))
    funds = sum(run.money.values_list("planned", flat=True))
    quarters = sum(row["planned"] for row in run.summary["by_quarter"])
    offices = sum(row["cost"] for row in run.summary["by_opd"])
    assert (seats, seats + batches, seats + batches, offices) == (people, funds, quarters, seats)


def test_compute_again_replaces_the_current_plan_only():
    city = City()
    first = services.compute(city.scenario, with_frontier=False, effort="quick")
    second = services.compute(city.scenario, with_frontier=False, effort="quick")

    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert seats_of(first) == seats_of(second)


def test_recompute_from_the_files_gives_the_same_lines():
    run = services.compute(City().scenario, with_frontier=False, effort="quick")

    again = services.recompute(run)

    assert again.plan.input_hash == run.input_hash
    assert again.plan.objective == run.objective
    fresh = [
        (s.employee_id, s.programme_id, s.quarter, s.cost, s.fund_id, s.worth, s.rank, s.closes)
        for s in sorted(again.rows[PlanSeat], key=lambda s: (s.employee_id, s.programme_id))
    ]
    assert fresh == seats_of(run)
    assert len(again.rows[PostponedNeed]) == run.summary["postponed"]


def test_only_the_lines_of_the_last_two_plans_are_kept():
    city = City(people=20)
    runs = [services.compute(city.scenario, with_frontier=False, effort="quick") for _ in range(3)]

    assert [run.seats.exists() for run in runs] == [False, True, True]
    assert [run.money.exists() for run in runs] == [False, True, True]
    assert len(services.recompute(runs[0]).rows[PlanSeat]) == runs[0].summary["seats"]


def test_the_same_job_computes_once():
    from bangkom.foundation.models import Job

    city = City(people=20)
    job = Job.objects.create(kind="planning.compute", title="uji")
    first = services.compute(city.scenario, job_id=job.pk, with_frontier=False, effort="quick")
    second = services.compute(city.scenario, job_id=job.pk, with_frontier=False, effort="quick")

    assert first.pk == second.pk
    assert PlanRun.objects.count() == 1


@pytest.mark.parametrize("stop_at", [1, 5, 30, 60])
def test_cancelling_leaves_the_old_plan(stop_at):
    city = City()
    old = services.compute(city.scenario, with_frontier=False, effort="quick")

    def stop(done, total, note):
        if done >= stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.compute(city.scenario, stop, effort="quick")

    old.refresh_from_db()
    assert old.is_current
    assert list(PlanRun.objects.order_by("pk").values_list("state", flat=True)) == ["ready", "cancelled"]
    assert not PlanSeat.objects.exclude(run=old).exists()


def test_cancelling_during_the_frontier_keeps_the_new_plan():
    city = City(people=20)

    def stop(done, total, note):
        if done >= 68:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.compute(city.scenario, stop, effort="quick")

    assert PlanRun.objects.get().state == RunState.READY
    assert PlanRun.objects.get().frontier == []


def test_a_plan_whose_seats_close_no_gap_is_stored():
    city = City(people=20)
    city.mandate(0, 1)
    LevelEstimate.objects.all().delete()

    run = services.compute(city.scenario, with_frontier=False, effort="quick")

    assert run.state == RunState.READY
    assert run.seats.filter(is_mandatory=True).count() == 2
    assert [seat.closes for seat in run.seats.all()] == [[]] * run.summary["seats"]


def test_a_year_without_ceilings_is_refused_with_the_remedy():
    city = City(people=5)
    Ceiling.objects.all().delete()

    with pytest.raises(NoCeilings, match="Pagu tahun 2027 belum diisi. Isi pagu"):
        services.compute(city.scenario, effort="quick")

    assert PlanRun.objects.get().state == RunState.FAILED
    assert not PlanSeat.objects.exists() and not PlanMoney.objects.exists() and not PlanBatch.objects.exists()


def test_the_frontier_holds_eleven_budgets_and_the_plan_itself():
    run = services.compute(City().scenario, effort="quick")

    assert [point["percent"] for point in run.frontier] == [50, 60, 70, 80, 90, 100, 110, 120, 135, 150, 200]
    here = run.frontier[5]
    assert (here["closed"], here["planned"]) == (run.summary["closed"], run.summary["planned"])
    assert all(point["planned"] <= point["ceiling"] for point in run.frontier)
