"""One thing wrong in one cell: what, how bad, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Finding(NamedTuple):
    """What a parser has to say about a value, before its place is known."""

    code: str
    message: str
    remedy: str
    is_refusal: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding in its place. ``column`` is the letter, ``title`` the column's title, ``value`` as in the file."""

    row: int
    column: str
    title: str
    field: str
    value: str
    code: str
    message: str
    remedy: str
    is_refusal: bool
    sheet: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "row": self.row,
            "column": self.column,
            "title": self.title,
            "value": self.value,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "sheet": self.sheet,
        }
