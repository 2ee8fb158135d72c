"""Tell the records of a table from everything else that stands between and below them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .header import Header, is_number_row
from .reader import Row, Sheet
from .text import clean, words_of

_TOTALS = frozenset(["jumlah", "total", "subtotal", "rekapitulasi", "rekap", "grand", "keseluruhan"])
_AMOUNT = re.compile(r"^[\d.,]{1,12}( orang)?$", re.I)
_COUNTING = re.compile(r"^\d{1,7}\.?$")
_HEADING_NUMBER = re.compile(r"^([IVXLC]+|[A-Z])[.)]?$")


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``row`` counts from 1 as the sheet shows it; ``section`` is the nearest heading above."""

    row: int
    cells: Row
    section: str = ""

    def cell(self, index: int) -> object:
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record, and why: blank is not told; heading, total, header, numbers, note, footer."""

    row: int
    kind: str
    text: str


@dataclass
class Body:
    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def split_body(
    sheet: Sheet,
    header: Header,
    columns: dict[str, int],
    anchors: tuple[str, ...],
    join: Callable[[Row, Row], Row | None] | None = None,
) -> Body:
    """Sort the rows below the header into records and the rest. Nothing is dropped unsaid but blank rows.

    ``join`` may unite a row with the record directly above it (a second line of the same record).
    """
    anchor_columns = [columns[name] for name in anchors if name in columns]
    others = [index for name, index in columns.items() if name not in anchors]
    titles = _Titles(header.lines)
    body, section = Body(), ""
    pending: list[tuple[str, Record]] = []
    for index in range(header.first, len(sheet.rows)):
        row = sheet.rows[index]
        filled = [place for place, cell in enumerate(row) if cell != "" and cell is not None and clean(cell)]
        if not filled:
            continue
        above = body.records[-1] if body.records and not pending else None
        if join and above and above.row == index and (joined := join(above.cells, row)) is not None:
            body.records[-1] = Record(above.row, joined, above.section)
            body.skipped.append(Skipped(index + 1, "joined", ""))
            continue
        kind = _kind(row, filled, anchor_columns, others, titles)
        record = Record(index + 1, row, section)
        if kind != "record":
            pending.append((kind, record))
            if kind == "heading":
                section = _heading_text(row, filled)
            continue
        _settle(body, pending, is_end=False)
        body.records.append(record)
    _settle(body, pending, is_end=True)
    return body


def _settle(body: Body, pending: list[tuple[str, Record]], *, is_end: bool) -> None:
    """Between records a doubtful row is a record and a lone text a heading; after the last both are the footer."""
    for kind, record in pending:
        if kind == "maybe" and not is_end:
            body.records.append(record)
            continue
        if is_end and body.records and kind in ("heading", "note", "maybe"):
            kind = "footer"
        text = " ".join(dict.fromkeys(text for cell in record.cells if (text := clean(cell))))
        body.skipped.append(Skipped(record.row, "note" if kind == "maybe" else kind, text[:200]))
    pending.clear()


def _kind(row: Row, filled: list[int], anchors: list[int], others: list[int], titles: _Titles) -> str:
    if titles.match(row, filled):
        return "header"
    if is_number_row(row):
        return "numbers"
    first = words_of(clean(row[filled[0]]))
    if len(filled) > 1 and _COUNTING.match(clean(row[filled[0]])):
        first = words_of(clean(row[filled[1]]))
    held = [index for index in anchors if index in filled]
    line = {place: clean(row[place]) for place in filled}
    if (
        first
        and first[0] in _TOTALS
        and (len(held) < 2 or all(_AMOUNT.match(line[place]) for place in held[1:]))
    ):
        return "total"
    if not held:
        is_lone = len(set(line.values())) == 1 or _HEADING_NUMBER.match(clean(row[filled[0]]))
        return "heading" if is_lone and filled[0] <= max(anchors, default=0) else "note"
    if len(held) > 1:
        return "record"
    rest = [place for place in filled if place not in held]
    if any(_COUNTING.match(line[place]) for place in rest):
        return "record"
    known = sum(1 for place in rest if place in others)
    if known > 1:
        return "record"
    # A name beside a place and date is a signature below the table and a poor record inside it.
    if known or sum(sign.isdigit() for sign in line[held[0]]) >= 15:
        return "maybe"
    return "heading"


class _Titles:
    """The lines of the header, to know them again when every printed page repeats them."""

    def __init__(self, lines: list[tuple[str, ...]]) -> None:
        self.lines = lines
        self.texts = {text for line in lines for text in line if text}

    def match(self, row: Row, filled: list[int]) -> bool:
        """A repeated header may have lost a cell or two."""
        if (
            clean(row[filled[0]]).lower() not in self.texts
            and clean(row[filled[-1]]).lower() not in self.texts
        ):
            return False
        here = {place: clean(row[place]).lower() for place in filled}
        for line in self.lines:
            wanted = {place: text for place, text in enumerate(line) if text}
            same = sum(1 for place, text in here.items() if wanted.get(place) == text)
            if same >= 2 and same >= 0.7 * len(wanted) and same >= 0.7 * len(here):
                return True
        return False


def _heading_text(row: Row, filled: list[int]) -> str:
    parts = list(dict.fromkeys(clean(row[place]) for place in filled))
    if len(parts) > 1 and _HEADING_NUMBER.match(parts[0]):
        parts = parts[1:]
    return " ".join(parts)
