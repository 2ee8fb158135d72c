"""Pages of assessment: who sees what, what they show, how many queries they ask."""

import datetime
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangkom.assessment import services
from bangkom.assessment.models import Evidence, LevelEstimate, Method
from bangkom.assessment.queries import matrices
from bangkom.foundation.models import AuditEntry, Job
from bangkom.standards import services as standards
from tests.assessment.conftest import TODAY, rate
from tests.conftest import make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory():
    matrices.forget()
    yield
    matrices.forget()


@pytest.fixture
def city(ground):
    rate(
        ground.cast.sari, ground.safety, 2, method="supervisor", assessor=ground.cast.bima, name="Bima La Ode"
    )
    rate(ground.cast.sari, ground.integrity, 4, method="test")
    services.recompute_levels()
    return ground


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def body_of(download):
    body = b"".join(download.streaming_content).decode()
    download.close()
    return body


def people_in(response):
    return [name for name in ("Sari Wulandari", "Bima La Ode", "Joko Santoso", "Ratna Dewi") if name in response.content.decode().split("<main")[1]]  # fmt: skip


# --- one person -----------------------------------------------------------------------------------


def test_person_page_shows_levels_and_what_carries_them(city, sign_in):
    page = sign_in(city.cast.sari_user).get(reverse("assessment:my-gap"))

    text = text_of(page)
    assert "Kesenjangan saya" in text
    level = LevelEstimate.objects.get(employee=city.cast.sari, competency=city.safety)
    assert f"{level.mean:.1f}".replace(".", ",") in text
    assert "Penilaian atasan" in text
    assert re.search(r"\d+%", text)
    assert "Belum dinilai" in text  # service was never assessed


def test_leniency_of_an_assessor_is_shown_to_planners_only(city, sign_in):
    url = reverse("assessment:employee-gap", args=[city.cast.sari.pk])

    assert "cenderung lebih tinggi" in text_of(sign_in(city.cast.ratna_user).get(url))
    assert "cenderung lebih tinggi" not in text_of(sign_in(city.cast.bima_user).get(url))
    assert "cenderung lebih tinggi" not in text_of(sign_in(city.cast.sari_user).get(url))


@pytest.mark.parametrize("name", ["employee-gap", "employee-posts", "evidence-add"])
def test_page_of_a_person_does_not_exist_for_another_office(city, sign_in, name):
    url = reverse(f"assessment:{name}", args=[city.cast.sari.pk])

    assert sign_in(city.cast.joko_user).get(url).status_code == 404
    assert sign_in(city.cast.bima_user).get(url).status_code == 200
    assert sign_in(city.cast.ratna_user).get(url).status_code == 200


def test_account_without_employee_is_told_so(city, sign_in, django_user_model):
    nobody = django_user_model.objects.create_user(
        "tamu", "tamu@contoh.test", "rumah-besar-di-kendari", name="Tamu"
    )

    assert "tidak terhubung dengan pegawai" in text_of(sign_in(nobody).get(reverse("assessment:my-gap")))


def test_figures_of_the_person_page_can_be_taken_home(city, sign_in):
    url = reverse("assessment:employee-gap", args=[city.cast.sari.pk])

    answer = sign_in(city.cast.sari_user).get(url, {"unduh": "kesenjangan.csv"})

    assert "Keselamatan Pasien" in body_of(answer)


def test_person_page_asks_the_same_queries_for_one_and_three_results(
    city, sign_in, django_assert_num_queries
):
    client = sign_in(city.cast.ratna_user)
    url = reverse("assessment:employee-gap", args=[city.cast.sari.pk])
    Evidence.objects.filter(competency=city.integrity).delete()
    client.get(url)
    with django_assert_num_queries(10):  # the session among them
        client.get(url)
    rate(city.cast.sari, city.integrity, 4)
    rate(city.cast.sari, city.service, 3)
    with django_assert_num_queries(10):  # the session among them
        client.get(url)


# --- results ----------------------------------------------------------------------------------------


def given(ground, **changed):
    return {
        "competency": ground.safety.pk, "method": Method.objects.get(code="supervisor").pk, "level": "3.5",
        "assessed_on": TODAY.isoformat(), "note": "Contoh perilaku",
    } | changed  # fmt: skip


def test_head_rates_her_people_as_their_superior(city, sign_in):
    url = reverse("assessment:evidence-add", args=[city.cast.sari.pk])
    client = sign_in(city.cast.bima_user)
    assert "Assessment center" not in text_of(client.get(url))

    answer = client.post(url, given(city, competency=city.service.pk))

    assert answer.headers["Location"] == reverse("assessment:employee-gap", args=[city.cast.sari.pk])
    made = Evidence.objects.latest("pk")
    assert (str(made.level), made.assessor, made.assessor_name, made.entered_by) == (
        "3.50", city.cast.bima, "Bima La Ode", city.cast.bima_user,
    )  # fmt: skip


