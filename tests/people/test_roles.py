import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from bangkom.foundation.models import AuditEntry
from bangkom.people import rules, services
from bangkom.people.enums import RoleKind
from bangkom.people.errors import LastOperator, RoleAlreadyEnded, RoleAlreadyGiven, RoleIsWide, RoleNeedsOpd
from bangkom.people.models import Role, User
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def operator(cast):
    return make_user("operator", "Operator", role=RoleKind.OPERATOR)


def give(user, actor, kind=RoleKind.HEAD, opd=None, *, since=TODAY, until=None):
    return services.give_role(user=user, kind=kind, opd=opd, valid_from=since, valid_until=until, actor=actor)


def fresh(user):
    """The user without what a request has read of her."""
    return type(user).objects.get(pk=user.pk)


def test_a_given_role_works_at_once_and_is_audited(cast, operator):
    role = give(cast.sari_user, operator, opd=cast.health)

    assert rules.is_head(fresh(cast.sari_user)) is True
    entry = AuditEntry.objects.get(act="people.role.given")
    assert (entry.actor_id, entry.subject_id, entry.after["opd"]) == (
        operator.pk,
        str(role.pk),
        cast.health.pk,
    )


def test_a_head_needs_an_office(cast, operator):
    with pytest.raises(RoleNeedsOpd, match="Kepala OPD hanya berlaku di satu OPD"):
        give(cast.sari_user, operator)


def test_an_operator_is_one_everywhere(cast, operator):
    with pytest.raises(RoleIsWide, match="seluruh pemerintah daerah"):
        give(cast.sari_user, operator, RoleKind.OPERATOR, cast.health)


def test_the_same_role_for_the_same_time_is_refused(cast, operator):
    give(cast.sari_user, operator, opd=cast.health, until=TODAY + datetime.timedelta(days=30))
    with pytest.raises(RoleAlreadyGiven, match="Sari Wulandari sudah memegang peran Kepala OPD"):
        give(cast.sari_user, operator, opd=cast.health, since=TODAY + datetime.timedelta(days=30))

    give(cast.sari_user, operator, opd=cast.health, since=TODAY + datetime.timedelta(days=31))
    give(cast.sari_user, operator, opd=cast.education)
    assert Role.objects.filter(user=cast.sari_user).count() == 3


def test_an_ended_role_stays_as_history(cast, operator):
    role = Role.objects.get(user=cast.joko_user)

    services.end_role(role=role, last_day=YESTERDAY, actor=operator, reason="Mutasi")

    role.refresh_from_db()
    assert role.valid_until == YESTERDAY
    assert rules.is_head(fresh(cast.joko_user)) is False
    assert AuditEntry.objects.get(act="people.role.ended").reason == "Mutasi"


def test_a_role_that_had_not_begun_is_withdrawn_and_stays_in_the_trail(cast, operator):
    role = give(cast.sari_user, operator, opd=cast.health)

    services.end_role(role=role, last_day=YESTERDAY, actor=operator)

    assert Role.objects.filter(user=cast.sari_user).exists() is False
    assert AuditEntry.objects.get(act="people.role.withdrawn").before["kind"] == "head"


def test_an_ended_role_is_not_ended_again(cast, operator):
    role = Role.objects.get(user=cast.joko_user)
    services.end_role(role=role, last_day=YESTERDAY, actor=operator)

    with pytest.raises(RoleAlreadyEnded):
        services.end_role(role=role, last_day=TODAY, actor=operator)


def test_the_own_last_operator_role_is_not_ended(cast, operator):
    role = Role.objects.get(user=operator)

    with pytest.raises(LastOperator, match="Minta operator lain"):
        services.end_role(role=role, last_day=TODAY, actor=operator)

    other = make_user("lain", "Operator lain", role=RoleKind.OPERATOR)
    services.end_role(role=role, last_day=TODAY, actor=other)
    role.refresh_from_db()
    assert role.valid_until == TODAY


