"""Ceilings per day and per month of a learning form (Perlan 10/2018, annex)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class FormRule:
    """What a form allows to count: so many JP a day, so many units (of ``jp_per_unit``) a month."""

    jp_per_unit: Decimal | None = None
    max_jp_per_day: Decimal | None = None
    max_units_per_month: int | None = None


def countable_jp(
    claimed: Decimal,
    rule: FormRule,
    starts_on: dt.date,
    ends_on: dt.date,
    taken: Mapping[tuple[int, int], Decimal] | None = None,
) -> Decimal:
    """Return the JP that count of ``claimed`` for an activity between two days, both included.

    ``taken`` holds the JP of the same form that already count in a (year, month). Nothing is counted below
    zero; the result has one decimal, as the ledger keeps it.
    """
    allowed = claimed
    if rule.max_jp_per_day is not None:
        allowed = min(allowed, rule.max_jp_per_day * ((ends_on - starts_on).days + 1))
    if rule.max_units_per_month is not None and rule.jp_per_unit is not None:
        a_month = rule.jp_per_unit * rule.max_units_per_month
        used = taken or {}
        left = sum(
            (max(a_month - used.get(month, Decimal(0)), Decimal(0)) for month in _months(starts_on, ends_on)),
            Decimal(0),
        )
        allowed = min(allowed, left)
    return max(allowed, Decimal(0)).quantize(TENTH, ROUND_HALF_UP)


def _months(starts_on: dt.date, ends_on: dt.date) -> list[tuple[int, int]]:
    """Every (year, month) that the days touch."""
    first, last = starts_on.year * 12 + starts_on.month - 1, ends_on.year * 12 + ends_on.month - 1
    return [(index // 12, index % 12 + 1) for index in range(first, last + 1)]