def test_head_may_not_record_a_method_that_is_not_hers(city, sign_in):
    url = reverse("assessment:evidence-add", args=[city.cast.sari.pk])

    answer = sign_in(city.cast.bima_user).post(url, given(city, method=Method.objects.get(code="ac").pk))

    assert answer.status_code == 422
    assert Evidence.objects.filter(method__code="ac").count() == 0


def test_person_rates_herself_and_nobody_else(city, sign_in):
    client = sign_in(city.cast.sari_user)
    own = reverse("assessment:evidence-add", args=[city.cast.sari.pk])
    client.post(own, given(city, method=Method.objects.get(code="self").pk))

    made = Evidence.objects.latest("pk")
    assert (made.method.code, made.assessor) == ("self", city.cast.sari)
    assert client.get(reverse("assessment:evidence-add", args=[city.cast.bima.pk])).status_code == 404


def test_planner_records_what_an_assessor_found(city, sign_in):
    url = reverse("assessment:evidence-add", args=[city.cast.sari.pk])
    sign_in(city.cast.ratna_user).post(
        url,
        given(
            city, method=Method.objects.get(code="ac").pk, assessor_nip="197503101999031002", valid_until=""
        ),
    )

    assert Evidence.objects.latest("pk").assessor == city.cast.bima


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"level": "6"}, "5"),
        ({"assessed_on": (TODAY + datetime.timedelta(days=2)).isoformat()}, "belum tiba"),
        ({"assessor_nip": "123"}, "Tidak ada pegawai dengan NIP ini"),
        ({"valid_until": (TODAY - datetime.timedelta(days=2)).isoformat()}, "berakhir sebelum"),
    ],
)
def test_wrong_entry_comes_back_with_what_was_typed(city, sign_in, changed, said):
    url = reverse("assessment:evidence-add", args=[city.cast.sari.pk])

    answer = sign_in(city.cast.ratna_user).post(url, given(city, **changed))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Contoh perilaku" in answer.content.decode()


def test_repeated_result_is_refused_in_place(city, sign_in):
    url = reverse("assessment:evidence-add", args=[city.cast.sari.pk])
    client = sign_in(city.cast.bima_user)
    client.post(url, given(city, assessed_on=(TODAY - datetime.timedelta(days=3)).isoformat()))

    answer = client.post(url, given(city, assessed_on=(TODAY - datetime.timedelta(days=3)).isoformat()))

    assert answer.status_code == 422
    assert "sudah tercatat" in text_of(answer)


def test_result_is_corrected_with_a_reason(city, sign_in):
    evidence = Evidence.objects.get(competency=city.integrity)
    url = reverse("assessment:evidence-correct", args=[evidence.pk])
    client = sign_in(city.cast.ratna_user)
    client.get(url)
    entry = given(city, method=Method.objects.get(code="test").pk, level="1")

    assert client.post(url, entry).status_code == 422  # no reason
    client.post(url, entry | {"reason": "Salah baca laporan"})

    evidence.refresh_from_db()
    assert str(evidence.replaced_by.level) == "1.00"
    assert AuditEntry.objects.get(act="assessment.evidence.corrected").reason == "Salah baca laporan"
    assert client.get(url).status_code == 404  # replaced: no longer there to correct


def test_result_is_withdrawn_with_a_reason(city, sign_in):
    evidence = Evidence.objects.get(competency=city.integrity)
    url = reverse("assessment:evidence-withdraw", args=[evidence.pk])
    client = sign_in(city.cast.ratna_user)
    client.get(url)
    client.post(url, {"reason": "Salah orang"})

    assert LevelEstimate.objects.get(employee=city.cast.sari, competency=city.integrity).evidence_count == 0


@pytest.mark.parametrize("name", ["evidence-correct", "evidence-withdraw"])
def test_result_can_be_changed_only_by_those_who_may(city, sign_in, name):
    url = reverse(f"assessment:{name}", args=[Evidence.objects.get(competency=city.integrity).pk])

    assert sign_in(city.cast.joko_user).get(url).status_code == 404
    assert sign_in(city.cast.sari_user).get(url).status_code == 403
    assert sign_in(city.cast.bima_user).get(url).status_code == 403
    assert sign_in(city.cast.ratna_user).get(url).status_code == 200


# --- offices ----------------------------------------------------------------------------------------


def test_heat_map_shows_all_offices_to_planners_and_her_own_to_a_head(city, sign_in):
    url = reverse("assessment:heat-map")

    whole = text_of(sign_in(city.cast.ratna_user).get(url))
    own = text_of(sign_in(city.cast.bima_user).get(url))

    assert [name in whole for name in ("Seluruh kota", "Dinas Kesehatan", "Dinas Pendidikan")] == [
        True,
        True,
        True,
    ]
    assert [name in own for name in ("Seluruh kota", "Dinas Kesehatan", "Dinas Pendidikan")] == [
        False,
        True,
        False,
    ]
    assert sign_in(city.cast.sari_user).get(url).status_code == 403


