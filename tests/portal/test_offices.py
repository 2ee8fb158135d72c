import csv
import io

import pytest
from django.urls import reverse

from bangkom.people.enums import RoleKind
from tests.conftest import make_employee, make_user
from tests.portal.conftest import YEAR, mandate

pytestmark = pytest.mark.django_db
TEAM = "portal:team"


def names(answer):
    return [row.name for row in answer.context["table"].rows]


@pytest.fixture
def team(city):
    """Bima's office with one more nurse, who is not his direct report and must take a training."""
    city.nurse_b = make_employee("Wati", city.clinic, nip="199201012020122001", position=city.nurse)
    mandate(city, city.nurse_b, YEAR)
    return city


def test_the_team_is_the_office_without_oneself(team, sign_in):
    assert names(sign_in(team.bima_user).get(reverse(TEAM))) == ["Sari Wulandari", "Wati"]
    assert names(sign_in(team.joko_user).get(reverse(TEAM))) == []


@pytest.mark.parametrize("who", ["sari_user", "ratna_user"])
def test_a_team_needs_an_office(team, sign_in, who):
    assert sign_in(getattr(team, who)).get(reverse(TEAM)).status_code == 403


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("lingkup=langsung", ["Sari Wulandari"]),
        ("wajib=1", ["Wati"]),
        ("jp=short", ["Sari Wulandari"]),
        ("jp=met", []),
        ("pita=Rendah", ["Sari Wulandari"]),
        ("cari=wati", ["Wati"]),
        ("lingkup=x&jp=x&pita=x", ["Sari Wulandari", "Wati"]),
    ],
)
def test_filters_of_the_team(team, sign_in, query, seen):
    answer = sign_in(team.bima_user).get(f"{reverse(TEAM)}?{query}")

    assert names(answer) == seen
    assert answer.context["table"].total == len(seen)


def test_marks_say_what_needs_attention(team, sign_in):
    mandate(team, team.sari, YEAR - 1)

    table = sign_in(team.bima_user).get(reverse(TEAM)).context["table"]

    marks = {row.name: [words for words, _tone in table.marks(row)] for row in table.rows}
    assert marks == {"Sari Wulandari": ["Wajib, terlambat", "Kurang 8 JP"], "Wati": [f"Wajib {YEAR}"]}
    assert table.plan_text(table.rows[0]) == f"MOOC Integritas, TW II {YEAR + 1}"


def test_a_file_of_the_team_holds_what_is_shown(team, sign_in):
    answer = sign_in(team.bima_user).get(f"{reverse(TEAM)}?kolom=name,plan,marks&ekspor=csv&cari=sari")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert rows == [
        ["Nama", "Pembelajaran berikutnya", "Perlu perhatian"],
        ["Sari Wulandari, S.Kep.", f"MOOC Integritas, TW II {YEAR + 1}", "Kurang 8 JP"],
    ]


def test_joko_finds_nothing_of_sari(team, sign_in):
    client = sign_in(team.joko_user)
    places = [
        reverse("portal:home"),
        reverse("portal:learn"),
        reverse(TEAM),
        f"{reverse(TEAM)}?cari=wulandari",
        f"{reverse('portal:search')}?cari=wulandari",
        f"{reverse('portal:search')}?cari={team.sari.nip}",
    ]

    for place in places:
        page = client.get(place).content.decode()
        assert "Sari Wulandari" not in page and "Pelatihan Triase" not in page, place
    assert client.get(reverse("portal:person", args=[team.sari.pk])).status_code == 404
    file = client.get(f"{reverse(TEAM)}?ekspor=csv&cari=wulandari")
    assert b"Sari" not in b"".join(file.streaming_content)
    for name in ("portal:leadership", "portal:audit-list", "portal:job-list"):
        assert client.get(reverse(name)).status_code == 403


def test_the_page_of_one_person_shows_what_the_plan_does_and_why_not(team, sign_in):
    page = sign_in(team.bima_user).get(reverse("portal:person", args=[team.sari.pk])).content.decode()

    assert "12 dari 20 JP. Perlu 8 JP lagi sebelum 31 Desember." in page
    assert "MOOC Integritas" in page
    assert "Pagu tidak cukup" in page and "Lokakarya Kerja Sama" in page


@pytest.mark.parametrize("extra", [0, 2])
def test_the_team_asks_the_same_number_of_queries(team, sign_in, django_assert_num_queries, extra):
    for number in range(extra):
        make_employee(f"Tambahan {number}", team.clinic, nip=f"19900101201501100{number}")
    client = sign_in(team.bima_user)
    client.get(reverse(TEAM))

    with django_assert_num_queries(
        8
    ):  # session, user, roles, who he is, rows, seats, mandates, what was taken
        client.get(reverse(TEAM))


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_of_one_person_asks_the_same_number_of_queries(
    team, sign_in, django_assert_num_queries, more
):
    from bangkom.planning.models import PostponedNeed

    for skill in team.skills[:more]:
        PostponedNeed.objects.create(
            run=team.plan, employee=team.sari, opd=team.health, competency=skill, gap=1, reason="unit"
        )
    client = sign_in(team.ratna_user)
    page = reverse("portal:person", args=[team.sari.pk])
    client.get(page)

    with django_assert_num_queries(
        9
    ):  # session, user, roles, facts, gaps, seats, mandates, certificates, postponed
        client.get(page)


def test_an_hr_officer_of_a_unit_sees_the_unit(team, sign_in):
    officer = make_user("pengelola", "Pengelola", role=RoleKind.HR_OFFICER, opd=team.clinic)

    assert names(sign_in(officer).get(reverse(TEAM))) == ["Sari Wulandari", "Wati"]
    answer = sign_in(officer).get(reverse("portal:home"))
    assert (answer.context["office"].people, answer.context["serves"]) == (2, True)
