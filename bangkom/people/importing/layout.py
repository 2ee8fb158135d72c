"""What the layout of a sheet says without saying it: merged cells, ditto marks, a bare TMT beside its column."""

from __future__ import annotations

import re

from bangkom.foundation.tabular import Column, Header, Mapped, Sheet, text_of, words_of

# Titles that mean something only together with the column at their left.
_BARE = frozenset([("tmt",), ("t", "m", "t"), ("tahun",), ("thn",), ("tanggal",), ("tgl",)])
_DITTO = re.compile(r'^(-?\s*["“”〃]\s*-?|\'\'|s\.?\s*d\.?\s*a\.?|idem|sama dengan (di )?atas)$', re.I)
_DITTO_FIELDS = ("unit", "opd", "post", "rank", "kind")


def with_neighbours(header: Header) -> Header:
    """Read ``GOL | TMT | JABATAN | TMT`` as four different columns."""
    columns: list[Column] = []
    for column in header.columns:
        left = columns[-1] if columns else None
        if left and left.parts and len(column.parts) == 1 and words_of(column.parts[0]) in _BARE:
            column = Column(column.index, (left.parts[0], column.parts[0]))
        columns.append(column)
    header.columns = columns
    return header


def prepared(sheet: Sheet, header: Header, mapped: Mapped, anchors: tuple[str, ...]) -> Sheet:
    """A copy to read from: private columns emptied, merged cells and ditto marks filled from above."""
    refused = {column.index for column in mapped.refused}
    own = {mapped.columns[name] for name in anchors if name in mapped.columns}
    rows = sheet.rows[: header.first]
    for row in sheet.rows[header.first :]:
        rows.append(
            ["" if index in refused else cell for index, cell in enumerate(row)] if refused else list(row)
        )
    for top, left, bottom, right in sheet.merges:
        if top < header.first or left != right or bottom == top or left in own or left in refused:
            continue
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = value
    for name in _DITTO_FIELDS:
        if name in mapped.columns:
            _fill_ditto(rows[header.first :], mapped.columns[name])
    return Sheet(sheet.name, rows, sheet.merges, sheet.is_hidden)


def _fill_ditto(rows: list[list[object]], index: int) -> None:
    above: object = ""
    for row in rows:
        if index >= len(row) or row[index] == "":
            continue
        cell = row[index]
        if isinstance(cell, str) and len(cell) < 24 and _DITTO.match(text_of(cell).strip()):
            row[index] = above
        else:
            above = cell