def test_heat_map_of_a_technical_field(city, sign_in):
    answer = sign_in(city.cast.ratna_user).get(reverse("assessment:heat-map"), {"bidang": "Kesehatan"})

    assert "Keselamatan Pasien" in text_of(answer)
    assert "Integritas" not in answer.content.decode().split("bk-heat")[1]
    own = sign_in(city.cast.joko_user).get(reverse("assessment:heat-map"), {"bidang": "Kesehatan"})
    assert "Keselamatan Pasien" not in text_of(own)


def test_cell_leads_to_the_people_behind_it(city, sign_in):
    client = sign_in(city.cast.ratna_user)
    url = f"{reverse('assessment:gap-list', args=[city.integrity.pk])}?opd={city.cast.health.pk}"
    assert url in client.get(reverse("assessment:heat-map")).content.decode()

    assert people_in(client.get(url)) == ["Sari Wulandari", "Bima La Ode"]
    # Another office is not offered to Joko: his list stays his own.
    assert people_in(sign_in(city.cast.joko_user).get(url)) == ["Joko Santoso"]


def test_export_holds_only_what_one_may_see(city, sign_in):
    url = reverse("assessment:gap-list", args=[city.integrity.pk])

    exported = sign_in(city.cast.joko_user).get(url, {"ekspor": "csv"})

    body = body_of(exported)
    assert "Joko" in body
    assert "Sari" not in body


def test_gap_list_filters(city, sign_in):
    client = sign_in(city.cast.ratna_user)
    url = reverse("assessment:gap-list", args=[city.safety.pk])

    assert people_in(client.get(url, {"kurang": "1"})) == ["Sari Wulandari"]
    assert people_in(client.get(url, {"belum": "1"})) == []
    assert people_in(client.get(url, {"pasti": "1"})) == ["Sari Wulandari"]
    assert people_in(client.get(url, {"cari": "joko"})) == []


@pytest.mark.parametrize(
    ("name", "args"), [("heat-map", ()), ("people-list", ()), ("city-gap", ()), ("gap-list", ("integrity",))]
)
def test_list_pages_ask_the_same_queries_for_one_and_three_people(
    ground, sign_in, django_assert_num_queries, name, args
):
    url = reverse(f"assessment:{name}", args=[getattr(ground, arg).pk for arg in args])
    cast = ground.cast
    for person in (cast.bima, cast.joko, cast.ratna):
        person.left_on = TODAY
        person.save()
    services.recompute_levels()
    client = sign_in(cast.ratna_user)
    client.get(url)
    expected = {"heat-map": 5, "people-list": 3, "city-gap": 5, "gap-list": 4}[name]
    with django_assert_num_queries(1 + expected):  # the session among them
        client.get(url)
    make_employee("Perawat Dua", cast.clinic, position=cast.nurse)
    make_employee("Juru Tulis", cast.education, position=cast.clerk)
    services.recompute_levels()
    with django_assert_num_queries(1 + expected):  # the session among them
        client.get(url)


def test_people_list_by_gap_index(city, sign_in):
    url = reverse("assessment:people-list")

    assert people_in(sign_in(city.cast.ratna_user).get(url)) == [
        "Sari Wulandari",
        "Bima La Ode",
        "Joko Santoso",
        "Ratna Dewi",
    ]
    assert people_in(sign_in(city.cast.bima_user).get(url)) == ["Sari Wulandari", "Bima La Ode"]
    assert people_in(sign_in(city.cast.ratna_user).get(url, {"kategori": "Tinggi"})) == []


def test_office_page_for_her_head_and_bkpsdm_only(city, sign_in):
    url = reverse("assessment:office-gap", args=[city.cast.health.pk])

    page = text_of(sign_in(city.cast.bima_user).get(url))
    assert "Dinas Kesehatan" in page
    assert "1 dari 1 pegawai kurang" in page
    assert sign_in(city.cast.joko_user).get(url).status_code == 404
    assert sign_in(city.cast.ratna_user).get(reverse("assessment:office-gap", args=[999])).status_code == 404


def test_city_page_for_those_who_see_the_whole_city(city, sign_in):
    url = reverse("assessment:city-gap")

    assert "Dinas Pendidikan" in text_of(sign_in(city.cast.ratna_user).get(url))
    assert sign_in(city.cast.bima_user).get(url).status_code == 403


