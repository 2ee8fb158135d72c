"""What the annual plan needs to know of the JP duty and of what was learned, as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Max

from bangkom.records.models import DutyRule, LearningRecord, YearlyJp


def plan_duty(year: int) -> dict[str, tuple[int | None, int | None]]:
    """Kind of employment → least and most JP of a year, by the newest rule that is in force then."""
    rules = DutyRule.objects.filter(from_year__lte=year).order_by("employment_kind", "from_year")
    return {rule.employment_kind: (rule.floor_jp, rule.ceiling_jp) for rule in rules}


def plan_jp(year: int) -> Iterator[tuple[int, Decimal]]:
    """Employee and JP that she has already in ``year``."""
    return YearlyJp.objects.filter(year=year, jp__gt=0).order_by().values_list("employee_id", "jp").iterator()


def plan_taken() -> Iterator[tuple[int, int, int]]:
    """Employee, programme and the last year in which she took part in it."""
    return (
        LearningRecord.objects.filter(programme__isnull=False)
        .order_by()
        .values("employee_id", "programme_id")
        .annotate(last=Max("year"))
        .values_list("employee_id", "programme_id", "last")
        .iterator(chunk_size=10_000)
    )
