"""Reference tables and programmes are written once, refused with a remedy, and audited."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bangkom.catalogue import services
from bangkom.catalogue.errors import PrerequisiteCircle, ProgrammeCodeTaken
from bangkom.catalogue.models import CostStandard, LearningForm, Programme, TravelCost
from bangkom.foundation.models import AuditEntry


def test_load_reference_brings_all_forms_and_changes_nothing_twice(db):
    first = services.load_reference()
    rows = list(LearningForm.objects.order_by("pk").values())
    second = services.load_reference()

    assert first == second == {"learning_forms": 27, "cost_standards": 18, "travel_costs": 12}
    assert list(LearningForm.objects.order_by("pk").values()) == rows
    assert CostStandard.objects.count() == 18
    assert TravelCost.objects.filter(verification="estimated").count() == 12


def test_load_reference_keeps_an_amount_that_an_office_entered_for_another_day(reference):
    CostStandard.objects.create(
        code="MODERATOR", item="Moderator", unit="orang", amount=750_000, valid_from="2027-01-01"
    )

    services.load_reference()

    assert CostStandard.objects.get(code="MODERATOR", valid_from="2027-01-01").amount == 750_000


def test_reference_says_how_sure_a_rule_is(reference):
    assert LearningForm.objects.get(code="NKL03").max_jp_per_day == Decimal("3.0")
    assert LearningForm.objects.get(code="NKL03").verification == "unverified"
    assert CostStandard.objects.get(code="UH-DIKLAT").verification == "verified"


def test_save_programme_stores_gains_and_audits_only_what_changed(make_programme, competency):
    programme = make_programme()
    values = {f: getattr(programme, f) for f in ("code", "name", "form", "mode", "jp", "cost_batch")}

    services.save_programme(
        programme=programme,
        values={**values, "cost_batch": 50_000_000},
        gains=[services.Gain(competency.pk, Decimal("1.5"), "evaluasi 2025")],
        actor=None,
    )

    programme.refresh_from_db()
    assert programme.cost_batch == 50_000_000
    assert list(programme.gains.values_list("gain", "source")) == [(Decimal("1.50"), "evaluasi 2025")]
    entry = AuditEntry.objects.get(act="catalogue.programme.changed")
    assert entry.before["cost_batch"] == "45000000"
    assert set(entry.after) == {"cost_batch", "gains"}


def test_saving_the_same_again_is_no_act(make_programme, competency):
    programme = make_programme()
    gains = [services.Gain(competency.pk, Decimal("0.75"), "kurikulum")]

    services.save_programme(programme=programme, values={"code": programme.code}, gains=gains, actor=None)

    assert not AuditEntry.objects.exists()


def test_a_code_is_used_once(make_programme):
    first, second = make_programme("A"), make_programme("B")

    with pytest.raises(ProgrammeCodeTaken, match="Kode A sudah dipakai oleh program “Pelatihan A”"):
        services.save_programme(programme=second, values={"code": "A"}, gains=[], actor=None)

    assert Programme.objects.get(pk=second.pk).code == "B"
    assert first.gains.count() == 1


def test_prerequisites_may_not_go_in_a_circle(make_programme):
    first = make_programme("A")
    second = make_programme("B", prerequisite=first)

    with pytest.raises(PrerequisiteCircle):
        services.save_programme(
            programme=first, values={"code": "A", "prerequisite": second}, gains=[], actor=None
        )
