import datetime
import re

import pytest
from django.urls import reverse

from bangkom.foundation import events
from bangkom.foundation.models import AuditEntry
from bangkom.people import queries, services
from bangkom.people.enums import RoleKind
from bangkom.people.errors import AccountExists, AccountNeedsNip, NoAccount, OwnSupervisor
from bangkom.people.events import EmployeesChanged
from bangkom.people.models import Employee, Rank, User
from tests.conftest import make_employee, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    """HR officer of Sari's office."""
    return make_user("pengelola", "Pengelola", role=RoleKind.HR_OFFICER, opd=cast.health)


def test_saving_keeps_what_the_search_looks_in(cast):
    cast.sari.name = "Sari Wulandari Putri"
    cast.sari.save(update_fields=["name"])

    cast.sari.refresh_from_db()
    assert cast.sari.search_text == "sari wulandari putri 199005172015032001"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sari", ["Sari Wulandari"]),
        ("WULAN sari", ["Sari Wulandari"]),
        ("19900517 201503 2001", ["Sari Wulandari"]),
        ("'199005172015032001", ["Sari Wulandari"]),
        ("1990", ["Sari Wulandari"]),
        ("032001", ["Sari Wulandari"]),
        ("  ", ["Bima La Ode", "Sari Wulandari"]),
        ("santoso", []),
        ("sari santoso", []),
        ("100%", []),
    ],
)
def test_search_finds_every_word_within_the_scope(cast, text, found):
    rows = queries.search_employees(queries.employees_for(cast.bima_user), text)

    assert [row.name for row in rows] == found


