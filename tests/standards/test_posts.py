"""Post standards: defaults, overrides, versions with dates, and what a post demands from them."""

import datetime

import pytest
from django.utils import timezone

from bangkom.foundation import events
from bangkom.foundation.enums import Verification
from bangkom.foundation.models import AuditEntry
from bangkom.standards import queries, services
from bangkom.standards.enums import StandardState
from bangkom.standards.errors import (
    DraftExists,
    SameStandard,
    StandardEmpty,
    StandardNotDraft,
    StartsTooEarly,
)
from bangkom.standards.events import RequirementsChanged
from bangkom.standards.models import Requirement, Standard, StandardItem
from tests.standards.conftest import EARLY, make_standard

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def demands(position):
    return {line.competency.code: line.level for line in queries.requirements_of(position.pk)}


@pytest.fixture
def told(monkeypatch):
    """What ``RequirementsChanged`` said, once the transaction would have committed."""
    heard = []
    monkeypatch.setattr(events, "publish", heard.append)
    return heard


def test_post_demands_its_level_and_its_field(ground):
    assert demands(ground.cast.nurse) == {"M.1": 2, "M.5": 2, "T.KES.1": 2}
    assert demands(ground.cast.clerk) == {"M.1": 1}


def test_standard_of_a_post_changes_adds_and_takes_away(ground):
    own = {ground.integrity: 4, ground.service: 0}
    make_standard(position=ground.cast.nurse, items=own)

    services.rebuild_requirements()

    assert demands(ground.cast.nurse) == {"M.1": 4, "T.KES.1": 2}


def test_each_demand_says_where_it_comes_from(ground):
    make_standard(position=ground.cast.nurse, items={ground.integrity: 4})
    services.rebuild_requirements()

    origins = {line.competency.code: line.origin for line in queries.requirements_of(ground.cast.nurse.pk)}

    assert origins == {
        "M.1": "Perawat Ahli Pertama",
        "M.5": "JF Ahli Pertama",
        "T.KES.1": "JF Ahli Pertama – Kesehatan",
    }


def test_rebuilding_twice_changes_nothing(ground, told):
    assert services.rebuild_requirements() == 0
    assert told == []


def test_newest_version_whose_day_has_come_counts(ground):
    later = TODAY + datetime.timedelta(days=10)
    make_standard(level=ground.cast.executive, version=2, valid_from=later, items={ground.integrity: 3})

    services.rebuild_requirements()
    assert demands(ground.cast.clerk) == {"M.1": 1}
    services.rebuild_requirements(day=later)

    assert demands(ground.cast.clerk) == {"M.1": 3}
    ground.clerks.refresh_from_db()
    assert ground.clerks.state == StandardState.REPLACED


def test_version_in_force_on_a_day_is_found_also_afterwards(ground):
    second = make_standard(
        level=ground.cast.executive, version=2, valid_from=TODAY, items={ground.integrity: 3}
    )
    services.rebuild_requirements()
    subject = {"level_id": ground.cast.executive.pk, "field": "", "position_id": None}

    assert queries.newest_in_force(**subject, day=TODAY) == second
    assert queries.newest_in_force(**subject, day=TODAY - datetime.timedelta(days=1)) == ground.clerks
    assert queries.newest_in_force(**subject, day=EARLY - datetime.timedelta(days=1)) is None


def test_new_version_begins_as_a_copy(ground):
    draft = services.draft_standard(
        level_id=ground.cast.level.pk, valid_from=TODAY, actor=ground.cast.ratna_user
    )

    assert (draft.version, draft.state) == (2, StandardState.DRAFT)
    assert [(line.competency.code, line.level, line.other) for line in queries.standard_lines(draft, ground.default)] == [
        ("M.1", 2, 2), ("M.5", 2, 2),
    ]  # fmt: skip
    assert AuditEntry.objects.get().act == "standards.standard.drafted"


def test_draft_changes_no_demand(ground):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=EARLY, items={}, actor=None)
    services.set_items(standard=draft, items={ground.integrity.pk: 5}, actor=None)

    services.rebuild_requirements()

    assert demands(ground.cast.nurse)["M.1"] == 2


def test_second_draft_is_refused(ground):
    services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)

    with pytest.raises(DraftExists, match="versi 2"):
        services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)


def test_draft_of_a_post_forgets_level_and_field(ground):
    draft = services.draft_standard(
        level_id=ground.cast.level.pk,
        field="Kesehatan",
        position_id=ground.cast.nurse.pk,
        valid_from=TODAY,
        actor=None,
    )

    assert (draft.level_id, draft.field, draft.position, draft.items.count()) == (
        None,
        "",
        ground.cast.nurse,
        0,
    )


def test_put_in_force_changes_demands_and_tells(ground, told):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    services.set_items(standard=draft, items={ground.integrity.pk: 3, ground.service.pk: 2}, actor=None)

    changed = services.put_in_force(standard=draft, actor=ground.cast.ratna_user)

    assert changed == 2  # both rows now come from the new version
    assert demands(ground.cast.nurse) == {"M.1": 3, "M.5": 2, "T.KES.1": 2}
    assert told == [RequirementsChanged((ground.cast.nurse.pk,))]
    ground.default.refresh_from_db()
    assert ground.default.state == StandardState.REPLACED


def test_put_in_force_refuses_a_second_time(ground):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    services.put_in_force(standard=draft, actor=None)

    with pytest.raises(StartsTooEarly):
        services.put_in_force(standard=Standard.objects.get(pk=draft.pk), actor=None)
    stale = Standard.objects.get(pk=draft.pk)
    Standard.objects.filter(pk=draft.pk).update(valid_from=TODAY - datetime.timedelta(days=9))
    with pytest.raises(StandardNotDraft, match="versi 2 sudah berlaku"):
        services.put_in_force(standard=stale, actor=None)


