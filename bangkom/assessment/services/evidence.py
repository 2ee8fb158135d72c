"""Results in: recorded, corrected, withdrawn. The level of the person follows at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from bangkom.assessment.errors import EvidenceRepeated, EvidenceReplaced
from bangkom.assessment.models import Evidence, Method
from bangkom.assessment.services.levels import recompute_levels
from bangkom.foundation import audit


@transaction.atomic
def record_evidence(
    *,
    employee: Any,
    competency: Any,
    method: Method,
    level: Decimal,
    assessed_on: dt.date,
    valid_until: dt.date | None = None,
    assessor: Any = None,
    assessor_name: str = "",
    note: str = "",
    actor: Any,
) -> Evidence:
    """Store one result and compute the person's levels anew. Raises ``EvidenceRepeated``.

    ``assessor_name`` is filled from ``assessor``: it tells two assessors of the same day apart.
    """
    evidence = _store(
        employee_id=employee.pk,
        competency_id=competency.pk,
        method=method,
        level=level,
        assessed_on=assessed_on,
        valid_until=valid_until,
        assessor=assessor,
        assessor_name=_assessor_name(assessor, assessor_name),
        note=note,
        entered_by=actor,
    )
    # The level itself is not written to the trail: scores stay where their rules protect them.
    audit.record(
        actor, "assessment.evidence.recorded", evidence, after={"method": method.code, "on": assessed_on}
    )
    recompute_levels([employee.pk])
    return evidence


def _assessor_name(assessor: Any, name: str) -> str:
    return (name or (assessor.name if assessor is not None else ""))[:150]


def _store(**values: Any) -> Evidence:
    try:
        with transaction.atomic():
            return Evidence.objects.create(**values)
    except IntegrityError:
        raise EvidenceRepeated from None


@transaction.atomic
def correct_evidence(*, evidence: Evidence, reason: str, actor: Any, **values: Any) -> Evidence:
    """Put a new row in the place of a result; the old one stays, points at it and no longer counts.

    Raises ``EvidenceReplaced`` when it was replaced before (two clicks), ``EvidenceRepeated``.
    """
    _take_out(evidence)
    kept = {
        name: getattr(evidence, name)
        for name in ("employee_id", "competency_id", "method", "level", "assessed_on", "valid_until", "assessor",
                     "assessor_name", "note")
    }  # fmt: skip
    new = _store(**{**kept, **values, "entered_by": actor})
    Evidence.objects.filter(pk=evidence.pk).update(replaced_by=new)
    audit.record(actor, "assessment.evidence.corrected", new, before={"row": evidence.pk}, reason=reason)
    recompute_levels([evidence.employee_id])
    return new


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, actor: Any) -> None:
    """Let a result no longer count without another in its place. Raises ``EvidenceReplaced``."""
    _take_out(evidence)
    audit.record(actor, "assessment.evidence.withdrawn", evidence, reason=reason)
    recompute_levels([evidence.employee_id])


def _take_out(evidence: Evidence) -> None:
    """A row that points at itself counts no longer and leaves its place to another."""
    if not Evidence.objects.filter(pk=evidence.pk, replaced_by=None).update(replaced_by=F("pk")):
        raise EvidenceReplaced
