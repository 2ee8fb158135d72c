"""What rooms above say about an employee: more columns and filters of the list, more doors of her page.

People does not know gaps, hours or plans; whoever does registers a facet in ``AppConfig.ready``, as with the
menu. A facet adds one query path to the list, never a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from bangkom.foundation.access import Rule, signed_in
from bangkom.foundation.texts import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bangkom.people.models import Employee


@dataclass(frozen=True)
class EmployeeFacet:
    """A column of the people list. ``prepare`` annotates the rows so that ``path`` can be read.

    ``choices`` (pairs, or a function that gives them) make it a filter, on ``lookup`` if that differs.
    """

    name: str
    label: Text
    path: str
    prepare: Callable[[QuerySet[Employee]], QuerySet[Employee]] | None = None
    cell: Callable[[Any], Any] | None = None
    choices: Iterable[tuple[Any, Text]] | Callable[..., Iterable[tuple[Any, Text]]] | None = None
    lookup: Any = None
    empty: Text = ""
    numeric: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class PersonLink:
    """A door of the person page: a page about one employee, named by its URL, which takes her key."""

    url_name: str
    label: Text
    icon: str
    rule: Rule = signed_in
    order: int = 50


_facets: dict[str, EmployeeFacet] = {}
_links: dict[str, PersonLink] = {}


def add_facet(facet: EmployeeFacet) -> None:
    _facets[facet.name] = facet


def add_person_link(link: PersonLink) -> None:
    _links[link.url_name] = link


def facets() -> tuple[EmployeeFacet, ...]:
    return tuple(_facets.values())


@dataclass(frozen=True)
class PersonTab:
    """A door as one page shows it."""

    url: str
    label: Text
    is_current: bool


def person_tabs(user: Any, pk: int, current: str) -> list[PersonTab]:
    """The doors of one employee's pages for ``people/person_tabs.html``; ``current`` names the page's own URL."""
    tabs = []
    for link in sorted(_links.values(), key=lambda link: link.order):
        if not link.rule(user):
            continue
        with suppress(NoReverseMatch):  # a room whose pages are not mounted has no door
            tabs.append(PersonTab(reverse(link.url_name, args=[pk]), link.label, link.url_name == current))
    return tabs
