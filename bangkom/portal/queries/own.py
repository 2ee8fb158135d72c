"""One person from all rooms: hours, duty, gaps, plan, certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bangkom.assessment.queries import person_gaps
from bangkom.catalogue.queries import suggestions
from bangkom.people import queries as people
from bangkom.planning.queries import active_plan
from bangkom.records import queries as records

# A home page shows the three gaps that matter most.
GAPS_ON_HOME = 3


@dataclass(frozen=True)
class Card:
    """Everything that the home, the learning page and the page of one person show."""

    employee: Any
    standing: records.Standing
    gaps: list[person_gaps.PersonGap]
    band: person_gaps.PersonBand | None
    seats: list[active_plan.PersonSeat]
    mandates: list[active_plan.PersonMandate]
    suggested: list[suggestions.Suggestion]
    certificates: list[Any] = field(default_factory=list)
    postponed: list[active_plan.PersonPostponed] = field(default_factory=list)

    @property
    def next_seat(self) -> active_plan.PersonSeat | None:
        """The next planned learning that is not over."""
        return next((seat for seat in self.seats if not seat.is_over), None)

    def suggestion_for(self, competency_id: int) -> suggestions.Suggestion | None:
        """The programme that closes most of one gap."""
        best, most = None, 0.0
        for one in self.suggested:
            closed = sum(
                min(gap, gain) for competency, gap, gain in one.closes if competency == competency_id
            )
            if closed > most:
                best, most = one, closed
        return best


def card_of(employee: Any, *, all_gaps: bool = False, postponed: bool = False) -> Card:
    """One employee, whom the caller may see. ``all_gaps``: what the post demands and is met as well."""
    gaps = person_gaps.gaps_of(employee.pk, only_short=not all_gaps)
    seats = active_plan.seats_of([employee.pk])[employee.pk]
    mandates = active_plan.mandates_of([employee.pk])[employee.pk]
    if mandates:
        done = records.finished_programmes([employee.pk], min(one.year for one in mandates))
        mandates = [one for one in mandates if (employee.pk, one.programme_id) not in done]
    taken = {seat.programme_id for seat in seats} | {one.programme_id for one in mandates}
    short = {gap.competency_id: gap.gap for gap in gaps if gap.gap > 0}
    return Card(
        employee=employee,
        standing=records.standing_of(employee),
        gaps=gaps,
        band=person_gaps.band_of(employee.pk),
        seats=seats,
        mandates=mandates,
        suggested=suggestions.suggestions_for(short, _admission(employee), leave=taken, limit=60),
        certificates=records.certificates_of(employee.pk),
        postponed=active_plan.postponed_of(employee.pk) if postponed else [],
    )


def _admission(employee: Any) -> suggestions.Person:
    post = employee.position
    return suggestions.Person(
        level_code=post.level.code if post else "", field=post.field if post else "", kind=employee.kind
    )


def own_card(user: Any) -> Card | None:
    """The card of the person who ``user`` is, or None for an account without an employee."""
    employee = people.own_employee(user)
    return card_of(employee) if employee else None
