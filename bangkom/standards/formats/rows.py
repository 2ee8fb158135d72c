"""A dictionary as it stands in a file, whatever the file's kind."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made
from typing import Any


@dataclass(frozen=True)
class Flaw:
    """Something in a file that is not as its format says. ``blocks``: nothing can be imported with it.

    Equal flaws are one row: ``where`` is the first place and ``count`` how many there are.
    """

    where: str
    value: str
    message: str
    remedy: str
    blocks: bool = False
    count: int = 1


@dataclass
class LevelRow:
    level: int
    name: str = ""
    description: str = ""
    indicators: list[str] = made(default_factory=list)


@dataclass
class CompetencyRow:
    """``case`` keeps what the columns cannot hold; see ``formats.case``."""

    code: str
    name: str
    kind: str
    name_en: str = ""
    field: str = ""
    definition: str = ""
    max_level: int = 5
    case_id: str = ""
    case: dict[str, Any] = made(default_factory=dict)
    levels: list[LevelRow] = made(default_factory=list)


@dataclass
class LinkRow:
    kind: str
    origin: str
    destination: str
    case_id: str = ""
    sequence: int | None = None
    case: dict[str, Any] = made(default_factory=dict)


@dataclass
class FrameworkFile:
    """What a file proposes. ``code`` and ``version`` may be empty: the importer then has to name them."""

    title: str = ""
    code: str = ""
    version: str = ""
    language: str = "id"
    case_id: str = ""
    source: str = ""
    document: dict[str, Any] = made(default_factory=dict)
    competencies: list[CompetencyRow] = made(default_factory=list)
    links: list[LinkRow] = made(default_factory=list)
    flaws: list[Flaw] = made(default_factory=list)

    @property
    def is_blocked(self) -> bool:
        return any(flaw.blocks for flaw in self.flaws)


class Flaws:
    """Collects flaws and puts equal ones together, so that 39 of a kind are one line with a count."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, bool], Flaw] = {}

    def add(self, where: str, value: Any, message: str, remedy: str, *, blocks: bool = False) -> None:
        key = (message, remedy, blocks)
        first = self._found.get(key)
        if first is None:
            self._found[key] = Flaw(where, "" if value is None else str(value)[:120], message, remedy, blocks)
        else:
            self._found[key] = Flaw(first.where, first.value, message, remedy, blocks, first.count + 1)

    def all(self) -> list[Flaw]:
        """Those that block first, then in the order found."""
        return sorted(self._found.values(), key=lambda flaw: not flaw.blocks)
