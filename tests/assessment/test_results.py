"""Files of results: both layouts, real-life cells, and refusal as a whole."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bangkom.assessment import services
from bangkom.assessment.errors import ImportHasErrors
from bangkom.assessment.models import Evidence, LevelEstimate, Method
from bangkom.foundation.models import AuditEntry
from bangkom.foundation.tabular import FileRefused

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()
ON = DAY - datetime.timedelta(days=54)
ON_TEXT = f"{ON:%d/%m/%Y}"
LATER = f"{DAY + datetime.timedelta(days=300):%d/%m/%Y}"
SARI, BIMA, JOKO = "199005172015032001", "197503101999031002", "198001012005011003"
HEAD = ("NIP", "Nama", "Kompetensi", "Tingkat", "Metode", "Tanggal", "Penilai", "Bukti")


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(*rows, **options):
    return services.read_results(book(*rows), "hasil.xlsx", day=DAY, **options)


def faults(found):
    return [(fault.row, fault.column, fault.value) for fault in found.faults]


def test_one_line_per_result_is_read_and_stored(ground):
    found = read(
        ("Hasil penilaian kompetensi tahun 2026",),
        HEAD,
        (SARI, "Sari", "T.KES.1", "3,5", "Assessment center", ON_TEXT, "BKN Regional", "Laporan 12"),
        (f"'{BIMA[:8]} {BIMA[8:14]} {BIMA[14]} {BIMA[15:]}", "Bima", "Integritas", 3, "supervisor", ON, JOKO, ""),
    )  # fmt: skip

    assert found.faults == []
    assert services.store_results(found, actor=ground.cast.ratna_user) == 2
    rows = Evidence.objects.order_by("pk")
    assert [(str(row.level), row.method.code, row.assessor_name, row.note) for row in rows] == [
        ("3.50", "ac", "BKN Regional", "Laporan 12"),
        ("3.00", "supervisor", "Joko Santoso", ""),
    ]
    assert rows[1].assessor == ground.cast.joko
    assert rows[0].assessed_on == ON
    assert LevelEstimate.objects.get(employee=ground.cast.sari, competency=ground.safety).evidence_count == 1
    assert AuditEntry.objects.get(act="assessment.results.imported").after == {
        "new": 2,
        "changed": 0,
        "same": 0,
    }


def test_one_line_per_person_with_a_column_per_competency(ground):
    defaults = services.Defaults(Method.objects.get(code="ac"), ON, "BKN")

    found = read(
        ("NIP", "Nama", "Integritas", "Pelayanan Publik"), (SARI, "Sari", 2, ""), (JOKO, "Joko", 3, 4),
        defaults=defaults,
    )  # fmt: skip

    assert found.faults == []
    assert [
        (row.employee_id, row.competency_id, str(row.level), row.assessor_name) for row in found.results
    ] == [
        (ground.cast.sari.pk, ground.integrity.pk, "2.00", "BKN"),
        (ground.cast.joko.pk, ground.integrity.pk, "3.00", "BKN"),
        (ground.cast.joko.pk, ground.service.pk, "4.00", "BKN"),
    ]


def test_second_import_changes_nothing_and_a_new_level_replaces_the_old(ground):
    row = (SARI, "Sari", "Integritas", 3, "test", ON_TEXT, "", "")
    services.store_results(read(HEAD, row), actor=None)

    again = read(HEAD, row)
    assert (len(again.new), len(again.changed), again.same) == (0, 0, 1)
    assert services.store_results(again, actor=None) == 0
    better = read(HEAD, (*row[:3], 4, *row[4:]))
    assert services.store_results(better, actor=None) == 1

    assert list(Evidence.objects.filter(replaced_by=None).values_list("level", flat=True)) == [4]
    old = Evidence.objects.exclude(replaced_by=None).get()
    assert old.replaced_by.level == 4
    assert (
        LevelEstimate.objects.get(employee=ground.cast.sari, competency=ground.integrity).evidence_count == 1
    )


def test_each_wrong_cell_is_named_with_its_remedy_and_nothing_is_stored(ground):
    found = read(
        HEAD,
        (SARI[:17], "Sari", "Integritas", 3, "test", ON_TEXT, "", ""),
        ("111111111111111111", "Siapa", "Integritas", 3, "test", ON_TEXT, "", ""),
        (SARI, "Sari", "Keberanian", 3, "test", ON_TEXT, "", ""),
        (SARI, "Sari", "Integritas", 75, "test", ON_TEXT, "", ""),
        (SARI, "Sari", "Integritas", "baik", "test", ON_TEXT, "", ""),
        (SARI, "Sari", "Integritas", "", "test", ON_TEXT, "", ""),
        (SARI, "Sari", "Integritas", 3, "ramalan", ON_TEXT, "", ""),
        (SARI, "Sari", "Integritas", 3, "", "", "", ""),
        (SARI, "Sari", "Integritas", 3, "test", "kemarin", "", ""),
        (SARI, "Sari", "Integritas", 3, "test", LATER, "", ""),
    )

    assert faults(found) == [
        (2, "A", SARI[:17]),
        (3, "A", "111111111111111111"),
        (4, "C", "Keberanian"),
        (5, "D", "75"),
        (6, "D", "baik"),
        (7, "D", ""),
        (8, "E", "ramalan"),
        (9, "E", ""),
        (9, "F", ""),
        (10, "F", "kemarin"),
        (11, "F", LATER),
    ]
    assert all(fault.remedy for fault in found.faults)
    with pytest.raises(ImportHasErrors, match="10 baris"):
        services.store_results(found, actor=None)
    assert Evidence.objects.count() == 0


def test_number_that_has_lost_its_digits_is_never_guessed(ground):
    found = read(HEAD, (float(SARI), "Sari", "Integritas", 3, "test", ON_TEXT, "", ""))

    assert [fault.message for fault in found.faults] == [
        "NIP tersimpan sebagai angka sehingga digit terakhirnya hilang."
    ]


def test_same_result_twice_with_two_levels_is_refused_and_with_one_taken_once(ground):
    row = (SARI, "Sari", "Integritas", 3, "test", ON_TEXT, "", "")

    assert len(read(HEAD, row, row).new) == 1
    found = read(HEAD, row, (*row[:3], 4, *row[4:]))

    assert faults(found) == [(3, "", "3.00 / 4.00")]
    assert "baris 2" in found.faults[0].message


def test_officer_brings_in_results_of_the_own_office_only(ground):
    rows = (HEAD, (SARI, "", "Integritas", 3, "test", ON_TEXT, "", ""), (JOKO, "", "Integritas", 3, "test", ON_TEXT, "", ""))  # fmt: skip

    found = read(*rows, allowed=lambda people: people.filter(opd=ground.cast.health))

    assert faults(found) == [(3, "A", JOKO)]


def test_file_comes_back_with_a_column_of_remedies(ground):
    found = read(HEAD, (SARI, "Sari", "Integritas", 9, "ramalan", ON_TEXT, "", ""))

    sheet = openpyxl.load_workbook(io.BytesIO(found.annotated())).active

    assert sheet.cell(1, 9).value == "Perbaikan"
    assert sheet.cell(2, 4).value == 9
    assert "Tingkat harus dari 0 sampai 5; yang diisi 9." in sheet.cell(2, 9).value
    assert "Metode ini tidak dikenal." in sheet.cell(2, 9).value


@pytest.mark.parametrize(
    "rows", [(("Laporan",), ("tanpa tabel",)), (("NIP", "Nama", "Golongan"), (SARI, "Sari", "III/b"))]
)
def test_file_without_levels_is_refused_with_a_remedy(ground, rows):
    with pytest.raises(FileRefused) as refused:
        read(*rows)

    assert refused.value.remedy


def test_many_people_are_compared_and_followed_by_a_full_run(ground, monkeypatch):
    monkeypatch.setattr("bangkom.assessment.services.result_files.MANY", 1)
    monkeypatch.setattr("bangkom.assessment.services.results.FULL_RUN_FROM", 1)
    rows = [(nip, "", "Integritas", 3, "test", ON_TEXT, "", "") for nip in (SARI, JOKO)]

    services.store_results(read(HEAD, *rows), actor=None)

    assert read(HEAD, *rows).same == 2
    assert LevelEstimate.objects.filter(evidence_count=1).count() == 2


# --- command line ---------------------------------------------------------------------------------


def write(tmp_path, *rows):
    path = tmp_path / "hasil.xlsx"
    path.write_bytes(book(*rows))
    return path


def test_command_checks_and_stores_only_when_told(ground, tmp_path, capsys):
    path = write(tmp_path, ("NIP", "Nama", "Integritas"), (SARI, "Sari", 3))
    options = ("--method", "ac", "--date", ON.isoformat(), "--assessor", "BKN")

    call_command("import_results", path, *options)
    assert Evidence.objects.count() == 0
    call_command("import_results", path, *options, "--apply", "--json", tmp_path / "laporan.json")

    assert Evidence.objects.get().assessor_name == "BKN"
    report = json.loads((tmp_path / "laporan.json").read_text())
    assert (report["new"], report["written"], report["rejected"]) == (1, 1, [])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["written"] == 1


def test_command_names_faults_and_stores_nothing(ground, tmp_path, capsys):
    path = write(tmp_path, HEAD, (SARI, "Sari", "Integritas", 9, "test", ON_TEXT, "", ""))

    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("import_results", path, "--apply", "--annotated", tmp_path / "perbaikan.xlsx")

    assert "2D: Tingkat harus dari 0 sampai 5" in capsys.readouterr().err
    assert (tmp_path / "perbaikan.xlsx").exists()
    with pytest.raises(CommandError, match="use one of"):
        call_command("import_results", path, "--method", "ramalan")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_results", tmp_path / "tidak-ada.xlsx")


def test_command_recomputes_everybody(ground, capsys):
    call_command("recompute_levels")

    assert capsys.readouterr().out == "4 people, 6 levels, 0 results\n"
