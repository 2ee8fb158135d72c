"""Programmes as columns: hours, days, class sizes, costs, who pays, what is raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.catalogue.enums import MODE_NUMBER, Mode
from bangkom.catalogue.queries.plan_columns import PlanOffering
from bangkom.foundation import display
from bangkom.planning.errors import BatchCostWithoutClass, NoTravelCost, TooManyPrerequisites, UnknownFund
from bangkom.planning.services.problem.keys import JP_UNIT, MONEY_UNIT
from bangkom.planning.services.problem.money import Sources

QUARTERS = 4
AT_HOME = (Mode.ONLINE, Mode.WEBINAR, Mode.MENTORING)
"""Modes without travel, wherever the programme is held."""

Ints = NDArray[np.int64]


def up(rupiah: int) -> int:
    """Thousand rupiah, rounded up."""
    return -(-rupiah // MONEY_UNIT)


@dataclass(frozen=True)
class Courses:
    """Number of each programme as a course, and the bit of each that is a prerequisite."""

    number: dict[int, int]
    bit: dict[int, int]


def number_courses(offerings: list[PlanOffering], others: set[int]) -> Courses:
    """Offered programmes come first, in order; prerequisites and mandates that nobody offers follow."""
    number = {offering.pk: place for place, offering in enumerate(offerings)}
    needed = sorted({o.prerequisite_id for o in offerings if o.prerequisite_id is not None})
    if len(needed) > 64:
        raise TooManyPrerequisites(number=len(needed))
    for pk in sorted((others | set(needed)) - number.keys()):
        number[pk] = len(number)
    return Courses(number, {pk: place for place, pk in enumerate(needed)})


def offering_columns(
    offerings: list[PlanOffering],
    courses: Courses,
    sources: Sources,
    bits: NDArray[np.uint64],
    no_travel: int,
) -> dict[str, Any]:
    """The engine's columns of offerings. ``no_travel`` is the place that costs nothing to reach."""
    is_class = np.array([o.mode == Mode.CLASS for o in offerings])
    opens = np.array([[quarter in o.quarters for quarter in range(1, QUARTERS + 1)] for o in offerings])
    for o in offerings:
        if o.mode != Mode.CLASS and o.cost_batch:
            raise BatchCostWithoutClass(programme=o.name, cost=display.rupiah(o.cost_batch))
    seats = np.array([-1 if o.seats is None else o.seats for o in offerings], "int64")
    most = np.array([o.max_batches for o in offerings], "int64")
    fixed = np.array([up(o.cost_batch) for o in offerings], "int64")
    gains = [(number, competency, gain) for number, o in enumerate(offerings) for competency, gain in o.gains]
    counts = (
        np.bincount([row[0] for row in gains], minlength=len(offerings))
        if gains
        else np.zeros(len(offerings))
    )
    return {
        "o_course": np.array([courses.number[o.pk] for o in offerings]),
        "o_mode": np.array([MODE_NUMBER[Mode(o.mode)] for o in offerings]),
        "o_agency": np.full(len(offerings), -1),
        "o_jp": np.array([int(o.jp * JP_UNIT) for o in offerings]),
        "o_days": np.array([o.days for o in offerings]),
        "o_loc": np.array([no_travel if o.mode in AT_HOME else o.place for o in offerings]),
        "o_elig": bits,
        "o_prereq": np.array([_course(courses.number, o.prerequisite_id) for o in offerings]),
        "o_prereq_bit": np.array([_course(courses.bit, o.prerequisite_id) for o in offerings]),
        "o_min": np.where(is_class, [o.min_people for o in offerings], 0),
        "o_max": np.where(is_class, [o.max_people for o in offerings], 0),
        "o_nmax": np.where(opens & is_class[:, None], most[:, None], 0),
        "o_cap": np.where(is_class[:, None], 0, np.where(opens, seats[:, None], 0)),
        "o_fixed": np.repeat(fixed[:, None], QUARTERS, axis=1),
        "o_var": np.array([up(o.cost_person) for o in offerings], "int64"),
        "o_fund_fixed": np.array([_payer_of_batch(o, sources) for o in offerings]),
        "o_fund_var": np.array([_payer_of_person(o, sources) for o in offerings]),
        "o_partner": np.full(len(offerings), -1),
        "o_mand_only": np.array([o.only_mandatory for o in offerings]),
        "gain_ptr": np.concatenate([[0], np.cumsum(counts)]).astype("int64"),
        "gain_k": np.array([row[1] for row in gains], "int64"),
        "gain_a": np.array([float(row[2]) for row in gains], "float32"),
    }


def _course(numbers: dict[int, int], programme: int | None) -> int:
    return -1 if programme is None else numbers[programme]


def _payer_of_batch(offering: PlanOffering, sources: Sources) -> int:
    """Index of the source that pays a batch: the named fund of the agency, or its first one."""
    if offering.mode != Mode.CLASS:
        return -1
    if not offering.fund_batch:
        if sources.main < 0 and offering.cost_batch:
            raise UnknownFund(programme=offering.name, code="")
        return sources.main
    found = sources.of_agency.get(offering.fund_batch)
    if found is None:
        raise UnknownFund(programme=offering.name, code=offering.fund_batch)
    return found


def _payer_of_person(offering: PlanOffering, sources: Sources) -> int:
    """Index of the source that pays participants; -1 is the OPD of the participant."""
    if not offering.fund_person or offering.fund_person in sources.own_codes:
        return -1
    found = sources.of_agency.get(offering.fund_person)
    if found is None:
        raise UnknownFund(programme=offering.name, code=offering.fund_person)
    return found


def travel_table(
    offerings: list[PlanOffering], zones: set[int], known: dict[tuple[int, int], int], year: int
) -> Ints:
    """Rupiah by zone and place; the last column is the place without travel.

    Without any travel cost on record all travel is free; with some, one that is missing is refused.
    """
    places = {o.place: o for o in offerings if o.mode not in AT_HOME}
    table = np.zeros((max(zones, default=0) + 1, max(places, default=0) + 2), "int64")
    for place, offering in places.items():
        for zone in zones:
            if known and (zone, place) not in known:
                raise NoTravelCost(zone=zone, place=place, programme=offering.name, year=year)
            table[zone, place] = known.get((zone, place), 0)
    return table
