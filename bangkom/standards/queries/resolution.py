"""What a post demands on a day, worked out from the standards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from bangkom.standards.enums import StandardState
from bangkom.standards.models import Standard, StandardItem
from bangkom.standards.queries.subjects import positions

Subject = tuple[int | None, str, int | None]


class Demand(NamedTuple):
    """A required level and the row of the standard that sets it."""

    level: int
    item_id: int


def resolve_requirements(
    position_ids: Iterable[int] | None = None, *, day: dt.date, draft: Standard | None = None
) -> dict[int, dict[int, Demand]]:
    """Demands by post and competency: the jenjang's, then those of its field, then the post's own; 0 takes away.

    ``draft`` is taken as if it were in force already: what the posts would demand once it is.
    """
    found = positions()
    if position_ids is not None:
        found = found.filter(pk__in=list(position_ids))
    items = _items_in_force(day, draft)
    nothing: list[tuple[int, Demand]] = []
    resolved = {}
    for pk, level, field in found.order_by("pk").values_list("pk", "level_id", "field"):
        demands = dict(items.get((level, "", None), nothing))
        if field:
            demands.update(items.get((level, field, None), nothing))
        demands.update(items.get((None, "", pk), nothing))
        resolved[pk] = {competency: demand for competency, demand in demands.items() if demand.level}
    return resolved


def _items_in_force(day: dt.date, draft: Standard | None) -> dict[Subject, list[tuple[int, Demand]]]:
    newest: dict[Subject, int] = {}
    if draft is not None:
        newest[subject_of(draft)] = draft.pk
    in_force = Standard.objects.filter(state=StandardState.IN_FORCE, valid_from__lte=day)
    rows = in_force.order_by("-valid_from", "-version").values_list("pk", "level", "field", "position")
    for pk, level, field, position in rows:
        newest.setdefault(_own_subject(level, field, position), pk)
    owners = {pk: subject for subject, pk in newest.items()}
    items: dict[Subject, list[tuple[int, Demand]]] = defaultdict(list)
    found = StandardItem.objects.filter(standard__state__in=[StandardState.IN_FORCE, StandardState.DRAFT])
    for pk, standard, competency, level in found.values_list("pk", "standard", "competency", "level"):
        if standard in owners:
            items[owners[standard]].append((competency, Demand(level, pk)))
    return items


def subject_of(standard: Standard) -> Subject:
    """What a standard is for: (level, field, post)."""
    return _own_subject(standard.level_id, standard.field, standard.position_id)


def _own_subject(level: int | None, field: str, position: int | None) -> Subject:
    """A standard of one post stands for the post alone, whatever level is noted beside it."""
    return (None, "", position) if position else (level, field, None)


def affected_position_ids(standard: Standard) -> list[int]:
    """Posts whose demands a standard takes part in."""
    if standard.position_id:
        return [standard.position_id]
    found = positions().filter(level_id=standard.level_id)
    if standard.field:
        found = found.filter(field=standard.field)
    return list(found.order_by("pk").values_list("pk", flat=True))
