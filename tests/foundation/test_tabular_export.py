"""Tables out: nothing becomes a formula, no number loses its end."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest

from bangkom.foundation.tabular import (
    ExportColumn,
    Remark,
    read_workbook,
    safe_text,
    write_annotated,
    write_csv,
    write_xlsx,
)

COLUMNS = [
    ExportColumn("Nama"),
    ExportColumn("NIP"),
    ExportColumn("Biaya", "money"),
    ExportColumn("TMT", "date"),
]
ROW = ["=HYPERLINK(1)", "197501012000121001", 1_250_000, dt.date(2020, 1, 2)]


def test_xlsx_holds_text_as_text_and_numbers_as_numbers():
    stream = io.BytesIO()

    assert write_xlsx(COLUMNS, [ROW, ["b", 197501012000121001, Decimal("2.5"), None]], stream) == 2

    assert read_workbook(stream.getvalue()).sheets[0].rows == [
        ["Nama", "NIP", "Biaya", "TMT"],
        ["=HYPERLINK(1)", "197501012000121001", 1_250_000.0, dt.date(2020, 1, 2)],
        ["b", "197501012000121001", 2.5, ""],
    ]
    with zipfile.ZipFile(stream) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_xlsx_notes_go_to_their_own_sheet():
    stream = io.BytesIO()
    write_xlsx(["a"], [], stream, sheet="x/y:z", notes=["=1+1"])

    book = read_workbook(stream.getvalue())
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [
        ("x y z", [["a"]]),
        ("Catatan", [["=1+1"]]),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1+1", "\u00a0=1", "\n=1"])
def test_csv_text_that_could_be_a_formula_is_marked(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [(-5, "-5"), (1.5, "1.5"), (None, ""), (True, "Ya"), ("a=b", "a=b"),
                                             (dt.date(2020, 1, 2), "2020-01-02"), (10**17, "'100000000000000000")])  # fmt: skip
def test_csv_values(value, text):
    assert safe_text(value) == text


def test_csv_opens_in_excel_and_reads_back():
    stream = io.BytesIO()
    write_csv(COLUMNS, [ROW], stream)

    content = stream.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1] == [
        "'=HYPERLINK(1)", "'197501012000121001", "1250000", "2020-01-02",
    ]  # fmt: skip


def test_annotated_file_keeps_rows_in_place_and_adds_the_remedies():
    source = io.BytesIO()
    write_xlsx(["NAMA", "NIP", "NIK"], [["Ali", "1", "747"], ["=1+1", "2", "748"]], source)
    book = read_workbook(source.getvalue())
    out = io.BytesIO()

    write_annotated(
        book.sheets,
        {"Data": {3: Remark("=perbaiki", (1,), True)}},
        {"Data": (1, 3)},
        out,
        title="Perbaikan",
        hidden_columns={"Data": [2]},
    )

    assert read_workbook(out.getvalue()).sheets[0].rows == [
        ["NAMA", "NIP", "NIK", "Perbaikan"],
        ["Ali", "1", "", ""],
        ["=1+1", "2", "", "=perbaiki"],
    ]
