"""Giving and ending roles."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bangkom.foundation import audit, display
from bangkom.people.enums import RoleKind
from bangkom.people.errors import LastOperator, RoleAlreadyEnded, RoleAlreadyGiven, RoleIsWide, RoleNeedsOpd
from bangkom.people.models import Opd, Role, User

NEEDS_OPD = (RoleKind.HEAD, RoleKind.HR_OFFICER)
ALWAYS_WIDE = (RoleKind.OPERATOR, RoleKind.EMPLOYEE, RoleKind.PARTNER)


@transaction.atomic
def give_role(
    *,
    user: User,
    kind: RoleKind,
    opd: Opd | None,
    valid_from: datetime.date,
    valid_until: datetime.date | None,
    actor: Any,
    reason: str = "",
) -> Role:
    """Let ``user`` act as ``kind`` (in ``opd``, or everywhere) between two days, both included."""
    label = str(RoleKind(kind).label)
    if kind in NEEDS_OPD and opd is None:
        raise RoleNeedsOpd(role=label)
    if kind in ALWAYS_WIDE and opd is not None:
        raise RoleIsWide(role=label)
    overlapping = Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from), user=user, kind=kind, opd=opd
    )
    if valid_until:
        overlapping = overlapping.filter(valid_from__lte=valid_until)
    if overlapping.exists():
        raise RoleAlreadyGiven(name=user.name, role=label)
    role = Role.objects.create(user=user, kind=kind, opd=opd, valid_from=valid_from, valid_until=valid_until)
    audit.record(actor, "people.role.given", role, after=_facts(role), reason=reason)
    return role


@transaction.atomic
def end_role(*, role: Role, last_day: datetime.date, actor: Any, reason: str = "") -> None:
    """End a role after ``last_day``. A role that had not begun by then is withdrawn; the trail keeps it."""
    if role.valid_until and role.valid_until <= last_day:
        raise RoleAlreadyEnded(day=display.date(role.valid_until))
    if role.kind == RoleKind.OPERATOR and role.user_id == actor.pk and not _stays_operator(role):
        raise LastOperator
    before = _facts(role)
    if last_day < role.valid_from:
        audit.record(actor, "people.role.withdrawn", role, before=before, reason=reason)
        role.delete()
        return
    role.valid_until = last_day
    role.save(update_fields=["valid_until"])
    audit.record(actor, "people.role.ended", role, before=before, after=_facts(role), reason=reason)


def _stays_operator(role: Role) -> bool:
    """Whether the role's user has another operator role that goes on."""
    others = Role.objects.filter(user_id=role.user_id, kind=RoleKind.OPERATOR).exclude(pk=role.pk)
    return others.filter(valid_until__isnull=True, valid_from__lte=timezone.localdate()).exists()


def _facts(role: Role) -> dict[str, object]:
    return {
        "user": role.user_id,
        "kind": role.kind,
        "opd": role.opd_id,
        "valid_from": role.valid_from,
        "valid_until": role.valid_until,
    }
