"""The import room: upload, columns, preview, yes to doubts, apply, undo, for those who may."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangkom.foundation.models import Job
from bangkom.foundation.tabular import Limits, read_workbook
from bangkom.people.models import Employee, ImportRun
from bangkom.people.services import imports, load_reference

from .personnel_files import workbook
from .test_imports import BIMA, EVERYBODY, HEAD, JOKO, RATNA, SARI, changed, file_of, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(cast, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    load_reference()
    return cast


@pytest.fixture
def ratna(ground, sign_in):
    return sign_in(ground.ratna_user)


def upload(client, content, name="daftar.xlsx"):
    return client.post(reverse("people:import-list"), {"file": SimpleUploadedFile(name, content)})


def page(client, name, run):
    return client.get(reverse(f"people:{name}", args=[run.pk]))


def act(client, name, run, **data):
    return client.post(reverse(f"people:{name}", args=[run.pk]), data)


def mapped(client, *people, head=HEAD):
    upload(client, file_of(*people, head=head))
    run = ImportRun.objects.latest("pk")
    act(client, "import-map", run, **run.mapping["chosen"])
    run.refresh_from_db()
    return run


def test_the_whole_way_from_file_to_undo(ground, ratna, django_capture_on_commit_callbacks):
    before = state()
    answer = upload(ratna, file_of(changed(SARI, GOL="III/c"), BIMA, JOKO, RATNA))
    run = ImportRun.objects.get()
    assert answer.url == reverse("people:import-show", args=[run.pk])
    text = page(ratna, "import-show", run).content.decode()
    assert '<select name="B" aria-label="Kolom B, NIP">' in text
    assert '<option value="nip" selected>' in text

    with django_capture_on_commit_callbacks(execute=True):
        answer = act(ratna, "import-map", run, **run.mapping["chosen"])
    job = Job.objects.get()
    assert (answer.url, job.state, job.result_url) == (
        reverse("foundation:job", args=[job.pk]), "done", reverse("people:import-show", args=[run.pk]),
    )  # fmt: skip
    text = page(ratna, "import-show", run).content.decode()
    assert "III/b → III/c" in text
    assert "Terapkan 1 perubahan" in text
    assert state() == before

    with django_capture_on_commit_callbacks(execute=True):
        act(ratna, "import-apply", run)
    ground.sari.refresh_from_db()
    run.refresh_from_db()
    assert (ground.sari.rank.code, run.state) == ("III/c", "applied")
    assert "Batalkan seluruh impor" in page(ratna, "import-show", run).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        act(ratna, "import-undo", run)
    assert state() == before


def test_a_broken_file_is_refused_in_place_with_its_remedy(ratna):
    answer = upload(ratna, b"PK\x03\x04broken", "rusak.xlsx")

    assert answer.status_code == 422
    assert "rusak atau tidak utuh" in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read(ratna, monkeypatch):
    monkeypatch.setattr("bangkom.people.forms.Limits", lambda: Limits(bytes=2**20))
    monkeypatch.setattr(imports, "receive_file", None)

    answer = upload(ratna, bytes(2 * 2**20))
    assert answer.status_code == 422
    assert "Ukuran berkas 2 MB, paling besar 1 MB." in answer.content.decode()


def test_a_mapping_that_cannot_be_keeps_what_was_chosen(ratna):
    upload(ratna, file_of(*EVERYBODY))
    run = ImportRun.objects.get()

    answer = act(ratna, "import-map", run, A="name", B="name")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "dipilih untuk kolom A dan B" in text
    assert text.count('<option value="name" selected>') == 2
    assert act(ratna, "import-map", run, D="rank").status_code == 422


def test_private_columns_are_shown_as_not_taken_and_without_examples(ratna):
    upload(ratna, workbook([[*HEAD, "NIK"], [*SARI, "7471010101750001"]]))
    text = page(ratna, "import-show", ImportRun.objects.get()).content.decode()

    assert "Data pribadi: tidak diambil" in text
    assert "7471010101750001" not in text


def test_doubts_are_confirmed_by_ticks(ground, ratna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = mapped(ratna, SARI, BIMA, JOKO, changed(RATNA, NIP="198208082009032004"))
    row = run.rows.get()
    act(ratna, "import-confirm", run, pilih=[row.pk], aksi="setuju")
    row.refresh_from_db()
    assert row.confirmed
    act(ratna, "import-confirm", run, pilih=[row.pk], aksi="batal-setuju")
    row.refresh_from_db()
    assert not row.confirmed


def test_the_file_comes_back_with_remedies(ratna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = mapped(ratna, SARI, changed(BIMA, NIP="12"))

    answer = page(ratna, "import-remedies", run)
    rows = read_workbook(answer.content).sheets[0].rows
    assert rows[0][-1] == "Perbaikan"
    assert rows[2][-1].startswith("DITOLAK B: NIP harus 18 angka; yang diisi 2.")


def test_discarding_leaves_nothing(ratna, django_capture_on_commit_callbacks):
    upload(ratna, file_of(*EVERYBODY))
    run = ImportRun.objects.get()
    storage, name = run.file.storage, run.file.name
    with django_capture_on_commit_callbacks(execute=True):
        act(ratna, "import-discard", run)

    assert (ImportRun.objects.count(), storage.exists(name)) == (0, False)


def test_a_stale_preview_is_told_on_its_page(ground, ratna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = mapped(ratna, changed(SARI, GOL="III/c"))
    Employee.objects.filter(pk=ground.sari.pk).update(rank=None)
    with django_capture_on_commit_callbacks(execute=True):
        act(ratna, "import-apply", run)

    assert "sudah berubah sejak pratinjau dibuat" in page(ratna, "import-show", run).content.decode()


def test_only_planners_and_operators_come_in(ground, sign_in):
    run = imports.receive_file(content=file_of(*EVERYBODY), filename="a.xlsx", actor=None)
    for user in (ground.sari_user, ground.bima_user, ground.joko_user):
        client = sign_in(user)
        for name in ("import-show", "import-columns", "import-remedies"):
            assert page(client, name, run).status_code == 403
        for name in ("import-map", "import-apply", "import-undo", "import-discard", "import-confirm"):
            assert act(client, name, run).status_code == 403
        assert client.get(reverse("people:import-list")).status_code == 403
    assert ImportRun.objects.get().state == "mapping"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long(
    ground, ratna, count, django_assert_num_queries, django_capture_on_commit_callbacks
):
    people = [changed(person, GOL="III/c") for person in EVERYBODY[:count]]
    with django_capture_on_commit_callbacks(execute=True):
        run = mapped(ratna, *people)
    for _more in range(count - 1):
        upload(ratna, file_of(SARI))
    page(ratna, "import-show", run)
    with django_assert_num_queries(6):  # the session among them
        assert page(ratna, "import-show", run).status_code == 200
    with django_assert_num_queries(4):  # the session among them
        assert ratna.get(reverse("people:import-list")).status_code == 200


def test_preview_can_be_exported_as_shown(ratna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = mapped(ratna, changed(SARI, GOL="III/c"), changed(BIMA, NIP="12"))
    answer = ratna.get(reverse("people:import-show", args=[run.pk]), {"ekspor": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert [row[1] for row in read_workbook(io.BytesIO(content).getvalue()).sheets[0].rows[1:]] == [
        "Sari Wulandari",
        "Bima La Ode",
    ]
