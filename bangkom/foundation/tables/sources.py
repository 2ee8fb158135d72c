"""Where the rows of a table come from: a queryset, or a list of small values. Both are narrowed alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, attrgetter, or_
from typing import Any, Protocol

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet, FieldError, ValidationError
from django.db.models import Q, QuerySet

# A count of this many rows or more is kept for a moment, so that paging through a large city does not
# count it again at every click. Smaller ones are cheap and always exact.
KEEP_COUNT_FROM = 2_000
KEEP_COUNT_S = 20
LONGEST_KEY = 18


class Rows(Protocol):
    """What a table asks of its rows."""

    def narrowed(self, lookup: Any, value: Any) -> Rows: ...
    def searched(self, fields: Sequence[str], words: Sequence[str]) -> Rows: ...
    def ordered(self, fields: Sequence[str], descending: bool) -> Rows: ...
    def total(self) -> int: ...
    def part(self, start: int, stop: int, total: int) -> list[Any]: ...
    def each(self) -> Iterator[Any]: ...
    def keyed(self, keys: Sequence[str]) -> Rows: ...
    def raw(self) -> Any: ...


def rows_of(source: Any) -> Rows:
    """Wrap a queryset or any sequence."""
    return QuerySetRows(source) if isinstance(source, QuerySet) else ListRows(list(source))


class QuerySetRows:
    def __init__(self, found: QuerySet[Any]) -> None:
        self.found = found

    def narrowed(self, lookup: Any, value: Any) -> QuerySetRows:
        if isinstance(lookup, Q):
            return QuerySetRows(self.found.filter(lookup))
        if callable(lookup):
            return QuerySetRows(lookup(self.found, value))
        return QuerySetRows(self.found.filter(**{lookup: value}))

    def searched(self, fields: Sequence[str], words: Sequence[str]) -> QuerySetRows:
        each_word = [reduce(or_, (Q(**{field: word}) for field in fields)) for word in words]
        return QuerySetRows(self.found.filter(reduce(and_, each_word)))

    def ordered(self, fields: Sequence[str], descending: bool) -> QuerySetRows:
        """Ordered by ``fields``, then by key, so that two pages never show the same row."""
        ends_with_key = fields and fields[-1].lstrip("-") in ("pk", self.found.model._meta.pk.name)
        wanted = [*fields] if ends_with_key else [*fields, "pk"]
        if descending:
            wanted = [name[1:] if name.startswith("-") else f"-{name}" for name in wanted]
        return QuerySetRows(self.found.order_by(*wanted))

    def total(self) -> int:
        counted = self.found.order_by()
        try:
            sql, params = counted.query.sql_with_params()
        except EmptyResultSet:
            return 0
        # The params hold personal choices (whose office, what was typed): only their digest is kept.
        digest = hashlib.blake2b(f"{sql}\0{params!r}".encode(), digest_size=16).hexdigest()
        key = f"bangkom.count.{counted.db}.{digest}"
        kept = cache.get(key)
        if kept is None:
            kept = counted.count()
            if kept >= KEEP_COUNT_FROM:
                cache.set(key, kept, KEEP_COUNT_S)
        return kept

    def part(self, start: int, stop: int, total: int) -> list[Any]:
        # A page near the end is read from the end: the database skips few rows instead of nearly all.
        if start > total // 2 and stop <= total and self.found.query.order_by:
            return list(self.found.reverse()[total - stop : total - start])[::-1]
        return list(self.found[start:stop])

    def each(self) -> Iterator[Any]:
        return self.found.iterator(chunk_size=1000)

    def keyed(self, keys: Sequence[str]) -> QuerySetRows:
        # A number that no key can hold would be an error of the database.
        possible = [key for key in keys if not (key.isdigit() and len(key) > LONGEST_KEY)]
        try:
            return QuerySetRows(self.found.filter(pk__in=possible))
        except (ValueError, ValidationError, FieldError):
            return QuerySetRows(self.found.none())

    def raw(self) -> QuerySet[Any]:
        return self.found


def _reader(path: str) -> Any:
    return attrgetter(path.replace("__", "."))


class ListRows:
    """Rows in memory: dataclasses or anything with attributes. Look-ups are paths with a few suffixes."""

    TESTS = {
        "gte": lambda have, want: have is not None and have >= want,
        "lte": lambda have, want: have is not None and have <= want,
        "gt": lambda have, want: have is not None and have > want,
        "lt": lambda have, want: have is not None and have < want,
        "in": lambda have, want: have in want,
        "contains": lambda have, want: want in str(have),
        "icontains": lambda have, want: want.lower() in str(have).lower(),
        "startswith": lambda have, want: str(have).startswith(want),
        "isnull": lambda have, want: (have is None) == want,
    }

    def __init__(self, found: list[Any]) -> None:
        self.found = found

    def _test(self, lookup: str) -> tuple[Any, Any]:
        path, _sign, last = lookup.rpartition("__")
        if path and last in self.TESTS:
            return _reader(path), self.TESTS[last]
        return _reader(lookup), lambda have, want: have == want

    def narrowed(self, lookup: Any, value: Any) -> ListRows:
        if callable(lookup):
            return ListRows(list(lookup(self.found, value)))
        read, test = self._test(lookup)
        return ListRows([row for row in self.found if test(read(row), value)])

    def searched(self, fields: Sequence[str], words: Sequence[str]) -> ListRows:
        tests = [self._test(field) for field in fields]
        return ListRows(
            [
                row
                for row in self.found
                if all(any(test(read(row), word) for read, test in tests) for word in words)
            ]
        )

    def ordered(self, fields: Sequence[str], descending: bool) -> ListRows:
        """Stable: equal rows keep their place. Unknown values come last, as on SQLite downwards."""
        found = list(self.found)
        for field in reversed([field for field in fields if field not in ("pk", "-pk")]):
            read = _reader(field.lstrip("-"))
            known = [row for row in found if read(row) is not None]
            unknown = [row for row in found if read(row) is None]
            known.sort(key=read, reverse=descending != field.startswith("-"))
            found = known + unknown
        return ListRows(found)

    def total(self) -> int:
        return len(self.found)

    def part(self, start: int, stop: int, total: int) -> list[Any]:
        return self.found[start:stop]

    def each(self) -> Iterator[Any]:
        return iter(self.found)

    def keyed(self, keys: Sequence[str]) -> ListRows:
        wanted = set(keys)
        return ListRows([row for row in self.found if str(getattr(row, "pk", "")) in wanted])

    def raw(self) -> list[Any]:
        return self.found
