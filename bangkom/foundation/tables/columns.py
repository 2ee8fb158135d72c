"""What a table declares: columns, search, acts on ticked rows, and what to say when it is empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangkom.foundation import display

Text = str | Promise
Reader = Callable[[Any], Any]

RIGHT = ("integer", "decimal", "money", "percent")
SHOWN: dict[str, Reader] = {
    "money": display.rupiah,
    "percent": display.percent,
    "date": display.date,
    "moment": display.moment,
}
SEARCH_LABEL, EMPTY_TITLE = _("Cari"), _("Belum ada data")


@dataclass(frozen=True)
class Column:
    """One column.

    ``value``: what the cell is about, an attribute path (``"opd.name"``) or a function of the row; the
    column's name by default. ``cell``: the HTML of the cell, a function of the row or the name of a method
    of the table; else the value as ``display.text`` shows it. ``export``: what a file gets; the value by
    default. ``kind`` (integer, decimal, money, percent, date, moment) chooses the look and the type in files;
    the first four stand right. ``sort``: field names to order by (``True``: the value's path); a column without cannot be
    sorted. ``hidden`` columns appear when chosen; ``hideable=False`` ones are always there.
    """

    name: str
    label: Text
    value: str | Reader | None = None
    cell: str | Reader | None = None
    export: Reader | None = None
    sort: str | tuple[str, ...] | bool = False
    numeric: bool = False
    hideable: bool = True
    hidden: bool = False
    heading: bool = False
    css: str = ""
    hint: Text = ""
    kind: str = "text"

    def __post_init__(self) -> None:
        if self.kind in RIGHT:
            object.__setattr__(self, "numeric", True)
        if self.kind in ("date", "moment"):
            object.__setattr__(self, "css", f"{self.css} bk-nowrap".strip())

    def reader(self) -> Reader:
        """Function from a row to the column's value."""
        wanted = self.value or self.name
        return wanted if callable(wanted) else attrgetter(wanted)

    def exporter(self) -> Reader:
        return self.export or self.reader()

    def painter(self, table: Any) -> Reader:
        """Function from a row to the text or safe HTML of the cell."""
        if isinstance(self.cell, str):
            return getattr(table, self.cell)
        if self.cell:
            return self.cell
        read, show = self.reader(), SHOWN.get(self.kind)
        if show is None:
            return lambda row: display.text(read(row))
        return lambda row: display.NOTHING if (value := read(row)) is None else show(value)

    def order(self) -> tuple[str, ...]:
        """Field names that the column sorts by, empty if it does not."""
        if self.sort is True:
            path = self.value if isinstance(self.value, str) else self.name
            return (path.replace(".", "__"),)
        if not self.sort:
            return ()
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True)
class Search:
    """Search as you type. Every word typed must be found in one of ``fields`` (Django look-ups).

    ``using`` replaces that by a function of the rows and the text that returns the rows.
    ``prepare`` turns the text into what the fields hold, for example ``str.lower``.
    """

    fields: tuple[str, ...] = ()
    label: Text = SEARCH_LABEL
    placeholder: Text = ""
    using: Callable[[Any, str], Any] | None = None
    prepare: Callable[[str], str] = str.strip


@dataclass(frozen=True)
class RowsAction:
    """An act on the ticked rows: a button that posts ``pilih`` (keys) to ``url``.

    ``url``: a path, a URL name or a function of the request. ``all_matching`` offers "all n rows of this
    filter" as well; the receiving view gets its rows from ``selected_rows`` either way.
    """

    name: str
    label: Text
    url: str | Callable[[HttpRequest], str]
    confirm: Text = ""
    icon: str = ""
    danger: bool = False
    all_matching: bool = False
    when: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Empty:
    """What an empty table says: what is missing and what to do next."""

    title: Text = EMPTY_TITLE
    text: Text = ""
    action_label: Text = ""
    action_url: str = ""
    icon: str = "inbox"
