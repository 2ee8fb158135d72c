"""Programmes that fit a person's gaps, each with the reason in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from bangkom.catalogue.models import Programme, ProgrammeGain


@dataclass(frozen=True)
class Suggestion:
    """A programme and what it would close: (competency, gap that it meets, gain expected)."""

    programme_id: int
    name: str
    provider: str
    form: str
    mode: str
    jp: Decimal
    days: int
    closes: tuple[tuple[int, float, float], ...]

    @property
    def closed(self) -> float:
        return sum(min(gap, gain) for _competency, gap, gain in self.closes)


@dataclass(frozen=True)
class Person:
    """What decides whether a programme admits somebody."""

    level_code: str = ""
    field: str = ""
    kind: str = ""


_COLUMNS = (
    "programme_id",
    "programme__name",
    "programme__name_en",
    "programme__provider",
    "programme__form__name",
    "programme__mode",
    "programme__jp",
    "programme__days",
    "programme__levels",
    "programme__fields",
    "programme__kinds",
    "competency_id",
    "gain",
)


def suggestions_for(
    gaps: Mapping[int, float], person: Person, *, leave: set[int] | None = None, limit: int = 20
) -> list[Suggestion]:
    """Open programmes that admit ``person``, those that close most of ``gaps`` first; ties by fewer days away.

    ``leave`` are programmes already planned or required: they are shown elsewhere.
    """
    if not gaps:
        return []
    english = (get_language() or "id").startswith("en")
    closes: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    facts: dict[int, tuple[Any, ...]] = {}
    found = ProgrammeGain.objects.filter(
        competency_id__in=list(gaps), programme__is_open=True, programme__only_mandatory=False
    )
    for row in found.values_list(*_COLUMNS):
        pk, name, name_en, provider, form, mode, jp, days, levels, fields, kinds, competency, gain = row
        if pk in (leave or ()) or not _admits(person, levels, fields, kinds):
            continue
        closes[pk].append((competency, gaps[competency], float(gain)))
        facts[pk] = (name_en if english and name_en else name, provider, form, mode, jp, days)
    made = [Suggestion(pk, *facts[pk], tuple(closes[pk])) for pk in facts]
    made.sort(key=lambda one: (-round(one.closed, 3), one.days, one.name))
    return made[:limit]


def _admits(person: Person, levels: list[str], fields: list[str], kinds: list[str]) -> bool:
    return all(
        not wanted or have in wanted
        for wanted, have in ((levels, person.level_code), (fields, person.field), (kinds, person.kind))
    )


def search_programmes(text: str) -> QuerySet[Programme]:
    """Open programmes in whose name, code or provider every word is found."""
    found = Programme.objects.filter(is_open=True)
    for word in text.lower().split()[:6]:
        found = found.filter(search_text__contains=word)
    return found.order_by("name", "pk")
