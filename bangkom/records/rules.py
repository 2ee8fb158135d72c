"""Who may see and add learning records: whoever may see or keep the person's data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from bangkom.people import rules as people


def visible_records(user: Any) -> Q:
    """Filter of records, yearly sums and other rows that hang on an employee."""
    return people.visible_employees(user, "employee__")


def sees_duty(user: Any) -> bool:
    return people.sees_an_office(user)


def adds_records(user: Any) -> bool:
    return people.keeps_personnel(user)


def can_add_record(user: Any, employee: Any) -> bool:
    """The HR officer of the employee's OPD, or a planner; nobody for herself, unless that is her task."""
    return people.can_edit_employee(user, employee)