def test_an_operator_with_a_second_operator_role_may_end_the_first(cast, operator):
    first = Role.objects.get(user=operator)
    Role.objects.create(user=operator, kind=RoleKind.OPERATOR, valid_from=YESTERDAY)

    services.end_role(role=first, last_day=YESTERDAY, actor=operator)

    first.refresh_from_db()
    assert first.valid_until == YESTERDAY


# --- pages ------------------------------------------------------------------------------------------


def test_the_operator_gives_a_role_by_form(cast, operator, sign_in):
    answer = sign_in(operator).post(
        reverse("people:role-give"),
        {
            "account": "1990 0517 2015 032001",
            "kind": "hr_officer",
            "opd": cast.health.pk,
            "valid_from": TODAY.isoformat(),
            "reason": "SK 1/2026",
        },
    )

    assert answer.url == reverse("people:role-list")
    role = Role.objects.get(user=cast.sari_user)
    assert (role.kind, role.opd_id, role.valid_until) == ("hr_officer", cast.health.pk, None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account": "000000000000000000"}, "Tidak ada akun dengan NIP atau e-mail itu"),
        ({"opd": ""}, "hanya berlaku di satu OPD"),
        ({"valid_until": "2000-01-01"}, "Tanggal berakhir tidak boleh sebelum tanggal mulai"),
        ({"reason": ""}, "Dasar (nomor SK atau alasan)"),
    ],
)
def test_a_wrong_form_comes_back_with_its_remedy_and_what_was_typed(cast, operator, sign_in, changed, said):
    values = {
        "account": "199005172015032001",
        "kind": "head",
        "opd": cast.health.pk,
        "valid_from": TODAY.isoformat(),
        "reason": "SK 77/2026",
        **changed,
    }
    answer = sign_in(operator).post(reverse("people:role-give"), values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{TODAY.isoformat()}"' in answer.content.decode()
    assert Role.objects.filter(user=cast.sari_user).exists() is False


def test_the_operator_ends_a_role_by_form(cast, operator, sign_in):
    role = Role.objects.get(user=cast.joko_user)

    answer = sign_in(operator).post(
        reverse("people:role-end", args=[role.pk]), {"last_day": YESTERDAY.isoformat(), "reason": "Mutasi"}
    )

    assert answer.url == reverse("people:role-list")
    role.refresh_from_db()
    assert role.valid_until == YESTERDAY


def test_the_refusal_of_the_last_operator_is_shown_on_the_form(cast, operator, sign_in):
    role = Role.objects.get(user=operator)

    answer = sign_in(operator).post(
        reverse("people:role-end", args=[role.pk]), {"last_day": TODAY.isoformat(), "reason": "Pindah"}
    )

    assert answer.status_code == 422
    assert "Minta operator lain mengakhirinya" in answer.content.decode()


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "ratna_user", "joko_user"])
@pytest.mark.parametrize("name", ["role-list", "role-give"])
def test_roles_are_the_operators_alone(cast, sign_in, who, name):
    assert sign_in(getattr(cast, who)).get(reverse(f"people:{name}")).status_code == 403


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_of_roles_asks_the_same_number_of_queries(
    cast, operator, sign_in, django_assert_num_queries, extra
):
    for number in range(extra):
        make_user(f"u{number}", f"U{number}", role=RoleKind.HEAD, opd=cast.health)
    client = sign_in(operator)
    client.get(reverse("people:role-list"))

    with django_assert_num_queries(4):  # session, user, her roles, the page
        client.get(reverse("people:role-list"))


def test_the_first_account_may_give_roles(db, client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "rumah-besar-di-kendari")
    call_command(
        "createsuperuser", "--noinput", username="admin", email="admin@contoh.test", name="Admin", verbosity=0
    )

    user = User.objects.get()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert list(Role.objects.values_list("user_id", "kind", "opd_id", "valid_until")) == [
        (user.pk, RoleKind.OPERATOR, None, None)
    ]
    assert AuditEntry.objects.get(act="people.role.given").reason == "createsuperuser"
    assert client.get(reverse("people:role-give")).status_code == 200
