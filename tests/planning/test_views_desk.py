"""The planner's table: empty, without money, computed, stale; who reads it and who acts."""

from __future__ import annotations

import pytest

from bangkom.foundation import display
from bangkom.foundation.models import Job
from bangkom.people.enums import RoleKind
from bangkom.planning import services
from bangkom.planning.models import Ceiling, PlanYear, Scenario
from tests.conftest import make_user


def text(client, path, **kwargs):
    answer = client.get(path, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_year_the_desk_says_what_to_do_next(cast, sign_in):
    page = text(sign_in(cast.ratna_user), "/rencana/")

    assert "Belum ada tahun rencana" in page
    assert "/rencana/tahun/tambah/" in page


def test_without_ceilings_the_desk_leads_to_them(cast, sign_in):
    services.load_reference()
    services.make_year(year=2027)

    page = text(sign_in(cast.ratna_user), "/rencana/")

    assert "Pagu belum diisi" in page
    assert "/rencana/pagu/?tahun=2027" in page


def test_the_desk_shows_the_plan_in_figures_and_words(planned_with_frontier, sign_in):
    planned, cast = planned_with_frontier, planned_with_frontier.cast
    summary = planned.run.summary

    page = text(sign_in(cast.ratna_user), "/rencana/")

    assert f"dari {summary['people']} pegawai" in page
    assert "Rencana ini paling jauh" in page
    assert 'id="grafik-frontier"' in page and "Anda di sini" in page
    assert 'id="grafik-triwulan"' in page and 'id="grafik-dana"' in page
    assert "Batas paling sedikit 0,16% APBD: Rp2.240.000.000." in page
    assert "Belum terverifikasi" in page


def test_the_desk_says_when_something_changed_since(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)
    stale = "berubah sejak rencana ini dihitung"
    assert stale not in text(client, "/rencana/")

    services.set_rules(scenario=planned.scenario, values={"rate2": 0.7}, ceilings={}, actor=None)

    assert stale in text(client, "/rencana/")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, ""),
        (5_000_000, 40_000_000, "pada pagu Rp5 juta sampai Rp40 juta"),
        (5_000_000, None, "mulai pagu Rp5 juta"),
    ],
)
def test_a_price_is_shown_with_its_range_where_there_is_one(planned, sign_in, low, high, said):
    agency = planned.run.money.filter(fund__code="BKPSDM")
    agency.update(price=3.25, price_low=low, price_high=high)

    page = text(sign_in(planned.cast.ratna_user), "/rencana/")

    cell = page.split('id="harga">', 1)[1].split("<dd>", 1)[1].split("</dd>")[0]
    assert cell == ("3,25" + (f'<span class="bk-sub">{said}</span>' if said else ""))


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_for_one_and_three_scenarios(
    planned, sign_in, count, django_assert_num_queries
):
    for number in range(1, count):
        copy = services.copy_scenario(source=planned.scenario, name=f"Salinan {number}", actor=None)
        services.compute(copy, with_frontier=False, effort="quick")
    client = sign_in(planned.cast.ratna_user)
    client.get("/rencana/")

    with django_assert_num_queries(13):  # the session among them
        client.get("/rencana/")


def test_the_slider_answers_with_a_computed_budget(planned_with_frontier, sign_in):
    planned = planned_with_frontier
    client = sign_in(planned.cast.ratna_user)
    low = planned.run.frontier[0]

    part = text(client, "/rencana/simulasi/?persen=50", headers={"HX-Request": "true"})
    page = text(client, "/rencana/?persen=50")

    assert "(50% dari sekarang)" in part and "Titik yang sudah dihitung" in part and "<html" not in part
    assert f"<dd>{display.number(low['reached'])}<" in part
    assert "Rp100 juta berikutnya" in part
    assert "(50% dari sekarang)" in page


def test_between_two_budgets_the_slider_says_that_it_estimates(planned_with_frontier, sign_in):
    part = text(
        sign_in(planned_with_frontier.cast.ratna_user),
        "/rencana/simulasi/?persen=55",
        headers={"HX-Request": "true"},
    )

    assert "(55% dari sekarang)" in part and "Perkiraan di antara dua titik" in part


@pytest.mark.parametrize("percent", ["", "abc", "-5", "9" * 30])
def test_a_wrong_percent_shows_the_plan_itself(planned_with_frontier, sign_in, percent):
    page = text(sign_in(planned_with_frontier.cast.ratna_user), f"/rencana/?persen={percent}")

    assert "Rencana sekarang: pagu" in page


