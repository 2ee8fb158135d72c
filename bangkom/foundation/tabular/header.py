"""Find the header of a table that somebody laid out for paper.

Above it stand titles and a letterhead, it may have two or three rows with merged bands, and a row
of column numbers may follow. The vocabulary of the caller decides which rows are the header.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from itertools import pairwise

from .reader import Row, Sheet
from .text import clean, letter_of, text_of
from .vocabulary import THRESHOLD, Vocabulary

_SEARCHED_ROWS = 120
_MOST_HEADER_ROWS = 4
# A header that names so much is taken when nothing better stands in the next rows.
_PLAIN, _LOOKED_BEYOND = 5.0, 12
_NUMBERED = re.compile(r"^\(?(\d{1,3})[a-z]?[.)]?\)?$", re.I)
_LONG_NUMBER = re.compile(r"\d{6,}")
_LETTERS = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: 0-based place, its letter, the parts of its title from the top down."""

    index: int
    parts: tuple[str, ...]

    @property
    def letter(self) -> str:
        return letter_of(self.index)

    @property
    def title(self) -> str:
        return " \u203a ".join(self.parts)


@dataclass
class Header:
    """``rows`` and ``number_row`` count from 1, as the sheet shows them; ``first`` is the 0-based first row below."""

    rows: list[int]
    columns: list[Column]
    first: int
    number_row: int | None = None
    score: float = 0.0
    lines: list[tuple[str, ...]] = field(default_factory=list)

    def column(self, index: int) -> Column | None:
        return next((column for column in self.columns if column.index == index), None)


def find_header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """The best header of ``sheet``, or None when no rows name at least two known columns and an anchor."""
    best: tuple[float, int, int, list[Column]] | None = None
    rows = sheet.rows
    for top in range(min(len(rows), _SEARCHED_ROWS)):
        if best is not None and best[0] >= _PLAIN and top > best[2] + _LOOKED_BEYOND:
            break
        if len(_texts(rows[top])) < 2 or not _is_titles(rows[top]):
            continue
        for height in range(1, _MOST_HEADER_ROWS + 1):
            bottom = top + height - 1
            if bottom >= len(rows) or (height > 1 and not _is_titles(rows[bottom])):
                break
            columns = _columns(sheet, top, bottom)
            score = _score(columns, vocabulary) - 0.3 * (height - 1)
            if score > 0 and bottom + 1 < len(rows) and is_number_row(rows[bottom + 1]):
                score += 0.5
            # The same header again further down (one per printed page) is no better one.
            gain = 1e-9 if best is None or top <= best[2] else 0.6
            if score > 0 and (best is None or score > best[0] + gain):
                best = score, top, bottom, columns
    if best is None:
        return None
    score, top, bottom, columns = best
    lower = _extended_down(sheet, top, bottom)
    higher = _extended_up(sheet, top, lower, vocabulary)
    if (higher, lower) != (top, bottom):
        columns = _columns(sheet, higher, lower)
    return _header(sheet, score, higher, lower, columns)


def _extended_down(sheet: Sheet, top: int, bottom: int) -> int:
    """A title that is merged downwards says how tall the header is, also where its last row names nothing we know."""
    ends = [
        last for first, left, last, right in sheet.merges if top <= first <= bottom < last and left == right
    ]
    lowest = max(ends, default=bottom)
    return lowest if lowest - top < _MOST_HEADER_ROWS and lowest < len(sheet.rows) else bottom


def _extended_up(sheet: Sheet, top: int, bottom: int, vocabulary: Vocabulary) -> int:
    """Take in bands above that name nothing themselves but share a tall title (``NO`` over all rows) with the header."""
    while top > 0 and bottom - top + 1 < _MOST_HEADER_ROWS:
        row = sheet.rows[top - 1]
        if len(_texts(row)) < 2 or not _is_titles(row):
            break
        is_tied = any(first < top <= last and left == right for first, left, last, right in sheet.merges)
        if not is_tied:
            is_tied = any(
                (text := clean(cell))
                and not any(clean(line[place]) for line in sheet.rows[top : bottom + 1] if place < len(line))
                and max(vocabulary.fits((text,)).values(), default=0) >= THRESHOLD
                for place, cell in enumerate(row)
            )
        if not is_tied:
            break
        top -= 1
    return top


