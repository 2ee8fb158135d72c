import datetime

import pytest
from django.urls import reverse

from bangkom.foundation.models import AuditEntry
from bangkom.people import queries, services
from bangkom.people.enums import OpdKind, RoleKind
from bangkom.people.errors import OpdChangeTooEarly, OpdInsideItself, OpdNeedsParent, OpdUnchanged
from bangkom.people.models import Employee, Opd
from tests.conftest import make_employee, make_opd, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 2, 1)


def change(cast, opd, *, name=None, parent="same", on=DAY):
    return services.change_opd(
        opd=opd,
        name=name or opd.name,
        parent=opd.parent if parent == "same" else parent,
        on=on,
        legal_basis="Perwali 26/2022",
        actor=cast.ratna_user,
    )


def test_a_new_name_keeps_the_old_one_with_its_days(cast):
    change(cast, cast.health, name="Dinas Kesehatan dan KB")

    names = queries.opd_page(cast.ratna_user, cast.health).names
    assert [(one.name, one.valid_from, one.valid_until, one.legal_basis) for one in names] == [
        ("Dinas Kesehatan dan KB", DAY, None, "Perwali 26/2022"),
        ("Dinas Kesehatan", None, datetime.date(2026, 1, 31), ""),
    ]
    entry = AuditEntry.objects.get(act="people.opd.changed")
    assert (entry.before["name"], entry.after["name"], entry.reason) == (
        "Dinas Kesehatan",
        "Dinas Kesehatan dan KB",
        "Perwali 26/2022",
    )


def test_a_second_change_goes_on_from_the_first(cast):
    change(cast, cast.health, name="Nama Kedua")
    change(cast, cast.health, name="Nama Ketiga", on=datetime.date(2026, 6, 1))

    assert [name for name, *_ in cast.health.names.order_by("pk").values_list("name")] == [
        "Dinas Kesehatan",
        "Nama Kedua",
        "Nama Ketiga",
    ]
    assert cast.health.names.filter(valid_until__isnull=True).count() == 1


def test_a_moved_unit_takes_its_subtree_and_people_along(cast, django_capture_on_commit_callbacks):
    ward = make_opd("PKM-01-A", "Ruang A", OpdKind.UNIT, parent=cast.clinic)
    nurse = make_employee("Andi", ward, nip="199201012020121001")

    change(cast, cast.clinic, parent=cast.education)

    ward.refresh_from_db()
    assert ward.path == f"{cast.city.pk}.{cast.education.pk}.{cast.clinic.pk}.{ward.pk}."
    assert ward.office_id == cast.education.pk
    found = Employee.objects.filter(pk__in=[nurse.pk, cast.sari.pk]).values_list("opd_id", flat=True)
    assert list(found) == [cast.education.pk, cast.education.pk]


def test_a_moved_office_stays_an_office_of_its_own(cast):
    change(cast, cast.health, parent=cast.education)

    cast.health.refresh_from_db()
    cast.sari.refresh_from_db()
    assert cast.health.office_id == cast.health.pk
    assert cast.sari.opd_id == cast.health.pk
    assert Opd.objects.get(pk=cast.clinic.pk).path.startswith(cast.health.path)


def test_a_unit_put_right_under_the_government_becomes_an_office(cast):
    change(cast, cast.clinic, parent=cast.city)

    cast.clinic.refresh_from_db()
    cast.sari.refresh_from_db()
    assert (cast.clinic.office_id, cast.sari.opd_id) == (cast.clinic.pk, cast.clinic.pk)


@pytest.mark.parametrize(
    ("what", "error", "said"),
    [
        (lambda c: change(c, c.health), OpdUnchanged, "sama dengan yang sekarang"),
        (lambda c: change(c, c.health, parent=c.clinic), OpdInsideItself, "unitnya sendiri"),
        (lambda c: change(c, c.health, parent=c.health), OpdInsideItself, "unitnya sendiri"),
        (lambda c: change(c, c.health, parent=None), OpdNeedsParent, "harus mempunyai induk"),
    ],
)
def test_a_refused_change_leaves_no_trace(cast, what, error, said):
    with pytest.raises(error, match=said):
        what(cast)

    assert cast.health.names.count() == 0
    assert AuditEntry.objects.count() == 0


