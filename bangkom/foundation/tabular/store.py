"""A workbook as one compressed text, for the time between reading and applying it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .reader import Sheet, Workbook


def pack(
    book: Workbook,
    dropped: Mapping[str, Sequence[int]] | None = None,
    kept_rows: Mapping[str, int] | None = None,
) -> bytes:
    """All sheets of ``book``. Values of ``dropped`` columns are left out below the first ``kept_rows`` of a sheet."""
    sheets = []
    for sheet in book.sheets:
        gone, head = set((dropped or {}).get(sheet.name, ())), (kept_rows or {}).get(sheet.name, 0)
        rows = [
            ["" if index in gone and place >= head else _plain(cell) for index, cell in enumerate(row)]
            for place, row in enumerate(sheet.rows)
        ]
        sheets.append({"name": sheet.name, "rows": rows, "merges": sheet.merges, "hidden": sheet.is_hidden})
    content = {"filename": book.filename, "kind": book.kind, "sha256": book.sha256, "sheets": sheets}
    return gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpack(content: bytes) -> Workbook:
    """The reverse of :func:`pack`."""
    kept = json.loads(gzip.decompress(content))
    sheets = [
        Sheet(
            one["name"],
            [[_value(cell) if isinstance(cell, dict) else cell for cell in row] for row in one["rows"]],
            [tuple(merge) for merge in one["merges"]],
            one["hidden"],
        )
        for one in kept["sheets"]
    ]
    return Workbook(kept["filename"], kept["kind"], kept["sha256"], sheets)


def _plain(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return {"m": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    return cell


def _value(cell: dict[str, Any]) -> object:
    if "m" in cell:
        return dt.datetime.fromisoformat(cell["m"])
    return dt.date.fromisoformat(cell["d"])
