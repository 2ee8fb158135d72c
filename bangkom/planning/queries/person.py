"""The plan of one person: why she is in, why she waits, and what would bring her in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bangkom.catalogue.queries import programme_rows
from bangkom.people.queries.plan_columns import people_named
from bangkom.planning.enums import REMEDIES, PostponeReason
from bangkom.planning.models import PlanRun, PlanSeat, PostponedNeed
from bangkom.planning.queries.plans import active_run
from bangkom.standards.queries import assessed_competencies

if TYPE_CHECKING:
    from bangkom.people.models import Employee


@dataclass(frozen=True)
class Closed:
    """A gap that a seat closes, in levels."""

    competency: str
    before: float
    closed: float


@dataclass(frozen=True)
class PlannedSeat:
    """A seat with its reasons. ``rank`` is its place by worth among all seats of the plan."""

    programme_id: int
    programme: str
    mode: str
    quarter: int
    jp: Any
    days: int
    cost: int
    fund: str
    closes: list[Closed]
    rank: int
    is_mandatory: bool
    is_pinned: bool


@dataclass(frozen=True)
class Waiting:
    """A need that waits: the rule that binds and what would bring it in."""

    competency: str
    gap: float
    reason: str
    reason_text: str
    remedy: str
    programme_id: int | None
    programme: str
    quarter: int | None
    cost: int | None


@dataclass(frozen=True)
class PersonPlan:
    """What the active plan says of a person. ``run`` is None when there is no plan yet.

    ``seat_count`` is the number of all seats of the plan, to read a seat's rank against.
    """

    run: PlanRun | None
    year: int | None
    seats: list[PlannedSeat]
    waiting: list[Waiting]
    seat_count: int = 0

    @property
    def jp(self) -> Any:
        return sum(seat.jp for seat in self.seats)

    @property
    def cost(self) -> int:
        return sum(seat.cost for seat in self.seats)


def plan_for_employee(employee: Employee, run: PlanRun | None = None) -> PersonPlan:
    """Why in and why not, from the active plan (or ``run``). Four queries; the caller checks who may see her."""
    run = run or active_run(with_figures=True)
    if run is None:
        return PersonPlan(None, None, [], [])
    seats = list(
        PlanSeat.objects.filter(run=run, employee=employee)
        .select_related("programme", "fund")
        .order_by("quarter", "rank")
    )
    needs = list(
        PostponedNeed.objects.filter(run=run, employee=employee)
        .select_related("programme", "competency")
        .defer("competency__case", "competency__definition")
        .order_by("loss", "pk")
    )
    names = competency_names(seats)
    return PersonPlan(
        run,
        run.scenario.year.year,
        [_planned(seat, names) for seat in seats],
        [_waiting(need) for need in needs],
        run.summary.get("seats", 0),
    )


def competency_names(seats: list[PlanSeat]) -> dict[int, str]:
    """Names of everything that these seats close."""
    wanted = {int(competency) for seat in seats for competency, _had, _did in seat.closes}
    if not wanted:
        return {}
    return dict(assessed_competencies().filter(pk__in=wanted).values_list("pk", "name"))


def _planned(seat: PlanSeat, names: dict[int, str]) -> PlannedSeat:
    programme = seat.programme
    return PlannedSeat(
        programme.pk,
        programme.name,
        programme.get_mode_display(),
        seat.quarter,
        seat.jp,
        programme.days,
        seat.cost,
        seat.fund.name if seat.fund else "",
        [Closed(names.get(int(pk), ""), had, did) for pk, had, did in seat.closes],
        seat.rank,
        seat.is_mandatory,
        seat.is_pinned,
    )


def _waiting(need: PostponedNeed) -> Waiting:
    return Waiting(
        need.competency.name,
        need.gap,
        need.reason,
        str(need.get_reason_display()),
        str(REMEDIES[PostponeReason(need.reason)]),
        need.programme_id,
        need.programme.name if need.programme else "",
        need.quarter,
        need.cost,
    )


@dataclass(frozen=True)
class Unmet:
    """A mandate or pin that a plan cannot keep."""

    employee: Employee
    programme_id: int
    programme: str
    text: str


def unmet_lines(run: PlanRun) -> list[Unmet]:
    """Mandates and pins that the plan cannot keep, with names. Two queries."""
    rows = run.summary.get("unmet", [])
    if not rows:
        return []
    people = people_named({person for _code, person, _programme in rows})
    programmes = dict(programme_rows().filter(pk__in={row[2] for row in rows}).values_list("pk", "name"))
    mandate = _("pelatihan wajib tidak dapat direncanakan")
    pin = _("penetapan tidak dapat dipenuhi bersama yang lain")
    return [
        Unmet(
            people[person],
            programme,
            programmes.get(programme, ""),
            mandate if code == "mandatory_not_held" else pin,
        )
        for code, person, programme in rows
        if person in people
    ]
