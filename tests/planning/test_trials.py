"""Other ceilings tried from a plan: computed from it, stopped with the best so far, kept or discarded."""

from __future__ import annotations

import numpy as np
import pytest

from bangkom.engine.planner import Plan
from bangkom.foundation.jobs import Cancelled, run_job
from bangkom.foundation.models import AuditEntry, Job
from bangkom.planning import services
from bangkom.planning.enums import RunState
from bangkom.planning.errors import NothingToTry, PercentOutOfRange, PlanStale
from bangkom.planning.models import Ceiling, PlanRun, PlanTrial, Scenario
from bangkom.planning.services.compute.storing import home_of
from tests.conftest import make_user
from tests.planning.checker import faults

HTMX = {"HX-Request": "true"}


def start(planned, percent=80, **kwargs) -> PlanTrial:
    wanted = kwargs or {"percent": percent}
    return services.start_trial(scenario=planned.scenario, actor=planned.cast.ratna_user, **wanted)


def work(trial: PlanTrial) -> PlanTrial:
    """What the worker does."""
    run_job.func(trial.job_id, {"trial_id": trial.pk})
    trial.refresh_from_db()
    return trial


def test_a_trial_stays_within_its_ceilings_and_leaves_the_plan(planned):
    before = list(planned.run.seats.order_by("pk").values_list("employee_id", "programme_id", "quarter"))

    trial = work(start(planned, 60))

    assert (trial.state, trial.job.state, trial.is_stopped) == ("ready", "done", False)
    assert trial.summary["ceiling"] == sum(
        amount * 60 // 100 for amount in Ceiling.objects.values_list("amount", flat=True)
    )
    assert trial.summary["planned"] <= trial.summary["ceiling"] < planned.run.summary["planned"]
    assert trial.summary["closed"] < planned.run.summary["closed"]
    planned.run.refresh_from_db()
    assert planned.run.is_current
    after = list(planned.run.seats.order_by("pk").values_list("employee_id", "programme_id", "quarter"))
    assert after == before


def test_the_changes_of_a_trial_add_up(planned):
    trial = work(start(planned, 60))

    now, then, changes = planned.run.summary, trial.summary, trial.changes
    assert now["postponed"] - changes["needs_in"] + changes["needs_out"] == then["postponed"]
    assert now["seats"] + changes["seats_in"] - changes["seats_out"] == then["seats"]
    assert now["reached"] + changes["people_in"] - changes["people_out"] == then["reached"]
    assert sum(row[1] for row in changes["reasons"]) == now["postponed"]
    assert sum(row[2] for row in changes["reasons"]) == then["postponed"]
    assert changes["needs_out"] > 0
    assert changes["programmes_changed"] >= len(changes["programmes"]) > 0
    batches = sum(row[3] - row[2] for row in changes["programmes"])
    assert changes["programmes_changed"] > 8 or batches == then["batches"] - now["batches"]


def test_the_same_ceilings_change_nothing(planned):
    trial = work(start(planned, 100))

    assert trial.summary["closed"] >= planned.run.summary["closed"]
    assert trial.summary["planned"] <= planned.run.summary["ceiling"]


def test_more_money_never_gives_a_worse_plan(planned):
    trial = work(start(planned, 105))

    answer = Plan.load(home_of(trial.folder))
    assert answer.objective >= planned.run.objective


def test_a_single_fund_is_tried_with_the_others_as_they_are(planned):
    trial = work(start(planned, ceilings={"OPD": 0}))

    bkpsdm = Ceiling.objects.get(fund__code="BKPSDM").amount
    assert trial.ceilings["OPD"] == 0 and trial.ceilings["BKPSDM"] == 100
    assert trial.summary["ceiling"] == bkpsdm
    assert trial.percent is None


def test_a_trial_is_stopped_with_the_best_plan_so_far(planned):
    trial = start(planned, 70)
    Job.objects.filter(pk=trial.job_id).update(state="running", cancel_requested=True)

    class Stopping:
        """The owner's wish to stop is seen as soon as the search has begun."""

        def __call__(self, done, total, note=""):
            if done >= 2:
                raise Cancelled

    services.try_ceilings(trial, Stopping())

    assert (trial.state, trial.is_stopped) == (RunState.READY, True)
    assert trial.summary["planned"] <= trial.summary["ceiling"]
    assert trial.summary["seats"] > 0


