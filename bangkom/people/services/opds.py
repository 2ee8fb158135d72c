"""Renaming and moving nodes of the OPD tree, with their history."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Substr

from bangkom.foundation import audit, display, events
from bangkom.people.enums import OpdKind
from bangkom.people.errors import OpdChangeTooEarly, OpdInsideItself, OpdNeedsParent, OpdUnchanged
from bangkom.people.events import EmployeesChanged
from bangkom.people.models import Employee, Opd, OpdName


@transaction.atomic
def change_opd(
    *,
    opd: Opd,
    name: str,
    parent: Opd | None,
    on: datetime.date,
    legal_basis: str,
    actor: Any,
    short_name: str | None = None,
) -> Opd:
    """Rename a node or put it under another parent from a day on; the old name and place become history.

    A move takes everything below along: paths, the OPD that units belong to, and that of their people.
    Publishes ``EmployeesChanged`` for people whose OPD changed.
    """
    moved = (parent.pk if parent else None) != opd.parent_id
    if name == opd.name and not moved and short_name in (None, opd.short_name):
        raise OpdUnchanged
    if parent is None and opd.kind != OpdKind.GOVERNMENT:
        raise OpdNeedsParent
    if parent is not None and parent.path.startswith(opd.path):
        raise OpdInsideItself(name=opd.name)
    before = {"name": opd.name, "short_name": opd.short_name, "parent": opd.parent_id}
    _keep_history(opd, name, parent, on, legal_basis)
    old_path = opd.path
    opd.name, opd.parent = name, parent
    if short_name is not None:
        opd.short_name = short_name
    opd.path = f"{parent.path if parent else ''}{opd.pk}."
    opd.save()
    if moved:
        _move_below(opd, old_path)
    after = {"name": opd.name, "short_name": opd.short_name, "parent": opd.parent_id, "on": on}
    audit.record(actor, "people.opd.changed", opd, before=before, after=after, reason=legal_basis)
    return opd


def _keep_history(opd: Opd, name: str, parent: Opd | None, on: datetime.date, legal_basis: str) -> None:
    current = (
        opd.names.filter(valid_until__isnull=True)
        .order_by(F("valid_from").desc(nulls_last=True), "-pk")
        .first()
    )
    if current is None:
        current = OpdName(opd=opd, name=opd.name, parent_id=opd.parent_id, valid_from=opd.valid_from)
    if current.valid_from and current.valid_from >= on:
        raise OpdChangeTooEarly(day=display.date(current.valid_from))
    current.valid_until = on - datetime.timedelta(days=1)
    current.save()
    OpdName.objects.create(opd=opd, name=name, parent=parent, valid_from=on, legal_basis=legal_basis)


def _move_below(opd: Opd, old_path: str) -> None:
    """Give the moved node's subtree its new paths and offices, and its people their OPD."""
    below = Opd.objects.filter(path__startswith=old_path).exclude(pk=opd.pk)
    below.update(path=Concat(Value(opd.path), Substr("path", len(old_path) + 1)))
    if opd.office_id != opd.pk:
        # A unit belongs to the OPD of its new parent (to itself right under the government), and so does
        # whatever of its OPD lay below it.
        new_office = (opd.parent.office_id if opd.parent else None) or opd.pk
        Opd.objects.filter(path__startswith=opd.path, office_id=opd.office_id).update(office_id=new_office)
        opd.office_id = new_office
    people = Employee.objects.filter(unit__path__startswith=opd.path)
    office = Opd.objects.filter(pk=OuterRef("unit_id")).values(office_or_self=Coalesce("office_id", "pk"))
    wrong = people.annotate(right=Subquery(office)).exclude(opd_id=F("right"))
    ids = tuple(wrong.values_list("pk", flat=True))
    people.filter(pk__in=ids).update(opd_id=Subquery(office))
    if ids:
        events.publish(EmployeesChanged(ids))
