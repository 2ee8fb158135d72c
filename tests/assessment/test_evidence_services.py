"""Results recorded, corrected and withdrawn; who may do it; what carries a level."""

import datetime
from decimal import Decimal

import pytest

from bangkom.assessment import queries, rules, services
from bangkom.assessment.errors import EvidenceRepeated, EvidenceReplaced
from bangkom.assessment.models import Evidence, LevelEstimate, Method
from bangkom.foundation.models import AuditEntry
from bangkom.people.enums import RoleKind
from tests.assessment.conftest import TODAY, rate
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
DAY = TODAY - datetime.timedelta(days=54)


def record(ground, *, level="4", method="test", day=DAY, **values):
    given = {
        "employee": ground.cast.sari, "competency": ground.safety, "actor": ground.cast.ratna_user,
        "method": Method.objects.get(code=method), "level": Decimal(level), "assessed_on": day,
    }  # fmt: skip
    return services.record_evidence(**given | values)


def mean_of(ground):
    return LevelEstimate.objects.get(employee=ground.cast.sari, competency=ground.safety).mean


def test_recorded_result_moves_the_level_at_once(ground):
    services.recompute_levels()
    before = mean_of(ground)

    evidence = record(ground, level="5")

    assert mean_of(ground) > before
    assert evidence.entered_by == ground.cast.ratna_user
    entry = AuditEntry.objects.get(act="assessment.evidence.recorded")
    assert entry.after == {"method": "test", "on": DAY.isoformat()}


def test_name_of_the_assessor_is_kept_beside_the_person(ground):
    assert record(ground, method="supervisor", assessor=ground.cast.bima).assessor_name == "Bima La Ode"


def test_same_result_twice_is_refused(ground):
    record(ground)

    with pytest.raises(EvidenceRepeated, match="sudah tercatat"):
        record(ground, level="2")


def test_correction_keeps_the_old_row_and_counts_the_new_one(ground):
    old = record(ground, level="1")
    low = mean_of(ground)

    new = services.correct_evidence(
        evidence=old, level=Decimal("5"), reason="salah ketik", actor=ground.cast.ratna_user
    )

    old.refresh_from_db()
    assert old.replaced_by == new
    assert (new.level, new.assessed_on, new.competency) == (Decimal("5"), DAY, ground.safety)
    assert mean_of(ground) > low
    assert AuditEntry.objects.get(act="assessment.evidence.corrected").reason == "salah ketik"


def test_result_is_corrected_only_once(ground):
    old = record(ground)
    stale = Evidence.objects.get(pk=old.pk)
    services.correct_evidence(evidence=old, level=Decimal("5"), reason="a", actor=None)

    with pytest.raises(EvidenceReplaced):
        services.correct_evidence(evidence=stale, level=Decimal("2"), reason="b", actor=None)
    with pytest.raises(EvidenceReplaced):
        services.withdraw_evidence(evidence=stale, reason="b", actor=None)


def test_refused_correction_leaves_the_old_result_in_place(ground):
    record(ground, day=DAY)
    other = record(ground, day=DAY - datetime.timedelta(days=1))

    with pytest.raises(EvidenceRepeated):
        services.correct_evidence(evidence=other, assessed_on=DAY, reason="x", actor=None)

    other.refresh_from_db()
    assert other.replaced_by is None


def test_withdrawn_result_no_longer_counts_and_may_come_again(ground):
    evidence = record(ground, level="5")
    services.withdraw_evidence(evidence=evidence, reason="salah orang", actor=None)

    assert LevelEstimate.objects.get(employee=ground.cast.sari, competency=ground.safety).evidence_count == 0
    record(ground, level="3")
    assert queries.evidence_for(ground.cast.ratna_user).count() == 1


def test_weights_say_what_carries_a_level(ground):
    test = rate(ground.cast.sari, ground.safety, 4)
    own = rate(ground.cast.sari, ground.safety, 5, method="self")
    services.recompute_levels()

    weights = queries.person_weights(ground.cast.sari.pk)

    assert weights.share[test.pk] > weights.share[own.pk] > 0
    whole = weights.share[test.pk] + weights.share[own.pk] + weights.expected[ground.safety.pk]
    assert whole == pytest.approx(1)
    assert weights.shift[own.pk] > 0.5  # the bias of self-ratings, and she is milder still
    assert set(weights.expected) == {ground.safety.pk}


def test_weights_are_there_before_the_first_full_run(ground):
    evidence = rate(ground.cast.sari, ground.safety, 4)

    assert 0 < queries.person_weights(ground.cast.sari.pk).share[evidence.pk] < 1


# --- rules, each as predicate and as filter ---------------------------------------------------------


def test_who_may_record_what(ground):
    cast = ground.cast
    auditor = make_user("pemeriksa", "Pemeriksa", role=RoleKind.AUDITOR)
    clerk = make_user("pengelola", "Pengelola", role=RoleKind.HR_OFFICER, opd=cast.health)

    assert rules.allowed_methods(cast.ratna_user, cast.sari) is None
    assert rules.allowed_methods(clerk, cast.sari) is None
    assert rules.allowed_methods(clerk, cast.joko) == set()
    assert rules.allowed_methods(cast.bima_user, cast.sari) == {"supervisor"}
    assert rules.allowed_methods(cast.bima_user, cast.bima) == {"self"}
    assert rules.allowed_methods(cast.sari_user, cast.sari) == {"self"}
    assert rules.allowed_methods(cast.sari_user, cast.bima) == set()
    assert rules.allowed_methods(cast.joko_user, cast.sari) == set()
    assert rules.allowed_methods(auditor, cast.sari) == set()
    assert [rules.can_assess(user, cast.sari) for user in (cast.bima_user, cast.joko_user, auditor)] == [
        True,
        False,
        False,
    ]


def test_who_may_change_a_result(ground):
    cast = ground.cast
    rating = rate(cast.sari, ground.safety, 3, method="supervisor", assessor=cast.bima)
    rating.entered_by = cast.bima_user
    rating.save()

    assert rules.can_change_evidence(cast.bima_user, rating)
    assert rules.can_change_evidence(cast.ratna_user, rating)
    assert not rules.can_change_evidence(cast.sari_user, rating)
    assert not rules.can_change_evidence(cast.joko_user, rating)


def test_results_are_seen_by_the_person_her_office_and_bkpsdm(ground):
    cast = ground.cast
    rate(cast.sari, ground.safety, 3)

    seen = [
        queries.evidence_for(user).count()
        for user in (cast.sari_user, cast.bima_user, cast.ratna_user, cast.joko_user)
    ]

    assert seen == [1, 1, 1, 0]


def test_offices_one_may_see(ground):
    cast = ground.cast

    assert rules.visible_offices(cast.ratna_user) is None
    assert rules.visible_offices(cast.bima_user) == [cast.health.pk]
    assert rules.visible_offices(cast.sari_user) == []
    assert [rules.can_see_office(cast.bima_user, opd.pk) for opd in (cast.health, cast.education)] == [
        True,
        False,
    ]
    assert [rules.may_recompute(user) for user in (cast.ratna_user, cast.bima_user)] == [True, False]
