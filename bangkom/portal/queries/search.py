"""Search over everything that one may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from bangkom.catalogue.queries import suggestions
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.standards import queries as standards

# Hits shown per kind; the list behind shows all.
SHOWN = 8
SHORTEST = 2


@dataclass(frozen=True)
class Hits:
    """Hits of a kind, and whether there are more than are shown."""

    found: list[Any]
    has_more: bool


@dataclass(frozen=True)
class Found:
    people: Hits
    programmes: Hits
    competencies: Hits
    opds: Hits

    @property
    def is_empty(self) -> bool:
        return not (self.people.found or self.programmes.found or self.competencies.found or self.opds.found)


def search(user: Any, text: str) -> Found | None:
    """Hits of ``text`` among the people in one's scope, programmes, competencies and OPDs."""
    text = text.strip()
    if len(text) < SHORTEST:
        return None
    competencies = standards.assessed_competencies()
    for word in text.lower().split()[:6]:
        competencies = competencies.filter(search_text__contains=word)
    return Found(
        people=_people(user, text),
        programmes=_hits(suggestions.search_programmes(text)),
        competencies=_hits(competencies),
        opds=_hits(people.search_opds(text)),
    )


def _people(user: Any, text: str) -> Hits:
    """Those first in whose name a word begins as the text does, then the others."""
    everybody = people.search_employees(people.employees_for(user), text).select_related("position", "opd")
    first = text.lower().split()[0]
    rows = list(
        everybody.filter(Q(search_text__startswith=first) | Q(search_text__contains=f" {first}"))[: SHOWN + 1]
    )
    if len(rows) <= SHOWN:
        rows += everybody.exclude(pk__in=[row.pk for row in rows])[: SHOWN + 1 - len(rows)]
    return Hits(rows[:SHOWN], len(rows) > SHOWN)


def _hits(found: Any) -> Hits:
    rows = list(found[: SHOWN + 1])
    return Hits(rows[:SHOWN], len(rows) > SHOWN)


def has_people_list(user: Any) -> bool:
    return people_rules.sees_an_office(user)
