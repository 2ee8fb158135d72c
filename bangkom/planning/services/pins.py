"""Pins: a seat forced in or out by hand, with the reason. The next computation plans around them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bangkom.foundation import audit
from bangkom.planning.errors import PinWithoutReason
from bangkom.planning.models import Pin, Scenario

SHORTEST_REASON = 10


@transaction.atomic
def set_pin(
    *,
    scenario: Scenario,
    employee_id: int,
    programme_id: int,
    is_in: bool,
    reason: str,
    actor: Any,
    quarter: int | None = None,
) -> Pin:
    """Force a person in or out of a programme; an earlier pin of the same pair is replaced.

    ``quarter`` None means any quarter. Nothing changes in the plan until it is computed again.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise PinWithoutReason
    pin, made = Pin.objects.update_or_create(
        scenario=scenario,
        employee_id=employee_id,
        programme_id=programme_id,
        defaults={
            "quarter": quarter if is_in else None,
            "is_in": is_in,
            "reason": reason.strip(),
            "created_by": actor,
        },
    )
    after = {"employee": employee_id, "programme": programme_id, "quarter": pin.quarter, "in": is_in}
    audit.record(actor, "planning.pin.set", pin, after=after | {"new": made}, reason=reason.strip())
    return pin


@transaction.atomic
def remove_pin(*, pin: Pin, actor: Any) -> None:
    """Take a pin away: the next computation decides by itself again."""
    before = {
        "employee": pin.employee_id,
        "programme": pin.programme_id,
        "quarter": pin.quarter,
        "in": pin.is_in,
    }
    audit.record(actor, "planning.pin.removed", pin, before=before, reason=pin.reason)
    pin.delete()
