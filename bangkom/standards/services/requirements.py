"""The summary of what each post demands, kept equal to the standards in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from bangkom.foundation import events
from bangkom.standards.enums import StandardState
from bangkom.standards.events import RequirementsChanged
from bangkom.standards.models import Requirement, Standard
from bangkom.standards.queries.resolution import resolve_requirements

BATCH = 1000


@transaction.atomic
def rebuild_requirements(
    position_ids: Iterable[int] | None = None, *, day: dt.date | None = None, tell: bool = True
) -> int:
    """Make the requirements of some posts (all without ``position_ids``) those of ``day``; how many rows changed.

    Versions that have been overtaken by a newer one in force are marked as replaced. Publishes
    ``RequirementsChanged`` when a row changed and ``tell`` is set; run daily, so that a version with a later
    start date begins on its day.
    """
    day = day or timezone.localdate()
    wanted_ids = None if position_ids is None else list(position_ids)
    _mark_replaced(day)
    stored = (
        Requirement.objects.all()
        if wanted_ids is None
        else Requirement.objects.filter(position__in=wanted_ids)
    )
    known = {(row.position_id, row.competency_id): row for row in stored.iterator()}
    new, changed = [], []
    for position, demands in resolve_requirements(wanted_ids, day=day).items():
        for competency, demand in demands.items():
            row = known.pop((position, competency), None)
            if row is None:
                new.append(
                    Requirement(
                        position_id=position,
                        competency_id=competency,
                        level=demand.level,
                        item_id=demand.item_id,
                    )
                )
            elif (row.level, row.item_id) != (demand.level, demand.item_id):
                row.level, row.item_id = demand.level, demand.item_id
                changed.append(row)
    gone = [row.pk for row in known.values()]
    for start in range(0, len(gone), BATCH):
        Requirement.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    Requirement.objects.bulk_create(new, batch_size=BATCH)
    Requirement.objects.bulk_update(changed, ["level", "item"], batch_size=BATCH)
    touched = {row.position_id for row in [*new, *changed, *known.values()]}
    if touched and tell:
        events.publish(RequirementsChanged(() if wanted_ids is None else tuple(sorted(touched))))
    return len(new) + len(changed) + len(gone)


def _mark_replaced(day: dt.date) -> None:
    newest: dict[tuple[int | None, str, int | None], int] = {}
    overtaken = []
    in_force = Standard.objects.filter(state=StandardState.IN_FORCE, valid_from__lte=day)
    for pk, level, field, position in in_force.order_by("-valid_from", "-version").values_list(
        "pk", "level", "field", "position"
    ):
        if newest.setdefault((level, field, position), pk) != pk:
            overtaken.append(pk)
    if overtaken:
        Standard.objects.filter(pk__in=overtaken).update(state=StandardState.REPLACED)
