"""What the annual plan needs to know of programmes, as plain values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from bangkom.catalogue.models import Programme, ProgrammeGain, TravelCost


@dataclass(frozen=True)
class PlanOffering:
    """A programme that is offered; see ``Programme`` for what the values mean."""

    pk: int
    name: str
    mode: str
    jp: Decimal
    days: int
    min_people: int
    max_people: int
    max_batches: int
    seats: int | None
    quarters: list[int]
    place: int
    cost_batch: int
    cost_person: int
    fund_batch: str
    fund_person: str
    only_mandatory: bool
    prerequisite_id: int | None
    levels: list[str]
    fields: list[str]
    kinds: list[str]
    gains: tuple[tuple[int, Decimal], ...]


COLUMNS = tuple(name for name in PlanOffering.__annotations__ if name != "gains")


def plan_offerings() -> list[PlanOffering]:
    """Every programme that is offered, in order of key, with what it raises."""
    gains: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    rows = ProgrammeGain.objects.filter(programme__is_open=True).order_by("programme_id", "competency_id")
    for programme, competency, gain in rows.values_list("programme_id", "competency_id", "gain"):
        gains[programme].append((competency, gain))
    found = Programme.objects.filter(is_open=True).order_by("pk").values_list(*COLUMNS)
    return [PlanOffering(*(*row, tuple(gains[row[0]]))) for row in found]


def plan_travel(day: dt.date) -> dict[tuple[int, int], int]:
    """(zone, place) → rupiah of one participant's travel, as in force on ``day``."""
    rows = TravelCost.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {(zone, place): amount for zone, place, amount in rows.values_list("zone", "place", "amount")}
