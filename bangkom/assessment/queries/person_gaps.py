"""Gaps of one person and of the whole city, as home pages and the leadership page show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from bangkom.assessment.models import EmployeeGap, GapBand, GapSummary, LevelEstimate
from bangkom.foundation.kept import kept


@dataclass(frozen=True)
class PersonGap:
    """One competency of a person: what her post demands and what she is estimated to reach (80 % interval)."""

    competency_id: int
    name: str
    required: int
    mean: float
    low: float
    high: float
    gap: float
    evidence_count: int


def gaps_of(employee_id: int, *, limit: int | None = None, only_short: bool = False) -> list[PersonGap]:
    """What an employee's post demands, the largest gap first. The caller has asked whether she may be seen."""
    found = LevelEstimate.objects.filter(employee_id=employee_id, required__gt=0)
    if only_short:
        found = found.filter(gap__gt=0)
    english = (get_language() or "id").startswith("en")
    rows = found.order_by("-gap", "competency__order", "pk").values_list(
        "competency_id",
        "competency__name",
        "competency__name_en",
        "required",
        "mean",
        "low",
        "high",
        "gap",
        "evidence_count",
    )
    return [
        PersonGap(row[0], row[2] if english and row[2] else row[1], *row[3:])
        for row in (rows[:limit] if limit else rows)
    ]


@dataclass(frozen=True)
class PersonBand:
    """JPM and IKK of a person with their band."""

    jpm: float
    ikk: float
    band: str
    short_count: int
    required_count: int
    assessed_count: int


def band_of(employee_id: int) -> PersonBand | None:
    found = EmployeeGap.objects.filter(employee_id=employee_id).values_list(
        "jpm", "ikk", "band", "short_count", "required_count", "assessed_count"
    )
    row = found.first()
    return PersonBand(*row) if row else None


def city_summary() -> GapSummary | None:
    """JPM, IKK and people per band of the whole city, or None before the first computation."""
    return GapSummary.objects.filter(opd__isnull=True).first()


def opd_summaries(opd_ids: list[int]) -> list[Any]:
    """Id, name, JPM and people assessed of some OPDs, as named tuples."""
    found = GapSummary.objects.filter(opd_id__in=opd_ids).order_by("opd__name")
    return list(found.values_list("opd_id", "opd__name", "jpm", "assessed_people", named=True))


def ikk_band_choices() -> list[tuple[str, str]]:
    """The bands of IKK in their order: stored name and shown name; kept for a minute."""
    return kept("ikk-bands", _ikk_bands)


def _ikk_bands() -> list[tuple[str, str]]:
    english = (get_language() or "id").startswith("en")
    found = GapBand.objects.filter(scheme="IKK").order_by("from_percent", "-valid_from")
    shown: dict[str, str] = {}
    for name, name_en in found.values_list("name", "name_en"):
        shown.setdefault(name, name_en if english and name_en else name)
    return list(shown.items())