def test_pages_before_the_first_computation_say_so(ground, sign_in):
    client = sign_in(ground.cast.ratna_user)

    assert "Belum ada perhitungan" in text_of(client.get(reverse("assessment:city-gap")))
    assert "Belum ada angka" in text_of(client.get(reverse("assessment:heat-map")))
    assert "Jabatan ini belum punya standar" in text_of(client.get(reverse("assessment:employee-gap", args=[ground.cast.sari.pk])))  # fmt: skip


def test_planner_has_everything_computed_by_the_worker(city, sign_in):
    client = sign_in(city.cast.ratna_user)
    url = reverse("assessment:recompute")

    first = client.post(url)
    second = client.post(url, follow=True)

    assert first.headers["Location"] == reverse("foundation:job", args=[Job.objects.get().pk])
    assert "masih berjalan" in text_of(second)
    assert sign_in(city.cast.bima_user).post(url).status_code == 403


# --- matches, standards, files ------------------------------------------------------------------------


def test_people_for_a_post_page_shows_reasons_to_those_who_see_people(city, sign_in):
    url = reverse("assessment:position-people", args=[city.cast.nurse.pk])

    page = sign_in(city.cast.ratna_user).get(url)
    assert people_in(page) == ["Sari Wulandari", "Bima La Ode", "Joko Santoso", "Ratna Dewi"]
    assert "Keselamatan Pasien" in text_of(page)
    assert people_in(sign_in(city.cast.bima_user).get(url)) == ["Sari Wulandari", "Bima La Ode"]
    assert sign_in(city.cast.sari_user).get(url).status_code == 403


def test_posts_for_a_person_page(city, sign_in):
    page = sign_in(city.cast.bima_user).get(reverse("assessment:employee-posts", args=[city.cast.sari.pk]))

    assert "Pengadministrasi Umum" in text_of(page)
    assert "pendidikan belum tercatat" in text_of(page)


def test_effect_is_shown_before_a_standard_begins(city, sign_in):
    draft = standards.draft_standard(level_id=city.cast.executive.pk, valid_from=TODAY, actor=None)
    standards.set_items(standard=draft, items={city.integrity.pk: 5}, actor=None)
    url = reverse("assessment:standard-impact", args=[draft.pk])
    client = sign_in(city.cast.ratna_user)

    page = text_of(client.get(url))
    assert "dari 3 pegawai pada 1 jabatan" in page
    client.post(url)

    draft.refresh_from_db()
    assert draft.state == "in_force"
    assert client.get(url).status_code == 403  # no longer a draft
    assert sign_in(city.cast.bima_user).get(url).status_code == 403


def test_refused_start_of_a_standard_says_why(city, sign_in):
    draft = standards.draft_standard(position_id=city.cast.clerk.pk, valid_from=TODAY, actor=None)
    url = reverse("assessment:standard-impact", args=[draft.pk])

    assert "satu kompetensi pun" in text_of(sign_in(city.cast.ratna_user).post(url, follow=True))


def upload(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return SimpleUploadedFile("hasil.xlsx", stream.getvalue())


def test_file_of_results_is_checked_mended_and_imported(city, sign_in):
    client = sign_in(city.cast.ratna_user)
    url = reverse("assessment:result-import")
    client.get(url)
    fill = {
        "method": Method.objects.get(code="ac").pk,
        "assessed_on": TODAY.isoformat(),
        "assessor_name": "BKN",
    }
    wrong = (("NIP", "Nama", "Integritas"), ("199005172015032001", "Sari", 9))
    right = (("NIP", "Nama", "Integritas"), ("199005172015032001", "Sari", 3))

    refused = text_of(client.post(url, {"file": upload(*wrong), "aksi": "impor", **fill}))
    assert "Ada 1 kesalahan. Tidak ada data yang berubah." in refused
    mended = client.post(url, {"file": upload(*wrong), "aksi": "perbaikan", **fill})
    assert openpyxl.load_workbook(io.BytesIO(mended.content)).active.cell(1, 4).value == "Perbaikan"
    assert "Berkas bersih: 1 hasil baru" in text_of(
        client.post(url, {"file": upload(*right), "aksi": "periksa", **fill})
    )
    assert Evidence.objects.filter(method__code="ac").count() == 0
    done = client.post(url, {"file": upload(*right), "aksi": "impor", **fill}, follow=True)

    assert "1 hasil untuk 1 pegawai tersimpan" in text_of(done)
    assert Evidence.objects.get(method__code="ac").entered_by == city.cast.ratna_user


def test_file_that_is_no_table_is_refused_in_place(city, sign_in):
    answer = sign_in(city.cast.ratna_user).post(
        reverse("assessment:result-import"),
        {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 isi"), "aksi": "impor"},
    )

    assert answer.status_code == 422
    assert "PDF, bukan tabel" in text_of(answer)


def test_file_of_results_is_not_for_everybody(city, sign_in):
    assert sign_in(city.cast.bima_user).get(reverse("assessment:result-import")).status_code == 403
