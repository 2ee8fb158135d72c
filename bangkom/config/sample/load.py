"""Bulk writing of the sample city: many rows of one table by the database's quickest safe way.

Keys are given here, so that rows can name each other before they are written. Values must be what the
database takes as they are (text, numbers, booleans, dates, None).
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

CHUNK = 5000


class Table:
    """One table being filled. ``add`` gathers rows and writes them by the thousand; ``close`` writes the rest."""

    def __init__(self, label: str, fields: Sequence[str], **constants: Any) -> None:
        """``constants`` are fields with one value for all rows; a missing field takes the model's default."""
        self.model: Any = apps.get_model(label)
        meta = self.model._meta
        given = [meta.get_field(name) for name in fields]
        fixed = {meta.get_field(name): value for name, value in constants.items()}
        for field in meta.concrete_fields:
            if field not in given and field not in fixed and not field.primary_key:
                fixed[field] = field.get_default() if not _is_stamp(field) else timezone.now()
        key = [] if meta.pk in given else [meta.pk]
        self._columns = [field.column for field in (*key, *given, *fixed)]
        self._tail = tuple(field.get_db_prep_save(value, connection) for field, value in fixed.items())
        self._own_key = bool(key)
        self.next_id = (self.model.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self.count = 0
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Gather one row; answers its key."""
        key = self.next_id
        self._rows.append((key, *values, *self._tail) if self._own_key else (*values, *self._tail))
        self.next_id += 1
        self.count += 1
        if len(self._rows) >= CHUNK:
            self._write()
        return key

    @staticmethod
    def json(value: Any) -> Any:
        """A list or object as the database's JSON column takes it."""
        return models.JSONField().get_db_prep_value(value, connection)

    def extend(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            self.add(*row)

    def close(self) -> int:
        """Write what is gathered, let the database's own counting go on after it, and answer the count."""
        self._write()
        statements = connection.ops.sequence_reset_sql(no_style(), [self.model])
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return self.count

    def _write(self) -> None:
        if not self._rows:
            return
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(name) for name in self._columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                    for row in self._rows:
                        stream.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self._columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self._rows)  # noqa: S608
        self._rows = []


def _is_stamp(field: Any) -> bool:
    return getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)


def insert(label: str, fields: Sequence[str], rows: Iterable[tuple[Any, ...]], **constants: Any) -> int:
    """Write ``rows`` of ``fields`` into the table and answer how many there were."""
    table = Table(label, fields, **constants)
    table.extend(rows)
    return table.close()


def keys(label: str, field: str) -> dict[str, int]:
    """Key of each row of a table by one of its fields."""
    return dict(apps.get_model(label)._default_manager.values_list(field, "pk"))


def chunks(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    stream = iter(items)
    while part := list(itertools.islice(stream, size)):
        yield part


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of an earlier month, at most the 28th."""
    index = day.year * 12 + day.month - 1 - months
    return datetime.date(index // 12, index % 12 + 1, min(day.day, 28))
