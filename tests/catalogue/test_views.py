"""The catalogue's pages: everybody reads, planners change, refused forms keep what was typed."""

from __future__ import annotations

import pytest

from bangkom.catalogue.models import LearningForm, Programme


@pytest.fixture
def form_values(reference, competency):
    return {
        "code": "BARU", "name": "Pelatihan baru", "form": LearningForm.objects.get(code="KL10").pk, "mode": "class",
        "jp": "24", "days": "3", "place": "0", "quarters": ["1", "3"], "min_people": "10", "max_people": "30",
        "max_batches": "2", "cost_batch": "Rp40 juta", "cost_person": "250.000", "fund_batch": "", "fund_person": "",
        "verification": "estimated", "is_open": "on", "naik-TOTAL_FORMS": "3", "naik-INITIAL_FORMS": "0",
        "naik-0-competency": str(competency.pk), "naik-0-gain": "0,8", "naik-0-source": "perkiraan",
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three_rows(
    cast, sign_in, make_programme, count, django_assert_num_queries
):
    for number in range(count):
        make_programme(f"P{number}")
    client = sign_in(cast.sari_user)

    with django_assert_num_queries(6):  # the session among them
        page = client.get("/katalog/").content.decode()

    assert page.count("Pelatihan P") == count
    assert "Tambah program" not in page


def test_the_list_finds_by_text_mode_and_cost(cast, sign_in, make_programme):
    make_programme("A", name="Pelayanan prima")
    make_programme("B", name="Sertifikasi auditor", mode="sent", cost_batch=0, cost_person=9_000_000)
    client = sign_in(cast.sari_user)

    assert "Pelayanan prima" not in client.get("/katalog/?cari=AUDITOR").content.decode()
    assert "Sertifikasi auditor" not in client.get("/katalog/?cara=class").content.decode()
    assert "Pelayanan prima" not in client.get("/katalog/?biaya-dari=5000000").content.decode()


def test_a_programme_shows_its_cost_in_words(cast, sign_in, make_programme):
    programme = make_programme()

    page = sign_in(cast.sari_user).get(f"/katalog/{programme.pk}/").content.decode()

    assert "30 orang dalam 1 angkatan = Rp60.000.000" in page
    assert "Rp2.000.000 per orang, Rp100.000 per orang dan JP" in page
    assert "0,75 tingkat" in page
    assert "Perkiraan" in page


def test_a_planner_adds_a_programme(cast, sign_in, form_values):
    answer = sign_in(cast.ratna_user).post("/katalog/tambah/", form_values)

    programme = Programme.objects.get(code="BARU")
    assert answer.url == f"/katalog/{programme.pk}/"
    assert (programme.quarters, programme.cost_batch, programme.levels) == ([1, 3], 40_000_000, [])
    assert str(programme.gains.get().gain) == "0.80"


def test_a_refused_form_keeps_what_was_typed_and_says_the_remedy(cast, sign_in, form_values):
    wrong = form_values | {
        "mode": "online",
        "min_people": "40",
        "name": "Nama yang diketik",
        "naik-0-gain": "",
    }

    answer = sign_in(cast.ratna_user).post("/katalog/tambah/", wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nama yang diketik" in page
    assert "Hanya kelas sendiri yang memiliki biaya per angkatan" in page
    assert "Paling sedikit 40 melebihi paling banyak 30" in page
    assert "Isi kenaikan tingkat" in page
    assert not Programme.objects.filter(code="BARU").exists()


def test_a_planner_changes_a_programme_without_losing_its_fields(cast, sign_in, make_programme, form_values):
    programme = make_programme(fields=["Kesehatan"], levels=[])
    client = sign_in(cast.ratna_user)
    assert "Kesehatan" in client.get(f"/katalog/{programme.pk}/ubah/").content.decode()

    client.post(f"/katalog/{programme.pk}/ubah/", form_values | {"fields_admitted": ["Kesehatan"]})

    programme.refresh_from_db()
    assert (programme.code, programme.fields) == ("BARU", ["Kesehatan"])


def test_only_planners_change_the_catalogue(cast, sign_in, make_programme):
    programme = make_programme()
    for user in (cast.sari_user, cast.bima_user):
        client = sign_in(user)
        assert client.get("/katalog/tambah/").status_code == 403
        assert client.post(f"/katalog/{programme.pk}/ubah/", {}).status_code == 403
