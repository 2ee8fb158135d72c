import pytest
from django.urls import reverse

from bangkom.people.enums import RoleKind
from bangkom.records import services
from tests.conftest import make_employee, make_user
from tests.portal.conftest import YEAR, plan

pytestmark = pytest.mark.django_db
PAGE = "portal:leadership"


@pytest.fixture
def mayor(cast):
    return make_user("wali", "Wali Kota", role=RoleKind.LEADERSHIP)


def headlines(answer):
    return [(one.value, one.trend) for one in answer.context["headlines"]]


def test_five_figures_with_their_trend(city, mayor, sign_in):
    answer = sign_in(mayor).get(reverse(PAGE))

    assert headlines(answer) == [
        ("25%", f"sepanjang {YEAR - 1}: 0%"),
        ("40%", "rencana pertama"),
        ("Rp900", "rencana pertama"),
        ("7", "rencana pertama"),
        ("–", "Langkah berikutnya: serahkan hasil SKM tahun ini per OPD kepada BKPSDM."),
    ]


def test_a_second_plan_gives_the_trend_of_the_first(city, mayor, sign_in):
    plan(city, YEAR, closed=5.0, postponed=3)

    found = headlines(sign_in(mayor).get(reverse(PAGE)))

    assert found[1] == ("40%", f"rencana {YEAR}: 50%")
    assert found[2] == ("Rp900", f"rencana {YEAR}: 50%")
    assert found[3] == ("7", f"rencana {YEAR}: 3")


def test_every_figure_with_data_leads_to_its_list(city, mayor, sign_in):
    urls = [one.url for one in sign_in(mayor).get(reverse(PAGE)).context["headlines"]]

    names = ("records:duty-offices", "assessment:heat-map", "planning:desk", "planning:postponed")
    assert urls == [*map(reverse, names), ""]


def test_an_empty_city_says_so_and_shows_no_number(db, mayor, sign_in):
    answer = sign_in(mayor).get(reverse(PAGE))

    assert [value for value, _trend in headlines(answer)] == ["–"] * 5
    assert "Belum ada rencana yang dihitung" in answer.content.decode()


def test_an_office_of_fewer_than_five_is_left_out(city, mayor, sign_in):
    assert "Dinas Kesehatan" not in sign_in(mayor).get(reverse(PAGE)).content.decode()

    for number in range(3):
        make_employee(f"Perawat {number}", city.clinic, nip=f"19900101201501100{number}")
    services.recount(YEAR)
    assert "0 dari 5 pegawai" in sign_in(mayor).get(reverse(PAGE)).content.decode()


def test_a_chart_is_a_file_too(city, mayor, sign_in):
    answer = sign_in(mayor).get(reverse(PAGE) + "?unduh=kewajiban-tahun.csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[-1].startswith(str(YEAR))


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "joko_user"])
def test_it_is_for_those_who_see_the_whole_government(city, sign_in, who):
    assert sign_in(getattr(city, who)).get(reverse(PAGE)).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_the_same_number_of_queries(city, mayor, sign_in, django_assert_num_queries, more):
    for number in range(more):
        plan(city, YEAR - number, closed=5.0)
    client = sign_in(mayor)
    client.get(reverse(PAGE))

    with django_assert_num_queries(8):  # session, user, roles, trend, gap, plans, newest year, offices
        client.get(reverse(PAGE))
