"""The employees whose levels are estimated, reached through our own foreign key, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from bangkom.assessment.models import LevelEstimate


class Person(NamedTuple):
    """What the level model needs to know of an employee; ``position`` and ``level`` None without a post."""

    pk: int
    opd: int
    position: int | None
    level: int | None


def employees() -> QuerySet[Any]:
    return LevelEstimate._meta.get_field("employee").related_model._default_manager.all()


def people(employee_ids: Iterable[int] | None = None) -> list[Person]:
    """Employees in service, in order of their key."""
    found = employees().filter(left_on__isnull=True)
    if employee_ids is not None:
        found = found.filter(pk__in=list(employee_ids))
    rows = found.order_by("pk").values_list("pk", "opd_id", "position_id", "position__level_id")
    return [Person(*row) for row in rows.iterator(chunk_size=5000)]


def people_in(position_ids: Iterable[int]) -> list[Person]:
    """Employees in service who hold one of these posts."""
    found = employees().filter(left_on__isnull=True, position__in=list(position_ids))
    rows = found.order_by("pk").values_list("pk", "opd_id", "position_id", "position__level_id")
    return [Person(*row) for row in rows.iterator(chunk_size=5000)]


def holders_of(position_ids: Iterable[int]) -> list[int]:
    """Keys of employees in service who hold one of these posts."""
    found = employees().filter(left_on__isnull=True, position__in=list(position_ids))
    return list(found.order_by("pk").values_list("pk", flat=True))
