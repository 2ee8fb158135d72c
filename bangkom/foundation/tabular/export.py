"""Tables out: XLSX and CSV in which no cell can become a formula and no long number loses digits."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.utils.functional import Promise

from .reader import Sheet
from .text import text_of

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MOST_DIGITS = 15  # more than that a spreadsheet cannot hold as a number
_CELL_LIMIT = 32_767
_FORMATS = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "money": '"Rp"#,##0', "decimal": "#,##0.00",
            "integer": "#,##0", "percent": "0.0%"}  # fmt: skip
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


@dataclass(frozen=True)
class ExportColumn:
    """A column to write. ``kind``: text, integer, decimal, money, percent, date or moment."""

    title: str | Promise
    kind: str = "text"
    width: int | None = None


def write_xlsx(
    columns: Sequence[ExportColumn | str],
    rows: Iterable[Sequence[object]],
    stream: IO[bytes],
    *,
    sheet: str = "Data",
    notes: Sequence[str] = (),
) -> int:
    """Write one sheet with a frozen, filterable header; ``notes`` go to a second sheet. Returns the row count."""
    import xlsxwriter

    heads = [ExportColumn(column) if isinstance(column, str) else column for column in columns]
    book = xlsxwriter.Workbook(stream, {**_OPTIONS, "constant_memory": True})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    formats["text"] = book.add_format({"num_format": "@"})
    head = book.add_format(
        {"bold": True, "bg_color": "#E7EFFA", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    page = book.add_worksheet(_sheet_name(sheet))
    page.freeze_panes(1, 0)
    for place, column in enumerate(heads):
        page.set_column(place, place, column.width or min(50, max(10, len(str(column.title)) + 4)))
        page.write_string(0, place, str(column.title)[:_CELL_LIMIT], head)
    count = 0
    for count, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            kind = heads[place].kind if place < len(heads) else "text"
            _write(page, count, place, value, formats.get(kind), as_text=kind == "text")
    if heads:
        page.autofilter(0, 0, max(count, 1), len(heads) - 1)
    if notes:
        remarks = book.add_worksheet("Catatan")
        remarks.set_column(0, 0, 110)
        for place, note in enumerate(notes):
            remarks.write_string(place, 0, str(note)[:_CELL_LIMIT])
    book.close()
    return count


def _sheet_name(name: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip("' ")[:31] or "Data"


def _write(page: Any, row: int, column: int, value: object, style: Any, *, as_text: bool = False) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "Ya" if value else "Tidak", style)
    elif isinstance(value, (int, float, Decimal)) and not as_text and abs(value) < 10**_MOST_DIGITS:
        page.write_number(row, column, float(value) if isinstance(value, Decimal) else value, style)
    elif isinstance(value, dt.datetime):
        page.write_datetime(row, column, value.replace(tzinfo=None), style)
    elif isinstance(value, dt.date) and not as_text:
        page.write_datetime(row, column, value, style)
    else:
        page.write_string(row, column, _plain(value)[:_CELL_LIMIT], style)


def _plain(value: object) -> str:
    return text_of(value) if isinstance(value, float) else str(value)


def safe_text(value: object) -> str:
    """A value as CSV text that a spreadsheet shows as it is: no formula, no number that loses its end."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, (int, float, Decimal)):
        text = _plain(value)
        return f"'{text}" if abs(value) >= 10**_MOST_DIGITS else text
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else value.isoformat()
    text = str(value)
    if text.lstrip(" \u00a0").startswith(_DANGEROUS) or text.startswith(_DANGEROUS):
        return f"'{text}"
    if len(text) > 11 and text.isdigit():
        return f"'{text}"
    return text


