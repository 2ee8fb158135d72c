"""Files of every kind, sound and broken."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter

from bangkom.foundation.tabular import FileRefused, Limits, read_workbook

ROWS = [["NAMA", "NIP"], ["La Ode Ali", "197501012000121001"]]


def xlsx(rows=ROWS, **options) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Data")
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            page.write(row, column, value)
    for place, value in options.get("cells", {}).items():
        page.write_string(*place, value)
    book.close()
    return stream.getvalue()


def refused(content, **options) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_workbook(content, "daftar.xlsx", **options)
    assert caught.value.remedy
    assert str(caught.value) == f"{caught.value.problem} {caught.value.remedy}"
    return caught.value


def test_xlsx_keeps_the_place_of_every_cell():
    book = read_workbook(xlsx([[], [], ["", "", "x"]]), "a.xlsx")

    assert (book.kind, book.sheets[0].name) == ("xlsx", "Data")
    assert book.sheets[0].rows == [["", "", ""], ["", "", ""], ["", "", "x"]]


def test_type_is_told_by_content_not_by_name():
    assert read_workbook(b"NAMA;NIP\nAli;1\n", "daftar.xlsx").kind == "csv"
    assert read_workbook(xlsx(), "daftar.csv").kind == "xlsx"


def test_xls_is_read():
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("DUK")
    for row, line in enumerate(ROWS):
        for column, value in enumerate(line):
            page.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)

    read = read_workbook(stream.getvalue(), "duk.xls")

    assert (read.kind, read.sheets[0].name, read.sheets[0].rows) == ("xls", "DUK", ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_in_every_dress(encoding, separator, newline):
    lines = [["NAMA", "ALAMAT", "NIP"], ["Nurdin Café", 'Jl. "A", B; C|D', "1975"], ["Ali", "", "1976"]]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line] for line in lines]
    content = newline.join(separator.join(line) for line in quoted) + newline

    assert read_workbook(content.encode(encoding), "a.csv").sheets[0].rows == lines


def test_csv_with_excel_separator_line_keeps_row_numbers():
    assert read_workbook(b"sep=;\r\na;b\r\n", "a.csv").sheets[0].rows == [[], ["a", "b"]]


def test_html_called_xls_is_read_with_its_spans():
    page = (
        b"<html><style>td{}</style><table><tr><th rowspan=2>NAMA</th><th colspan=2>PANGKAT</th></tr>"
        b"<tr><th>GOL</th><th>TMT</th></tr><tr><td>Ali<br>Baba</td><td>III/d&nbsp;</td><td>1</td></tr></table></html>"
    )

    sheet = read_workbook(page, "data.xls").sheets[0]

    assert sheet.rows == [["NAMA", "PANGKAT", ""], ["", "GOL", "TMT"], ["Ali\nBaba", "III/d", "1"]]
    assert sheet.merges == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_phantom_rows_and_columns_are_dropped():
    book = read_workbook(xlsx(cells={(500, 3): " ", (1, 200): "\u00a0"}), "a.xlsx")

    assert book.sheets[0].rows == ROWS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x00\x00", "file_empty"),
        (b"  \r\n ", "file_empty"),
        (b"%PDF-1.7 ...", "file_not_table"),
        (b"\x89PNG\r\n", "file_not_table"),
        (b"{\\rtf1}", "file_not_table"),
        (b"\x7fELF\x01\x02", "file_not_table"),
        (b"abc\x00\x01\x02" * 9, "file_not_table"),
        (b"<html><body>Session habis</body></html>", "file_not_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "file_corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "file_not_table"),
        (b"PK\x03\x04 broken", "file_corrupt"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content, code):
    assert refused(content).code == code


def test_every_truncation_of_a_workbook_is_refused():
    content = xlsx()
    for part in range(40, len(content) - 1, 211):
        assert refused(content[:part]).code == "file_corrupt"


def test_damaged_bytes_never_escape_as_another_error():
    content = bytearray(xlsx([["NAMA", "NIP"]] + [[f"Ali {n}", f"{n}"] for n in range(50)]))
    for place in range(30, len(content), 97):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        try:
            read_workbook(bytes(damaged), "a.xlsx")
        except FileRefused:
            continue


def archive(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            out.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"word/document.xml": b"<w/>"}, "file_not_table"),
        ({"a.csv": b"a;b"}, "file_not_table"),
        ({"[Content_Types].xml": b"<Types/>"}, "file_corrupt"),
        ({"xl/workbook.xml": b"not xml"}, "file_corrupt"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "file_not_table"),
    ],
)
def test_other_archives_are_refused(entries, code):
    assert refused(archive(entries)).code == code


def test_zip_bomb_is_refused_unopened():
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(120 * 2**20)})

    assert len(bomb) < 2**20
    assert refused(bomb).code == "file_bomb"


def test_archive_with_too_many_entries_is_refused():
    assert refused(archive({f"xl/{n}": b"" for n in range(2100)})).code == "file_bomb"


def test_a_lying_size_is_refused():
    content = bytearray(xlsx())
    name = content.index(b"xl/worksheets/sheet1.xml", content.rindex(b"PK\x01\x02") - 4000)
    struct.pack_into("<I", content, name - 46 + 24, 10)  # uncompressed size in the central directory

    assert refused(bytes(content)).code == "file_corrupt"


def test_one_cell_at_the_end_of_the_world_is_refused_not_laid_out():
    error = refused(xlsx(cells={(1_048_575, 16_383): "x"}))

    assert error.code == "file_too_big"
    assert "17179869184" in error.problem


def test_encrypted_archive_is_told():
    content = bytearray(xlsx())
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        content[place + 8] |= 1

    assert refused(bytes(content)).code == "file_encrypted"


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(rows=1), "baris"),
        (Limits(columns=1), "kolom"),
        (Limits(cells=1), "sel"),
        (Limits(bytes=10), "MB"),
    ],
)
def test_limits_are_held_and_named(limits, what):
    error = refused(xlsx(), limits=limits)

    assert error.code == "file_too_big"
    assert what in error.problem


def test_csv_limits_are_held():
    assert refused(b"a;b\n" * 50, limits=Limits(rows=10)).code == "file_too_big"
    assert refused(b'"' + b"a" * 1_100_000 + b'";b\n').code == "file_corrupt"


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(FileRefused, match=r"tidak-ada\.xlsx"):
        read_workbook(tmp_path / "tidak-ada.xlsx")


def test_ods_is_read():
    content = (
        b'<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        b'<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>NAMA</text:p>'
        b'</table:table-cell><table:table-cell%s office:value-type="string"><text:p>NIP</text:p></table:table-cell>'
        b"</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )

    def ods(repeat: bytes) -> bytes:
        return archive({
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content % repeat,
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        })  # fmt: skip

    assert read_workbook(ods(b""), "a.ods").sheets[0].rows == [["NAMA", "NIP"]]
    assert refused(ods(b' table:number-columns-repeated="99000000"')).code == "file_too_big"


@pytest.mark.parametrize("cell", [b'<x:c r="XFD1048576"', b"<c s='1' r='XFD1048576'", b'<c r = "XFD1048576"'])
def test_a_far_cell_is_found_however_it_is_written(cell):
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx(cells={(1_048_575, 16_383): "x"}))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<c r="XFD1048576"', cell)
    assert cell in parts[name]

    assert refused(archive(parts)).code in ("file_too_big", "file_corrupt")