def test_computing_is_queued_once(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)

    client.post(f"/rencana/skenario/{planned.scenario.pk}/hitung/")
    client.post(f"/rencana/skenario/{planned.scenario.pk}/hitung/")

    assert Job.objects.filter(kind="planning.compute").count() == 1
    page = text(client, "/rencana/")
    assert "Rencana sedang dihitung" in page
    assert "Hitung rencana" not in page


def test_the_queued_job_computes_and_leads_back(planned, sign_in):
    from bangkom.foundation.jobs import run_job

    client = sign_in(planned.cast.ratna_user)
    services.set_rules(scenario=planned.scenario, values={}, ceilings={"BKPSDM": 90}, actor=None)
    client.post(f"/rencana/skenario/{planned.scenario.pk}/hitung/")
    job = Job.objects.get(kind="planning.compute")

    run_job.func(job.pk, {"scenario_id": planned.scenario.pk})

    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    assert job.result_url == f"/rencana/?tahun=2027&skenario={planned.scenario.pk}"
    assert planned.scenario.runs.get(is_current=True).job_id == job.pk


@pytest.mark.parametrize("kind", [RoleKind.ORGANISER, RoleKind.LEADERSHIP, RoleKind.AUDITOR])
def test_readers_of_the_whole_plan_see_and_do_not_act(planned, sign_in, kind):
    client = sign_in(make_user(f"pembaca-{kind}", "Pembaca", role=kind))

    page = text(client, "/rencana/")

    assert "Hitung rencana" not in page and "/rencana/pagu/" not in page
    assert client.post(f"/rencana/skenario/{planned.scenario.pk}/hitung/").status_code == 403
    assert client.get("/rencana/pagu/").status_code == 403
    assert client.get(f"/rencana/skenario/{planned.scenario.pk}/aturan/").status_code == 403


def test_heads_and_employees_have_no_desk(planned, sign_in):
    for user in (planned.cast.bima_user, planned.cast.sari_user):
        client = sign_in(user)
        for path in (
            "/rencana/",
            "/rencana/angkatan/",
            "/rencana/pemerataan/",
            "/rencana/skenario/",
            "/rencana/unduh/",
        ):
            assert client.get(path).status_code == 403


def test_a_planner_opens_a_year_and_fills_its_ceilings(cast, sign_in):
    services.load_reference()
    client = sign_in(cast.ratna_user)

    opened = client.post(
        "/rencana/tahun/tambah/", {"year": "2028", "apbd": "Rp1,4 triliun", "source": "KUA-PPAS"}
    )
    saved = client.post(
        opened.url,
        {
            "apbd": "1.400.000.000.000", "apbd_source": "KUA-PPAS", "verification": "estimated", "source": "DPA",
            "pagu-BKPSDM-0": "2,24 miliar", f"pagu-OPD-{cast.health.pk}": "50.000.000",
        },
    )  # fmt: skip

    assert saved.status_code == 302
    year = PlanYear.objects.get(year=2028)
    assert year.apbd == 1_400_000_000_000
    assert year.phases.count() == 3
    amounts = Ceiling.objects.filter(year=year).values_list("fund__code", "opd_id", "amount", "source")
    assert set(amounts) == {
        ("BKPSDM", None, 2_240_000_000, "DPA"),
        ("OPD", cast.health.pk, 50_000_000, "DPA"),
    }
    page = text(client, opened.url)
    assert "Pagu melebihinya Rp50.000.000" in page


def test_an_unreadable_amount_is_refused_and_kept(cast, sign_in):
    services.load_reference()
    services.make_year(year=2028)
    form = {"verification": "estimated", "pagu-BKPSDM-0": "dua miliar"}

    answer = sign_in(cast.ratna_user).post("/rencana/pagu/?tahun=2028", form)

    assert answer.status_code == 422
    assert "dua miliar" in answer.content.decode()
    assert "Tulis jumlah rupiah" in answer.content.decode()
    assert not Ceiling.objects.exists()


def test_a_year_is_opened_once(cast, sign_in):
    services.load_reference()
    services.make_year(year=2028)

    answer = sign_in(cast.ratna_user).post("/rencana/tahun/tambah/", {"year": "2028"})

    assert answer.status_code == 422
    assert "Tahun 2028 sudah ada" in answer.content.decode()
    assert Scenario.objects.count() == 1
