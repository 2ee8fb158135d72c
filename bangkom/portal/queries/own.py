"""One person from all rooms: hours, duty, gaps, plan, certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bangkom.assessment.queries import person_gaps
from bangkom.catalogue.queries import suggestions
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.planning.queries import active_plan
from bangkom.portal.queries.office import with_duty
from bangkom.records import queries as records

# A home page shows the three gaps that matter most.
GAPS_ON_HOME = 3

# One row of one query says who she is, what she learned this year and how far she is from her post.
FACTS = (
    "pk",
    "user_id",
    "name",
    "front_title",
    "back_title",
    "kind",
    "is_counted",
    "unit__name",
    "position__title",
    "position__field",
    "position__level__code",
    "duty__jp",
    "duty__floor_jp",
    "duty__ceiling_jp",
    "gap_summary__short_count",
    "gap_summary__required_count",
)


@dataclass(frozen=True)
class Card:
    """Everything that the home, the learning page and the page of one person show. ``person``: ``FACTS``."""

    person: Any
    standing: records.Standing
    gaps: list[person_gaps.PersonGap]
    seats: list[active_plan.PersonSeat]
    mandates: list[active_plan.PersonMandate]
    suggested: list[suggestions.Suggestion]
    certificates: list[Any] = field(default_factory=list)
    postponed: list[active_plan.PersonPostponed] = field(default_factory=list)

    @property
    def next_seat(self) -> active_plan.PersonSeat | None:
        """The next planned learning that is not over."""
        return next((seat for seat in self.seats if not seat.is_over), None)

    @property
    def full_name(self) -> str:
        person = self.person
        front = f"{person.front_title} " if person.front_title else ""
        back = f", {person.back_title}" if person.back_title else ""
        return f"{front}{person.name}{back}"

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


def own_card(user: Any, *, brief: bool = False) -> Card | None:
    """The card of the person who ``user`` is, or None for an account without an employee.

    ``brief``: where she stands with her hours, and what is required of her; the rest of the card is empty.
    """
    found = people.own_employees(user)
    card = _brief_card(found) if brief else _card(found, postponed=False)
    people_rules.remember_employee(user, card.person.pk if card else None)
    return card


def _brief_card(found: Any) -> Card | None:
    person = with_duty(found).order_by().values_list(*FACTS, named=True).first()
    if person is None:
        return None
    mandates = _open_mandates(person.pk)
    # A seat says when a required training is held.
    seats = active_plan.seats_of([person.pk])[person.pk] if mandates else []
    required = {one.programme_id for one in mandates}
    return Card(
        person=person,
        standing=_standing(person),
        gaps=[],
        seats=[seat for seat in seats if seat.programme_id in required],
        mandates=mandates,
        suggested=[],
    )


def card_for(user: Any, pk: int) -> Card | None:
    """The card of the employee ``pk`` if ``user`` may see her, with what the plan postpones."""
    return _card(people.employee_for(user, pk).select_related(None), postponed=True)


def _card(found: Any, *, postponed: bool) -> Card | None:
    person = with_duty(found).order_by().values_list(*FACTS, named=True).first()
    if person is None:
        return None
    gaps = person_gaps.gaps_of(person.pk, only_short=True)
    seats = active_plan.seats_of([person.pk])[person.pk]
    mandates = _open_mandates(person.pk)
    taken = {seat.programme_id for seat in seats} | {one.programme_id for one in mandates}
    short = {gap.competency_id: gap.gap for gap in gaps if gap.gap > 0}
    admission = suggestions.Person(
        person.position__level__code or "", person.position__field or "", person.kind
    )
    return Card(
        person=person,
        standing=_standing(person),
        gaps=gaps,
        seats=seats,
        mandates=mandates,
        suggested=suggestions.suggestions_for(short, admission, leave=taken, limit=60),
        certificates=records.certificates_of(person.pk),
        postponed=active_plan.postponed_of(person.pk) if postponed else [],
    )


def _open_mandates(pk: int) -> list[active_plan.PersonMandate]:
    mandates = active_plan.mandates_of([pk])[pk]
    if not mandates:
        return []
    done = records.finished_programmes([pk], min(one.year for one in mandates))
    return [one for one in mandates if (pk, one.programme_id) not in done]


def _standing(person: Any) -> records.Standing:
    if person.duty__jp is None:
        return records.standing_of(person)
    return records.Standing(
        records.this_year(), person.duty__jp, person.duty__floor_jp, person.duty__ceiling_jp
    )
