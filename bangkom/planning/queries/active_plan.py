"""The active plan of each year, as home pages and the leadership page show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bangkom.planning.enums import PostponeReason
from bangkom.planning.models import Mandate, PlanRun, PlanSeat, PlanYear, PostponedNeed
from bangkom.records import queries as records


@dataclass(frozen=True)
class ActivePlan:
    """The current plan of a year's active scenario with its figures (``services.compute.figures``)."""

    run_id: int
    year: int
    scenario_id: int
    scenario: str
    distance_percent: float | None
    figures: dict[str, Any] = field(repr=False)

    def figure(self, name: str) -> Any:
        """One figure; not by index, which a template would ask before the attributes."""
        return self.figures.get(name, 0)

    @property
    def left(self) -> int:
        return self.figure("ceiling") - self.figure("planned")

    @property
    def closed_share(self) -> float:
        return self.figure("closed") / self.figure("gap") if self.figure("gap") else 0.0

    @property
    def planned_share(self) -> float:
        return self.figure("planned") / self.figure("ceiling") if self.figure("ceiling") else 0.0


def active_plans() -> list[ActivePlan]:
    """One plan per year that has one, the newest year first."""
    found = PlanRun.objects.filter(is_current=True, scenario__is_active=True).order_by(
        "-scenario__year__year"
    )
    return [
        ActivePlan(*row)
        for row in found.values_list(
            "pk", "scenario__year__year", "scenario_id", "scenario__name", "distance_percent", "summary"
        )
    ]


def newest_year() -> int | None:
    return PlanYear.objects.order_by("-year").values_list("year", flat=True).first()


@dataclass(frozen=True)
class PersonSeat:
    """A seat that an active plan gives a person."""

    employee_id: int
    year: int
    quarter: int
    programme_id: int
    programme: str
    provider: str
    jp: Any
    days: int
    is_mandatory: bool
    closes: list[list[Any]]

    @property
    def is_over(self) -> bool:
        today = timezone.localdate()
        return (self.year, self.quarter) < (today.year, (today.month + 2) // 3)


_SEAT = (
    "employee_id",
    "run__scenario__year__year",
    "quarter",
    "programme_id",
    "programme__name",
    "programme__provider",
    "programme__jp",
    "programme__days",
    "is_mandatory",
    "closes",
)


def seats_of(employee_ids: list[int], *, from_year: int | None = None) -> dict[int, list[PersonSeat]]:
    """Seats of people in the active plans from a year on (this one), in the order of the quarters."""
    seats: dict[int, list[PersonSeat]] = defaultdict(list)
    found = PlanSeat.objects.filter(
        employee_id__in=employee_ids,
        run__is_current=True,
        run__scenario__is_active=True,
        run__scenario__year__year__gte=from_year or timezone.localdate().year,
    )
    for row in found.order_by("run__scenario__year__year", "quarter", "pk").values_list(*_SEAT):
        seats[row[0]].append(PersonSeat(*row))
    return seats


@dataclass(frozen=True)
class PersonMandate:
    """A training that a person must take in a year, and why."""

    employee_id: int
    year: int
    programme_id: int
    programme: str
    jp: Any
    reason: str

    @property
    def is_overdue(self) -> bool:
        return self.year < timezone.localdate().year


def mandates_of(employee_ids: list[int], *, from_year: int | None = None) -> dict[int, list[PersonMandate]]:
    """Mandatory trainings of people from a year on (the last one, so that what is overdue shows)."""
    mandates: dict[int, list[PersonMandate]] = defaultdict(list)
    found = Mandate.objects.filter(
        employee_id__in=employee_ids, year__year__gte=from_year or timezone.localdate().year - 1
    )
    rows = found.order_by("year__year", "pk").values_list(
        "employee_id", "year__year", "programme_id", "programme__name", "programme__jp", "reason"
    )
    for row in rows:
        mandates[row[0]].append(PersonMandate(*row))
    return mandates


@dataclass(frozen=True)
class PersonPostponed:
    """A need of a person that an active plan does not meet, and the rule that binds."""

    year: int
    competency_id: int
    competency: str
    gap: float
    reason: str
    programme: str | None

    @property
    def reason_text(self) -> str:
        return str(PostponeReason(self.reason).label)


def postponed_of(employee_id: int) -> list[PersonPostponed]:
    """What the newest active plan postpones of a person, the dearest loss first."""
    # The runs come first, as a list: the register of a run is then entered by its employee, not read through.
    runs = PlanRun.objects.filter(is_current=True, scenario__is_active=True).values("pk")
    found = PostponedNeed.objects.filter(employee_id=employee_id, run_id__in=runs)
    found = found.order_by("-run__scenario__year__year", "loss", "pk")
    rows = found.values_list(
        "run__scenario__year__year", "competency_id", "competency__name", "gap", "reason", "programme__name"
    )
    return [PersonPostponed(*row) for row in rows]


def open_mandates(from_year: int) -> QuerySet[Mandate]:
    """Mandatory trainings since a year that were not taken yet."""
    done = records.finished(OuterRef("employee_id"), OuterRef("programme_id"))
    return Mandate.objects.filter(~Exists(done), year__year__gte=from_year)
