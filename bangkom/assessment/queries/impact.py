"""Whom a changed post standard touches, before it is in force: people, gaps opened, gaps closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from bangkom.assessment.models import LevelEstimate, LevelPrior
from bangkom.assessment.queries.employees import Person, people_in
from bangkom.standards import queries as standards


@dataclass
class CompetencyImpact:
    """What changes in one competency. ``people``: those whose demand changes; gaps are by the mean estimate."""

    competency: Any
    people: int = 0
    opened: int = 0
    closed: int = 0
    deeper: int = 0
    smaller: int = 0
    # Nothing is known of them in this competency: neither a result nor an expectation of their job level.
    unknown: int = 0


@dataclass
class Impact:
    """The whole effect of a draft."""

    positions: int
    holders: int
    changed_people: int = 0
    opened: int = 0
    closed: int = 0
    lines: list[CompetencyImpact] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not self.lines


def impact_of(standard: Any, *, day: dt.date | None = None) -> Impact:
    """Compare the demands of today with those once ``standard`` (a draft) is in force, for everybody it concerns.

    A few queries whatever the number of people; time grows with the number of changed demands.
    """
    day = max(day or timezone.localdate(), standard.valid_from)
    positions = standards.affected_position_ids(standard)
    before = standards.resolve_requirements(positions, day=day)
    after = standards.resolve_requirements(positions, day=day, draft=standard)
    changes = {position: _changes(before[position], after[position]) for position in positions}
    holders = people_in(positions)
    skills = sorted({competency for part in changes.values() for competency in part})
    found = Impact(positions=len(positions), holders=len(holders))
    if not skills:
        return found
    means = _means(holders, skills)
    expected = {
        (row[0], row[1]): row[2]
        for row in LevelPrior.objects.filter(competency__in=skills).values_list("level", "competency", "mean")
    }
    lines = {
        pk: CompetencyImpact(competency)
        for pk, competency in standards.competencies_of().in_bulk(skills).items()
    }
    for person in holders:
        part = changes[person.position or 0]
        found.changed_people += bool(part)
        for competency, (old, new) in part.items():
            mean = means.get((person.pk, competency), expected.get((person.level or 0, competency)))
            _count(lines[competency], old, new, mean)
    found.lines = [lines[competency] for competency in skills if lines[competency].people]
    found.opened = sum(line.opened for line in found.lines)
    found.closed = sum(line.closed for line in found.lines)
    return found


def _changes(
    before: dict[int, standards.Demand], after: dict[int, standards.Demand]
) -> dict[int, tuple[int, int]]:
    """Competency -> (level before, level after), 0 for none, where they differ."""
    found = {}
    for competency in before.keys() | after.keys():
        old = before[competency].level if competency in before else 0
        new = after[competency].level if competency in after else 0
        if old != new:
            found[competency] = (old, new)
    return found


def _means(holders: list[Person], skills: list[int]) -> dict[tuple[int, int], float]:
    keys = {person.pk for person in holders}
    rows = LevelEstimate.objects.filter(
        employee__position__in={person.position for person in holders}, competency__in=skills
    )
    found = rows.order_by().values_list("employee", "competency", "mean")
    return {(employee, competency): mean for employee, competency, mean in found if employee in keys}


def _count(line: CompetencyImpact, old: int, new: int, mean: float | None) -> None:
    line.people += 1
    if mean is None:
        line.unknown += 1
        return
    missing_before, missing_after = max(0.0, old - mean), max(0.0, new - mean)
    line.opened += missing_before == 0 < missing_after
    line.closed += missing_after == 0 < missing_before
    line.deeper += 0 < missing_before < missing_after
    line.smaller += 0 < missing_after < missing_before
