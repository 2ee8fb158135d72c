"""What the annual plan needs to know of gaps, read as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from bangkom.assessment.models import LevelEstimate


def plan_needs(smallest: float) -> Iterator[tuple[int, int, float, float]]:
    """Employee, competency, sure and possible part of every gap of at least ``smallest`` levels."""
    return (
        LevelEstimate.objects.filter(required__gt=0)
        .annotate(whole=F("sure_gap") + F("possible_gap"))
        .filter(whole__gte=smallest, whole__gt=0)
        .order_by()
        .values_list("employee_id", "competency_id", "sure_gap", "possible_gap")
        .iterator(chunk_size=10_000)
    )
