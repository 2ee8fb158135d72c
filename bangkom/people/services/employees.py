"""Single edits of an employee, and the account with which she signs in."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from bangkom.foundation import audit, events
from bangkom.people.errors import AccountExists, AccountNeedsNip, NoAccount, OwnSupervisor
from bangkom.people.events import EmployeesChanged
from bangkom.people.models import Employee, PositionRecord, RankRecord, User
from bangkom.people.models.employees import search_text_of

__all__ = ["change_employee", "create_account", "renew_password", "search_text_of"]

# Without letters and digits that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


@transaction.atomic
def change_employee(*, employee: Employee, values: dict[str, Any], actor: Any) -> Employee:
    """Correct an employee; a new post, unit or rank also becomes a row of her history.

    ``values`` holds field names of Employee. Audited by the names of the fields and, where they are not
    personal, their values. Publishes ``EmployeesChanged``.
    """
    if values.get("supervisor") is not None and values["supervisor"].pk == employee.pk:
        raise OwnSupervisor
    before = {name: getattr(employee, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return employee
    for name, value in changed.items():
        setattr(employee, name, value)
    if "unit" in changed:
        employee.opd = employee.unit.office or employee.unit
    employee.save()
    _keep_history(employee, changed)
    audit.record(
        actor,
        "people.employee.changed",
        employee,
        before={name: _named(before[name]) for name in changed},
        after={name: _named(value) for name, value in changed.items()},
    )
    events.publish(EmployeesChanged((employee.pk,)))
    return employee


def _named(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _keep_history(employee: Employee, changed: dict[str, Any]) -> None:
    if {"position", "unit", "position_since"} & changed.keys() and employee.position_id:
        since = employee.position_since or timezone.localdate()
        employee.position_history.filter(until__isnull=True).exclude(since=since).update(
            until=since - datetime.timedelta(days=1)
        )
        PositionRecord.objects.update_or_create(
            employee=employee,
            since=since,
            defaults={"position_id": employee.position_id, "unit_id": employee.unit_id, "until": None},
        )
    if {"rank", "rank_since"} & changed.keys() and employee.rank_id:
        RankRecord.objects.get_or_create(
            employee=employee, rank_id=employee.rank_id, since=employee.rank_since or timezone.localdate()
        )


@transaction.atomic
def create_account(*, employee: Employee, actor: Any) -> str:
    """Make the account of an employee and give back its first password, which is kept nowhere else.

    She signs in with her NIP and must choose a password of her own before anything else.
    """
    if employee.user_id:
        raise AccountExists(name=employee.name)
    if not employee.nip:
        raise AccountNeedsNip(name=employee.name)
    password = _first_password()
    user = User(
        username=employee.nip, email=employee.email, name=employee.full_name, must_change_password=True
    )
    user.set_password(password)
    user.save()
    # Two officers at once: the second finds the account made and makes none.
    if not Employee.objects.filter(pk=employee.pk, user__isnull=True).update(user=user):
        raise AccountExists(name=employee.name)
    employee.user = user
    audit.record(actor, "people.account.created", employee)
    return password


@transaction.atomic
def renew_password(*, employee: Employee, actor: Any) -> str:
    """Give an employee who forgot it a new first password; the old one stops working at once."""
    if employee.user is None:
        raise NoAccount(name=employee.name)
    password = _first_password()
    employee.user.set_password(password)
    employee.user.must_change_password = True
    employee.user.save(update_fields=["password", "must_change_password"])
    audit.record(actor, "people.account.password_renewed", employee)
    return password


def _first_password() -> str:
    """Four groups that can be read out over the telephone: ``kmtz-4837-hwre-9256`` (about 63 bits)."""
    groups = [LETTERS, DIGITS, LETTERS, DIGITS]
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)
