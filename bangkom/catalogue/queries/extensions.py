"""What rooms above say about a programme; they register it in ``AppConfig.ready``, as with the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bangkom.foundation.texts import Text

if TYPE_CHECKING:
    from bangkom.catalogue.models import Programme


@dataclass(frozen=True)
class Fact:
    """A line of the programme's page from a room above, for example its seats in the active plan."""

    label: Text
    value: Text
    url: str = ""


FactSource = Callable[[Any, "Programme"], list[Fact]]
_sources: list[FactSource] = []
_funds: list[Callable[[], list[tuple[str, str]]]] = []


def add_programme_facts(source: FactSource) -> None:
    """``source(user, programme)`` gives lines for the page; what the user may not see is left out there."""
    if source not in _sources:
        _sources.append(source)


def programme_facts(user: Any, programme: Programme) -> list[Fact]:
    return [fact for source in _sources for fact in source(user, programme)]


def offer_funds(source: Callable[[], list[tuple[str, str]]]) -> None:
    """Planning knows the sources of funds: code and name of each that can pay a programme."""
    _funds[:] = [source]


def fund_choices() -> list[tuple[str, str]]:
    return [pair for source in _funds for pair in source()]