def test_many_hits_are_searched_like_few(cast, monkeypatch):
    from bangkom.people.queries import employees

    few = [row.name for row in queries.search_employees(queries.employees_for(cast.ratna_user), "a")]
    monkeypatch.setattr(employees, "FEW_HITS", 0)

    many = queries.search_employees(queries.employees_for(cast.ratna_user), "a")

    assert (
        [row.name for row in many] == few == ["Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]
    )


def test_a_new_unit_and_rank_become_history(cast, officer):
    higher = Rank.objects.create(code="III/c", family="PNS", name="Penata", order=11)
    services.change_employee(
        employee=cast.sari,
        values={
            "unit": cast.health,
            "rank": higher,
            "rank_since": datetime.date(2026, 4, 1),
            "name": "Sari Wulandari",
        },
        actor=officer,
    )
    services.change_employee(
        employee=cast.sari,
        values={"position": cast.clerk, "position_since": datetime.date(2027, 1, 1)},
        actor=officer,
    )

    history = queries.histories_of(cast.sari_user, cast.sari)
    assert [(one.position.title, one.unit.name) for one in history.positions] == [
        ("Pengadministrasi Umum", "Dinas Kesehatan"),
        ("Perawat Ahli Pertama", "Dinas Kesehatan"),
    ]
    assert history.positions[1].until == datetime.date(2026, 12, 31)
    assert [(one.rank.code, one.since) for one in history.ranks] == [("III/c", datetime.date(2026, 4, 1))]


def test_a_move_to_another_office_moves_the_person_and_tells_the_rooms_above(
    cast, officer, django_capture_on_commit_callbacks, monkeypatch
):
    heard = []
    monkeypatch.setitem(events._receivers, EmployeesChanged, [heard.append])

    with django_capture_on_commit_callbacks(execute=True):
        services.change_employee(employee=cast.sari, values={"unit": cast.education}, actor=officer)

    assert Employee.objects.get(pk=cast.sari.pk).opd_id == cast.education.pk
    assert heard == [EmployeesChanged((cast.sari.pk,))]


def test_nothing_changed_is_not_recorded(cast, officer):
    services.change_employee(employee=cast.sari, values={"name": cast.sari.name}, actor=officer)

    assert AuditEntry.objects.count() == 0


def test_nobody_is_her_own_supervisor(cast, officer):
    with pytest.raises(OwnSupervisor):
        services.change_employee(employee=cast.sari, values={"supervisor": cast.sari}, actor=officer)


# --- accounts ---------------------------------------------------------------------------------------


def test_an_account_signs_in_with_the_nip_and_must_change_its_password(cast, officer, client):
    new = make_employee("Andi", cast.clinic, nip="199201012020121001")

    password = services.create_account(employee=new, actor=officer)

    assert re.fullmatch(r"[a-z]{4}-\d{4}-[a-z]{4}-\d{4}", password)
    assert client.login(username="199201012020121001", password=password) is True
    answer = client.get(reverse("portal:home"))
    assert answer.url == reverse("account_change_password")


def test_an_account_is_made_once_and_only_with_a_nip(cast, officer):
    with pytest.raises(AccountExists, match="Sari Wulandari sudah mempunyai akun"):
        services.create_account(employee=cast.sari, actor=officer)
    with pytest.raises(AccountNeedsNip, match="belum mempunyai NIP"):
        services.create_account(employee=make_employee("Andi", cast.clinic), actor=officer)


def test_a_renewed_password_ends_the_old_one(cast, officer, client):
    password = services.renew_password(employee=cast.sari, actor=officer)

    assert client.login(username=cast.sari.nip, password="rumah-besar-di-kendari") is False
    assert client.login(username=cast.sari.nip, password=password) is True
    with pytest.raises(NoAccount):
        services.renew_password(employee=make_employee("Andi", cast.clinic), actor=officer)


def test_the_password_is_shown_once_and_kept_nowhere(cast, officer, sign_in):
    new = make_employee("Andi", cast.clinic, nip="199201012020121001")
    page = reverse("people:account", args=[new.pk])
    client = sign_in(officer)

    shown = re.search(r"[a-z]{4}-\d{4}-[a-z]{4}-\d{4}", client.post(page, {"aksi": "buat"}).content.decode())

    assert shown is not None
    assert shown[0] not in client.get(page).content.decode()
    assert all(
        shown[0] not in f"{entry.before}{entry.after}{entry.reason}" for entry in AuditEntry.objects.all()
    )
    assert User.objects.get(username=new.nip).must_change_password is True


def test_an_officer_makes_no_account_outside_the_office(cast, officer, sign_in):
    stranger = make_employee("Tono", cast.education, nip="199201012020121002")

    answer = sign_in(officer).post(reverse("people:account", args=[stranger.pk]), {"aksi": "buat"})

    assert answer.status_code == 404
    assert User.objects.filter(username=stranger.nip).exists() is False


# --- the form ---------------------------------------------------------------------------------------


def form_values(employee, **changed):
    return {
        "name": employee.name,
        "unit": employee.unit_id,
        "position": employee.position_id,
        "rank": employee.rank_id,
        "supervisor_nip": "197503101999031002",
        **changed,
    }


def test_an_officer_corrects_a_person_of_the_office(cast, officer, sign_in):
    answer = sign_in(officer).post(
        reverse("people:employee-edit", args=[cast.sari.pk]),
        form_values(cast.sari, education_major="Keperawatan"),
    )

    assert answer.url == reverse("people:employee-show", args=[cast.sari.pk])
    cast.sari.refresh_from_db()
    assert (cast.sari.education_major, cast.sari.supervisor_id) == ("Keperawatan", cast.bima.pk)
    assert AuditEntry.objects.get(act="people.employee.changed").after["education_major"] == "Keperawatan"


def test_an_unknown_supervisor_is_refused_on_the_form(cast, officer, sign_in):
    answer = sign_in(officer).post(
        reverse("people:employee-edit", args=[cast.sari.pk]),
        form_values(cast.sari, supervisor_nip=cast.joko.nip),
    )

    assert answer.status_code == 422
    assert "Tidak ada pegawai dengan NIP itu di lingkup Anda" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("bima_user", 403), ("joko_user", 403), ("sari_user", 403), ("ratna_user", 200)]
)
def test_who_opens_the_correction_of_sari(cast, sign_in, who, status):
    assert (
        sign_in(getattr(cast, who)).get(reverse("people:employee-edit", args=[cast.sari.pk])).status_code
        == status
    )


def test_an_officer_of_another_office_does_not_find_sari(cast, sign_in):
    other = make_user("lain", "Lain", role=RoleKind.HR_OFFICER, opd=cast.education)

    assert sign_in(other).get(reverse("people:employee-edit", args=[cast.sari.pk])).status_code == 404