def test_a_change_before_the_last_one_is_refused(cast):
    change(cast, cast.health, name="Nama Kedua")

    with pytest.raises(OpdChangeTooEarly, match="1 Feb 2026"):
        change(cast, cast.health, name="Nama Ketiga", on=DAY)


# --- pages ------------------------------------------------------------------------------------------


def test_the_tree_counts_people_with_those_below(cast):
    counts = {node.name: node.people for node in queries.tree()}

    assert counts == {
        "Pemerintah Kota Kendari": 4,
        "Dinas Kesehatan": 2,
        "Puskesmas Mata": 1,
        "Dinas Pendidikan dan Kebudayaan": 1,
    }


def test_a_renamed_office_shows_its_new_name_at_once(cast, sign_in):
    client = sign_in(cast.ratna_user)
    client.get(reverse("people:opd-tree"))

    change(cast, cast.health, name="Dinas Kesehatan dan KB")

    assert "Dinas Kesehatan dan KB" in client.get(reverse("people:opd-tree")).content.decode()


def test_small_figures_are_shown_within_the_own_office_only(cast):
    health = next(node for node in queries.tree() if node.pk == cast.health.pk)

    assert health.people_for(queries.own_paths(cast.bima_user)) == 2
    assert health.people_for(queries.own_paths(cast.ratna_user)) == 2
    assert health.people_for(queries.own_paths(cast.joko_user)) is None
    assert health.people_for(queries.own_paths(cast.sari_user)) is None


def test_a_file_of_the_tree_hides_small_figures_too(cast, sign_in):
    answer = sign_in(cast.joko_user).get(reverse("people:opd-tree") + "?ekspor=csv")

    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    health = next(row for row in rows if "Dinas Kesehatan" in row)
    assert "kurang dari 5" in health


def test_a_planner_renames_an_office_by_form(cast, sign_in):
    answer = sign_in(cast.ratna_user).post(
        reverse("people:opd-edit", args=[cast.health.pk]),
        {
            "name": "Dinas Kesehatan dan KB",
            "short_name": "Dinkes KB",
            "parent": cast.city.pk,
            "on": "2026-02-01",
            "legal_basis": "Perwali 26/2022",
        },
    )

    assert answer.url == reverse("people:opd-show", args=[cast.health.pk])
    page = sign_in(cast.sari_user).get(answer.url).content.decode()
    assert "Perwali 26/2022" in page
    assert "31 Jan 2026" in page


def test_the_form_shows_the_refusal_and_keeps_what_was_typed(cast, sign_in):
    answer = sign_in(cast.ratna_user).post(
        reverse("people:opd-edit", args=[cast.health.pk]),
        {"name": "Dinas Kesehatan", "parent": cast.city.pk, "on": "2026-02-01", "legal_basis": "Perwali 9"},
    )

    assert answer.status_code == 422
    assert "sama dengan yang sekarang" in answer.content.decode()
    assert 'value="Perwali 9"' in answer.content.decode()


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "joko_user"])
def test_others_do_not_rename(cast, sign_in, who):
    assert (
        sign_in(getattr(cast, who)).get(reverse("people:opd-edit", args=[cast.health.pk])).status_code == 403
    )


def test_the_page_of_an_office_names_its_head(cast, sign_in):
    make_user("lain", "Kepala Lain", role=RoleKind.HEAD, opd=cast.education)

    page = sign_in(cast.sari_user).get(reverse("people:opd-show", args=[cast.health.pk])).content.decode()

    assert "Bima La Ode" in page
    assert "Kepala Lain" not in page
