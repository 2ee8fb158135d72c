"""Who may see and change plans: each rule as a predicate and as the same rule's filter."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from bangkom.people import rules as people

sees_the_desk = people.sees_plans
"""The planner's table: planners change it; organisers, leadership and auditors of the government read it."""


def can_plan(user: Any) -> bool:
    """Planners of the whole government change ceilings, rules, scenarios and pins, and compute plans."""
    return people.is_planner(user) and people.sees_everybody(user)


def sees_plan_rows(user: Any) -> bool:
    """Lists of seats and postponed needs: readers of the whole plan, and heads and HR officers for their OPD."""
    return people.sees_an_office(user)


def sees_only_rows(user: Any) -> bool:
    """Heads and HR officers, who have no desk: their lists stand in the menu by themselves."""
    return sees_plan_rows(user) and not sees_the_desk(user)


def can_see_row(user: Any, row: Any) -> bool:
    """``row`` is a seat or a postponed need."""
    return people.can_see_employee(user, row.employee)


def visible_rows(user: Any) -> Q:
    """Filter of ``can_see_row``, for seats and postponed needs."""
    if people.sees_everybody(user):
        return Q()
    offices = people.office_ids(user)
    seen = Q(opd_id__in=offices) if offices else Q(employee__user_id=user.pk)
    own = Q(employee__user_id=user.pk)
    for opd in people.scopes_of(user):
        if opd.pk not in offices:
            seen |= Q(employee__unit__path__startswith=opd.path)
    return seen | own
