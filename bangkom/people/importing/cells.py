"""Cells and rows that hold more than one value: name with number and birth, a record printed over two lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bangkom.foundation.tabular import DateRead, clean, lines_of, read_date, text_of

from .ranks import read_rank

_NIP_IN_TEXT = re.compile(
    r"(?:NIP|NI\s*PPPK)?[.:\s]*(?<!\d)\d{8}[\s.\-]*\d{6}[\s.\-]*\d[\s.\-]*\d{3}(?!\d)", re.I
)
HAS_DATE = re.compile(r"\d{1,2}\s*[-/.\s]\s*(\d{1,2}|[A-Za-z]{3,9})\s*[-/.\s]\s*\d{4}")


class NameCell(NamedTuple):
    """What one cell holds besides the name."""

    name: str
    number: str
    birth: DateRead | None
    rank: str


def split_name_cell(text: str) -> NameCell:
    """A cell that holds name, number and perhaps birth and golongan, one below the other or beside."""
    number, birth, rank = "", None, ""
    kept: list[str] = []
    for line in lines_of(text):
        if found := _NIP_IN_TEXT.search(line):
            number = number or found[0]
            line = (line[: found.start()] + " " + line[found.end() :]).strip(" /|,;-:.()")
        if line and HAS_DATE.search(line):
            read = read_date(line)
            if read.value:
                birth = birth or read
                if not kept and "/" in line:
                    kept.append(read.before.split("/")[0])
                continue
        if line and kept and read_rank(line).code:
            rank = rank or line
        elif line and not line.isdigit():
            kept.append(line)
    name = re.sub(r"[/|]\s*(NIP)?\s*[.:]*\s*$", "", " ".join(kept), flags=re.I).strip()
    return NameCell(name, number, birth, rank)


def second_line_joiner(
    columns: dict[str, int],
) -> Callable[[list[object], list[object]], list[object] | None] | None:
    """Unites a row that holds the number under a name with the row of the name (lists printed in two lines)."""
    name_column = columns.get("name")
    if name_column is None:
        return None
    number_column = columns.get("nip", name_column)

    def join(above: list[object], row: list[object]) -> list[object] | None:
        def at(cells: list[object], index: int) -> str:
            return clean(cells[index]) if index < len(cells) else ""

        number = at(row, name_column)
        if not number or _NIP_IN_TEXT.fullmatch(number.strip(" .")) is None:
            return None
        if any(sign.isdigit() for sign in at(above, number_column)):
            return None
        width = max(len(above), len(row))
        cells = [above[place] if place < len(above) and clean(above[place]) else row[place] if place < len(row) else ""
                 for place in range(width)]  # fmt: skip
        if number_column == name_column:
            cells[name_column] = f"{text_of(above[name_column])}\n{number}"
        else:
            cells[number_column] = number
        return cells

    return join