def test_the_next_trial_takes_the_place_of_the_last(planned):
    first = work(start(planned, 70))
    folder = home_of(first.folder)
    assert folder.exists()

    second = start(planned, 75)

    assert list(PlanTrial.objects.all()) == [second]


def test_a_trial_that_was_discarded_while_it_ran_leaves_nothing(planned):
    trial = start(planned, 70)
    job = trial.job
    PlanTrial.objects.all().delete()

    run_job.func(job.pk, {"trial_id": trial.pk})

    job.refresh_from_db()
    assert job.state == "cancelled"


def test_trials_are_refused_with_the_reason(planned):
    other = services.copy_scenario(source=planned.scenario, name="Kosong", actor=None)
    with pytest.raises(NothingToTry, match="belum dihitung"):
        services.start_trial(scenario=other, actor=planned.cast.ratna_user, percent=80)
    with pytest.raises(PercentOutOfRange, match="antara 50% dan 200%; yang diisi 300"):
        start(planned, 300)
    services.set_rules(scenario=planned.scenario, values={"rate2": 0.7}, ceilings={}, actor=None)
    with pytest.raises(PlanStale, match="berubah sejak"):
        start(planned, 80)
    assert not PlanTrial.objects.exists()


def test_a_kept_trial_is_a_scenario_with_exactly_its_plan(planned):
    trial = work(start(planned, 80))

    made = services.keep_trial(trial=trial, name="Hemat 80", actor=planned.cast.ratna_user)
    job = Job.objects.get(kind="planning.keep")
    answer = Plan.load(home_of(trial.folder))
    from bangkom.planning.queries.plans import inputs_hash

    run_job.func(job.pk, {"trial_id": trial.pk, "scenario_id": made.pk, "inputs": inputs_hash(made)})

    job.refresh_from_db()
    run = PlanRun.objects.get(scenario=made, is_current=True)
    assert (job.state, job.error) == ("done", "")
    assert made.ceilings == {"BKPSDM": 80, "MITRA": 80, "OPD": 80}
    for name in ("seats", "batches", "planned", "ceiling", "closed", "postponed"):
        assert run.summary[name] == trial.summary[name]
    assert run.objective == answer.objective
    assert run.seats.count() == len(answer.a_i)
    assert faults(run) == []
    assert len(run.frontier) == 11
    assert AuditEntry.objects.filter(act="planning.scenario.rules_set", subject_id=str(made.pk)).exists()


# --- the page --------------------------------------------------------------------------------------


def test_the_panel_follows_a_trial_from_start_to_result(planned_with_frontier, sign_in):
    planned = planned_with_frontier
    client = sign_in(planned.cast.ratna_user)

    begun = client.post(
        f"/rencana/skenario/{planned.scenario.pk}/coba/", {"persen": "80"}, headers=HTMX
    ).content.decode()
    trial = PlanTrial.objects.get()
    assert f'hx-get="/rencana/percobaan/{trial.pk}/"' in begun and "<progress" in begun
    work(trial)
    ended = client.get(f"/rencana/percobaan/{trial.pk}/", headers=HTMX).content.decode()
    page = client.get("/rencana/").content.decode()

    assert "Percobaan: Pagu 80%" in ended and "hx-trigger" not in ended.split(">")[0]
    assert "kebutuhan menjadi ditunda" in ended and "Kebutuhan ditunda menurut alasan" in ended
    assert "Percobaan: Pagu 80%" in page


def test_without_scripts_the_form_leads_back_to_the_desk(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)

    answer = client.post(f"/rencana/skenario/{planned.scenario.pk}/coba/", {"persen": "80"})

    assert answer.status_code == 302
    assert answer.url == f"/rencana/?tahun=2027&skenario={planned.scenario.pk}&persen=80#percobaan"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"persen": "banyak"}, "Isi persen dari 50 sampai 200"),
        ({"persen": "20"}, "antara 50% dan 200%; yang diisi 20"),
        ({}, "antara 50% dan 200%"),
        ({"dana-BKPSDM": "900"}, "Isi persen dari 0 sampai 500"),
    ],
)
def test_a_wrong_percent_is_refused_in_place(planned, sign_in, typed, said):
    url = f"/rencana/skenario/{planned.scenario.pk}/coba/"

    answer = sign_in(planned.cast.ratna_user).post(url, typed, headers=HTMX)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanTrial.objects.exists()


