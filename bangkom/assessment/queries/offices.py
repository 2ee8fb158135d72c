"""Gaps of offices and of the city, read from the summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from bangkom.assessment import rules
from bangkom.assessment.models import GapCell, GapSummary
from bangkom.people import queries as people
from bangkom.people.queries.plan_columns import opd_names
from bangkom.standards import queries as standards
from bangkom.standards.enums import CompetencyKind


class Cell(NamedTuple):
    """What the heat map shows of an office (None: the city) and a competency."""

    opd_id: int | None
    competency_id: int
    people: int
    mean_gap: float


@dataclass(frozen=True)
class HeatCells:
    """Cells of a heat map: offices down by name, competencies across in their order; ``city`` by competency."""

    offices: list[tuple[int, str]]
    competencies: list[tuple[int, str]]
    cells: dict[tuple[int, int], Cell]
    city: dict[int, Cell]


CORE = (CompetencyKind.MANAGERIAL, CompetencyKind.SOCIOCULTURAL)


def heat_cells(user: Any, *, field: str = "") -> HeatCells:
    """The managerial and socio-cultural competencies, or the technical ones of a field, of the offices one may see."""
    wanted = {"field": field} if field else {"kind__in": CORE}
    names = standards.competency_names(**wanted)
    own = rules.visible_offices(user)
    cells: dict[tuple[int, int], Cell] = {}
    city: dict[int, Cell] = {}
    rows = GapCell.objects.filter(competency__in=list(names)).order_by()
    for row in map(Cell._make, rows.values_list(*Cell._fields)):
        if row.opd_id is None:
            city[row.competency_id] = row
        elif own is None or row.opd_id in own:
            cells[row.opd_id, row.competency_id] = row
    shown = {competency for _opd, competency in cells}
    return HeatCells(
        offices=sorted(
            _office_names({opd for opd, _competency in cells}).items(), key=lambda office: office[1]
        ),
        competencies=[(pk, name) for pk, name in names.items() if pk in shown],
        cells=cells,
        city=city,
    )


def _office_names(keys: set[int]) -> dict[int, str]:
    """Names of offices; those no longer in force are looked up, so that nobody's cells are lost."""
    known = dict(people.offices())
    gone = keys - known.keys()
    return {key: known[key] for key in keys - gone} | (opd_names(gone) if gone else {})


OFFICE_CELL = (
    "competency_id", "people", "short_people", "mean_gap", "mean_required", "mean_level", "total_gap",
    "competency__name", "competency__kind",
)  # fmt: skip


def office_summary(opd_id: int | None) -> GapSummary | None:
    """Match figures of an office, or of the city without one."""
    return GapSummary.objects.filter(opd=opd_id).select_related("opd").first()


def office_cells(opd_id: int | None) -> list[Any]:
    """Competencies of an office (or the city): mean level against mean demand, the largest total gap first."""
    rows = GapCell.objects.filter(opd=opd_id).order_by("-total_gap", "competency")
    return list(rows.values_list(*OFFICE_CELL, named=True))


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
