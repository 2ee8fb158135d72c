"""What stands behind a plan: prices with ranges, costs of rules, fragile seats; on demand, stoppable."""

from __future__ import annotations

import pytest

from bangkom.foundation.jobs import Cancelled, run_job
from bangkom.foundation.models import Job
from bangkom.planning import services
from bangkom.planning.enums import RuleFamily
from bangkom.planning.errors import NothingToTry


def test_an_examination_prices_rules_and_marks_fragile_seats(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)
    client.post(f"/rencana/skenario/{planned.scenario.pk}/uji/")
    client.post(f"/rencana/skenario/{planned.scenario.pk}/uji/")
    job = Job.objects.get(kind="planning.examine")
    assert "<progress" in client.get("/rencana/").content.decode().split('id="uji"')[1]

    run_job.func(job.pk, {"run_id": planned.run.pk})

    job.refresh_from_db()
    run = planned.run
    run.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    assert {row[0] for row in run.examined["rules"]} == set(RuleFamily.values)
    assert all(low <= high and low <= cost + 1e-3 for _f, cost, low, high, _p in run.examined["rules"])
    closed = run.examined["closed"]
    assert 0 < closed["low"] <= closed["expected"] <= closed["high"]
    assert run.seats.filter(is_fragile=True).count() == run.examined["fragile_seats"]
    money = run.money.get(fund__code="BKPSDM")
    assert money.price_low is not None and money.price_low <= money.ceiling
    page = client.get("/rencana/").content.decode()
    assert "Biaya setiap aturan" in page and "Pemerataan antar kelompok" in page
    run.seats.update(is_fragile=True)
    assert "Rapuh" in client.get("/rencana/kursi/").content.decode()


def test_a_stopped_examination_keeps_what_it_knew(planned):
    def stop(done, total, note=""):
        if done >= 30:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.examine(planned.run, stop)

    planned.run.refresh_from_db()
    assert planned.run.examined == {"prices": True}
    assert planned.run.is_current


def test_without_a_plan_there_is_nothing_to_examine(planned):
    other = services.copy_scenario(source=planned.scenario, name="Kosong", actor=None)

    with pytest.raises(NothingToTry, match="belum dihitung"):
        services.start_examination(scenario=other, actor=None)
