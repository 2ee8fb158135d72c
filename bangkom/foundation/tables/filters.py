"""Filters of a table. Each reads its parameters from the URL, draws its control and narrows the rows.

A ``lookup`` is a Django look-up (``"opd_id"``), a ``Q`` (for a tick), or a function of the rows and the
value that returns the rows. A value that the filter does not offer is taken as not set.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bangkom.foundation import display
from bangkom.foundation.markup import esc
from bangkom.foundation.tables.sources import Rows

Text = str | Promise
LARGEST = 10**15
Lookup = str | Q | Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Filter:
    """Common to all filters: ``name`` in the URL, ``label`` on the screen, ``lookup`` on the rows."""

    name: str
    label: Text
    lookup: Lookup | None = None

    def read(self, request: HttpRequest, params: QueryDict, prefix: str) -> Any:
        """The value set in the URL, or None."""
        raise NotImplementedError

    def pairs(self, value: Any, prefix: str) -> list[tuple[str, str]]:
        """The parameters that set ``value``."""
        raise NotImplementedError

    def control(self, request: HttpRequest, value: Any, prefix: str, form: str) -> str:
        """The control as HTML."""
        raise NotImplementedError

    def said(self, request: HttpRequest, value: Any) -> str:
        """The value in words, for the chip above the rows."""
        raise NotImplementedError

    def apply(self, rows: Rows, value: Any) -> Rows:
        return rows.narrowed(self.lookup or self.name, value)


@dataclass(frozen=True, eq=False)
class ChoiceFilter(Filter):
    """One of several. ``choices``: pairs, or a function (of the request, if it takes one) that gives pairs."""

    choices: Iterable[tuple[Any, Text]] | Callable[..., Iterable[tuple[Any, Text]]] = ()
    empty: Text = ""

    def offered(self, request: HttpRequest) -> list[tuple[Any, Text]]:
        """The choices, asked for once per request."""
        if not callable(self.choices):
            return list(self.choices)
        cache: dict[Any, Any] = request.__dict__.setdefault("_bangkom_choices", {})
        if self not in cache:
            takes_request = len(inspect.signature(self.choices).parameters) > 0
            cache[self] = list(self.choices(request) if takes_request else self.choices())
        return cache[self]

    def read(self, request: HttpRequest, params: QueryDict, prefix: str) -> Any:
        wanted = params.get(prefix + self.name, "")
        if not wanted:
            return None
        return next((key for key, _label in self.offered(request) if str(key) == wanted), None)

    def pairs(self, value: Any, prefix: str) -> list[tuple[str, str]]:
        return [(prefix + self.name, str(value))]

    def control(self, request: HttpRequest, value: Any, prefix: str, form: str) -> str:
        options = "".join(
            f'<option value="{esc(key)}"{" selected" if key == value else ""}>{esc(label)}</option>'
            for key, label in self.offered(request)
        )
        name = esc(prefix + self.name)
        return (
            f'<div class="bk-filter"><label for="{form}-{name}">{esc(self.label)}</label>'
            f'<select id="{form}-{name}" name="{name}"><option value="">{esc(self.empty or _("Semua"))}</option>'
            f"{options}</select></div>"
        )

    def said(self, request: HttpRequest, value: Any) -> str:
        return next((str(label) for key, label in self.offered(request) if key == value), str(value))


@dataclass(frozen=True, eq=False)
class BooleanFilter(Filter):
    """A tick. ``lookup``: a look-up that must be true, a ``Q``, or a function of the rows and True."""

    def read(self, request: HttpRequest, params: QueryDict, prefix: str) -> Any:
        return True if params.get(prefix + self.name) == "1" else None

    def pairs(self, value: Any, prefix: str) -> list[tuple[str, str]]:
        return [(prefix + self.name, "1")]

    def control(self, request: HttpRequest, value: Any, prefix: str, form: str) -> str:
        name = esc(prefix + self.name)
        return (
            f'<label class="bk-tick"><input type="checkbox" name="{name}" value="1"'
            f"{' checked' if value else ''}> {esc(self.label)}</label>"
        )

    def said(self, request: HttpRequest, value: Any) -> str:
        return _("Ya")


@dataclass(frozen=True, eq=False)
class _RangeFilter(Filter):
    """From – to, either end open; ``lookup`` is the look-up without ``__gte`` and ``__lte``."""

    input_type = "text"

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def read(self, request: HttpRequest, params: QueryDict, prefix: str) -> Any:
        ends = tuple(self.parse(params.get(f"{prefix}{self.name}-{end}", "")) for end in ("dari", "sampai"))
        return None if ends == (None, None) else ends

    def pairs(self, value: Any, prefix: str) -> list[tuple[str, str]]:
        names = (f"{prefix}{self.name}-dari", f"{prefix}{self.name}-sampai")
        return [(name, str(end)) for name, end in zip(names, value, strict=True) if end is not None]

    def control(self, request: HttpRequest, value: Any, prefix: str, form: str) -> str:
        low, high = value or (None, None)
        name = esc(prefix + self.name)

        def end(suffix: str, label: str, content: Any) -> str:
            shown = "" if content is None else esc(content)
            return (
                f'<input type="{self.input_type}" id="{form}-{name}-{suffix}" name="{name}-{suffix}" '
                f'value="{shown}" aria-label="{esc(self.label)}: {esc(label)}">'
            )

        return (
            f'<fieldset class="bk-filter bk-range"><legend>{esc(self.label)}</legend>'
            f"{end('dari', _('dari'), low)}<span>–</span>{end('sampai', _('sampai'), high)}</fieldset>"
        )

    def said(self, request: HttpRequest, value: Any) -> str:
        low, high = (None if end is None else display.text(end) for end in value)
        if low is not None and high is not None:
            return f"{low} – {high}"
        if low is not None:
            return _("mulai %(low)s") % {"low": low}
        return _("sampai %(high)s") % {"high": high}

    def apply(self, rows: Rows, value: Any) -> Rows:
        lookup = self.lookup or self.name
        if callable(lookup):
            return rows.narrowed(lookup, value)
        low, high = value
        if low is not None:
            rows = rows.narrowed(f"{lookup}__gte", low)
        return rows if high is None else rows.narrowed(f"{lookup}__lte", high)


@dataclass(frozen=True, eq=False)
class DateRangeFilter(_RangeFilter):
    """From one day to another, both included."""

    input_type = "date"

    def parse(self, text: str) -> Any:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return None


@dataclass(frozen=True, eq=False)
class NumberRangeFilter(_RangeFilter):
    """From one number to another, both included."""

    input_type = "number"

    def parse(self, text: str) -> Any:
        try:
            found = Decimal(text)
        except InvalidOperation:
            return None
        # No column of ours holds more; and "1e999999" as a whole number would fill the memory.
        if not found.is_finite() or abs(found) > LARGEST:
            return None
        return int(found) if found == found.to_integral_value() else found
