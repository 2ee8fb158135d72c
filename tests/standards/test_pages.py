"""Pages of standards: the dictionary, files, versions, comparison."""

import datetime
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bangkom.standards import services
from bangkom.standards.enums import CompetencyKind, StandardState
from bangkom.standards.models import Competency, CompetencyLevel, Framework, Standard
from tests.standards.conftest import make_standard
from tests.standards.test_frameworks import content_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def main_of(response):
    return response.content.decode().split("<main")[1]


@pytest.fixture
def ratna(ground, sign_in):
    return sign_in(ground.cast.ratna_user)


def test_dictionary_is_open_to_everybody_who_signs_in(ground, sign_in, client):
    url = reverse("standards:competency-list")

    assert client.get(url).status_code == 302
    assert "Keselamatan Pasien" in text_of(sign_in(ground.cast.sari_user).get(url))


def test_dictionary_is_searched_and_filtered(ground, ratna):
    url = reverse("standards:competency-list")

    assert "Integritas" in main_of(ratna.get(url, {"cari": "m.1 integ"}))
    assert "Pelayanan Publik" not in main_of(ratna.get(url, {"cari": "integ"}))
    technical = main_of(ratna.get(url, {"jenis": "technical", "bidang": ""}))
    assert ("Keselamatan Pasien" in technical, "Integritas" in technical) == (True, False)


def test_competency_page_shows_levels_with_indicators_and_posts(ground, ratna):
    CompetencyLevel.objects.create(
        competency=ground.integrity, level=1, name="Paham", description="Jujur", indicators=["Menepati janji"]
    )

    page = text_of(ratna.get(reverse("standards:competency-show", args=[ground.integrity.pk])))

    assert [word in page for word in ("1 – Paham", "Jujur", "Menepati janji", "tingkat 2: 1 jabatan")] == [
        True
    ] * 4


@pytest.mark.parametrize("name", ["competency-list", "framework-list", "standard-list", "position-list"])
def test_list_pages_ask_the_same_queries_for_one_and_three_rows(
    cast, sign_in, django_assert_num_queries, name
):
    client = sign_in(cast.ratna_user)
    url = reverse(f"standards:{name}")

    def add(number):
        framework = Framework.objects.create(code=f"K{number}", title="Kamus", is_assessed=number == 1)
        competency = Competency.objects.create(
            framework=framework, code="A", name="Satu", kind=CompetencyKind.TECHNICAL, field="Kesehatan"
        )
        make_standard(level=cast.level, field=f"R{number}", items={competency: number})

    add(1)
    client.get(url)
    expected = {"competency-list": 5, "framework-list": 3, "standard-list": 4, "position-list": 5}[name]
    with django_assert_num_queries(1 + expected):  # the session among them
        client.get(url)
    add(2)
    add(3)
    with django_assert_num_queries(1 + expected):  # the session among them
        client.get(url)


def test_dictionary_goes_out_in_three_formats(ground, ratna):
    def url(kind):
        return reverse("standards:framework-export", args=[ground.framework.pk, kind])

    package = json.loads(ratna.get(url("json")).content)
    assert [item["humanCodingScheme"] for item in package["CFItems"]] == ["M.1", "T.KES.1", "M.5"]
    assert b"Integritas" in ratna.get(url("csv")).content
    assert ratna.get(url("xlsx")).headers["Content-Disposition"] == 'attachment; filename="kamus-uji.xlsx"'
    assert ratna.get(url("pdf")).status_code == 404


def test_dictionary_file_is_checked_then_imported(ground, ratna):
    url = reverse("standards:framework-import")
    ratna.get(url)

    def post(act):
        file = SimpleUploadedFile("case.json", content_of("case_opensalt_sample.json"))
        return ratna.post(url, {"file": file, "aksi": act}, follow=True)

    checked = text_of(post("periksa"))
    assert "Terbaca 16 kompetensi dan 39 hubungan, dengan 6 jenis cacat" in checked
    assert "CFAssociations[15].sequenceNumber" in checked
    assert Framework.objects.count() == 1
    assert "16 kompetensi baru, 0 berubah, 0 tetap. Cacat berkas: 138." in text_of(post("impor"))
    assert Framework.objects.get(code="WHAT-STANDARDS-COULD-BE").is_assessed is False


def test_blocked_dictionary_file_shows_its_flaws(ground, ratna):
    file = SimpleUploadedFile("k.csv", b"kode;kompetensi;level\nA;Satu;9\n")

    answer = ratna.post(
        reverse("standards:framework-import"), {"file": file, "aksi": "impor", "code": "UJI2"}
    )

    assert answer.status_code == 422
    assert "baris 2" in text_of(answer)
    assert Framework.objects.count() == 1


def test_dictionary_is_taken_into_use_by_a_planner(ground, ratna):
    Framework.objects.update(is_assessed=False)
    url = reverse("standards:framework-use", args=[ground.framework.pk])

    ratna.post(url, {"dipakai": "1"})
    assert Framework.objects.get().is_assessed
    ratna.post(url, {"dipakai": "0"})
    assert not Framework.objects.get().is_assessed
    assert "Kamus uji" in text_of(ratna.get(reverse("standards:framework-show", args=[ground.framework.pk])))


@pytest.mark.parametrize(
    ("name", "args"),
    [("framework-import", 0), ("standard-draft", 0), ("standard-edit", 1), ("standard-copy", 1)],
)
def test_changing_pages_are_for_planners_only(ground, sign_in, name, args):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)
    url = reverse(f"standards:{name}", args=[draft.pk] * args)

    assert sign_in(ground.cast.bima_user).get(url).status_code == 403
    assert sign_in(ground.cast.ratna_user).get(url).status_code == 200


