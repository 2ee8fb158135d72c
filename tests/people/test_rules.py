"""Each rule as a predicate and as its filter must say the same of every pair of user and employee."""

import datetime

import pytest

from bangkom.people import rules
from bangkom.people.enums import OpdKind, RoleKind
from bangkom.people.models import Employee, Role
from tests.conftest import START, make_employee, make_opd, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(cast):
    """The cast, an office inside another office's tree, and roles of every kind and scope."""
    cast.hospital = make_opd("RSUD", "RSUD Kota", OpdKind.HOSPITAL, parent=cast.health)
    cast.hospital.office = cast.hospital
    cast.hospital.save()
    cast.doctor = make_employee("Dewi", cast.hospital, nip="198501012010012001")
    cast.midwife = make_employee("Ayu", cast.health, nip="198601012010012001")
    for kind, opd in (
        (RoleKind.HR_OFFICER, cast.health),
        (RoleKind.HR_OFFICER, cast.clinic),
        (RoleKind.HEAD, cast.clinic),
        (RoleKind.PLANNER, cast.education),
        (RoleKind.ORGANISER, None),
        (RoleKind.LEADERSHIP, None),
        (RoleKind.AUDITOR, None),
        (RoleKind.OPERATOR, None),
        (RoleKind.PARTNER, None),
    ):
        make_user(f"{kind}-{opd}", f"{kind} {opd}", role=kind, opd=opd)
    make_user("nobody", "Tanpa peran")
    return cast


def users(cast):
    return list(type(cast.sari_user).objects.all())


@pytest.mark.parametrize(
    ("predicate", "narrowed"),
    [
        (rules.can_see_employee, rules.visible_employees),
        (rules.can_edit_employee, rules.editable_employees),
        (rules.can_make_account, rules.account_employees),
    ],
)
def test_predicate_and_filter_agree_on_everybody(city, predicate, narrowed):
    everybody = list(Employee.objects.select_related("unit").order_by("pk"))

    for user in users(city):
        said = [employee.name for employee in everybody if predicate(user, employee)]
        found = list(Employee.objects.filter(narrowed(user)).order_by("pk").values_list("name", flat=True))
        assert found == said, user.name


def seen_by(user):
    return sorted(Employee.objects.filter(rules.visible_employees(user)).values_list("name", flat=True))


def test_sari_sees_herself_only(city):
    assert seen_by(city.sari_user) == ["Sari Wulandari"]


def test_bima_sees_his_office_and_not_the_office_inside_its_tree(city):
    assert seen_by(city.bima_user) == ["Ayu", "Bima La Ode", "Sari Wulandari"]


def test_joko_sees_nothing_of_sari(city):
    assert seen_by(city.joko_user) == ["Joko Santoso"]


def test_ratna_sees_everybody(city):
    assert len(seen_by(city.ratna_user)) == Employee.objects.count()


def test_a_head_who_works_elsewhere_still_sees_himself(city):
    Role.objects.filter(user=city.joko_user).update(opd=city.health)
    user = type(city.joko_user).objects.get(pk=city.joko_user.pk)

    assert seen_by(user) == ["Ayu", "Bima La Ode", "Joko Santoso", "Sari Wulandari"]


def test_a_role_that_has_ended_or_not_begun_gives_nothing(city):
    today = datetime.date.today()
    user = make_user("lama", "Lama")
    Role.objects.create(
        user=user, kind=RoleKind.PLANNER, valid_from=START, valid_until=today - datetime.timedelta(1)
    )
    Role.objects.create(user=user, kind=RoleKind.AUDITOR, valid_from=today + datetime.timedelta(1))

    assert rules.roles_of(user) == []
    assert seen_by(user) == []


def test_the_filter_reaches_through_a_prefix(city):
    from bangkom.records.models import YearlyJp

    for employee in Employee.objects.all():
        YearlyJp.objects.create(employee=employee, opd=employee.opd, year=2025)

    found = YearlyJp.objects.filter(rules.visible_employees(city.joko_user, "employee__"))
    assert list(found.values_list("employee__name", flat=True)) == ["Joko Santoso"]


@pytest.mark.parametrize(
    ("rule", "allowed", "refused"),
    [
        (rules.sees_an_office, "bima_user", "sari_user"),
        (rules.keeps_personnel, "ratna_user", "bima_user"),
        (rules.may_change_opds, "ratna_user", "bima_user"),
        (rules.is_planner, "ratna_user", "joko_user"),
        (rules.is_head, "joko_user", "ratna_user"),
    ],
)
def test_one_is_allowed_and_one_refused(cast, rule, allowed, refused):
    assert rule(getattr(cast, allowed)) is True
    assert rule(getattr(cast, refused)) is False


def test_audit_is_read_by_auditors_and_operators_of_the_whole_government(cast):
    auditor = make_user("a", "A", role=RoleKind.AUDITOR)
    local = make_user("b", "B", role=RoleKind.AUDITOR, opd=cast.health)
    operator = make_user("c", "C", role=RoleKind.OPERATOR)

    assert [rules.reads_audit(user) for user in (auditor, local, operator, cast.ratna_user)] == [
        True,
        False,
        True,
        False,
    ]
