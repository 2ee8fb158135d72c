"""Put the columns together and let the engine check them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from bangkom.assessment.queries.plan_columns import plan_needs
from bangkom.catalogue.queries.plan_columns import PlanOffering, plan_offerings, plan_travel
from bangkom.engine.planner import Pins, Problem, ProblemError, Weights
from bangkom.people.queries.plan_columns import plan_units
from bangkom.planning.errors import NoProgrammes, ProblemRefused
from bangkom.planning.models import Mandate, Pin, Scenario
from bangkom.planning.services.problem.classes import job_classes
from bangkom.planning.services.problem.crowd import (
    PPPK_KINDS,
    Crowd,
    read_crowd,
    read_groups,
    read_limits,
)
from bangkom.planning.services.problem.keys import JP_UNIT, MONEY_UNIT, Keys
from bangkom.planning.services.problem.money import Sources, read_sources
from bangkom.planning.services.problem.offerings import (
    QUARTERS,
    Courses,
    number_courses,
    offering_columns,
    travel_table,
)
from bangkom.planning.services.rulebook import values_of
from bangkom.records.queries import plan_taken
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.queries import competency_kinds

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Built:
    """A scenario's problem, the pins that apply to it, the way back to the tables, and the rules used."""

    problem: Problem
    pins: Pins
    keys: Keys
    rules: dict[str, float]


