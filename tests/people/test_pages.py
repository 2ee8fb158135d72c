import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_person_of_another_office_is_not_found(cast, sign_in):
    client = sign_in(cast.joko_user)

    assert client.get(reverse("people:employee-show", args=[cast.sari.pk])).status_code == 404


def test_list(cast, sign_in):
    client = sign_in(cast.bima_user)
    r = client.get(reverse("people:employee-list"))
    assert r.status_code == 200
    for name in ["employee-show", "profile", "opd-tree"]:
        r = client.get(reverse("people:"+name, args=[cast.sari.pk] if name == "employee-show" else []))
        assert r.status_code == 200
    r = client.get(reverse("people:opd-show", args=[cast.health.pk]))
    assert r.status_code == 200
