"""Pages of people: what each shows, to whom, and what they cost."""

import csv
import io
import re

import pytest
from django.urls import reverse

from bangkom.people.enums import RoleKind
from tests.conftest import make_employee, make_opd, make_user

pytestmark = pytest.mark.django_db
LIST = "people:employee-list"


def names(answer):
    """Names of the rows of a list page."""
    return [row.name for row in answer.context["table"].rows]


def exported(answer):
    """Rows of a CSV file; an NIP carries the apostrophe that keeps its digits in a spreadsheet."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


# --- the list ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ratna_user", ["Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]),
        ("bima_user", ["Bima La Ode", "Sari Wulandari"]),
        ("joko_user", ["Joko Santoso"]),
    ],
)
def test_the_list_holds_the_people_of_ones_scope(cast, sign_in, who, seen):
    answer = sign_in(getattr(cast, who)).get(reverse(LIST))

    assert names(answer) == seen
    assert answer.context["table"].total == len(seen)


def test_an_employee_without_a_role_has_no_list(cast, sign_in):
    assert sign_in(cast.sari_user).get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("cari=wulan", ["Sari Wulandari"]),
        ("cari=19900517", ["Sari Wulandari"]),
        ("opd={health}", ["Bima La Ode", "Sari Wulandari"]),
        ("opd={health}&unit={clinic}", ["Sari Wulandari"]),
        ("status=pppk", ["Andi"]),
        ("jenjang={level}", ["Sari Wulandari"]),
        ("golongan={rank}", ["Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]),
        ("hilang=1", ["Andi"]),
        ("berhenti=1", ["Tuti"]),
        ("opd=999999", ["Andi", "Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]),
        ("urut=-name", ["Sari Wulandari", "Ratna Dewi", "Joko Santoso", "Bima La Ode", "Andi"]),
    ],
)
def test_search_filters_and_order(cast, sign_in, query, seen):
    make_employee("Andi", cast.education, nip="199201012022211001", kind="pppk", missing_since="2026-01-05")
    make_employee("Tuti", cast.education, nip="196001011985032001", left_on="2020-01-01")
    places = {
        "health": cast.health.pk,
        "clinic": cast.clinic.pk,
        "level": cast.level.pk,
        "rank": cast.rank.pk,
    }

    answer = sign_in(cast.ratna_user).get(f"{reverse(LIST)}?{query.format(**places)}")

    assert names(answer) == seen


def test_the_band_of_the_gap_is_a_column_and_a_filter(cast, sign_in):
    from bangkom.assessment.models import EmployeeGap, GapBand

    for name, start in (("Rendah", 0), ("Tinggi", 50)):
        GapBand.objects.create(
            scheme="IKK", name=name, from_percent=start, below_percent=100, valid_from="2020-01-01"
        )
    for employee, band in ((cast.sari, "Tinggi"), (cast.bima, "Rendah")):
        EmployeeGap.objects.create(
            employee=employee, opd=employee.opd, jpm=40, ikk=60, band=band, computed_on="2026-01-01"
        )

    answer = sign_in(cast.ratna_user).get(f"{reverse(LIST)}?pita=Tinggi")

    assert names(answer) == ["Sari Wulandari"]
    assert answer.context["table"].rows[0].gap_summary__band == "Tinggi"


def test_a_file_holds_exactly_what_is_shown(cast, sign_in):
    answer = sign_in(cast.bima_user).get(f"{reverse(LIST)}?kolom=name,nip,unit&cari=sari&ekspor=csv")

    assert exported(answer) == [
        ["Nama", "NIP", "Unit kerja"],
        ["Sari Wulandari, S.Kep.", "'199005172015032001", "Puskesmas Mata"],
    ]


def test_joko_finds_nothing_of_sari_in_lists_counts_search_and_files(cast, sign_in):
    client = sign_in(cast.joko_user)
    places = [
        reverse(LIST),
        f"{reverse(LIST)}?cari=sari",
        f"{reverse(LIST)}?opd={cast.health.pk}",
        f"{reverse(LIST)}?opd={cast.health.pk}&unit={cast.clinic.pk}",
        f"{reverse(LIST)}?per=100&urut=-name",
        f"{reverse(LIST)}?berhenti=1",
    ]

    for place in places:
        answer = client.get(place)
        page = answer.content.decode()
        assert "Sari Wulandari" not in page and cast.sari.nip not in page, place
        assert answer.context["table"].total <= 1, place
    rows = exported(client.get(f"{reverse(LIST)}?ekspor=csv&opd={cast.health.pk}&cari=sari"))
    assert [row for row in rows if "Sari" in row[0]] == []
    # The filters offer his own office alone.
    assert "Puskesmas Mata" not in client.get(places[3]).content.decode()


def test_a_wrong_value_in_the_url_is_no_error(cast, sign_in):
    answer = sign_in(cast.ratna_user).get(
        f"{reverse(LIST)}?opd=x&unit=-1&status=<b>&jenjang=99999999999999999999&hal=-4&per=7"
    )

    assert len(names(answer)) == 4


@pytest.mark.parametrize("extra", [0, 2])
@pytest.mark.parametrize(("who", "queries"), [("ratna_user", 3), ("bima_user", 4)])
def test_the_list_asks_the_same_number_of_queries_for_1_and_3_more(
    cast, sign_in, django_assert_num_queries, extra, who, queries
):
    for number in range(extra):
        make_employee(
            f"Tambahan {number}", cast.clinic, nip=f"19900101201501100{number}", position=cast.nurse
        )
    client = sign_in(getattr(cast, who))
    client.get(reverse(LIST))

    with django_assert_num_queries(
        1 + queries
    ):  # session, user, roles, (who he is,) rows; the first page counts itself
        client.get(reverse(LIST))


# --- one person -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("sari_user", 200), ("bima_user", 200), ("ratna_user", 200), ("joko_user", 404)]
)
@pytest.mark.parametrize("name", ["people:employee-show", "portal:person", "records:employee-record"])
def test_who_opens_a_page_about_sari(cast, sign_in, who, status, name):
    assert sign_in(getattr(cast, who)).get(reverse(name, args=[cast.sari.pk])).status_code == status


def test_a_page_that_is_not_there_and_one_that_is_hidden_answer_alike(cast, sign_in):
    client = sign_in(cast.joko_user)
    hidden = client.get(reverse("people:employee-show", args=[cast.sari.pk]))
    absent = client.get(reverse("people:employee-show", args=[999999]))

    def bare(answer):
        """The page without what differs at every request: reference number, token, its own address."""
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        return re.sub(r"/pegawai/\d+/", "", page.replace(answer.headers["X-Reference"], ""))

    assert hidden.status_code == absent.status_code == 404
    assert bare(hidden) == bare(absent)


def test_the_page_says_who_sees_it_and_shows_the_person(cast, sign_in):
    page = sign_in(cast.bima_user).get(reverse("people:employee-show", args=[cast.sari.pk])).content.decode()

    assert "Siapa yang melihat halaman ini" in page
    assert "Pegawai dan OPD lain tidak dapat melihatnya." in page
    for text in (
        "Sari Wulandari, S.Kep.",
        "199005172015032001",
        "Perawat Ahli Pertama",
        "17 Mei 1990",
        "Bima La Ode",
    ):
        assert text in page


def test_a_supervisor_out_of_sight_is_named_without_a_link(cast, sign_in):
    cast.sari.supervisor = cast.ratna
    cast.sari.save()

    page = sign_in(cast.sari_user).get(reverse("people:employee-show", args=[cast.sari.pk])).content.decode()

    assert "Ratna Dewi" in page
    assert reverse("people:employee-show", args=[cast.ratna.pk]) not in page


def test_reports_out_of_sight_are_not_shown(cast, sign_in):
    cast.sari.supervisor = cast.joko
    cast.sari.save()

    answer = sign_in(cast.joko_user).get(reverse("people:profile"))

    assert answer.context["histories"].reports == []
    assert "Sari" not in answer.content.decode()


def test_the_profile_is_ones_own_with_the_way_to_a_correction(cast, sign_in):
    page = sign_in(cast.sari_user).get(reverse("people:profile")).content.decode()

    assert "Sari Wulandari, S.Kep." in page
    assert "Ada yang keliru?" in page


def test_an_account_without_employee_has_a_profile_too(cast, sign_in):
    user = make_user("operator", "Operator Kota", role=RoleKind.OPERATOR)

    page = sign_in(user).get(reverse("people:profile")).content.decode()

    assert "bukan akun seorang pegawai" in page
    assert "Operator" in page


def test_the_language_is_remembered_with_the_account(cast, sign_in):
    client = sign_in(cast.sari_user)

    answer = client.post(reverse("people:language"), {"language": "en"})

    assert answer.url == reverse("people:profile")
    cast.sari_user.refresh_from_db()
    assert cast.sari_user.language == "en"
    assert client.cookies["django_language"].value == "en"
    client.post(reverse("people:language"), {"language": "xx"})
    cast.sari_user.refresh_from_db()
    assert cast.sari_user.language == "en"


def test_a_new_device_speaks_the_language_of_the_account_until_it_chooses_one(cast, sign_in):
    cast.sari_user.language = "en"
    cast.sari_user.save()
    client = sign_in(cast.sari_user)

    assert '<html lang="en"' in client.get(reverse("people:profile")).content.decode()
    client.cookies["django_language"] = "id"
    assert '<html lang="id"' in client.get(reverse("people:profile")).content.decode()


@pytest.mark.parametrize("extra", [1, 3])
def test_the_page_of_a_person_asks_the_same_number_of_queries(
    cast, sign_in, django_assert_num_queries, extra
):
    for number in range(extra):
        make_employee(
            f"Bawahan {number}", cast.clinic, nip=f"19900101201501100{number}", supervisor=cast.sari
        )
    client = sign_in(cast.ratna_user)
    page = reverse("people:employee-show", args=[cast.sari.pk])
    client.get(page)

    # user, roles, the person, posts, ranks, degrees, reports
    with django_assert_num_queries(8):  # the session among them
        client.get(page)


# --- offices ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [1, 3])
def test_the_tree_asks_the_same_number_of_queries(cast, sign_in, django_assert_num_queries, extra):
    for number in range(extra):
        make_opd(f"U{number}", f"Unit {number}", parent=cast.health)
    client = sign_in(cast.ratna_user)
    client.get(reverse("people:opd-tree"))

    with django_assert_num_queries(
        4
    ):  # session, user, roles, whether the tree that is kept is still the newest
        client.get(reverse("people:opd-tree"))


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "ratna_user", "joko_user"])
def test_accounts_are_made_by_hr_officers_and_operators(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(reverse("people:account-list")).status_code == 403


def test_an_hr_officer_lists_the_accounts_of_the_office_alone(cast, sign_in):
    officer = make_user("pengelola", "Pengelola", role=RoleKind.HR_OFFICER, opd=cast.education)

    answer = sign_in(officer).get(reverse("people:account-list"))

    assert names(answer) == ["Joko Santoso"]
    assert names(sign_in(officer).get(reverse("people:account-list") + "?cari=wulandari")) == []