def test_a_name_that_is_taken_is_refused_and_kept(planned, sign_in):
    trial = work(start(planned, 80))
    services.copy_scenario(source=planned.scenario, name="Hemat", actor=None)

    answer = sign_in(planned.cast.ratna_user).post(
        f"/rencana/percobaan/{trial.pk}/simpan/", {"name": "Hemat"}, headers=HTMX
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nama “Hemat” sudah dipakai" in page and 'value="Hemat"' in page
    assert Scenario.objects.count() == 2


def test_keeping_leads_to_the_new_scenario(planned, sign_in):
    trial = work(start(planned, 80))

    answer = sign_in(planned.cast.ratna_user).post(
        f"/rencana/percobaan/{trial.pk}/simpan/", {"name": "Hemat"}, headers=HTMX
    )

    made = Scenario.objects.get(name="Hemat")
    assert answer.headers["HX-Redirect"] == f"/rencana/?tahun=2027&skenario={made.pk}"


def test_stopping_a_trial_that_waits_ends_it_at_once(planned, sign_in):
    trial = start(planned, 80)

    page = sign_in(planned.cast.ratna_user).post(f"/rencana/percobaan/{trial.pk}/hentikan/", headers=HTMX)

    assert "dihentikan sebelum ada hasilnya" in page.content.decode()
    trial.refresh_from_db()
    assert (trial.state, trial.job.state) == ("cancelled", "cancelled")


def test_discarding_takes_the_panel_away(planned, sign_in):
    trial = work(start(planned, 80))

    page = sign_in(planned.cast.ratna_user).post(f"/rencana/percobaan/{trial.pk}/buang/", headers=HTMX)

    assert "<section" not in page.content.decode()
    assert '<p id="percobaan-kabar" class="bk-sub mt-2" hx-swap-oob="true"></p>' in page.content.decode()
    assert not PlanTrial.objects.exists()


def test_a_trial_belongs_to_whoever_started_it(planned, sign_in):
    trial = start(planned, 80)
    client = sign_in(make_user("rekan", "Rekan", role="planner"))

    assert client.get(f"/rencana/percobaan/{trial.pk}/").status_code == 404
    assert client.post(f"/rencana/percobaan/{trial.pk}/buang/").status_code == 404
    assert "Percobaan:" not in client.get("/rencana/").content.decode()


def test_readers_slide_and_compute_nothing(planned_with_frontier, sign_in):
    planned = planned_with_frontier
    client = sign_in(make_user("sekda", "Sekda", role="leadership"))

    page = client.get("/rencana/").content.decode()

    assert 'data-bangkom-twin="persen-pagu"' in page
    assert "Hitung tepat" not in page and "data-bangkom-then" not in page
    assert client.post(f"/rencana/skenario/{planned.scenario.pk}/coba/").status_code == 403


# --- warm starts -----------------------------------------------------------------------------------


def test_a_changed_rule_starts_from_the_last_plan_and_again_the_same(planned):
    services.set_rules(scenario=planned.scenario, values={"rate2": 0.7}, ceilings={}, actor=None)

    run = services.compute(planned.scenario, with_frontier=False, effort="quick")

    assert run.summary["start"] == planned.run.folder
    again = services.recompute(run)
    assert again.plan.objective == run.objective
    assert np.array_equal(again.plan.rows, Plan.load(home_of(run.folder) / "answer").rows)
    assert faults(run) == []


def test_a_pin_starts_from_the_last_plan_and_is_kept(planned):
    services.set_pin(
        scenario=planned.scenario, employee_id=planned.cast.sari.pk, programme_id=planned.city.programmes["D"].pk,
        is_in=True, reason="Diminta puskesmas", actor=planned.cast.ratna_user,
    )  # fmt: skip

    run = services.compute(planned.scenario, with_frontier=False, effort="quick")

    assert run.summary["start"] == planned.run.folder
    assert run.summary["unmet"] == []
    assert run.seats.filter(employee=planned.cast.sari, programme=planned.city.programmes["D"]).exists()


def test_nothing_changed_or_other_people_start_afresh(planned):
    again = services.compute(planned.scenario, with_frontier=False, effort="quick")
    assert again.summary["start"] == ""
    planned.cast.joko.is_active = False
    type(planned.cast.joko).objects.filter(pk=planned.cast.joko.pk).delete()
    services.set_rules(scenario=planned.scenario, values={"rate2": 0.7}, ceilings={}, actor=None)

    run = services.compute(planned.scenario, with_frontier=False, effort="quick")

    assert run.summary["start"] == ""
