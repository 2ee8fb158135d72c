import pytest
from django.urls import reverse

from bangkom.portal.queries.search import search
from tests.conftest import make_employee

pytestmark = pytest.mark.django_db


def people(user, text):
    return [one.name for one in search(user, text).people.found]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ratna_user", ["Sari Wulandari"]),
        ("bima_user", ["Sari Wulandari"]),
        ("sari_user", ["Sari Wulandari"]),
        ("joko_user", []),
    ],
)
def test_people_are_found_within_the_scope(cast, who, seen):
    assert people(getattr(cast, who), "wulandari") == seen
    assert people(getattr(cast, who), cast.sari.nip) == seen


def test_names_that_begin_with_the_text_come_first(cast):
    for number, name in enumerate(["Abdul Kasari", "Puspasari", "Wa Sari"]):
        make_employee(name, cast.clinic, nip=f"19900101201501100{number}")

    assert people(cast.ratna_user, "sari") == ["Sari Wulandari", "Wa Sari", "Abdul Kasari", "Puspasari"]


def test_more_than_are_shown_lead_to_the_list(cast, sign_in):
    for number in range(9):
        make_employee(f"Andi {number}", cast.clinic, nip=f"19900101201501100{number}")

    found = search(cast.ratna_user, "andi")
    page = sign_in(cast.ratna_user).get(reverse("portal:search") + "?cari=andi").content.decode()

    assert (len(found.people.found), found.people.has_more) == (8, True)
    assert f"{reverse('people:employee-list')}?cari=andi" in page


def test_programmes_competencies_and_offices_are_found(city, sign_in):
    page = sign_in(city.sari_user).get(reverse("portal:search") + "?cari=kerja+sama").content.decode()
    assert "Lokakarya Kerja Sama" in page and "M.2" in page

    page = sign_in(city.sari_user).get(reverse("portal:search") + "?cari=kesehatan").content.decode()
    assert reverse("people:opd-show", args=[city.health.pk]) in page


def test_a_closed_programme_is_not_found(city):
    city.together.is_open = False
    city.together.save()

    assert search(city.sari_user, "lokakarya").programmes.found == []


@pytest.mark.parametrize(
    ("text", "said"), [("a", "Tulis paling sedikit 2 huruf."), ("zzqq", "Tidak ada yang cocok")]
)
def test_too_little_and_nothing_are_said(cast, sign_in, text, said):
    assert said in sign_in(cast.ratna_user).get(reverse("portal:search") + f"?cari={text}").content.decode()


def test_odd_text_is_no_error(cast, sign_in):
    page = (
        sign_in(cast.ratna_user)
        .get(reverse("portal:search") + "?cari=%00%25_%3Cscript%3Ealert")
        .content.decode()
    )

    assert "<script>alert" not in page


@pytest.mark.parametrize("extra", [0, 2])
def test_search_asks_the_same_number_of_queries(city, sign_in, django_assert_num_queries, extra):
    for number in range(extra):
        make_employee(f"Wulandari {number}", city.clinic, nip=f"19900101201501100{number}")
    client = sign_in(city.ratna_user)
    place = reverse("portal:search") + "?cari=wulandari"
    client.get(place)

    # user, roles, keys of people, those first and those after, programmes, competencies, offices
    with django_assert_num_queries(9):  # the session among them
        client.get(place)
