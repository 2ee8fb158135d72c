"""A checked file of results into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from bangkom.assessment.errors import ImportHasErrors
from bangkom.assessment.models import Evidence
from bangkom.assessment.services.levels import recompute_levels
from bangkom.assessment.services.result_files import ResultFile
from bangkom.foundation import audit

BATCH = 1000
# From so many people on, levels follow by a full run, which also learns the calibration anew.
FULL_RUN_FROM = 500


@transaction.atomic
def store_results(found: ResultFile, *, actor: Any) -> int:
    """Store a checked file: new rows are added, changed ones replace the old. How many rows were written.

    Repeating it changes nothing. Raises ``ImportHasErrors``. Levels follow at once, for many people by a full run.
    """
    if found.faults:
        raise ImportHasErrors(count=len({fault.row for fault in found.faults}))
    old = [pk for pk, _row in found.changed]
    for start in range(0, len(old), BATCH):
        # A row that points at itself counts no longer and leaves its place to the new one.
        Evidence.objects.filter(pk__in=old[start : start + BATCH], replaced_by=None).update(
            replaced_by=F("pk")
        )
    written = [*found.new, *(row for _pk, row in found.changed)]
    for row in written:
        row.entered_by = actor
    Evidence.objects.bulk_create(written, batch_size=BATCH)
    replaced = [Evidence(pk=pk, replaced_by=row) for pk, row in found.changed]
    Evidence.objects.bulk_update(replaced, ["replaced_by"], batch_size=BATCH)
    if written:
        counts = {"new": len(found.new), "changed": len(found.changed), "same": found.same}
        audit.record(actor, "assessment.results.imported", after=counts)
        _follow({row.employee_id for row in written})
    return len(written)


def _follow(people: Iterable[int]) -> None:
    wanted = sorted(people)
    recompute_levels(wanted if len(wanted) < FULL_RUN_FROM else None)
