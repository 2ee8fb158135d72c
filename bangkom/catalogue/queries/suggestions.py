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
from bangkom.foundation.kept import kept


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
    offers = _offers()
    closes: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    facts: dict[int, Any] = {}
    for competency, gap in gaps.items():
        for row in offers.get(competency, ()):
            pk = row.programme_id
            if pk in closes or (
                pk not in (leave or ())
                and _admits(person, row.programme__levels, row.programme__fields, row.programme__kinds)
            ):
                closes[pk].append((competency, gap, float(row.gain)))
                facts[pk] = row
    made = [_suggestion(facts[pk], tuple(closes[pk])) for pk in facts]
    made.sort(key=lambda one: (-round(one.closed, 3), one.days, one.name))
    return made[:limit]


def _offers() -> dict[int, list[Any]]:
    """What open programmes raise, by competency; the catalogue is small and kept for a minute."""
    return kept("programme-gains", _read_offers)


def _read_offers() -> dict[int, list[Any]]:
    found = ProgrammeGain.objects.filter(programme__is_open=True, programme__only_mandatory=False)
    offers: dict[int, list[Any]] = defaultdict(list)
    for row in found.order_by("programme_id", "competency_id").values_list(*_COLUMNS, named=True):
        offers[row.competency_id].append(row)
    return dict(offers)


def _suggestion(row: Any, closes: tuple[tuple[int, float, float], ...]) -> Suggestion:
    english = (get_language() or "id").startswith("en")
    return Suggestion(
        programme_id=row.programme_id,
        name=row.programme__name_en if english and row.programme__name_en else row.programme__name,
        provider=row.programme__provider,
        form=row.programme__form__name,
        mode=row.programme__mode,
        jp=row.programme__jp,
        days=row.programme__days,
        closes=closes,
    )


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
