"""Dictionaries and their competencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from bangkom.standards.enums import CompetencyKind
from bangkom.standards.models import Competency, Framework


def frameworks() -> QuerySet[Framework]:
    """All dictionaries with the number of their competencies (groups not counted)."""
    counted = Count("competencies", filter=~Q(competencies__kind=CompetencyKind.GROUP))
    return Framework.objects.annotate(competency_count=counted).order_by("-is_assessed", "code", "version")


def framework_choices() -> list[tuple[int, str]]:
    return [(found.pk, str(found)) for found in Framework.objects.order_by("-is_assessed", "code", "version")]


def competencies_of(framework: Framework | None = None) -> QuerySet[Competency]:
    """Competencies for a list, with their dictionary; long texts are left in the database."""
    found = Competency.objects.select_related("framework").defer("case", "framework__document", "definition")
    return found.filter(framework=framework) if framework else found


def competency_rows(framework: Framework | None = None) -> Any:
    """The competency list as named tuples: thousands of skills build no objects."""
    found = Competency.objects.filter(framework=framework) if framework else Competency.objects.all()
    ordered = found.order_by("-framework__is_assessed", "framework", "order", "code")
    return ordered.values_list("pk", "name", "code", "kind", "field", "framework__title", named=True)


def assessed_competencies() -> QuerySet[Competency]:
    """What standards and assessments are made of: no groups, only dictionaries that are in use."""
    return (
        Competency.objects.filter(framework__is_assessed=True)
        .exclude(kind=CompetencyKind.GROUP)
        .defer("case", "definition")
        .order_by("framework__code", "order", "code")
    )


def competency_by_code() -> dict[str, int]:
    """Keys of assessed competencies by their code; the newest dictionary wins where two share a code."""
    rows = assessed_competencies().order_by("framework__valid_from", "framework__pk")
    return {code: pk for pk, code in rows.values_list("pk", "code")}


def competency_kinds(competency_ids: Iterable[int]) -> dict[int, str]:
    """Kind of each of these competencies."""
    found = Competency.objects.filter(pk__in=list(competency_ids)).order_by()
    return dict(found.values_list("pk", "kind"))


def competency_names(**wanted: Any) -> dict[int, str]:
    """Key and name of competencies of some kinds or of a field, in their order."""
    rows = Competency.objects.filter(**wanted).order_by("order", "code", "pk")
    return dict(rows.values_list("pk", "name"))


def used_fields() -> list[str]:
    """Fields of the competencies in use, in order."""
    fields = assessed_competencies().exclude(field="").order_by("field")
    return list(fields.values_list("field", flat=True).distinct())
