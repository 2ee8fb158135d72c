"""Levels and gaps as pages show them: of a person, of a competency, of many people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from bangkom.assessment import rules
from bangkom.assessment.models import EmployeeGap, Evidence, LevelEstimate
from bangkom.assessment.queries.evidence import Weights, weights_of

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


@dataclass(frozen=True)
class EvidenceLine:
    """One result with the part of the level's weight that it carries."""

    evidence: Evidence
    share: float
    shift: float


@dataclass(frozen=True)
class CompetencyLevel:
    """One competency of a person: the estimate, what the post demands, and what carries the estimate."""

    estimate: LevelEstimate
    evidence: list[EvidenceLine] = field(default_factory=list)
    expected_share: float = 1.0


def levels_of(employee_id: int) -> list[LevelEstimate]:
    """All estimated levels of a person, the largest gap first, then those without a demand."""
    found = LevelEstimate.objects.filter(employee=employee_id).select_related("competency").order_by()
    found = found.defer("competency__case", "competency__definition")
    return sorted(
        found, key=lambda row: (row.required == 0, -row.gap, row.competency.order, row.competency.code)
    )


def person_levels(employee_id: int) -> list[CompetencyLevel]:
    """Levels of a person with their evidence and its weights. The caller has asked whether she may be seen."""
    levels = levels_of(employee_id)
    weights = weights_of(employee_id) if levels else Weights({}, {}, {})
    rows: dict[int, list[EvidenceLine]] = {}
    found = Evidence.objects.filter(employee=employee_id, replaced_by=None).select_related("method").only(
        "employee_id", "competency_id", "level", "assessed_on", "assessor_name", "note", "entered_by_id",
        "method__code", "method__name", "method__name_en",
    )  # fmt: skip
    for evidence in found.order_by("-assessed_on", "-pk"):
        line = EvidenceLine(
            evidence, weights.share.get(evidence.pk, 0.0), weights.shift.get(evidence.pk, 0.0)
        )
        rows.setdefault(evidence.competency_id, []).append(line)
    return [
        CompetencyLevel(
            estimate=level,
            evidence=sorted(rows.get(level.competency_id, []), key=lambda line: -line.share),
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
