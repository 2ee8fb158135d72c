"""Exactly what a table shows, as a file: its columns, filters, search and order, all pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeData
from django.utils.text import slugify

if TYPE_CHECKING:
    from bangkom.foundation.tables.columns import Column
    from bangkom.foundation.tables.table import Table

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Files up to this size never touch the disk.
IN_MEMORY = 2 * 1024 * 1024


def _plain(value: Any) -> Any:
    if isinstance(value, SafeData):
        return strip_tags(str(value))
    return force_str(value) if isinstance(value, Promise) else value


def rows_of(table: Table) -> Iterator[list[Any]]:
    readers = [column.exporter() for column in table.state.columns]
    for row in table.ordered.each():
        yield [_plain(read(row)) for read in readers]


def download(table: Table, kind: str) -> HttpResponse:
    """The table as an XLSX or CSV file named after the table and the day."""
    headings = [(str(column.label), _kind(column)) for column in table.state.columns]
    name = table.file_name or slugify(str(table.caption)) or table.key
    return file_response(headings, rows_of(table), kind, name)


def _kind(column: Column) -> str:
    return "decimal" if column.numeric and column.kind == "text" else column.kind


def file_response(headings: list[tuple[str, str]], rows: Any, kind: str, name: str) -> HttpResponse:
    """Any columns (title, kind of value) and rows as a download of ``kind`` (``xlsx`` or ``csv``)."""
    from bangkom.foundation.tabular import export

    stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    columns = [export.ExportColumn(*heading) for heading in headings]
    if kind == "xlsx":
        export.write_xlsx(columns, rows, stream)
    else:
        export.write_csv(columns, rows, stream)
    stream.seek(0)
    day = timezone.localdate().isoformat()
    # A streaming response is one to every caller; only its class has another base.
    return cast(
        HttpResponse,
        FileResponse(stream, as_attachment=True, filename=f"{name}-{day}.{kind}", content_type=TYPES[kind]),
    )
