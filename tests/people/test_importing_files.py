"""Whole personnel files with the quirks of real ones."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest

from bangkom.foundation.tabular import FileRefused, MappingRefused, read_workbook
from bangkom.people.importing import read_people, write_remedies

from .personnel_files import RANKS, birth, duk, nip, siasn_rows, workbook

TODAY = dt.date(2026, 11, 24)
A, B, C = nip(1, sex=1), nip(2, sex=2), nip(3, sex=1)


def read(rows, **options):
    merges = options.pop("merges", ())
    return read_people(workbook(rows, merges=merges), "daftar.xlsx", today=TODAY, **options)


def codes(sheet):
    return [(fault.row, fault.code) for fault in sheet.faults]


def test_duk_list_with_every_quirk():
    content, expected = duk()
    report = read_people(content, "duk.xlsx", today=TODAY).to_report()

    assert (report["header_rows"], report["number_row"]) == (expected["header_rows"], 7)
    assert [row["nip"] for row in report["rows"]] == expected["nips"]
    assert [(one["row"], one["code"], one["column"]) for one in report["rejected"]] == [
        (expected["lost"], "nip_lost_digits", "C"),
        (expected["bad_rank"], "rank_unknown", "F"),
        (expected["short"], "nip_length", "C"),
        (expected["twice"], "nip_duplicate", "C"),
    ]
    assert [one["code"] for one in report["warnings"]] == ["columns_not_imported"]
    assert report["counts"] == {"rows": 9, "accepted": 5, "rejected": 4, "doubtful": 2, "warnings": 1, "skipped": 10, "sheets": 1}  # fmt: skip
    assert {one["kind"] for one in report["skipped"]} == {"heading", "header", "numbers", "total", "footer"}
    first, second = report["rows"][:2]
    assert first == {
        "row": 9, "name": "La Ode Ali", "degrees": ["Dr.", "Ir.", "H.", "S.Pd.", "M.Si."], "front_title": "Dr. Ir. H.",
        "back_title": "S.Pd., M.Si.", "nip": expected["nips"][0], "golongan": "III/d", "rank_since": "2019-04-01",
        "unit": "Dinas Kesehatan", "post": "Kepala Bidang Kesehatan Masyarakat", "position_since": "2020-01-02", "sex": "L",
        "status": "PNS", "birth_date": "1975-01-02", "birth_place": "Kendari", "education_level": "S2", "graduated_year": 2005,
        "entered_on": "2000-12-01", "sheet": "Lembar1",
    }  # fmt: skip
    assert (second["old_nip"], second["rank_since"], second["position_since"]) == (
        "131234567",
        "2019-04-01",
        "2020-01-02",
    )
    assert {row["golongan"] for row in report["rows"]} == {"III/d", "IX"}
    json.dumps(report)


def test_siasn_export_is_mapped_column_by_column():
    sheet = read(siasn_rows(30))

    assert sheet.main.header.rows == [1]
    assert sheet.main.mapped.by_letter == {
        "B": "nip", "C": "old_nip", "D": "name", "E": "front_title", "F": "back_title", "H": "birth_place", "I": "birth_date",
        "J": "sex", "R": "email", "Y": "legal_state", "Z": "kind", "AD": "entered_on", "AK": "rank", "AL": "rank_since",
        "AP": "post_kind", "AR": "post", "AS": "position_since", "AU": "education_level", "AW": "education_major",
        "AX": "graduated_year", "BD": "unit",
    }  # fmt: skip
    assert (len(sheet.people), sheet.rejected) == (30, [])
    assert [column.title for column in sheet.main.mapped.refused] == [
        "agama_id", "agama_nama", "jenis_kawin_id", "jenis_kawin_nama", "nik", "nomor_hp", "alamat", "npwp_nomor", "bpjs",
    ]  # fmt: skip


def test_private_columns_are_nowhere_in_the_report():
    report = json.dumps(read(siasn_rows(5)).to_report())

    assert "MELATI" not in report
    assert "74710000" not in report
    assert "0812" not in report
    assert "Menikah" not in report


def test_csv_from_excel_with_cp1252_and_semicolons():
    text = f"NO;NAMA PEGAWAI;NIP;TGL LAHIR;GOL;JK;OPD\r\n1;Andr\u00e9 Ali, S.Pd;'{A};{birth(A):%d/%m/%Y};III/a;L;Bappeda\r\n"
    sheet = read_people(text.encode("cp1252"), "a.csv", today=TODAY)

    (person,) = sheet.people
    assert (person.name, person.nip, person.rank, person.opd, person.back) == (
        "Andr\u00e9 Ali",
        A,
        "III/a",
        "Bappeda",
        ["S.Pd."],
    )


def test_html_that_is_called_xls():
    page = f"<table><tr><th>NAMA</th><th>NIP</th><th>GOL</th></tr><tr><td>LA ODE ALI</td><td>{A}</td><td>III/d</td></tr></table>"

    assert read_people(page.encode(), "simpeg.xls", today=TODAY).people[0].name == "La Ode Ali"


def test_name_number_and_birth_in_one_cell():
    sheet = read([["NO", "NAMA / NIP / TTL", "GOL/TMT", "JABATAN / TMT"],
                  [1, f"LA ODE ALI, S.Pd\nNIP. {A[:8]} {A[8:14]} {A[14]} {A[15:]}\nKendari, {birth(A):%d-%m-%Y}", "III/d\n01-04-2019",
                   "Kepala Seksi\nTMT 02-01-2020"],
                  [2, f"Wa Ode Siti / {B}", "III/a", "Guru"]])  # fmt: skip

    first, second = sheet.people
    assert (first.name, first.nip, first.birth_place, first.rank_since) == (
        "La Ode Ali",
        A,
        "Kendari",
        dt.date(2019, 4, 1),
    )
    assert (first.post, first.position_since) == ("Kepala Seksi", dt.date(2020, 1, 2))
    assert (second.name, second.nip, second.rank) == ("Wa Ode Siti", B, "III/a")


def test_people_printed_over_two_rows_are_joined():
    sheet = read([["NO", "NAMA", "GOL"], ["", "NIP", ""], [1, "LA ODE ALI", "III/d"], ["", A, "01-04-2019"],
                  [2, "WA ODE SITI", "III/a"], ["", B, ""]])  # fmt: skip

    assert [(one.row, one.name, one.nip, one.rank) for one in sheet.people] == [
        (3, "La Ode Ali", A, "III/d"), (5, "Wa Ode Siti", B, "III/a"),
    ]  # fmt: skip


def test_three_row_header_and_office_above_the_table():
    sheet = read(
        [["UNIT KERJA", ": DINAS PERHUBUNGAN"], [], ["NO", "DATA PEGAWAI", "", "", "KEPANGKATAN", ""],
         ["", "NAMA", "NIP", "KELAHIRAN", "TERAKHIR", ""], ["", "", "", "TANGGAL", "GOL", "TMT"],
         [1, "ALI", A, f"{birth(A):%d/%m/%Y}", "III/b", "01/10/2020"]],
        merges=[(2, 0, 4, 0), (2, 1, 2, 3), (2, 4, 2, 5), (3, 1, 4, 1), (3, 2, 4, 2), (3, 4, 3, 5)],
    )  # fmt: skip

    assert sheet.main.header.rows == [3, 4, 5]
    (person,) = sheet.people
    assert (person.unit, person.rank, person.rank_since, person.nip) == (
        "Dinas Perhubungan",
        "III/b",
        dt.date(2020, 10, 1),
        A,
    )


def test_table_without_header_is_read_by_its_values_and_said_so():
    sheet = read([[1, "LA ODE ALI", A, "III/d"], [2, "WA ODE SITI", B, "III/a"], [3, "MUH. NUR", C, "IV/a"]])

    assert [person.name for person in sheet.people] == ["La Ode Ali", "Wa Ode Siti", "Muh. Nur"]
    assert (sheet.main.header.rows, [one["code"] for one in sheet.notices][0]) == ([], "header_guessed")


def test_sheets_are_united_and_a_second_copy_is_left_out():
    head = ["NAMA", "NIP", "UNIT KERJA"]
    sheets = {
        "Rekap": [["JUMLAH PEGAWAI"], ["PNS", 2]],
        "PNS": [head, ["Ali", A, "Bappeda"], ["Siti", B, "Bappeda"]],
        "PPPK": [head, ["Rina", "199001012022212005", "Bappeda"]],
        "Salinan": [head, ["Ali", A, "Bappeda"]],
    }
    sheet = read_people(workbook([], sheets=sheets), "a.xlsx", today=TODAY)

    assert [(one.sheet, one.name) for one in sheet.people] == [
        ("PNS", "Ali"),
        ("PNS", "Siti"),
        ("PPPK", "Rina"),
    ]
    assert [one["code"] for one in sheet.notices] == ["sheet_skipped"]
    only = read_people(workbook([], sheets=sheets), "a.xlsx", today=TODAY, sheet="Salinan")
    assert [one.name for one in only.people] == ["Ali"]
    with pytest.raises(FileRefused, match="Rekap, PNS, PPPK, Salinan"):
        read_people(workbook([], sheets=sheets), "a.xlsx", today=TODAY, sheet="Lain")


def test_contradictions_with_the_number_are_told():
    sheet = read([
        ["NAMA", "NIP", "TANGGAL LAHIR", "JENIS KELAMIN", "STATUS", "GOL"],
        ["Ali", A, "31-12-1980", "P", "PPPK", "III/a"],
        ["Siti", B, "1/3/1975" if birth(B) == dt.date(1975, 3, 1) else f"{birth(B):%m/%d/%Y}", "P", "PNS", "III/a"],
        ["Budi", C, "", "L", "Honorer", "III/a"],
    ])  # fmt: skip

    assert codes(sheet) == [
        (2, "birth_date_mismatch"), (2, "sex_mismatch"), (2, "status_mismatch"), (3, "date_ambiguous"), (4, "status_not_asn"),
    ]  # fmt: skip
    ali, siti = sheet.people
    assert (ali.kind, siti.birth_date) == ("pns", birth(B))


@pytest.mark.parametrize(("title", "value", "code"), [
    ("TGL LAHIR", "31/02/1975", "date_impossible"), ("TGL LAHIR", "kemarin", "date_unreadable"), ("TMT GOL", "April 2019", "date_incomplete"),
    ("TMT JABATAN", "00-13-2020", "date_impossible"), ("GOL", "V/a", "rank_unknown"), ("TMT GOL", "01-01-1960", "date_before_birth"),
    ("TMT CPNS", "x", "date_unreadable"), ("STATUS", "Honorer", "status_not_asn"),
])  # fmt: skip
def test_a_bad_cell_refuses_its_row_with_a_remedy(title, value, code):
    sheet = read([["NAMA", "NIP", title], ["Ali", A, value], ["Siti", B, ""]])

    (fault,) = sheet.rejected
    assert (fault.row, fault.column, fault.value, fault.code) == (2, "C", value, code)
    assert fault.remedy
    assert [person.name for person in sheet.people] == ["Siti"]


@pytest.mark.parametrize(("title", "value", "code"), [
    ("JK", "?x", "sex_unknown"), ("ESELON", "tinggi", "eselon_unknown"), ("TAHUN LULUS", "99", "year_unknown"),
    ("EMAIL", "bukan surel", "email_unknown"), ("KELAS JABATAN", "99", "job_class_unknown"), ("STATUS", "entah", "status_unknown"),
    ("TMT GOL", "01-01-2040", "date_future"), ("KEDUDUKAN HUKUM", "??!", "legal_state_unknown"),
])  # fmt: skip
def test_a_doubtful_cell_is_left_out_and_told(title, value, code):
    sheet = read([["NAMA", "NIP", title], ["Ali", A, value]])

    assert codes(sheet) == [(2, code)]
    assert len(sheet.people) == 1


def test_lost_digits_leave_name_and_birth_for_a_human():
    sheet = read(
        [
            ["NAMA", "NIP", "TGL LAHIR"],
            ["Ali", int(A), "02-01-1975"],
            ["Siti", "", "03-01-1975"],
            ["Budi", 0, ""],
        ]
    )

    assert codes(sheet) == [(2, "nip_lost_digits"), (3, "nip_missing"), (4, "nip_missing")]
    assert [(one.name, one.nip, one.nip_problem, one.birth_date.day) for one in sheet.doubtful] == [
        ("Ali", "", "nip_lost_digits", 2), ("Siti", "", "nip_missing", 3),
    ]  # fmt: skip
    assert sheet.people == []


def test_one_number_for_two_names_refuses_both():
    sheet = read([["NAMA", "NIP"], ["Ali", A], ["Siti", A], ["Budi", C], ["BUDI, S.Pd", C]])

    assert codes(sheet) == [(2, "nip_duplicate"), (3, "nip_duplicate"), (5, "nip_duplicate")]
    assert [person.row for person in sheet.people] == [4]


def test_month_first_columns_are_noticed():
    sheet = read([["NAMA", "NIP", "TMT GOL"], ["Ali", A, "03/25/2019"], ["Siti", B, "04/01/2019"]])
    assert [person.rank_since for person in sheet.people] == [dt.date(2019, 3, 25), dt.date(2019, 4, 1)]

    mixed = read(
        [
            ["NAMA", "NIP", "TMT GOL"],
            ["Ali", A, "03/25/2019"],
            ["Siti", B, "04/01/2019"],
            ["Budi", C, "25/03/2019"],
        ]
    )
    assert codes(mixed) == [(2, "date_ambiguous"), (3, "date_ambiguous")]


def test_a_corrected_mapping_is_used_and_remembered_by_header():
    rows = [["NAMA", "KODE", "NIP", "X"], ["Ali", "III/a", A, "Bappeda"], ["Siti", "III/b", B, "Dinkes"]]
    mapping = {"A": "name", "B": "rank", "C": "nip", "D": "unit"}
    sheet = read(rows, mapping=mapping)

    assert [(one.rank, one.unit) for one in sheet.people] == [("III/a", "Bappeda"), ("III/b", "Dinkes")]
    again = read([["Judul"], *rows], remembered={sheet.main.signature: mapping})
    assert [one.unit for one in again.people] == ["Bappeda", "Dinkes"]


def test_private_columns_cannot_be_mapped_by_hand():
    with pytest.raises(MappingRefused, match="NIK"):
        read([["NAMA", "NIP", "NIK"], ["Ali", A, "1"]], mapping={"A": "name", "B": "nip", "C": "post"})


def test_golongan_darah_is_no_golongan():
    sheet = read([["NAMA", "NIP", "GOLONGAN DARAH", "GOL"], ["Ali", A, "AB", "III/a"]])

    assert (sheet.main.mapped.by_letter["D"], sheet.people[0].rank) == ("rank", "III/a")
    assert [column.title for column in sheet.main.mapped.refused] == ["GOLONGAN DARAH"]


def test_a_file_without_people_is_refused():
    with pytest.raises(FileRefused) as caught:
        read([["Laporan", "Anggaran"], ["a", "b"]])
    assert caught.value.code == "header_missing"


def test_every_spelling_of_golongan_reaches_the_report():
    rows = [["NAMA", "NIP", "PANGKAT/GOL. RUANG"]]
    rows += [[f"Orang {chr(65 + n)}bc", nip(n, sex=1), rank] for n, rank in enumerate(RANKS)]

    assert {row["golongan"] for row in read(rows).to_report()["rows"]} == {"III/d"}


def test_annotated_file_has_every_row_in_its_place():
    content, expected = duk()
    sheet = read_people(content, "duk.xlsx", today=TODAY)
    out = io.BytesIO()
    write_remedies(sheet, out, with_private_columns=False)

    before, after = read_workbook(content).sheets[0].rows, read_workbook(out.getvalue()).sheets[0].rows
    assert len(before) == len(after)
    assert after[5][13] == "Perbaikan"
    assert "NIP harus 18 angka; yang diisi 17." in after[expected["short"] - 1][13]
    assert after[8][13] == ""
    assert (before[8][11], after[8][11]) == ("0812345678", "")
    assert [row[1] for row in before] == [row[1] for row in after]
    assert after[expected["lost"] - 1][2] == "197501052000121000"


def test_a_large_file_is_read_whole():
    rows = siasn_rows(600)
    sheet = read(rows)

    assert sheet.counts["accepted"] == 600
    assert len({person.nip for person in sheet.people}) == 600


def test_merged_cells_and_ditto_marks_are_read_downwards():
    sheet = read(
        [["NAMA", "NIP", "JABATAN", "UNIT KERJA"], ["Ali", A, "Guru", "Bappeda"], ["Siti", B, '"', ""], ["Budi", C, "s.d.a.", "Dinkes"]],
        merges=[(1, 3, 2, 3)],
    )  # fmt: skip

    assert [(one.post, one.unit) for one in sheet.people] == [
        ("Guru", "Bappeda"),
        ("Guru", "Bappeda"),
        ("Guru", "Dinkes"),
    ]


def test_a_person_over_two_rows_of_merged_cells_is_one_person():
    sheet = read(
        [
            ["NAMA", "NIP", "PENDIDIKAN", "GOL"],
            ["Ali", A, "S2", "III/d"],
            ["", "", "S1", ""],
            ["Siti", B, "S1", "III/a"],
        ],
        merges=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3)],
    )

    assert [(one.name, one.education_level) for one in sheet.people] == [("Ali", "S2"), ("Siti", "S1")]
    assert sheet.rejected == []


def test_a_bare_tmt_belongs_to_the_column_at_its_left():
    sheet = read(
        [
            ["NAMA", "NIP", "GOL", "TMT", "JABATAN", "TMT"],
            ["Ali", A, "III/d", "01-04-2019", "Guru", "02-01-2020"],
        ]
    )

    (person,) = sheet.people
    assert (person.rank_since, person.position_since) == (dt.date(2019, 4, 1), dt.date(2020, 1, 2))


def test_name_number_and_rank_in_one_cell():
    sheet = read(
        [
            ["NO", "NAMA/NIP/PANGKAT/GOL", "JABATAN"],
            [1, f"LA ODE ALI, S.Pd\n{A}\nPenata Tk. I, III/d", "Guru"],
        ]
    )

    (person,) = sheet.people
    assert (person.name, person.nip, person.rank, person.back) == ("La Ode Ali", A, "III/d", ["S.Pd."])


def test_private_cells_are_not_in_what_is_skipped_either():
    report = read(
        [["NAMA", "NIP", "NO HP"], ["Ali", A, "08123"], ["", "", "08999"], ["Siti", B, "08124"]]
    ).to_report()

    assert "0899" not in json.dumps(report)
