"""What the URL says about a table: search, filters, order, page, page size, columns. Read once, written back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest

from bangkom.foundation.tables.columns import Column

if TYPE_CHECKING:
    from bangkom.foundation.tables.table import Table

SEARCH, ORDER, PAGE, SIZE, COLUMNS, EXPORT, KEEP = (
    "cari",
    "urut",
    "hal",
    "per",
    "kolom",
    "ekspor",
    "simpan-kolom",
)
# A longer search text costs the database more than it helps the person.
LONGEST_SEARCH = 100
MOST_WORDS = 6


class State:
    """The state of one table in one request."""

    def __init__(self, table: Table, request: HttpRequest) -> None:
        self.table, self.request, self.prefix = table, request, table.prefix
        params = request.GET
        self.text = params.get(self.prefix + SEARCH, "")[:LONGEST_SEARCH].replace("\0", "").strip()
        self.filters: list[tuple[Any, Any]] = []
        for one in table.filters:
            value = one.read(request, params, self.prefix)
            if value is not None:
                self.filters.append((one, value))
        self.order, self.descending = self._order(params.get(self.prefix + ORDER, ""))
        self.page = self._whole(params.get(self.prefix + PAGE, "1"))
        self.size = self._whole(params.get(self.prefix + SIZE, ""))
        if self.size not in table.page_sizes:
            self.size = table.page_sizes[0]
        self.columns_chosen = self._columns_chosen()

    @staticmethod
    def _whole(text: str) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1

    def _order(self, wanted: str) -> tuple[Column | None, bool]:
        """The column to sort by, or None for the table's own order."""
        name = wanted.removeprefix("-")
        column = next((c for c in self.table.columns if c.name == name and c.sort), None)
        return column, column is not None and wanted.startswith("-")

    def _columns_chosen(self) -> tuple[str, ...] | None:
        """Names from the URL, else from the person's last choice, else None for the table's own."""
        named = self.request.GET.getlist(self.prefix + COLUMNS)
        self.columns_from_url = bool(named)
        if not named:
            kept = self.request.COOKIES.get(self.cookie, "")
            named = [kept.replace(".", ",")] if kept else []
        known = {column.name for column in self.table.columns}
        names = tuple(name for part in named for name in part.split(",") if name in known)
        return names or None

    @property
    def cookie(self) -> str:
        return f"bangkom-kolom-{self.table.key}"

    @property
    def columns(self) -> list[Column]:
        """The columns shown, in their declared order."""
        chosen = self.columns_chosen
        if chosen is None:
            return [c for c in self.table.columns if not c.hidden]
        return [c for c in self.table.columns if c.name in chosen or not c.hideable]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.filters)

    def own_names(self) -> set[str]:
        """Every parameter that belongs to this table."""
        names = {self.prefix + name for name in (SEARCH, ORDER, PAGE, SIZE, COLUMNS, EXPORT, KEEP)}
        for one in self.table.filters:
            names.update(self.prefix + one.name + end for end in ("", "-dari", "-sampai"))
        return names

    def foreign_pairs(self) -> list[tuple[str, str]]:
        """Parameters of the page that are not ours (a year, another table): kept as they are."""
        own = self.own_names()
        return [(k, v) for k, values in self.request.GET.lists() if k not in own for v in values]

    def pairs(self, *leave: str) -> list[tuple[str, str]]:
        """The whole state as parameters, without those named (``"cari"``, a filter's name, ...)."""
        pairs = self.foreign_pairs()
        p = self.prefix
        if self.text and SEARCH not in leave:
            pairs.append((p + SEARCH, self.text))
        for one, value in self.filters:
            if one.name not in leave:
                pairs += one.pairs(value, p)
        if self.order and ORDER not in leave:
            pairs.append((p + ORDER, ("-" if self.descending else "") + self.order.name))
        if self.size != self.table.page_sizes[0] and SIZE not in leave:
            pairs.append((p + SIZE, str(self.size)))
        if self.columns_from_url and self.columns_chosen and COLUMNS not in leave:
            pairs.append((p + COLUMNS, ",".join(self.columns_chosen)))
        if self.page > 1 and PAGE not in leave:
            pairs.append((p + PAGE, str(self.page)))
        return pairs

    def url(self, *leave: str, **changes: Any) -> str:
        """Address of this page with ``changes`` (our short names) made; a change goes back to page 1."""
        if PAGE not in changes:
            leave = (*leave, PAGE)
        pairs = self.pairs(*leave, *changes)
        pairs += [(self.prefix + name, str(value)) for name, value in changes.items() if value is not None]
        return self.request.path + ("?" + urlencode(pairs, safe=",") if pairs else "")

    def canonical(self) -> str:
        """The shortest address of exactly what is shown: what goes to the address bar and into links."""
        pairs = self.pairs()
        return self.request.path + ("?" + urlencode(pairs, safe=",") if pairs else "")

    def search_words(self) -> list[str]:
        search = self.table.search
        prepared = search.prepare(self.text) if search else ""
        return prepared.split()[:MOST_WORDS]