def build_problem(scenario: Scenario) -> Built:
    """Read the tables of today into the planning problem of ``scenario``; nothing is written.

    Raises a ``DomainError`` that names what is missing or wrong.
    """
    rules, year = values_of(scenario), scenario.year.year
    offerings = plan_offerings()
    if not offerings:
        raise NoProgrammes
    mandates = dict(
        Mandate.objects.filter(year_id=scenario.year_id).values_list("employee_id", "programme_id")
    )
    crowd = read_crowd(year, rules, set(mandates))
    courses = number_courses(offerings, set(mandates.values()))
    classes = job_classes(crowd, offerings)
    units = _Units(crowd, rules)
    sources = read_sources(scenario, units.opd_keys)
    travel = travel_table(offerings, set(units.zone.tolist()), plan_travel(dt.date(year, 1, 1)), year)
    columns = offering_columns(offerings, courses, sources, classes.bits, travel.shape[1] - 1)
    people, limits = _people_columns(crowd, year, rules, offerings, courses, mandates)
    groups = read_groups(crowd, rules)
    needs, competencies = _need_columns(crowd, rules, units)
    held, taken = _history(crowd, courses, offerings, year, rules)
    columns |= people | needs | units.columns(sources)
    columns |= {
        "p_unit": units.of_person,
        "p_job": classes.of_person,
        "p_held": held,
        "p_grp": groups.member,
        "gain_k": _known(columns["gain_k"], competencies),
        "travel": -(-travel // MONEY_UNIT),
        "s_budget": sources.rupiah // MONEY_UNIT,
        "v_cap": np.empty((0, QUARTERS), "int32"),
        "g_agency": np.zeros(len(groups.size), "int32"),
        "g_size": groups.size,
        "g_theta": groups.theta,
        "a_size": np.array([len(crowd)]),
    }
    pins, notes = _pins(scenario, crowd, courses, offerings, taken)
    if classes.lost_pairs:
        text = _(
            "%(found)s kelompok hak peserta digabung menjadi 64; %(lost)s pasangan pegawai dan program hilang."
        )
        notes.append(text % {"found": classes.found, "lost": classes.lost_pairs})
    keys = Keys(
        employees=crowd.keys,
        opds=crowd.opds,
        programmes=np.array([o.pk for o in offerings]),
        courses=np.array(list(courses.number)),
        needs=competencies[columns["need_k"]] if len(competencies) else np.empty(0, "int64"),
        source_funds=sources.funds,
        source_opds=sources.opds,
        source_rupiah=sources.rupiah,
        person_rupiah=np.array([o.cost_person for o in offerings]),
        batch_rupiah=np.array([o.cost_batch for o in offerings]),
        travel_rupiah=travel,
        jp=columns["o_jp"],
        groups=groups.kind_and_key,
        jp_have=limits.jp_have,
        jp_floor=limits.jp_floor,
        taken=taken,
        notes=tuple(notes),
    )
    try:
        problem = Problem.from_arrays(columns, _weights(rules))
    except ProblemError as error:
        raise ProblemRefused(faults="; ".join(str(one) for one in error.findings[:5])) from error
    return Built(problem, pins, keys, rules)


def _weights(rules: dict[str, float]) -> Weights:
    return Weights(
        rate2=rules["rate2"],
        rho_jp=rules["rho_jp"] / JP_UNIT,
        m_mand=rules["m_mand"],
        eps_defer=rules["eps_defer"],
        eps_cost=rules["eps_cost"],
    )


class _Units:
    """Units of the planned people, with the most person-days that each may miss in a quarter."""

    def __init__(self, crowd: Crowd, rules: dict[str, float]) -> None:
        self.keys, self.of_person = np.unique(crowd.units, return_inverse=True)
        known = plan_units()
        facts = [known[key] for key in self.keys.tolist()]
        self.zone = np.array([zone for zone, _percent, _serves in facts])
        self.serves = np.array([serves for _zone, _percent, serves in facts])
        percent = np.array([percent for _zone, percent, _serves in facts], "float64")
        counter = 100 - rules["counter_present_percent"]
        percent = np.where(self.serves, np.minimum(percent, counter), percent)
        staff = np.array([crowd.staff[key] for key in self.keys.tolist()], "float64")
        days = rules["working_days_quarter"] * rules["class_days_share"] / 100
        self.cap = np.floor(staff * percent / 100 * days + 1e-9).astype("int64")
        # A unit belongs to the OPD of its people; the first one decides should a file have mixed them.
        first = np.unique(self.of_person, return_index=True)[1]
        self.opd_of = crowd.opds[first]
        self.opd_keys = sorted(set(self.opd_of.tolist()))

    def columns(self, sources: Sources) -> dict[str, Any]:
        return {
            "u_agency": np.zeros(len(self.keys), "int32"),
            "u_zone": self.zone,
            "u_source": np.array([sources.of_opd[opd] for opd in self.opd_of.tolist()]),
            "u_abs_cap": np.repeat(self.cap[:, None], QUARTERS, axis=1),
        }


def _people_columns(
    crowd: Crowd,
    year: int,
    rules: dict[str, float],
    offerings: list[PlanOffering],
    courses: Courses,
    mandates: dict[int, int],
) -> tuple[dict[str, Any], Any]:
    mandate = np.full(len(crowd), -1)
    own_days, own_jp = np.zeros(len(crowd), "int64"), np.zeros(len(crowd), "int64")
    by_key = {offering.pk: offering for offering in offerings}
    if mandates:
        table = np.array(sorted(mandates.items()), "int64")
        place, known = crowd.index_of(table[:, 0])
        for row, programme in zip(place[known].tolist(), table[known, 1].tolist(), strict=True):
            mandate[row] = courses.number[programme]
            offering = by_key.get(programme)
            if offering and (rules["mandate_outside_limits"] or crowd.only_mandate[row]):
                own_days[row], own_jp[row] = offering.days, int(offering.jp * JP_UNIT)
    limits = read_limits(crowd, year, rules, own_days, own_jp)
    return {
        "p_day_cap": limits.days,
        "p_jp_cap": limits.jp_cap,
        "p_jp_target": limits.jp_target,
        "p_max_items": limits.items,
        "p_mand": mandate,
        "p_female": np.array([sex == "f" for sex in crowd.sex]),
        "p_pppk": np.array([kind in PPPK_KINDS for kind in crowd.kind]),
    }, limits


def _need_columns(crowd: Crowd, rules: dict[str, float], units: _Units) -> tuple[dict[str, Any], Ints]:
    """Needs in order of person and competency, and the competencies' keys by index."""
    rows = list(plan_needs(rules["min_gap"]))
    table = np.array(rows, "float64").reshape(-1, 4)
    place, planned = crowd.index_of(table[:, 0].astype("int64"))
    planned &= ~crowd.only_mandate[place]
    person, table = place[planned], table[planned]
    competencies, index = np.unique(table[:, 1].astype("int64"), return_inverse=True)
    order = np.lexsort((index, person))
    person, index, table = person[order], index[order], table[order]
    kinds = competency_kinds(competencies.tolist())
    managerial = np.array([kinds[key] == CompetencyKind.MANAGERIAL for key in competencies.tolist()], bool)
    by_kind: dict[str, float] = {
        CompetencyKind.MANAGERIAL: rules["weight_managerial"],
        CompetencyKind.SOCIOCULTURAL: rules["weight_sociocultural"],
    }
    of_kind = np.array([by_kind.get(kinds[key], rules["weight_technical"]) for key in competencies.tolist()])
    weight = of_kind[index] if len(index) else np.empty(0)
    if len(index):
        weight = weight * np.where(
            managerial[index] & crowd.is_structural[person], rules["factor_structural"], 1
        )
        weight = weight * np.where(units.serves[units.of_person[person]], rules["factor_public"], 1)
    return {
        "need_ptr": np.searchsorted(person, np.arange(len(crowd) + 1)),
        "need_k": index,
        "need_w": weight.astype("float32"),
        "need_g1": table[:, 2].astype("float32"),
        "need_g2": table[:, 3].astype("float32"),
    }, competencies


def _known(gains: Ints, competencies: Ints) -> Ints:
    """Index of each raised competency; those that nobody lacks get numbers of their own after the others."""
    others = np.setdiff1d(gains, competencies)
    place = np.searchsorted(competencies, gains)
    place[place == len(competencies)] = 0
    lacking = len(competencies) > 0 and competencies[place] == gains
    return np.where(lacking, place, len(competencies) + np.searchsorted(others, gains)).astype("int64")


def _history(
    crowd: Crowd, courses: Courses, offerings: list[PlanOffering], year: int, rules: dict[str, float]
) -> tuple[NDArray[np.uint64], Ints]:
    """Prerequisites held, as bits, and rows (person, offering) that were taken too recently to repeat."""
    held = np.zeros(len(crowd), "uint64")
    table = np.array(list(plan_taken()), "int64").reshape(-1, 3)
    place, planned = crowd.index_of(table[:, 0])
    place, table = place[planned], table[planned]
    for programme, bit in courses.bit.items():
        held[place[table[:, 1] == programme]] |= np.uint64(1 << bit)
    offered = {offering.pk: number for number, offering in enumerate(offerings)}
    number = np.array([offered.get(pk, -1) for pk in table[:, 1].tolist()], "int64")
    recent = (number >= 0) & (table[:, 2] > year - 1 - rules["repeat_after_years"])
    rows = np.column_stack([place[recent], number[recent]])
    return held, rows[np.lexsort((rows[:, 1], rows[:, 0]))]


def _pins(
    scenario: Scenario, crowd: Crowd, courses: Courses, offerings: list[PlanOffering], taken: Ints
) -> tuple[Pins, list[str]]:
    """The planner's pins by index, taken programmes as pins out, and a note for each pin without effect."""
    inside: list[tuple[int, int, int]] = []
    outside: list[tuple[int, int, int]] = []
    offered = {offering.pk: number for number, offering in enumerate(offerings)}
    lapsed = 0
    rows = Pin.objects.filter(scenario=scenario).order_by("employee_id", "programme_id")
    for employee, programme, quarter, is_in in rows.values_list(
        "employee_id", "programme_id", "quarter", "is_in"
    ):
        place, known = crowd.index_of(np.array([employee]))
        if not known[0] or programme not in offered:
            lapsed += 1
            continue
        row = (int(place[0]), offered[programme], -1 if quarter is None else quarter - 1)
        (inside if is_in else outside).append(row)
    wished = {row[:2] for row in inside}
    outside += [(i, j, -1) for i, j in taken.tolist() if (i, j) not in wished]
    notes = []
    if lapsed:
        text = _("%(number)s penetapan tidak berlaku: pegawai atau programnya tidak lagi direncanakan.")
        notes.append(text % {"number": lapsed})
    empty = np.empty((0, 3), "int32")
    return Pins(np.array(inside) if inside else empty, np.array(outside) if outside else empty), notes
