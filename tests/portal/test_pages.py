import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
OWN = [
    "portal:home",
    "portal:learn",
    "portal:search",
    "records:my-record",
    "people:profile",
    "people:opd-tree",
]


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "ratna_user"])
@pytest.mark.parametrize("name", OWN)
def test_everybody_has_these_pages(cast, sign_in, who, name):
    assert sign_in(getattr(cast, who)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["portal:leadership", "people:employee-list", "records:duty-list", "records:duty-offices"]
)
def test_planner_pages(cast, sign_in, name):
    assert sign_in(cast.ratna_user).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "portal:person",
        "people:employee-show",
        "records:employee-record",
        "people:employee-edit",
        "records:record-add",
    ],
)
def test_person_pages(cast, sign_in, name):
    assert sign_in(cast.ratna_user).get(reverse(name, args=[cast.sari.pk])).status_code == 200


def test_team(cast, sign_in):
    assert sign_in(cast.bima_user).get(reverse("portal:team")).status_code == 200
    assert sign_in(cast.bima_user).get(reverse("portal:search") + "?cari=sari").status_code == 200
