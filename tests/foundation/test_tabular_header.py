"""Finding the header, mapping its columns, telling records from the rest."""

from __future__ import annotations

import pytest

from bangkom.foundation.tabular import (
    Field,
    MappingRefused,
    Sheet,
    Vocabulary,
    find_header,
    given_mapping,
    header_signature,
    propose,
    split_body,
)

WORDS = Vocabulary(
    (
        Field(
            "code",
            "Kode",
            ("kode", "nomor kode"),
            lambda value: str(value).startswith("K-"),
            is_distinctive=True,
        ),
        Field("name", "Nama", ("nama barang", "nama"), is_strict=True),
        Field("price", "Harga", ("harga", "harga satuan")),
        Field("bought", "Tanggal beli", ("beli tanggal", "tanggal beli")),
        Field("unused", "Tidak dipakai", ("nomor", "keterangan"), use="leave"),
        Field("secret", "Rahasia", ("sandi",), use="refuse"),
    ),
    anchors=("code", "name"),
    expand={"no": "nomor", "tgl": "tanggal"},
)


def sheet(*rows, merges=()):
    return Sheet("S", [list(row) for row in rows], list(merges))


def test_header_below_titles_with_bands_and_numbers():
    page = sheet(
        ["DAFTAR BARANG DINAS", "", "", "", ""],
        [],
        ["NO", "KODE", "NAMA", "BELI", ""],
        ["", "", "", "TGL", "HARGA"],
        ["1", "2", "3", "4", "5"],
        [1, "K-1", "Meja", "1-1-2020", 5],
        merges=[(0, 0, 0, 4), (2, 0, 3, 0), (2, 3, 2, 4)],
    )

    header = find_header(page, WORDS)

    assert (header.rows, header.number_row, header.first) == ([3, 4], 5, 5)
    assert [column.title for column in header.columns] == ["NO", "KODE", "NAMA", "BELI › TGL", "BELI › HARGA"]


def test_bands_are_carried_without_merged_cells_too():
    page = sheet(["KODE", "NAMA", "BELI", ""], ["", "", "TGL", "HARGA"], ["K-1", "Meja", "1-1-2020", 5])

    assert [column.title for column in find_header(page, WORDS).columns][2:] == ["BELI › TGL", "BELI › HARGA"]


def test_no_header_is_none():
    assert find_header(sheet(["halo", "dunia"], ["apa", "kabar"]), WORDS) is None


def test_titles_with_typing_errors_are_known():
    page = sheet(["Kode*", "Nama  Barang", "HARAG", "Kterangan"], ["K-1", "Meja", 5, ""])
    mapped = propose(page, find_header(page, WORDS), WORDS)

    assert mapped.by_letter == {"A": "code", "B": "name", "C": "price"}


def test_a_column_is_known_by_its_values_alone():
    page = sheet(["Nama", "XYZ", "Harga"], *([f"Meja {n}", f"K-{n}", n] for n in range(5)))

    assert propose(page, find_header(page, WORDS), WORDS).by_letter["B"] == "code"


def test_two_columns_for_one_field_are_never_both_taken_nor_silent():
    page = sheet(["Kode", "Nama", "Harga", "Harga"], ["K-1", "Meja", 5, 6])
    mapped = propose(page, find_header(page, WORDS), WORDS)

    assert mapped.by_letter == {"A": "code", "B": "name", "C": "price"}
    assert [(one.column.letter, one.rivals) for one in mapped.proposals if one.rivals] == [("D", ("C",))]


def test_what_must_not_be_taken_shows_no_examples():
    page = sheet(["Kode", "Nama", "Sandi"], ["K-1", "Meja", "12345"])
    mapped = propose(page, find_header(page, WORDS), WORDS)

    assert [(one.use, one.examples) for one in mapped.proposals][2] == ("refuse", ())
    assert "secret" not in mapped.columns


@pytest.mark.parametrize(
    ("given", "code"),
    [({"C": "secret"}, "mapping_refused"), ({"C": "name"}, "mapping_refused"), ({"A": "name", "B": "name"}, "mapping_twice"),
     ({"Z": "name"}, "mapping_column"), ({"1": "name"}, "mapping_column"), ({"A": "unused"}, "mapping_field"),
     ({"A": "nothing"}, "mapping_field")],
)  # fmt: skip
def test_a_wrong_mapping_is_refused(given, code):
    page = sheet(["Kode", "Nama", "Sandi"], ["K-1", "Meja", "12345"])

    with pytest.raises(MappingRefused) as caught:
        given_mapping(page, find_header(page, WORDS), WORDS, given)
    assert caught.value.code == code


def test_a_given_mapping_wins_over_the_proposal():
    page = sheet(["Kode", "Nama", "Harga"], ["K-1", "Meja", 5])
    mapped = given_mapping(page, find_header(page, WORDS), WORDS, {"A": "name", "B": "code", "C": None})

    assert mapped.by_letter == {"A": "name", "B": "code"}


def test_signature_follows_titles_and_places_only():
    first = find_header(sheet(["Kode", "Nama"], ["K-1", "Meja"]), WORDS)
    same = find_header(sheet(["x"], [" KODE ", "nama*"], ["K-2", "Kursi"]), WORDS)
    other = find_header(sheet(["Nama", "Kode"], ["Meja", "K-1"]), WORDS)

    assert (
        header_signature(first.columns) == header_signature(same.columns) != header_signature(other.columns)
    )


def test_everything_that_is_no_record_is_told():
    page = sheet(
        ["No", "Kode", "Nama", "Harga", "Keterangan"],
        ["GUDANG A"],
        [1, "K-1", "Meja", 5, ""],
        [],
        ["", "", "", "", "catatan lepas"],
        [2, "", "Kursi", "", ""],
        ["No", "Kode", "Nama", "Harga", "Keterangan"],
        [1, 2, 3, 4, 5],
        ["II", "GUDANG B"],
        ["", "K-3", "", "", ""],
        [3, "K-4", "Lemari", 7, ""],
        ["", "Jumlah", "", 12, ""],
        ["", "", "Kendari, 1 Januari", "", ""],
        ["", "", "Kepala", "", "tanda tangan"],
    )
    header = find_header(page, WORDS)
    body = split_body(page, header, propose(page, header, WORDS).columns, WORDS.anchors)

    assert [(one.row, one.section) for one in body.records] == [(3, "GUDANG A"), (6, "GUDANG A"), (11, "K-3")]
    assert [(one.row, one.kind) for one in body.skipped] == [
        (2, "heading"), (5, "note"), (7, "header"), (8, "numbers"), (9, "heading"), (10, "heading"), (12, "total"),
        (13, "footer"), (14, "footer"),
    ]  # fmt: skip


def test_a_tall_title_tells_the_height_of_the_header():
    page = sheet(
        ["KODE", "NAMA", "HARGA", "LAIN"],
        ["", "", "(ribu rupiah)", "(bila ada)"],
        ["K-1", "Meja", 5, ""],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1)],
    )
    header = find_header(page, WORDS)

    assert (header.rows, header.first) == ([1, 2], 2)
    assert propose(page, header, WORDS).by_letter == {"A": "code", "B": "name", "C": "price"}
