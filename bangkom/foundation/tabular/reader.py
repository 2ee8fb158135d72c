"""Open a table file of any kind as plain rows that keep their place: ``rows[i]`` is row i + 1 of the sheet."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from .delimited import Merge, read_delimited, read_html
from .errors import FileRefused
from .kinds import Limits, corrupt, encrypted, kind_of, too_many

Row = list[object]


@dataclass
class Sheet:
    """One sheet as it stands. ``merges`` are 0-based, inclusive (top, left, bottom, right)."""

    name: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass
class Workbook:
    """A file as it was read. ``sha256`` names its content."""

    filename: str
    kind: str
    sha256: str
    sheets: list[Sheet]


def read_workbook(source: str | Path | bytes, filename: str = "", limits: Limits | None = None) -> Workbook:
    """Read every sheet of a file; raises ``FileRefused`` with a remedy when it cannot be read safely."""
    limits = limits or Limits()
    content = source if isinstance(source, bytes) else _load(Path(source), limits)
    filename = filename or (Path(source).name if not isinstance(source, bytes) else "")
    kind = kind_of(content, limits)
    if kind == "csv":
        sheets = [Sheet("CSV", read_delimited(content, limits))]
    elif kind == "html":
        rows, merges = read_html(content, limits)
        sheets = [Sheet("HTML", rows, merges)]
    else:
        sheets = _read_binary(content, limits)
    for sheet in sheets:
        _trim(sheet, limits)
    if not any(sheet.rows for sheet in sheets):
        raise FileRefused(
            "file_empty",
            _("Berkas ini tidak berisi satu sel pun."),
            _("Pilih berkas yang berisi daftar pegawai."),
        )
    return Workbook(filename, kind, hashlib.sha256(content).hexdigest(), sheets)


def _load(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits.bytes + 1)
    except OSError as missing:
        raise FileRefused(
            "file_missing",
            _("Berkas %(name)s tidak dapat dibuka.") % {"name": path.name},
            _("Periksa nama dan letak berkas, lalu ulangi."),
        ) from missing


def _read_binary(content: bytes, limits: Limits) -> list[Sheet]:
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        known = [
            sheet for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if len(known) > limits.sheets:
            raise too_many(_("lembar"), len(known), limits.sheets)
        return [_read_sheet(book, sheet, limits) for sheet in known]
    except python_calamine.PasswordError as locked:
        raise encrypted() from locked
    except FileRefused:
        raise
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError) as broken:
        raise corrupt() from broken
    except BaseException as broken:
        # A fault inside the compiled reader comes as PanicException, which is no Exception.
        if type(broken).__name__ == "PanicException":
            raise corrupt() from broken
        raise


def _read_sheet(book: object, known: object, limits: Limits) -> Sheet:
    import python_calamine

    sheet = book.get_sheet_by_name(known.name)  # type: ignore[attr-defined]
    if sheet.total_height * sheet.total_width > limits.cells:
        raise too_many(_("sel"), sheet.total_height * sheet.total_width, limits.cells)
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    hidden = known.visible != python_calamine.SheetVisibleEnum.Visible  # type: ignore[attr-defined]
    return Sheet(known.name, sheet.to_python(skip_empty_area=False), merges, hidden)  # type: ignore[attr-defined]


def _trim(sheet: Sheet, limits: Limits) -> None:
    """Drop empty rows at the end and phantom columns at the right, then hold the limits."""
    rows = sheet.rows
    while rows and not any(_holds(cell) for cell in rows[-1]):
        rows.pop()
    width = 0
    for row in rows:
        last = len(row)
        while last > width and not _holds(row[last - 1]):
            last -= 1
        width = max(width, last)
    if any(len(row) > width for row in rows):
        sheet.rows = [row[:width] for row in rows]
    if len(rows) > limits.rows:
        raise too_many(_("baris"), len(rows), limits.rows)
    if width > limits.columns:
        raise too_many(_("kolom"), width, limits.columns)


def _holds(cell: object) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip())
