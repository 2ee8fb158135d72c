"""Scenarios and pins: copied, changed in words, compared, activated, deleted; every act is in the trail."""

from __future__ import annotations

import pytest

from bangkom.foundation.models import AuditEntry
from bangkom.planning import services
from bangkom.planning.errors import PinWithoutReason, RuleOutOfRange, ScenarioActive
from bangkom.planning.models import Pin, PlanRun, PlanSeat, Scenario


def copy_of(planned, name="Hemat"):
    return services.copy_scenario(source=planned.scenario, name=name, actor=planned.cast.ratna_user)


def rules_form(client, pk, **changes):
    from bangkom.planning.forms import RulesForm

    scenario = Scenario.objects.get(pk=pk)
    form = RulesForm(scenario=scenario)
    values = {field.html_name: field.value() for field in form}
    return client.post(f"/rencana/skenario/{pk}/aturan/", values | changes)


def test_a_copy_has_rules_and_pins_but_no_plan(planned):
    services.set_rules(scenario=planned.scenario, values={"rate2": 0.7}, ceilings={"BKPSDM": 80}, actor=None)
    services.set_pin(
        scenario=planned.scenario, employee_id=planned.cast.sari.pk, programme_id=planned.city.programmes["D"].pk,
        is_in=True, reason="Diminta puskesmas", actor=planned.cast.ratna_user,
    )  # fmt: skip

    made = copy_of(planned)

    assert (made.rules, made.ceilings, made.is_active) == ({"rate2": "0.7"}, {"BKPSDM": 80}, False)
    assert made.pins.count() == 1
    assert not made.runs.exists()


def test_names_are_used_once_a_year(planned, sign_in):
    copy_of(planned, "Hemat")

    answer = sign_in(planned.cast.ratna_user).post(
        f"/rencana/skenario/{planned.scenario.pk}/salin/", {"name": "Hemat", "note": ""}
    )

    assert answer.status_code == 422
    assert "Nama “Hemat” sudah dipakai pada tahun 2027" in answer.content.decode()


def test_rules_are_changed_in_words_and_only_differences_are_kept(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)

    answer = rules_form(
        client, planned.scenario.pk, **{"aturan-weight_managerial": "2,5", "dana-BKPSDM": "82"}
    )

    planned.scenario.refresh_from_db()
    assert answer.status_code == 302
    assert planned.scenario.rules == {"weight_managerial": "2.5"}
    assert planned.scenario.ceilings == {"BKPSDM": 82}
    assert AuditEntry.objects.get(act="planning.scenario.rules_set").actor == planned.cast.ratna_user


def test_a_rule_out_of_range_is_refused_and_kept(planned, sign_in):
    answer = rules_form(
        sign_in(planned.cast.ratna_user), planned.scenario.pk, **{"aturan-max_items_year": "9"}
    )

    assert answer.status_code == 422
    assert 'value="9"' in answer.content.decode()
    assert "Isi angka dari 1 sampai 5." in answer.content.decode()
    with pytest.raises(RuleOutOfRange, match="harus antara 1 dan 5; yang diisi 9"):
        services.set_rules(scenario=planned.scenario, values={"max_items_year": 9}, ceilings={}, actor=None)


def test_changed_rules_change_the_plan(planned):
    made = copy_of(planned)
    services.set_rules(scenario=made, values={}, ceilings={"BKPSDM": 30}, actor=None)

    run = services.compute(made, with_frontier=False, effort="quick")

    assert run.summary["ceiling"] < planned.run.summary["ceiling"]
    assert run.summary["planned"] < planned.run.summary["planned"]


def test_two_scenarios_are_compared_side_by_side(planned, sign_in):
    made = copy_of(planned)
    services.set_rules(scenario=made, values={}, ceilings={"BKPSDM": 30}, actor=None)
    services.compute(made, with_frontier=False, effort="quick")
    client = sign_in(planned.cast.ratna_user)

    page = client.get(f"/rencana/skenario/banding/?s={planned.scenario.pk}&s={made.pk}").content.decode()
    alone = client.get(f"/rencana/skenario/banding/?s={made.pk}").content.decode()

    assert "Pagu BKPSDM" in page and "30%" in page and "−Rp" in page
    assert "Pilih dua atau tiga skenario" in alone


def test_one_scenario_is_active_and_decides_what_people_see(planned, sign_in):
    made = copy_of(planned)
    client = sign_in(planned.cast.ratna_user)

    client.post(f"/rencana/skenario/{made.pk}/aktifkan/")

    assert list(Scenario.objects.filter(is_active=True)) == [made]
    page = sign_in(planned.cast.sari_user).get(f"/rencana/pegawai/{planned.cast.sari.pk}/").content.decode()
    assert "Belum ada rencana yang dihitung" in page


def test_an_unused_scenario_is_deleted_with_its_plan_the_active_one_is_not(planned, sign_in):
    made = copy_of(planned)
    services.compute(made, with_frontier=False, effort="quick")
    client = sign_in(planned.cast.ratna_user)

    client.post(f"/rencana/skenario/{made.pk}/hapus/")

    assert not Scenario.objects.filter(pk=made.pk).exists()
    assert not PlanSeat.objects.exclude(run=planned.run).exists()
    assert PlanRun.objects.get() == planned.run
    with pytest.raises(ScenarioActive, match="sedang aktif"):
        services.delete_scenario(scenario=planned.scenario, actor=None)


def test_a_pin_needs_a_reason_and_is_listed(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)
    seat = planned.run.seats.first()
    path = (
        f"/rencana/penetapan/tambah/?skenario={planned.scenario.pk}&pegawai={seat.employee_id}"
        f"&program={seat.programme_id}&masuk=0"
    )

    refused = client.post(path, {"reason": "tidak"})
    client.post(path, {"reason": "Sedang cuti melahirkan"})

    assert refused.status_code == 422
    pin = Pin.objects.get()
    assert (pin.employee_id, pin.is_in, pin.created_by) == (seat.employee_id, False, planned.cast.ratna_user)
    assert AuditEntry.objects.get(act="planning.pin.set").reason == "Sedang cuti melahirkan"
    assert "Sedang cuti melahirkan" in client.get("/rencana/penetapan/").content.decode()
    with pytest.raises(PinWithoutReason, match="sepuluh huruf"):
        services.set_pin(
            scenario=planned.scenario, employee_id=1, programme_id=1, is_in=True, reason="a", actor=None
        )

    client.post(f"/rencana/penetapan/{pin.pk}/cabut/")
    assert not Pin.objects.exists()


def test_only_planners_change_scenarios_and_pins(planned, sign_in):
    pk = planned.scenario.pk
    for user in (planned.cast.bima_user, planned.cast.sari_user):
        client = sign_in(user)
        for act in ("salin", "nama", "aturan", "aktifkan", "hapus", "hitung"):
            assert client.post(f"/rencana/skenario/{pk}/{act}/", {}).status_code == 403
        assert client.post("/rencana/penetapan/tambah/", {}).status_code == 403
