"""Groups of people side by side, from a plan's summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bangkom.planning.models import PlanRun


@dataclass(frozen=True)
class GroupLine:
    """A group of people in a plan: an OPD (``opd``), a sex, an employment.

    Shares are between 0 and 1, None where there is nothing to share.
    """

    name: str
    people: int
    reached: int
    seats: int
    cost: int
    gap: float
    closed: float
    duty: int
    duty_met: int
    postponed: int = 0
    opd: int = 0

    @property
    def reached_share(self) -> float:
        return self.reached / self.people if self.people else 0.0

    @property
    def closed_share(self) -> float | None:
        return self.closed / self.gap if self.gap else None

    @property
    def duty_share(self) -> float | None:
        return self.duty_met / self.duty if self.duty else None

    @property
    def per_person(self) -> int:
        return self.cost // self.people if self.people else 0


NAMES = ("people", "reached", "seats", "cost", "gap", "closed", "duty", "duty_met")


def opd_lines(run: PlanRun) -> list[GroupLine]:
    """Every OPD of a plan, the one with the least gap closed first."""
    lines = [
        GroupLine(row["name"], *(row[name] for name in (*NAMES, "postponed", "opd")))
        for row in run.summary.get("by_opd", [])
    ]
    return sorted(
        lines, key=lambda line: (1.0 if line.closed_share is None else line.closed_share, line.name)
    )


def group_line(run: PlanRun, kind: str, key: str, name: Any) -> GroupLine | None:
    """One group of ``by_sex`` or ``by_kind``."""
    row = run.summary.get(kind, {}).get(key)
    return GroupLine(str(name), *(row[one] for one in NAMES)) if row else None
