"""What the annual plan needs to know of competencies, as plain values."""

from __future__ import annotations

from collections.abc import Iterable

from bangkom.standards.models import Competency


def plan_competencies(keys: Iterable[int]) -> dict[int, str]:
    """Key → kind of each competency."""
    wanted = list(keys)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 5000):
        part = Competency.objects.filter(pk__in=wanted[start : start + 5000])
        found |= dict(part.values_list("pk", "kind"))
    return found