def _header(sheet: Sheet, score: float, top: int, bottom: int, columns: list[Column]) -> Header:
    first, number_row = bottom + 1, None
    for below in range(bottom + 1, min(bottom + 4, len(sheet.rows))):
        if is_number_row(sheet.rows[below]):
            first, number_row = below + 1, below + 1
            break
        if any(clean(cell) for cell in sheet.rows[below]):
            break
    lines = [_line(sheet.rows[index]) for index in range(top, bottom + 1)]
    return Header(list(range(top + 1, bottom + 2)), columns, first, number_row, score, lines)


def bare_header(sheet: Sheet) -> Header:
    """A header for a table without one: every filled column, nameless."""
    width = sheet.width
    return Header([], [Column(index, ()) for index in range(width)], 0)


def _texts(row: Row) -> set[str]:
    return {text for cell in row if (text := clean(cell))}


def _line(row: Row) -> tuple[str, ...]:
    return tuple(clean(cell).lower() for cell in row)


def _is_titles(row: Row) -> bool:
    """Whether most filled cells of a row could be titles: words, short, no long numbers, no dates."""
    good = bad = 0
    for cell in row:
        if cell == "" or cell is None:
            continue
        if not isinstance(cell, str):
            bad += 1
            continue
        text = cell.strip()
        if not text:
            continue
        if _LETTERS.search(text) and len(text) <= 120 and not _LONG_NUMBER.search(text):
            good += 1
        else:
            bad += 1
    return good > 0 and good >= 2 * bad


def is_number_row(row: Row) -> bool:
    """The row ``1 2 3 …`` (also ``(1) (2)``, ``1 2 3a 3b``) that numbers the columns."""
    numbers: list[int] = []
    for cell in row:
        text = clean(cell)
        if not text:
            continue
        found = _NUMBERED.match(text)
        if not found:
            return False
        numbers.append(int(found[1]))
    if len(numbers) < 3 or numbers[0] not in (0, 1, 2):
        return False
    return all(0 <= after - before <= 2 for before, after in pairwise(numbers))


def _columns(sheet: Sheet, top: int, bottom: int) -> list[Column]:
    """Titles of every column over the rows ``top``..``bottom``, bands above carried to the columns under them."""
    width = max(len(sheet.rows[index]) for index in range(top, bottom + 1))
    grid = [[_title(row[index]) if index < len(row) else "" for index in range(width)]
            for row in sheet.rows[top : bottom + 1]]  # fmt: skip
    for merge_top, left, merge_bottom, right in sheet.merges:
        if top <= merge_top <= bottom and right > left and left < width and merge_bottom >= top:
            text = grid[merge_top - top][left]
            for index in range(left, min(right + 1, width)):
                grid[merge_top - top][index] = text
    for above in range(len(grid) - 1):
        _spread(grid, above)
    columns = []
    for index in range(width):
        parts: list[str] = []
        for line in grid:
            if line[index] and (not parts or parts[-1] != line[index]):
                parts.append(line[index])
        columns.append(Column(index, tuple(parts)))
    return columns


def _title(cell: object) -> str:
    return clean(cell) if isinstance(cell, str) else text_of(cell)


def _spread(grid: list[list[str]], above: int) -> None:
    """Carry a band to the right when it has a title below itself and the next column has one but no band."""
    line, below = grid[above], grid[above + 1 :]
    has_sub = [any(row[index] for row in below) for index in range(len(line))]
    band = ""
    for index, text in enumerate(line):
        if text:
            band = text if has_sub[index] else ""
        elif band and has_sub[index]:
            line[index] = band
        else:
            band = ""


def _score(columns: list[Column], vocabulary: Vocabulary) -> float:
    """How much of the vocabulary these titles name; 0 when they do not make a header."""
    found: dict[str, float] = {}
    for column in columns:
        if not column.parts:
            continue
        for name, fit in vocabulary.fits(column.parts).items():
            if fit >= THRESHOLD:
                found[name] = max(found.get(name, 0), fit)
    if len(found) < 2 or not any(name in found for name in vocabulary.anchors):
        return 0.0
    return sum(found.values()) + sum(fit for name, fit in found.items() if name in vocabulary.anchors)


def header_signature(columns: list[Column]) -> str:
    """A stable name for a header: the same titles in the same places give the same signature."""
    from .text import words_of

    line = "\x1f".join(
        f"{column.letter}:{' '.join(words_of(' '.join(column.parts)))}" for column in columns if column.parts
    )
    return hashlib.sha256(line.encode()).hexdigest()