def write_csv(
    columns: Sequence[ExportColumn | str],
    rows: Iterable[Sequence[object]],
    stream: IO[bytes],
    *,
    separator: str = ";",
) -> int:
    """Write UTF-8 with byte order mark and ``;``, as Excel opens it here. Returns the row count."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(
        [safe_text(column.title if isinstance(column, ExportColumn) else column) for column in columns]
    )
    count = 0
    for row in rows:
        writer.writerow([safe_text(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


@dataclass
class Remark:
    """What is wrong in one row: text for the remedy column, the columns to colour, and how bad it is."""

    text: str
    columns: tuple[int, ...] = ()
    is_refused: bool = False


def write_annotated(
    sheets: Sequence[Sheet],
    remarks: Mapping[str, Mapping[int, Remark]],
    heads: Mapping[str, tuple[int, int]],
    stream: IO[bytes],
    *,
    title: str,
    hidden_columns: Mapping[str, Sequence[int]] | None = None,
) -> None:
    """Give a file back with one more column of remedies; row n of every sheet stays row n.

    ``remarks``: sheet -> row (from 1) -> remark. ``heads``: sheet -> (header row from 1, 0-based new column).
    Values of ``hidden_columns`` below the header are left out (personal data that is not kept).
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(stream, _OPTIONS)
    styles = _Styles(book)
    names: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_unique(_sheet_name(sheet.name), names))
        if sheet.is_hidden and len(names) > 1:
            page.hide()
        hidden = set((hidden_columns or {}).get(sheet.name, ()))
        row_of_head, new_column = heads.get(sheet.name, (0, sheet.width))
        _copy(page, sheet, remarks.get(sheet.name, {}), styles, hidden, row_of_head)
        _merge(page, sheet, styles, row_of_head)
        if row_of_head:
            page.set_column(new_column, new_column, 70)
            page.write_string(row_of_head - 1, new_column, title, styles.head)
            page.freeze_panes(row_of_head, 0)
        for row, remark in remarks.get(sheet.name, {}).items():
            page.write_string(row - 1, new_column, remark.text[:_CELL_LIMIT], styles.remark(remark))
    book.close()


class _Styles:
    def __init__(self, book: Any) -> None:
        self.date = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text = book.add_format({"num_format": "@"})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E7EFFA", "text_wrap": True, "valign": "vcenter"}
        )
        self.bad = book.add_format({"bg_color": "#FDEDED", "font_color": "#A30808", "text_wrap": True})
        self.doubt = book.add_format({"bg_color": "#FFF8D5", "font_color": "#553B06", "text_wrap": True})
        self.bad_date = book.add_format(
            {"bg_color": "#FDEDED", "font_color": "#A30808", "num_format": "dd/mm/yyyy"}
        )
        self.doubt_date = book.add_format(
            {"bg_color": "#FFF8D5", "font_color": "#553B06", "num_format": "dd/mm/yyyy"}
        )

    def remark(self, remark: Remark) -> Any:
        return self.bad if remark.is_refused else self.doubt

    def cell(self, value: object, remark: Remark | None, column: int) -> Any:
        is_date = isinstance(value, (dt.date, dt.datetime))
        if remark is not None and column in remark.columns:
            if is_date:
                return self.bad_date if remark.is_refused else self.doubt_date
            return self.remark(remark)
        return self.date if is_date else self.text if isinstance(value, str) else None


def _copy(
    page: Any,
    sheet: Sheet,
    remarks: Mapping[int, Remark],
    styles: _Styles,
    hidden: set[int],
    row_of_head: int,
) -> None:
    for index, row in enumerate(sheet.rows):
        remark = remarks.get(index + 1)
        for column, value in enumerate(row):
            if column in hidden and index >= row_of_head > 0:
                continue
            if isinstance(value, (dt.time, dt.timedelta)):
                value = str(value)
            style = styles.cell(value, remark, column)
            if (value == "" or value is None) and remark and column in remark.columns:
                page.write_blank(index, column, None, style)
            elif isinstance(value, dt.date) and value.year < 1900:
                page.write_string(index, column, value.isoformat(), style)
            else:
                _write(page, index, column, value, style)


def _merge(page: Any, sheet: Sheet, styles: _Styles, row_of_head: int) -> None:
    """Restore the merged areas at and above the header, so that the page looks like the one that came."""
    from xlsxwriter.exceptions import OverlappingRange

    for top, left, bottom, right in sheet.merges[:500]:
        if top > row_of_head or bottom >= len(sheet.rows) or (top == bottom and left == right):
            continue
        row = sheet.rows[top]
        value = row[left] if left < len(row) else ""
        try:
            page.merge_range(top, left, bottom, right, _plain(value or ""), styles.head)
        except OverlappingRange:
            continue


def _unique(name: str, names: set[str]) -> str:
    candidate, number = name, 2
    while candidate.lower() in names:
        candidate = f"{name[:27]} {number}"
        number += 1
    names.add(candidate.lower())
    return candidate
