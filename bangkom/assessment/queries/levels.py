"""Levels and gaps as pages show them: of a person, of a competency, of many people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bangkom.assessment import rules
from bangkom.assessment.models import EmployeeGap, LevelEstimate, Method
from bangkom.assessment.queries.employees import Person
from bangkom.assessment.queries.evidence import evidence_rows, weights_of
from bangkom.assessment.queries.settings import methods_in_force

# Read as tuples: a list of 100 people builds no model instances.
GAP_FIELDS = (
    "pk", "employee_id", "employee__name", "employee__front_title", "employee__back_title", "employee__nip",
    "employee__position__title", "opd__name", "opd__short_name", "required", "mean", "low", "high", "gap", "sure_gap",
    "evidence_count",
)  # fmt: skip
PEOPLE_FIELDS = (
    "pk", "employee_id", "employee__name", "employee__front_title", "employee__back_title", "employee__nip",
    "employee__position__title", "opd__name", "opd__short_name", "jpm", "ikk", "band", "short_count", "required_count",
    "assessed_count", "total_gap",
)  # fmt: skip


LEVEL_FIELDS = (
    "competency_id", "competency__name", "competency__order", "competency__code", "required", "mean", "low", "high", "gap",
    "evidence_count",
)  # fmt: skip


@dataclass(frozen=True)
class EvidenceLine:
    """One result with the part of the level's weight that it carries and what was taken off it."""

    pk: int
    method: Method
    level: Decimal
    assessed_on: dt.date
    assessor_name: str
    note: str
    entered_by_id: int | None
    share: float
    shift: float


@dataclass(frozen=True)
class CompetencyLevel:
    """One competency of a person: the estimate (``LEVEL_FIELDS``), and what carries it."""

    estimate: Any
    evidence: list[EvidenceLine]
    expected_share: float


def levels_of(employee_id: int) -> list[Any]:
    """All estimated levels of a person as named tuples, the largest gap first, then those without a demand."""
    found = (
        LevelEstimate.objects.filter(employee=employee_id).order_by().values_list(*LEVEL_FIELDS, named=True)
    )
    return sorted(
        found, key=lambda row: (row.required == 0, -row.gap, row.competency__order, row.competency__code)
    )


def person_levels(employee: Any) -> list[CompetencyLevel]:
    """Levels of an employee (with her post loaded) and their evidence with its weights.

    The caller has asked whether she may be seen.
    """
    levels = levels_of(employee.pk)
    if not levels:
        return []
    rows = evidence_rows(employee.pk)
    methods = methods_in_force(timezone.localdate())
    level_id = employee.position.level_id if employee.position else None
    weights = weights_of(Person(employee.pk, employee.opd_id, employee.position_id, level_id), rows, methods)
    by_code = {method.code: method for method in methods}
    lines: dict[int, list[EvidenceLine]] = {}
    for _employee, competency, code, level, day, _until, _assessor, name, pk, note, entered_by in rows:
        if code in by_code:
            share, shift = weights.share[pk], weights.shift[pk]
            line = EvidenceLine(pk, by_code[code], level, day, name, note, entered_by, share, shift)
            lines.setdefault(competency, []).append(line)
    return [
        CompetencyLevel(
            estimate=level,
            evidence=sorted(lines.get(level.competency_id, []), key=lambda line: -line.share),
            expected_share=weights.expected.get(level.competency_id, 1.0),
        )
        for level in levels
    ]


def gap_rows(user: Any, competency_id: int) -> Any:
    """People of whom a competency is demanded, that ``user`` may see, the largest gap first."""
    found = LevelEstimate.objects.filter(rules.visible_people(user), competency=competency_id, required__gt=0)
    return found.order_by("-gap", "employee").values_list(*GAP_FIELDS, named=True)


def people_rows(user: Any) -> Any:
    """People with their match figures, that ``user`` may see, the largest gap index first."""
    found: QuerySet[EmployeeGap] = EmployeeGap.objects.filter(rules.visible_people(user))
    return found.order_by("-ikk", "employee").values_list(*PEOPLE_FIELDS, named=True)
