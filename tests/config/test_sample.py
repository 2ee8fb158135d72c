"""The sample city: possible people in a possible government."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count, Sum

from bangkom.config import sample
from bangkom.config.sample.personas import PASSWORD, sign_ins
from bangkom.people.models import Employee, Opd, OpdName, Position, RankRecord, Role
from tests.config.conftest import TODAY


def test_numbers_agree_with_birth_entry_and_sex(city):
    wrong = []
    for one in Employee.objects.all():
        middle = f"{one.entered_on:%Y%m}" if one.kind in ("pns", "cpns") else f"{one.entered_on:%Y}21"
        stem = f"{one.birth_date:%Y%m%d}{middle}{'1' if one.sex == 'm' else '2'}"
        age = (one.entered_on - one.birth_date).days / 365.25
        if one.nip[:15] != stem or len(one.nip) != 18 or age < 18 or one.retires_on <= TODAY:
            wrong.append((one.nip, stem, age, one.retires_on))

    assert wrong == []
    assert Employee.objects.aggregate(n=Count("nip", distinct=True))["n"] == 540


def test_everybody_is_led_up_to_the_secretary_of_the_city(city):
    above = dict(Employee.objects.values_list("pk", "supervisor_id"))
    tops = {key for key, leader in above.items() if leader is None}
    depths = []
    for key in above:
        depth = 0
        while above[key] is not None:
            key, depth = above[key], depth + 1
        assert key in tops
        depths.append(depth)

    assert [Employee.objects.get(pk=key).position.title for key in tops] == ["Sekretaris Daerah"]
    assert max(depths) <= 5


def test_every_office_has_a_head_and_every_person_belongs_to_its_tree(city):
    offices = Opd.objects.filter(parent__kind="government")
    headless = [
        office.code
        for office in offices
        if not Position.objects.filter(
            opd=office, level__code__in=("JPT-P", "ADM"), holders__unit=office
        ).exists()
    ]
    astray = [
        one.pk
        for one in Employee.objects.select_related("unit", "opd")
        if not one.unit.path.startswith(one.opd.path)
    ]

    assert (offices.count(), headless, astray) == (42, [], [])


def test_the_tree_keeps_the_names_of_before_december_2023(city):
    names = OpdName.objects.filter(opd__code="DAMKAR").order_by("valid_from")

    assert [(one.name, str(one.valid_from), str(one.valid_until), one.legal_basis) for one in names] == [
        ("Dinas Kebakaran", "2022-01-25", "2023-12-12", "Perwali 10/2022"),
        ("Dinas Pemadam Kebakaran dan Penyelamatan", "2023-12-12", "None", "Perwali 49/2023"),
    ]
    assert Opd.objects.filter(kind="village").count() == 65
    assert Opd.objects.filter(kind="clinic").count() == 15


def test_rank_history_rises_and_ends_in_the_present_rank(city):
    wrong = []
    for one in Employee.objects.exclude(rank=None).prefetch_related("rank_history__rank"):
        steps = sorted((record.since, record.rank.order) for record in one.rank_history.all())
        falls = any(later[1] <= earlier[1] for earlier, later in zip(steps, steps[1:], strict=False))
        if falls or steps[-1] != (one.rank_since, one.rank.order) or steps[0][0] != one.entered_on:
            wrong.append((one.nip, steps, one.rank_since, one.rank.order, one.entered_on))

    assert wrong == []
    assert RankRecord.objects.count() > 1000


def test_personas_sign_in_and_have_their_roles(city, client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert len(sign_ins()) == 9
    users = get_user_model().objects.all()
    assert client.login(username=sign_ins()[0][2], password=PASSWORD)
    assert len({user.password for user in users}) == 1
    assert not any(user.must_change_password for user in users)
    roles = Role.objects.order_by("pk").values_list("kind", "opd__code")

    assert list(roles) == [
        ("head", "DINKES"), ("hr_officer", "DINKES"), ("head", "DISKOMINFO"), ("planner", None), ("organiser", None),
        ("leadership", None), ("auditor", None), ("operator", None),
    ]  # fmt: skip
    sari = Employee.objects.get(user__email="sari@kota-contoh.test")
    assert (sari.name, sari.unit.kind, sari.opd.code) == ("Sari Wulandari", "clinic", "DINKES")
    assert sari.supervisor.supervisor.user.name == "Bima Prasetya"


def test_evidence_covers_most_of_what_posts_demand(city):
    estimates = apps.get_model("assessment.LevelEstimate").objects.filter(required__gt=0)
    without = estimates.filter(evidence_count=0).count() / estimates.count()
    methods = set(apps.get_model("assessment.Evidence").objects.values_list("method__code", flat=True))

    assert 0.05 < without < 0.25
    assert methods == {"ac", "supervisor", "self", "peer", "test", "certificate", "training"}
    assert estimates.filter(sure_gap__gt=0.25).exists()


def test_ceilings_are_the_legal_share_of_the_budget(city):
    year = apps.get_model("planning.PlanYear").objects.get()
    total = year.ceilings.aggregate(total=Sum("amount"))["total"]
    mandates = set(year.mandates.values_list("programme__code", flat=True))

    assert year.year == 2027
    assert abs(total - year.apbd * 0.0016) < 5_000_000
    assert {"PKA", "PKP", "PKN2"} <= mandates


def test_state_tells_a_broken_off_making_from_a_complete_one(city):
    assert sample.state() == sample.PARTIAL
    sample.mark_complete()
    assert (sample.state(), sample.is_sample()) == (sample.COMPLETE, True)
