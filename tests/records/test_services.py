import datetime
from decimal import Decimal

import pytest

from bangkom.foundation.models import AuditEntry
from bangkom.records import queries, services
from bangkom.records.errors import NothingCounts, RecordInFuture, RecordTwice
from bangkom.records.models import DutyRule, DutySummary, LearningRecord, YearlyJp
from tests.conftest import make_employee
from tests.records.conftest import learning_form

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 3)


def learn(cast, form, *, employee=None, title="Pelatihan Triase", **values):
    given = {
        "organiser": "BPSDM",
        "starts_on": DAY,
        "ends_on": DAY,
        "jp_claimed": Decimal(8),
        "actor": cast.ratna_user,
        **values,
    }
    return services.add_record(employee=employee or cast.sari, form=form, title=title, **given)


def summary(opd):
    return (
        DutySummary.objects.filter(opd=opd, year=2025).values_list("people", "met_people", "jp_total").first()
    )


def test_load_reference_twice_changes_nothing(duty):
    before = list(DutyRule.objects.order_by("pk").values())

    services.load_reference()

    assert list(DutyRule.objects.order_by("pk").values()) == before
    assert queries.rule_for("pns", 2026).floor_jp == 20
    assert queries.rule_for("pppk", 2026).ceiling_jp == 24
    assert queries.rule_for("pppk", 2018) is None


def test_a_record_is_counted_for_the_person_her_office_and_the_city(cast, duty, technical):
    learn(cast, technical)
    services.recount(2025)

    kept = YearlyJp.objects.get(employee=cast.sari, year=2025)
    assert (kept.jp, kept.floor_jp, kept.is_met, kept.opd_id) == (Decimal("8.0"), 20, False, cast.health.pk)
    assert summary(cast.health) == (2, 0, Decimal("8.0"))
    assert summary(None) == (4, 0, Decimal("8.0"))


def test_twenty_jp_meet_the_duty(cast, duty, technical):
    learn(cast, technical, jp_claimed=Decimal("12.5"))
    learn(cast, technical, title="Pelatihan Lain", jp_claimed=Decimal("7.5"))

    assert YearlyJp.objects.get(employee=cast.sari).is_met is True


def test_pppk_has_a_ceiling_and_is_not_in_the_summary(cast, duty, technical):
    nurse = make_employee("Andi", cast.clinic, nip="199001012022211001", kind="pppk")
    learn(cast, technical, employee=nurse, jp_claimed=Decimal(25))
    services.recount(2025)

    kept = YearlyJp.objects.get(employee=nurse)
    assert (kept.floor_jp, kept.ceiling_jp, kept.is_met) == (None, 24, False)
    assert summary(cast.health)[0] == 2


def test_who_is_not_counted_or_left_has_no_duty(cast, duty):
    cast.sari.is_counted = False
    cast.sari.save()
    cast.bima.left_on = datetime.date(2025, 6, 30)
    cast.bima.save()
    cast.joko.left_on = datetime.date(2024, 6, 30)
    cast.joko.save()

    services.recount(2025)

    found = dict(YearlyJp.objects.values_list("employee__name", "floor_jp"))
    assert found == {"Sari Wulandari": None, "Bima La Ode": None, "Ratna Dewi": 20}


def test_recount_again_and_after_a_move_keeps_one_row_a_person(cast, duty, technical):
    learn(cast, technical)
    services.recount(2025)
    cast.sari.opd, cast.sari.unit = cast.education, cast.education
    cast.sari.save()

    assert services.recount(2025, [cast.sari.pk]) == 1

    assert YearlyJp.objects.filter(employee=cast.sari).count() == 1
    assert summary(cast.education) == (2, 0, Decimal("8.0"))
    assert summary(cast.health) == (1, 0, Decimal("0.0"))


def test_recount_of_all_equals_recount_of_each(cast, duty, technical):
    learn(cast, technical)
    services.recount(2025)
    before = list(YearlyJp.objects.order_by("employee").values("employee", "jp", "floor_jp", "is_met", "opd"))
    YearlyJp.objects.all().delete()

    services.recount(2025, [cast.sari.pk, cast.bima.pk, cast.joko.pk, cast.ratna.pk])

    after = list(YearlyJp.objects.order_by("employee").values("employee", "jp", "floor_jp", "is_met", "opd"))
    assert after == before


def test_the_same_certificate_is_refused_with_its_remedy(cast, duty, technical):
    learn(cast, technical, certificate_number="001/BPSDM")

    with pytest.raises(RecordTwice, match="sudah tercatat: Pelatihan Triase, 3 Mar 2025 – 3 Mar 2025, BPSDM"):
        learn(cast, technical, title="Judul lain", certificate_number="001/bpsdm")

    assert LearningRecord.objects.count() == 1


def test_the_same_number_of_another_organiser_is_another_record(cast, duty, technical):
    learn(cast, technical, certificate_number="001")
    learn(cast, technical, certificate_number="001", organiser="LAN")

    assert LearningRecord.objects.count() == 2


def test_two_activities_without_number_on_one_day_are_two(cast, duty, technical):
    learn(cast, technical)
    learn(cast, technical, title="Pelatihan Lain")
    with pytest.raises(RecordTwice):
        learn(cast, technical, title="pelatihan lain")

    assert LearningRecord.objects.count() == 2


def test_a_refused_record_leaves_no_trace(cast, duty, technical):
    learn(cast, technical)
    before = (AuditEntry.objects.count(), YearlyJp.objects.get(employee=cast.sari).jp)

    with pytest.raises(RecordTwice):
        learn(cast, technical)

    assert (AuditEntry.objects.count(), YearlyJp.objects.get(employee=cast.sari).jp) == before


def test_what_has_not_ended_is_refused(cast, duty, technical):
    with pytest.raises(RecordInFuture, match="1 Jan 2999"):
        learn(cast, technical, ends_on=datetime.date(2999, 1, 1))


def test_e_learning_counts_three_jp_a_day(cast, duty):
    form = learning_form("NKL03", "E-learning", max_jp_per_day=Decimal(3))

    record = learn(cast, form, jp_claimed=Decimal(10))

    assert (record.jp_claimed, record.jp_counted) == (Decimal(10), Decimal("3.0"))


def test_coaching_counts_two_sessions_a_month(cast, duty):
    form = learning_form("NKL01", "Coaching", jp_per_unit=Decimal(2), max_units_per_month=2)
    learn(cast, form, title="Sesi 1", jp_claimed=Decimal(2))
    learn(cast, form, title="Sesi 2", jp_claimed=Decimal(2))

    with pytest.raises(NothingCounts, match="Coaching"):
        learn(cast, form, title="Sesi 3", jp_claimed=Decimal(2))

    april = datetime.date(2025, 4, 1)
    assert (
        learn(cast, form, title="Sesi 4", starts_on=april, ends_on=april, jp_claimed=Decimal(2)).jp_counted
        == 2
    )


def test_a_record_is_audited_without_its_title(cast, duty, technical):
    record = learn(cast, technical)

    entry = AuditEntry.objects.get(act="records.record.added")
    assert (entry.actor_id, entry.subject_id) == (cast.ratna_user.pk, str(record.pk))
    assert sorted(entry.after) == ["ends_on", "form", "jp_claimed", "jp_counted", "starts_on"]
