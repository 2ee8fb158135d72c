"""People for a post, posts for a person, and whom a changed standard touches."""

import datetime

import pytest
from django.utils import timezone

from bangkom.assessment import queries, receivers, services
from bangkom.assessment.models import Eligibility, GapSummary, LevelEstimate
from bangkom.assessment.queries import matrices
from bangkom.assessment.tables import reason_words
from bangkom.engine.matching import Bar
from bangkom.foundation.models import Job
from bangkom.people.events import EmployeesChanged
from bangkom.people.models import Position, Rank
from bangkom.standards import services as standards
from bangkom.standards.events import RequirementsChanged
from tests.assessment.conftest import rate, require
from tests.conftest import make_employee

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def no_memory():
    matrices.forget()
    yield
    matrices.forget()


@pytest.fixture
def city(ground):
    """Sari can do all but safety; Bima and Joko are clerks. Ranks and education are as the levels ask."""
    for person in (ground.cast.sari, ground.cast.bima, ground.cast.joko, ground.cast.ratna):
        person.education_level = "S1"
        person.save()
    for competency, level in ((ground.integrity, 5), (ground.service, 5), (ground.safety, 2)):
        rate(ground.cast.sari, competency, level)
    services.recompute_levels()
    return ground


def test_people_for_a_post_come_by_match_with_reasons(city):
    found = queries.people_for_post(city.cast.ratna_user, city.cast.nurse)

    assert found[0].key == city.cast.sari.pk
    assert not found[0].is_barred
    assert [(name, required) for name, required, _owned in found[0].shortfalls] == [
        ("Keselamatan Pasien", 4.0)
    ]
    assert reason_words(found[0]).startswith("Keselamatan Pasien kurang ")
    assert {match.key for match in found} == {person.pk for person in (city.cast.sari, city.cast.bima, city.cast.joko, city.cast.ratna)}  # fmt: skip


def test_people_for_a_post_are_only_those_one_may_see(city):
    def keys(user):
        return {match.key for match in queries.people_for_post(user, city.cast.nurse)}

    assert keys(city.cast.bima_user) == {city.cast.sari.pk, city.cast.bima.pk}
    assert keys(city.cast.joko_user) == {city.cast.joko.pk}
    assert keys(city.cast.sari_user) == {city.cast.sari.pk}


def test_rank_and_education_bar_with_a_reason(city):
    # Nurses (JF-PT) need III/a to III/b and S1; the cast has III/b.
    low, _high = (
        Rank.objects.create(code=code, family="PNS", order=order)
        for code, order in (("III/a", 9), ("IV/a", 13))
    )
    Eligibility.objects.update(lowest_rank=low, highest_rank=city.cast.rank)
    city.cast.bima.rank, city.cast.bima.education_level = Rank.objects.get(code="IV/a"), "SMA"
    city.cast.bima.save()
    city.cast.joko.rank = Rank.objects.create(code="IX", family="PPPK", order=9)
    city.cast.joko.save()
    matrices.forget()

    found = {match.key: match for match in queries.people_for_post(city.cast.ratna_user, city.cast.nurse)}

    assert found[city.cast.sari.pk].bars == Bar.NONE
    assert found[city.cast.bima.pk].bars == Bar.RANK_ABOVE | Bar.EDUCATION_BELOW
    assert found[city.cast.joko.pk].bars == Bar.RANK_UNKNOWN
    assert "golongan di atas syarat jenjang; pendidikan di bawah syarat jenjang" in reason_words(
        found[city.cast.bima.pk]
    )


def test_new_level_is_ranked_at_once(city):
    first = queries.people_for_post(city.cast.ratna_user, city.cast.nurse)[0].jpm
    rate(city.cast.sari, city.safety, 5, days_ago=1)

    services.recompute_levels([city.cast.sari.pk])

    assert queries.people_for_post(city.cast.ratna_user, city.cast.nurse)[0].jpm > first


def test_posts_for_a_person_leave_out_her_own(city):
    other = Position.objects.create(code="X", title="Bidan", kind="functional", level=city.cast.level)
    standards.rebuild_requirements(tell=False)

    found = queries.posts_for_person(city.cast.sari)

    # Both fit fully; the more demanding one comes first.
    assert [match.key for match in found] == [other.pk, city.cast.clerk.pk]
    assert [match.jpm for match in found] == [100.0, 100.0]
    assert reason_words(found[0]) == "semua kompetensi terpenuhi"


def test_competency_without_any_result_is_said_to_be_unknown(city):
    found = {match.key: match for match in queries.posts_for_person(city.cast.joko)}

    assert "Keselamatan Pasien belum dinilai" in reason_words(found[city.cast.nurse.pk])


def test_post_without_demands_and_person_without_levels_match_nothing(city):
    bare = Position.objects.create(code="Y", title="Jabatan baru", kind="executive", level=city.cast.level)
    stranger = make_employee("Orang Baru", city.cast.health)

    assert queries.people_for_post(city.cast.ratna_user, bare) == []
    assert queries.posts_for_person(stranger) == []


# --- effect of a standard -------------------------------------------------------------------------