def test_version_that_begins_later_changes_nothing_today(ground, told):
    later = TODAY + datetime.timedelta(days=30)
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=later, actor=None)
    services.set_items(standard=draft, items={ground.integrity.pk: 5}, actor=None)

    assert services.put_in_force(standard=draft, actor=None) == 0
    assert demands(ground.cast.nurse)["M.1"] == 2
    assert told == []


def test_empty_standard_and_one_that_begins_too_early_are_refused(ground):
    empty = services.draft_standard(position_id=ground.cast.nurse.pk, valid_from=TODAY, actor=None)
    with pytest.raises(StandardEmpty, match="satu kompetensi pun"):
        services.put_in_force(standard=empty, actor=None)

    early = services.draft_standard(level_id=ground.cast.level.pk, valid_from=EARLY, actor=None)
    with pytest.raises(StartsTooEarly, match="1 Jan 2020"):
        services.put_in_force(standard=early, actor=None)


def test_only_drafts_can_be_edited_or_thrown_away(ground):
    with pytest.raises(StandardNotDraft):
        services.set_items(standard=ground.default, items={}, actor=None)
    with pytest.raises(StandardNotDraft):
        services.set_start(standard=ground.default, valid_from=TODAY, source="", note="", actor=None)
    with pytest.raises(StandardNotDraft):
        services.delete_draft(standard=ground.default, actor=None)

    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    services.set_start(standard=draft, valid_from=EARLY, source="Perwali", note="uji", actor=None)
    assert (draft.valid_from, draft.source, draft.note) == (EARLY, "Perwali", "uji")
    services.delete_draft(standard=draft, actor=None)
    assert not Standard.objects.filter(state=StandardState.DRAFT).exists()


def test_saving_the_same_again_leaves_no_trace(ground):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    before = AuditEntry.objects.count()

    services.set_items(standard=draft, items={ground.integrity.pk: 2, ground.service.pk: 2}, actor=None)
    services.set_start(standard=draft, valid_from=TODAY, source="", note="", actor=None)

    assert AuditEntry.objects.count() == before


def test_copy_to_another_post_level_or_field(ground):
    copy = services.copy_standard(
        source=ground.technical,
        level_id=ground.cast.executive.pk,
        field="Kesehatan",
        valid_from=TODAY,
        actor=None,
    )

    assert (copy.level, copy.field, copy.state) == (ground.cast.executive, "Kesehatan", StandardState.DRAFT)
    assert list(copy.items.values_list("competency__code", "level")) == [("T.KES.1", 2)]
    with pytest.raises(SameStandard):
        services.copy_standard(
            source=ground.technical,
            level_id=ground.cast.level.pk,
            field="Kesehatan",
            valid_from=TODAY,
            actor=None,
        )


def test_two_posts_are_compared_competency_by_competency(ground):
    lines = queries.compare_posts(ground.cast.nurse.pk, ground.cast.clerk.pk)

    assert [(line.competency.code, line.level, line.other, line.difference) for line in lines] == [
        ("M.1", 2, 1, 1),
        ("M.5", 2, 0, 2),
        ("T.KES.1", 2, 0, 2),
    ]


def test_lines_show_what_a_version_takes_away(ground):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    services.set_items(standard=draft, items={ground.safety.pk: 1}, actor=None)

    lines = queries.standard_lines(draft, ground.default)

    assert [(line.competency.code, line.level, line.other) for line in lines] == [
        ("M.1", 0, 2), ("M.5", 0, 2), ("T.KES.1", 1, 0),
    ]  # fmt: skip


def test_demands_as_a_draft_would_make_them(ground):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    services.set_items(standard=draft, items={ground.integrity.pk: 5}, actor=None)

    after = queries.resolve_requirements(queries.affected_position_ids(draft), day=TODAY, draft=draft)

    assert {pk: demand.level for pk, demand in after[ground.cast.nurse.pk].items()} == {
        ground.integrity.pk: 5,
        ground.safety.pk: 2,
    }


def test_affected_posts_are_those_of_the_level_the_field_or_the_post(ground):
    of_post = make_standard(position=ground.cast.clerk)

    assert queries.affected_position_ids(ground.default) == [ground.cast.nurse.pk]
    assert queries.affected_position_ids(ground.technical) == [ground.cast.nurse.pk]
    assert queries.affected_position_ids(of_post) == [ground.cast.clerk.pk]


def test_packaged_defaults_are_loaded_once_and_marked_as_they_are(cast):
    counts = services.load_reference()

    # Two of the 14 levels exist here; each has its own standard and one for each of 35 fields.
    assert counts["standards"] == 2 * 36
    assert demands(cast.nurse)["M.8"] == 2
    assert demands(cast.nurse)["T.KES.1"] == 2
    assert len(demands(cast.nurse)) == 14
    assert Standard.objects.get(level=cast.level, field="").verification == Verification.UNVERIFIED
    assert services.load_reference() == {"competencies": 165, "standards": 0, "requirements": 0}


def test_loading_defaults_leaves_the_office_own_standard_alone(cast):
    services.load_dictionary()
    own = make_standard(level=cast.level, items={})

    services.load_default_standards()

    assert list(Standard.objects.filter(level=cast.level, field="")) == [own]
    assert StandardItem.objects.filter(standard=own).count() == 0


def test_posts_requiring_a_competency_are_counted_by_level(ground):
    assert queries.posts_requiring(ground.integrity.pk) == {1: 1, 2: 1}
    assert Requirement.objects.count() == 4
