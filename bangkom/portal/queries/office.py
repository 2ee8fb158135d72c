"""The people of an office with what is due: the team of a head, the work of an HR officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q

from bangkom.assessment.queries import person_gaps
from bangkom.people import queries as people
from bangkom.people import rules as people_rules
from bangkom.planning.queries import active_plan
from bangkom.records import queries as records

TEAM_FIELDS = (
    "pk",
    "name",
    "front_title",
    "back_title",
    "nip",
    "position__title",
    "unit__name",
    "kind",
    "supervisor_id",
    "missing_since",
    "duty__jp",
    "duty__floor_jp",
    "duty__ceiling_jp",
    "gap_summary__ikk",
    "gap_summary__band",
    "gap_summary__short_count",
)


def with_duty(rows: Any) -> Any:
    """Rows of employees with this year's JP as ``duty``."""
    return rows.annotate(duty=FilteredRelation("yearly_jp", condition=Q(yearly_jp__year=records.this_year())))


def team_rows(user: Any) -> Any:
    """The people whom ``user`` leads or serves, herself left out, by name."""
    return with_duty(people.employees_for(user).exclude(pk=people_rules.employee_id_of(user) or 0))


def as_team_rows(found: Any) -> Any:
    """Named tuples of ``TEAM_FIELDS``."""
    return found.values_list(*TEAM_FIELDS, named=True)


def due_only(rows: Any) -> Any:
    """Those with a mandatory training that was not taken yet."""
    return rows.filter(pk__in=active_plan.open_mandates(records.this_year() - 1).values("employee_id"))


@dataclass(frozen=True)
class Learning:
    """What is planned for and required of one person of a list."""

    seats: list[active_plan.PersonSeat]
    mandates: list[active_plan.PersonMandate]


def learning_of(employee_ids: Iterable[int]) -> dict[int, Learning]:
    """Seats and open mandates of the people of one page of a list, in three queries."""
    ids = list(employee_ids)
    seats, mandates = active_plan.seats_of(ids), active_plan.mandates_of(ids)
    done = records.finished_programmes(ids, records.this_year() - 1) if mandates else set()
    return {
        pk: Learning(seats[pk], [one for one in mandates[pk] if (pk, one.programme_id) not in done])
        for pk in ids
    }


@dataclass(frozen=True)
class OfficeFigures:
    """The figures of one's office or offices together."""

    names: list[str]
    people: int
    duty: records.DutyOfOpd | None
    gaps: list[Any]
    due: int
    missing: int
    plan: active_plan.ActivePlan | None
    planned_people: int


def office_figures(user: Any) -> OfficeFigures:
    """Figures of the people whom ``user`` leads or serves, from what is counted already."""
    scopes = people_rules.scopes_of(user)
    office_ids = people_rules.office_ids(user)
    due = active_plan.open_mandates(records.this_year() - 1)
    plans = active_plan.active_plans()
    plan = plans[0] if plans else None
    rows = [row for row in (plan.figure("by_opd") or [] if plan else []) if row["opd"] in office_ids]
    return OfficeFigures(
        names=[opd.name for opd in scopes],
        people=people.people_in(scopes),
        duty=records.duty_of_opds(office_ids, records.this_year()) if office_ids else None,
        gaps=person_gaps.opd_summaries(office_ids),
        due=due.filter(people_rules.visible_employees(user, "employee__")).count(),
        missing=people.missing_count(user) if people_rules.hr_scopes_of(user) else 0,
        plan=plan,
        planned_people=int(sum(row["reached"] for row in rows)),
    )