def test_impact_counts_gaps_that_open_and_close(city):
    draft = standards.draft_standard(
        level_id=city.cast.level.pk, field="Kesehatan", valid_from=TODAY, actor=None
    )
    standards.set_items(standard=draft, items={city.safety.pk: 1}, actor=None)

    found = queries.impact_of(draft)

    assert (found.positions, found.holders, found.changed_people, found.opened, found.closed) == (
        1,
        1,
        1,
        0,
        1,
    )
    assert [(line.competency.name, line.people, line.closed) for line in found.lines] == [
        ("Keselamatan Pasien", 1, 1)
    ]


def test_impact_of_a_higher_demand(city):
    draft = standards.draft_standard(level_id=city.cast.level.pk, valid_from=TODAY, actor=None)
    standards.set_items(
        standard=draft, items={city.integrity.pk: 5, city.service.pk: 3, city.safety.pk: 3}, actor=None
    )

    lines = {line.competency.code: line for line in queries.impact_of(draft).lines}

    # Integrity rises from 3 to 5 and opens a gap; safety is set by the field's standard and stays at 4.
    assert set(lines) == {"M.1"}
    assert (lines["M.1"].opened, lines["M.1"].deeper, lines["M.1"].unknown) == (1, 0, 0)


def test_impact_of_a_smaller_and_a_deeper_gap_and_of_the_unknown(city):
    draft = standards.draft_standard(position_id=city.cast.nurse.pk, valid_from=TODAY, actor=None)
    standards.set_items(standard=draft, items={city.safety.pk: 5}, actor=None)
    assert queries.impact_of(draft).lines[0].deeper == 1
    standards.set_items(standard=draft, items={city.safety.pk: 3}, actor=None)
    assert queries.impact_of(draft).lines[0].smaller == 1

    clerks = standards.draft_standard(position_id=city.cast.clerk.pk, valid_from=TODAY, actor=None)
    standards.set_items(standard=clerks, items={city.safety.pk: 3}, actor=None)
    # Clerks have no result in safety, and their level has an expectation from the last full run.
    assert (queries.impact_of(clerks).lines[0].people, queries.impact_of(clerks).lines[0].opened) == (3, 3)
    from bangkom.assessment.models import LevelPrior

    LevelPrior.objects.all().delete()
    assert queries.impact_of(clerks).lines[0].unknown == 3


def test_draft_that_changes_nothing_has_no_impact(city):
    draft = standards.draft_standard(level_id=city.cast.level.pk, valid_from=TODAY, actor=None)

    assert queries.impact_of(draft).is_nothing


def test_impact_asks_the_same_queries_for_one_and_three_people(city, django_assert_num_queries):
    draft = standards.draft_standard(level_id=city.cast.executive.pk, valid_from=TODAY, actor=None)
    standards.set_items(standard=draft, items={city.integrity.pk: 4}, actor=None)
    people = (city.cast.bima, city.cast.joko, city.cast.ratna)
    with django_assert_num_queries(11):
        assert queries.impact_of(draft).holders == 3
    for person in people[1:]:
        person.left_on = TODAY
        person.save()
    with django_assert_num_queries(11):
        assert queries.impact_of(draft).holders == 1


# --- what follows a change below ------------------------------------------------------------------


def test_changed_demand_moves_the_gap_of_the_holders(city, django_capture_on_commit_callbacks):
    draft = standards.draft_standard(level_id=city.cast.executive.pk, valid_from=TODAY, actor=None)
    standards.set_items(standard=draft, items={city.integrity.pk: 5}, actor=None)

    with django_capture_on_commit_callbacks(execute=True):
        standards.put_in_force(standard=draft, actor=None)

    assert LevelEstimate.objects.get(employee=city.cast.joko, competency=city.integrity).required == 5


def test_changed_employee_is_computed_anew(city):
    city.cast.sari.position = city.cast.clerk
    city.cast.sari.save()

    receivers.on_employees_changed(EmployeesChanged((city.cast.sari.pk,)))

    assert LevelEstimate.objects.get(employee=city.cast.sari, competency=city.integrity).required == 2


def test_many_changes_go_to_the_worker_once(city, monkeypatch):
    monkeypatch.setattr(receivers, "AT_ONCE", 0)

    receivers.on_employees_changed(EmployeesChanged((city.cast.sari.pk,)))
    receivers.on_requirements_changed(RequirementsChanged())

    assert list(Job.objects.values_list("kind", "state")) == [(services.RECOMPUTE, "waiting")]


def test_nothing_follows_in_a_city_without_settings(cast):
    receivers.on_employees_changed(EmployeesChanged((cast.sari.pk,)))
    receivers.on_employees_changed(EmployeesChanged(()))

    assert GapSummary.objects.count() == 0


def test_job_computes_everybody_and_leads_to_the_map(city):
    from bangkom.assessment.jobs import recompute

    LevelEstimate.objects.all().delete()

    assert recompute(lambda done, total, note: None) == "/kesenjangan/"
    assert LevelEstimate.objects.count() == 6
    assert (
        GapSummary.objects.get(opd=None).computed_at.date() <= datetime.datetime.now(tz=datetime.UTC).date()
    )
    assert require({}, position=city.cast.clerk).items.count() == 0