def test_new_version_is_drafted_edited_and_leads_to_its_effect(ground, ratna):
    started = ratna.get(reverse("standards:standard-draft"), {"dari": ground.default.pk})
    assert f'<option value="{ground.cast.level.pk}" selected>' in started.content.decode()
    day = (TODAY + datetime.timedelta(days=7)).isoformat()
    made = ratna.post(
        reverse("standards:standard-draft"), {"level": ground.cast.level.pk, "field": "", "valid_from": day}
    )
    draft = Standard.objects.get(state=StandardState.DRAFT)
    assert made.headers["Location"] == reverse("standards:standard-edit", args=[draft.pk])

    edit = reverse("standards:standard-edit", args=[draft.pk])
    assert f'name="k{ground.integrity.pk}"' in ratna.get(edit).content.decode()
    saved = ratna.post(
        edit,
        {"valid_from": day, "source": "Perwali", f"k{ground.integrity.pk}": "4", f"k{ground.service.pk}": ""},
    )

    assert saved.headers["Location"] == reverse("assessment:standard-impact", args=[draft.pk])
    assert dict(draft.items.values_list("competency__code", "level")) == {"M.1": 4}
    draft.refresh_from_db()
    assert draft.source == "Perwali"
    shown = text_of(ratna.get(reverse("standards:standard-show", args=[draft.pk])))
    assert "Rancangan" in shown
    assert "Pelayanan Publik" in shown  # what the version takes away stands beside the one before


def test_draft_for_one_post_offers_its_field_and_taking_away(ground, ratna):
    day = TODAY.isoformat()
    ratna.post(reverse("standards:standard-draft"), {"position": "perawat ahli pertama", "valid_from": day})
    draft = Standard.objects.get(position=ground.cast.nurse)
    edit = reverse("standards:standard-edit", args=[draft.pk])

    page = ratna.get(edit).content.decode()
    assert f'name="k{ground.safety.pk}"' in page
    assert '<option value="0">' in page
    ratna.post(edit, {"valid_from": day, f"k{ground.service.pk}": "0"})

    assert dict(draft.items.values_list("competency__code", "level")) == {"M.5": 0}


@pytest.mark.parametrize(
    ("entry", "said"),
    [({}, "Pilih satu jenjang"), ({"position": "tidak ada"}, "Ada 0 jabatan dengan nama ini")],
)
def test_draft_without_a_subject_is_refused_in_place(ground, ratna, entry, said):
    answer = ratna.post(reverse("standards:standard-draft"), {"valid_from": TODAY.isoformat(), **entry})

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_second_draft_is_refused_in_place(ground, ratna):
    services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)

    answer = ratna.post(
        reverse("standards:standard-draft"), {"level": ground.cast.level.pk, "valid_from": TODAY.isoformat()}
    )

    assert answer.status_code == 422
    assert "Sudah ada rancangan versi 2" in text_of(answer)


def test_standard_is_copied_to_a_post(ground, ratna):
    url = reverse("standards:standard-copy", args=[ground.default.pk])
    ratna.post(url, {"position": "Pengadministrasi Umum", "valid_from": TODAY.isoformat()})

    copy = Standard.objects.get(position=ground.cast.clerk)
    assert dict(copy.items.values_list("competency__code", "level")) == {"M.1": 2, "M.5": 2}
    same = ratna.post(url, {"level": ground.cast.level.pk, "valid_from": TODAY.isoformat()})
    assert "Tujuan salinan sama" in text_of(same)


def test_draft_is_thrown_away_and_a_version_in_force_is_not(ground, ratna):
    draft = services.draft_standard(level_id=ground.cast.level.pk, valid_from=TODAY, actor=None)

    ratna.post(reverse("standards:standard-delete", args=[draft.pk]))
    kept = ratna.post(reverse("standards:standard-delete", args=[ground.default.pk]), follow=True)

    assert not Standard.objects.filter(pk=draft.pk).exists()
    assert "sudah berlaku" in text_of(kept)
    assert ratna.get(reverse("standards:standard-edit", args=[ground.default.pk])).status_code == 403


def test_list_of_standards_by_scope(ground, ratna):
    make_standard(position=ground.cast.clerk, items={ground.integrity: 2})
    url = reverse("standards:standard-list")

    def subjects(scope):
        page = main_of(ratna.get(url, {"lingkup": scope}))
        return [
            name for name in ("JF Ahli Pertama – Kesehatan", "Pengadministrasi Umum") if f">{name}<" in page
        ]

    assert subjects("jenjang") == []
    assert subjects("rumpun") == ["JF Ahli Pertama – Kesehatan"]
    assert subjects("jabatan") == ["Pengadministrasi Umum"]


def test_post_page_says_which_standard_sets_each_level(ground, sign_in):
    url = reverse("standards:position-show", args=[ground.cast.nurse.pk])

    page = text_of(sign_in(ground.cast.sari_user).get(url))
    assert "JF Ahli Pertama – Kesehatan" in page
    assert "Calon yang cocok" not in page
    assert "Calon yang cocok" in text_of(sign_in(ground.cast.bima_user).get(url))


def test_two_posts_side_by_side(ground, ratna):
    url = reverse("standards:position-compare")
    ratna.get(url)

    page = text_of(ratna.get(url, {"a": "Perawat Ahli Pertama", "b": "pengadministrasi umum"}))
    assert "Integritas 2 1 +1" in page
    assert ratna.get(url, {"a": "Perawat Ahli Pertama", "b": "x"}).status_code == 422
