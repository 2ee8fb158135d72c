"""Gaps of offices and of the city, read from the summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bangkom.assessment import rules
from bangkom.assessment.models import GapCell, GapSummary
from bangkom.standards import queries as standards
from bangkom.standards.enums import CompetencyKind


@dataclass(frozen=True)
class HeatCells:
    """Cells of a heat map: offices down, competencies across; ``city`` by competency."""

    offices: list[tuple[int, str, str]]
    competencies: list[tuple[int, str, str]]
    cells: dict[tuple[int, int], Any]
    city: dict[int, Any]


CELL = ("opd_id", "competency_id", "people", "short_people", "mean_gap", "mean_required", "mean_level")
CORE = (CompetencyKind.MANAGERIAL, CompetencyKind.SOCIOCULTURAL)


def heat_cells(user: Any, *, field: str = "") -> HeatCells:
    """The managerial and socio-cultural competencies, or the technical ones of a field, of the offices one may see."""
    found = GapCell.objects.filter(competency__field=field) if field else GapCell.objects.filter(
        competency__kind__in=CORE
    )  # fmt: skip
    own = rules.visible_offices(user)
    names = ("opd__name", "opd__short_name", "competency__name", "competency__code", "competency__order")
    offices: dict[int, tuple[int, str, str]] = {}
    skills: dict[int, tuple[Any, ...]] = {}
    cells: dict[tuple[int, int], Any] = {}
    city: dict[int, Any] = {}
    for row in found.order_by().values_list(*CELL, *names, named=True):
        if row.opd_id is None:
            city[row.competency_id] = row
        elif own is None or row.opd_id in own:
            offices[row.opd_id] = (row.opd_id, row.opd__name, row.opd__short_name)
            cells[row.opd_id, row.competency_id] = row
        skills[row.competency_id] = (
            row.competency__order, row.competency__code, row.competency_id, row.competency__name,
        )  # fmt: skip
    shown = {competency for _opd, competency in cells}
    return HeatCells(
        offices=sorted(offices.values(), key=lambda office: office[1]),
        competencies=[(pk, name, code) for _order, code, pk, name in sorted(skills.values()) if pk in shown],
        cells=cells,
        city=city,
    )


def office_summary(opd_id: int | None) -> GapSummary | None:
    """Match figures of an office, or of the city without one."""
    return GapSummary.objects.filter(opd=opd_id).select_related("opd").first()


def office_cells(opd_id: int | None) -> list[Any]:
    """Competencies of an office (or the city): mean level against mean demand, the largest total gap first."""
    rows = GapCell.objects.filter(opd=opd_id).order_by("-total_gap", "competency")
    return list(rows.values_list(*CELL, "total_gap", "competency__name", "competency__kind", named=True))


def fields_with_gaps(user: Any) -> list[str]:
    """Fields of technical competencies that have cells in the offices one may see."""
    own = rules.visible_offices(user)
    if own is None:
        return standards.used_fields()
    found = GapCell.objects.exclude(competency__field="").filter(opd__in=own)
    return list(found.order_by("competency__field").values_list("competency__field", flat=True).distinct())


def office_rows(user: Any) -> list[GapSummary]:
    """Match figures of the offices one may see, by name."""
    own = rules.visible_offices(user)
    found = GapSummary.objects.exclude(opd=None)
    if own is not None:
        found = found.filter(opd__in=own)
    return list(found.select_related("opd").order_by("opd__name"))
