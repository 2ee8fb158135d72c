"""Writing in bulk, with a note of every touched row so that all of it can be undone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from bangkom.people.models import ImportChange, ImportRun

_CHUNK = 500


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def value_of(model: type[models.Model], name: str, kept: Any) -> Any:
    """The reverse of ``plain`` for the column ``name``."""
    return _fields(model)[name].to_python(kept) if isinstance(kept, str) else kept


def write_columns(model: type[models.Model], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Set columns of many rows. Rows that change the same columns go together in one prepared statement.

    ``bulk_update`` builds one CASE per row and column and took 9 s for 5,400 people on SQLite; this takes 0.1 s.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, values in rows.items():
        groups[tuple(sorted(values))].append(pk)
    fields = _fields(model)
    key_column: Any = model._meta.pk.column
    quote = connection.ops.quote_name
    for names, keys in groups.items():
        if not names:
            continue
        columns = ", ".join(f"{quote(fields[name].column)} = %s" for name in names)
        # Table and columns are names of the model; every value is a parameter.
        sql = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(key_column)} = %s"  # noqa: S608
        lines: list[Any] = [
            [*(fields[name].get_db_prep_save(rows[pk][name], connection) for name in names), pk]
            for pk in keys
        ]
        with connection.cursor() as cursor:
            cursor.executemany(sql, lines)


def insert_columns(model: type[models.Model], names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Insert many rows whose keys nobody needs, with one prepared statement."""
    fields = _fields(model)
    chosen = [fields[name] for name in names]
    quote = connection.ops.quote_name
    columns, marks = ", ".join(quote(field.column) for field in chosen), ", ".join("%s" for _ in chosen)
    # Table and columns are names of the model; every value is a parameter.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    here = transaction.get_connection()  # not the proxy: asked 200,000 times
    lines: list[Any] = [
        [field.get_db_prep_save(value, here) for field, value in zip(chosen, row, strict=True)]
        for row in rows
    ]
    if lines:
        with connection.cursor() as cursor:
            cursor.executemany(sql, lines)


def current_columns(
    model: type[models.Model], wanted: Mapping[int, Iterable[str]]
) -> dict[int, dict[str, Any]]:
    """What stands in the named columns of the named rows now; rows that are gone are missing."""
    names = sorted({name for columns in wanted.values() for name in columns})
    found: dict[int, dict[str, Any]] = {}
    for keys in _chunks(list(wanted)):
        for row in model._default_manager.filter(pk__in=keys).values("pk", *names):
            found[row.pop("pk")] = row
    return found


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


class ChangeLog:
    """Creates and changes rows for one import run and writes down each of them."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._notes: list[tuple[int, str, int, Any, Any]] = []

    def create(self, model: type[models.Model], rows: list[Any], checked: Iterable[str] = ()) -> list[Any]:
        """Insert instances. ``checked`` columns must be unchanged when the import is undone."""
        made = model._default_manager.bulk_create(rows, batch_size=_CHUNK) if rows else []
        names = tuple(checked)
        for row in made:
            self._note(model, row.pk, None, {name: plain(getattr(row, name)) for name in names})
        return made

    def insert(
        self, model: type[models.Model], rows: list[dict[str, Any]], *, by: str, checked: Iterable[str] = ()
    ) -> dict[Any, int]:
        """Insert many rows without instances. ``by`` is a column in which no older row holds their values.

        Answers the key of each value of ``by`` (of the last row, where several share it).
        """
        fields = {name: field for name, field in _fields(model).items() if not field.primary_key}
        missing = {name: field.get_default() for name, field in fields.items()}
        insert_columns(model, fields, ([row.get(name, missing[name]) for name in fields] for row in rows))
        names = tuple(checked)
        keys: dict[Any, int] = {}
        for values in _chunks(list(dict.fromkeys(row[by] for row in rows))):
            found = model._default_manager.filter(**{f"{by}__in": values}).order_by("pk")
            for pk, value, *kept in found.values_list("pk", by, *names):
                keys[value] = pk
                self._note(model, pk, None, dict(zip(names, map(plain, kept), strict=True)))
        return keys

    def change(
        self,
        model: type[models.Model],
        rows: Mapping[int, Mapping[str, Any]],
        before: Mapping[int, Mapping[str, Any]],
    ) -> None:
        """Change columns of rows; ``before`` holds what stood there."""
        write_columns(model, rows)
        for pk, values in rows.items():
            if values:
                old = {name: plain(before[pk][name]) for name in values}
                self._note(model, pk, old, {name: plain(value) for name, value in values.items()})

    def _note(self, model: type[models.Model], pk: int, before: Any, after: Any) -> None:
        self._notes.append((self.run.pk, model._meta.label_lower, pk, before, after))

    def write(self) -> int:
        """Store the notes; answers how many rows were touched."""
        insert_columns(ImportChange, ("run_id", "table", "row_id", "before", "after"), self._notes)
        return len(self._notes)
