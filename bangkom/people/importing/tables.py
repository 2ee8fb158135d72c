"""Find the sheets of a file that hold people, their header and what their columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import (
    Body,
    FileRefused,
    Header,
    Mapped,
    Sheet,
    Workbook,
    bare_header,
    clean,
    find_header,
    given_mapping,
    header_signature,
    propose,
    split_body,
)

from .cells import second_line_joiner
from .layout import prepared, with_neighbours
from .vocabulary import PEOPLE

_UNIT_LINE = re.compile(
    r"^(unit kerja|unit organisasi|opd|skpd|perangkat daerah|instansi|satuan kerja)\s*:?\s*(.*)$", re.I
)


@dataclass
class Table:
    """One sheet that holds people: its header, its mapping, its rows."""

    sheet: Sheet
    header: Header
    mapped: Mapped
    body: Body
    default_unit: str = ""

    @property
    def signature(self) -> str:
        return header_signature(self.header.columns)

    @property
    def columns(self) -> dict[str, int]:
        return self.mapped.columns


def find_tables(
    book: Workbook,
    mapping: Mapping[str, str | None] | None,
    name: str | None,
    remembered: Mapping[str, Mapping[str, str | None]],
) -> list[Table]:
    """Tables of people, the largest and best understood first."""
    sheets = [one for one in book.sheets if name is None or one.name == name]
    if not sheets:
        raise FileRefused(
            "sheet_missing",
            _("Lembar “%(name)s” tidak ada.") % {"name": name},
            _("Pilih salah satu: %(names)s.") % {"names": ", ".join(one.name for one in book.sheets)},
        )
    found = []
    signature = None
    ranked = sorted(
        ((one, _header(one)) for one in sheets if one.rows),
        key=lambda pair: (
            -(
                pair[1].score * min(len(pair[0].rows), 1000) * (0.2 if pair[0].is_hidden else 1)
                if pair[1]
                else 0
            )
        ),
    )
    for one, header in ranked:
        known = header_signature(header.columns) if header else ""
        given = mapping if signature is None or known == signature else None
        table = _table(one, header, given or remembered.get(known))
        if table:
            signature = signature or known
            found.append(table)
    if not found:
        raise FileRefused(
            "header_missing",
            _("Judul kolom tidak ditemukan pada %(count)d lembar berkas ini.") % {"count": len(sheets)},
            _("Pastikan ada satu baris judul yang memuat sedikitnya NAMA dan NIP di atas daftar pegawai."),
        )
    return found


def _header(sheet: Sheet) -> Header | None:
    header = find_header(sheet, PEOPLE)
    return with_neighbours(header) if header else None


def _table(sheet: Sheet, header: Header | None, mapping: Mapping[str, str | None] | None) -> Table | None:
    if header is None:
        header = bare_header(sheet)
        mapped = given_mapping(sheet, header, PEOPLE, mapping) if mapping else propose(sheet, header, PEOPLE)
        if "nip" not in mapped.columns:
            return None
        _guess_name(sheet, mapped)
    else:
        mapped = given_mapping(sheet, header, PEOPLE, mapping) if mapping else propose(sheet, header, PEOPLE)
        if not {"name", "nip"} & mapped.columns.keys():
            return None
    ready = prepared(sheet, header, mapped, PEOPLE.anchors)
    body = split_body(ready, header, mapped.columns, PEOPLE.anchors, second_line_joiner(mapped.columns))
    return (
        Table(sheet, header, mapped, body, _unit_above(sheet, header))
        if body.records or header.rows
        else None
    )


def _guess_name(sheet: Sheet, mapped: Mapped) -> None:
    """Without any title the column of words nearest to the number is the name; the notice asks to check."""
    if "name" in mapped.columns:
        return
    looks = PEOPLE.by_name["name"].looks_like
    best, place = 0.0, None
    for one in mapped.proposals:
        values = [row[one.column.index] for row in sheet.rows[:100] if one.column.index < len(row)]
        distinct = len({clean(value) for value in values if looks and looks(value)})
        share = distinct / max(1, len(values)) - abs(one.column.index - mapped.columns["nip"]) * 0.02
        if one.field is None and share > max(best, 0.5):
            best, place = share, one.column.index
    if place is not None:
        mapped.columns["name"] = place


def _unit_above(sheet: Sheet, header: Header) -> str:
    """The office named in the lines above the table (``UNIT KERJA : DINAS KESEHATAN``)."""
    for row in sheet.rows[: (header.rows or [1])[0] - 1]:
        texts = [text for cell in row if (text := clean(cell))]
        for place, text in enumerate(texts):
            found = _UNIT_LINE.match(text)
            if not found:
                continue
            value = found[2].strip(" :") or (texts[place + 1].strip(" :") if place + 1 < len(texts) else "")
            if value:
                return value
    return ""
