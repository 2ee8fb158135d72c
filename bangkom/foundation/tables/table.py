"""The table itself: reads its state from the request, narrows and orders the rows, answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.html import html_safe
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.pages import is_htmx
from bangkom.foundation.tables.columns import Column, Empty, RowsAction, Search
from bangkom.foundation.tables.filters import Filter
from bangkom.foundation.tables.sources import Rows, rows_of
from bangkom.foundation.tables.state import EXPORT, KEEP, SEARCH, State

COLUMNS_KEPT_S = 365 * 24 * 3600


@html_safe
class Table:
    """Declare a subclass in a room's ``tables.py``; see the package docstring.

    ``rows``: a queryset, narrowed to what the user may see, or a list of small values. Two tables on one
    page need different ``prefix``es. ``extra`` is safe HTML at the right of the tool bar (an "add" button).
    """

    key = ""  # in ids and the cookie; the class name without "Table" by default
    caption: str | Promise = ""
    noun: str | Promise = _("baris")
    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    search: Search | None = None
    default_sort: str | tuple[str, ...] = ()
    page_sizes: tuple[int, ...] = (25, 50, 100)
    actions: Sequence[RowsAction] = ()
    empty: Empty = Empty()
    exports: tuple[str, ...] = ("xlsx", "csv")
    file_name = ""
    wide = False  # many columns: scrolls in its own frame, both ways

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" not in cls.__dict__:
            cls.key = cls.__name__.removesuffix("Table").lower()

    def __init__(
        self,
        request: HttpRequest,
        rows: Any,
        *,
        prefix: str = "",
        extra: SafeString | str = "",
        **overrides: Any,
    ) -> None:
        for name, value in overrides.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no option {name!r}")
            setattr(self, name, value)
        self.request, self.prefix, self.extra = request, prefix, extra
        self.id = f"tabel-{prefix}{self.key}"
        self.state = State(self, request)
        self.source = rows_of(rows)

    # --- what a subclass may say about a row --------------------------------------------------------

    def row_key(self, row: Any) -> str:
        """What a tick of this row sends."""
        return str(row.pk)

    def shape(self, found: Any) -> Any:
        """What of a queryset's rows is read (``values_list``, annotations): for pages and files, not for counts."""
        return found

    def row_css(self, row: Any) -> str:
        """Class of the row: ``bk-row-warning``, ``bk-row-danger``, ``bk-row-muted`` or nothing."""
        return ""

    # --- rows ---------------------------------------------------------------------------------------

    @cached_property
    def narrowed(self) -> Rows:
        """All rows that the search and the filters leave, not ordered."""
        rows = self.source
        for one, value in self.state.filters:
            rows = one.apply(rows, value)
        words = self.state.search_words()
        if words and self.search:
            if self.search.using:
                rows = rows_of(self.search.using(rows.raw(), self.search.prepare(self.state.text)))
            else:
                rows = rows.searched(self.search.fields, words)
        return rows

    @cached_property
    def ordered(self) -> Rows:
        rows = self._in_order()
        raw = rows.raw()
        return rows if isinstance(raw, list) else rows_of(self.shape(raw))

    def _in_order(self) -> Rows:
        """Ordered as asked, else as declared, else as the rows came; a queryset without order goes by key."""
        if self.state.order:
            return self.narrowed.ordered(self.state.order.order(), self.state.descending)
        if self.default_sort:
            default = (self.default_sort,) if isinstance(self.default_sort, str) else self.default_sort
            return self.narrowed.ordered(default, False)
        raw = self.narrowed.raw()
        return self.narrowed if isinstance(raw, list) or raw.ordered else self.narrowed.ordered((), False)

    @cached_property
    def _first_page(self) -> list[Any]:
        return self.ordered.part(0, self.state.size, self.state.size)

    @cached_property
    def total(self) -> int:
        """How many rows the filters leave. A first page that is not full counts itself."""
        if self.state.page == 1 and len(self._first_page) < self.state.size:
            return len(self._first_page)
        return self.narrowed.total()

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.total // self.state.size))

    @cached_property
    def start(self) -> int:
        self.state.page = min(max(self.state.page, 1), self.pages)
        return (self.state.page - 1) * self.state.size

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        start = self.start
        if start == 0:
            return self._first_page
        return self.ordered.part(start, min(start + self.state.size, self.total), self.total)

    # --- answering ----------------------------------------------------------------------------------

    def __str__(self) -> SafeString:
        from bangkom.foundation.tables import render as drawing

        return mark_safe(drawing.whole(self))  # noqa: S308

    def results(self) -> SafeString:
        """The part below the tool bar, which htmx exchanges."""
        from bangkom.foundation.tables import render as drawing

        return mark_safe(drawing.results(self))  # noqa: S308

    def interrupt(self) -> HttpResponse | None:
        """The answer when the request asks this table for a file, a part, or to keep its columns; else None.

        For pages with several tables: ask each in turn, then render the page.
        """
        wanted = self.request.GET.get(self.prefix + EXPORT, "")
        if wanted in self.exports:
            from bangkom.foundation.tables.export import download

            return download(self, wanted)
        if self.prefix + KEEP in self.request.GET:
            return self._keep_columns()
        if not is_htmx(self.request):
            return None
        target = self.request.headers.get("HX-Target", "").rpartition("#")[2]
        if target not in (self.id, f"{self.id}-hasil"):
            return None
        response = HttpResponse(str(self) if target == self.id else self._part())
        response.headers["HX-Replace-Url" if self._goes_on_typing() else "HX-Push-Url"] = (
            self.state.canonical()
        )
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _goes_on_typing(self) -> bool:
        """The search text was there already: its next letters are no step that "back" should go through."""
        shown = QueryDict(urlsplit(self.request.headers.get("HX-Current-URL", "")).query)
        before = shown.get(self.prefix + SEARCH, "")
        return bool(before and self.state.text and before != self.state.text)

    def _part(self) -> str:
        from bangkom.foundation.tables import render as drawing

        # Out of band: the count is announced from an element that stays, as screen readers require.
        return drawing.results(self) + drawing.announcement(self, oob=True)

    def respond(
        self, template: str, context: dict[str, Any] | None = None, *, status: int | None = None
    ) -> HttpResponse:
        """Answer the request: a file, a part for htmx, or the page ``template`` with this ``table``."""
        response = self.interrupt()
        if response is None:
            response = render(self.request, template, {**(context or {}), "table": self}, status=status)
            patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _keep_columns(self) -> HttpResponse:
        """Remember the chosen columns on this device; the address stays one that can be passed on."""
        response = HttpResponseRedirect(self.state.canonical())
        if chosen := self.state.columns_chosen:
            response.set_cookie(
                self.state.cookie,
                ".".join(chosen),
                max_age=COLUMNS_KEPT_S,
                httponly=True,
                samesite="Lax",
                secure=self.request.is_secure(),
            )
        return response


def selected_rows(table: type[Table], request: HttpRequest, rows: Any) -> Any:
    """The rows that a ``RowsAction`` was sent for: the ticked ones, or all of the filter on "all n rows".

    ``rows`` must already be narrowed to what the user may act on; keys outside it are not found. Returns a
    queryset for a queryset, a list for a list.
    """
    if request.POST.get("semua") != "1":
        return rows_of(rows).keyed(request.POST.getlist("pilih")).raw()
    asked = _GetOf(request, request.POST.get("saring", ""))
    return table(asked, rows, prefix=request.POST.get("awalan", "")).narrowed.raw()


class _GetOf(HttpRequest):
    """The request as it was when the list was shown: same user, the list's query string."""

    def __init__(self, request: HttpRequest, query: str) -> None:
        super().__init__()
        self.__dict__.update({k: v for k, v in request.__dict__.items() if not k.startswith("_")})
        self.GET = QueryDict(query)
        self.COOKIES = {}
