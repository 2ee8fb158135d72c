"""Seats, batches and postponed needs for lists, narrowed to what a person may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from bangkom.foundation.kept import kept
from bangkom.planning import rules
from bangkom.planning.models import PlanBatch, PlanRun, PlanSeat, PostponedNeed

PERSON = (
    "employee_id", "employee__name", "employee__front_title", "employee__back_title", "employee__nip",
    "opd__name", "opd__short_name",
)  # fmt: skip
# Read as tuples: a list of 100 rows builds no model instances.
SEAT_FIELDS = (
    "pk", *PERSON, "programme_id", "programme__name", "quarter", "cost", "is_mandatory", "is_pinned", "is_fragile", "rank", "jp",
    "closes", "fund__name",
)  # fmt: skip
POSTPONED_FIELDS = (
    "pk", *PERSON, "competency__name", "gap", "reason", "programme_id", "programme__name", "quarter", "loss", "cost",
)  # fmt: skip


def seat_rows(user: Any, run: PlanRun) -> QuerySet[PlanSeat]:
    """Seats of a plan that ``user`` may see, the most worth first; lists read them as ``SEAT_FIELDS``."""
    return PlanSeat.objects.filter(rules.visible_rows(user), run=run).order_by("rank")


def postponed_rows(user: Any, run: PlanRun) -> QuerySet[PostponedNeed]:
    """Postponed needs that ``user`` may see, those that lost by least first: they come in next."""
    return PostponedNeed.objects.filter(rules.visible_rows(user), run=run).order_by("loss", "pk")


@dataclass
class BatchLine:
    """A programme of a plan with its quarters: batches, seats and rupiah, each as a list of four."""

    pk: int
    name: str
    code: str
    mode: str
    jp: Any
    batches: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    seats: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    cost: int = 0

    @property
    def batch_count(self) -> int:
        return sum(self.batches)

    @property
    def seat_count(self) -> int:
        return sum(self.seats)

    @property
    def per_seat(self) -> int:
        return -(-self.cost // self.seat_count) if self.seat_count else 0


def batch_lines(run: PlanRun) -> list[BatchLine]:
    """Programmes of a plan, the dearest first."""
    rows = PlanBatch.objects.filter(run=run).values_list(
        "programme_id", "programme__name", "programme__code", "programme__mode", "programme__jp", "quarter",
        "batches", "seats", "cost_batches", "cost_people",
    )  # fmt: skip
    found: dict[int, BatchLine] = {}
    for pk, name, code, mode, jp, quarter, batches, seats, for_batches, for_people in rows:
        line = found.get(pk) or found.setdefault(pk, BatchLine(pk, name, code, mode, jp))
        line.batches[quarter - 1] += batches
        line.seats[quarter - 1] += seats
        line.cost += for_batches + for_people
    return sorted(found.values(), key=lambda line: (-line.cost, -line.seat_count, line.name))


def programme_choices(run: PlanRun | None) -> list[tuple[int, str]]:
    """Programmes that have a seat in the plan, by name; a run never changes, so they are kept for a minute."""
    if run is None:
        return []
    rows = PlanBatch.objects.filter(run=run).order_by("programme__name")
    names = rows.values_list("programme_id", "programme__name")
    return kept(f"plan-programmes-{run.pk}", lambda: list(dict(names).items()))


def programme_totals(run: PlanRun, programme_id: int) -> tuple[int, int, int]:
    """Batches, seats and rupiah of one programme in a plan."""
    rows = PlanBatch.objects.filter(run=run, programme_id=programme_id)
    columns = rows.values_list("batches", "seats", "cost_batches", "cost_people")
    found = list(columns)
    return sum(r[0] for r in found), sum(r[1] for r in found), sum(r[2] + r[3] for r in found)
