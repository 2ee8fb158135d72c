"""Who may see levels and gaps, and who may record which results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from bangkom.people import rules as people
from bangkom.people.enums import RoleKind

SELF, SUPERVISOR = "self", "supervisor"


def sees_gaps(user: Any) -> bool:
    """Lists and heat maps: heads and HR officers for their office, planners and auditors for all."""
    return people.sees_an_office(user)


def sees_city(user: Any) -> bool:
    return people.sees_everybody(user)


def visible_people(user: Any, prefix: str = "employee__") -> Q:
    """Filter of ``people.rules.can_see_employee`` for rows that hang on an employee."""
    return people.visible_employees(user, prefix)


def visible_offices(user: Any) -> list[int] | None:
    """Keys of the offices whose cells ``user`` may see; None for all."""
    return None if people.sees_everybody(user) else people.office_ids(user)


def can_see_office(user: Any, opd_id: int) -> bool:
    offices = visible_offices(user)
    return offices is None or opd_id in offices


def may_import_results(user: Any) -> bool:
    """Planners of BKPSDM and HR officers (for the people of their office)."""
    return people.keeps_personnel(user)


def may_recompute(user: Any) -> bool:
    return any(role.kind == RoleKind.PLANNER and role.opd_id is None for role in people.roles_of(user))


def allowed_methods(user: Any, employee: Any) -> set[str] | None:
    """Codes of the methods by which ``user`` may record a result of ``employee``; None for every method.

    A head rates the people of the office but not herself, everybody rates herself, BKPSDM and the HR officer
    record what assessors found.
    """
    if people.can_edit_employee(user, employee):
        return None
    allowed = set()
    is_self = employee.user_id is not None and employee.user_id == user.pk
    if is_self:
        allowed.add(SELF)
    elif people.is_head(user) and people.can_see_employee(user, employee) and not people.sees_everybody(user):
        allowed.add(SUPERVISOR)
    return allowed


def can_assess(user: Any, employee: Any) -> bool:
    allowed = allowed_methods(user, employee)
    return allowed is None or bool(allowed)


def changes_of(user: Any, employee: Any) -> Callable[[Any], bool]:
    """Whether ``user`` may correct a result of ``employee``, asked once for many results of hers.

    Who recorded a result may correct it, and so may BKPSDM and the HR officer of the person's office.
    """
    if people.can_edit_employee(user, employee):
        return lambda evidence: True
    if not can_assess(user, employee):
        return lambda evidence: False
    return lambda evidence: evidence.entered_by_id == user.pk


def can_change_evidence(user: Any, evidence: Any) -> bool:
    """``changes_of`` for one result."""
    return changes_of(user, evidence.employee)(evidence)
