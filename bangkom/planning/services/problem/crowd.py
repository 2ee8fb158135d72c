"""People as columns: who is planned, her unit, her limits and what she has already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.people.enums import EmploymentKind, Sex
from bangkom.people.queries.plan_columns import plan_people
from bangkom.planning.errors import NoPeople
from bangkom.planning.services.problem.keys import JP_UNIT
from bangkom.records.queries import plan_duty, plan_jp

Ints = NDArray[np.int64]
PPPK_KINDS = (EmploymentKind.PPPK, EmploymentKind.PPPK_PART)


@dataclass(frozen=True)
class Crowd:
    """One row per planned person, in order of key; ``staff`` counts everybody in service per unit."""

    keys: Ints
    units: Ints
    opds: Ints
    kind: list[str]
    sex: list[str]
    level: list[str]
    field: list[str]
    is_structural: NDArray[np.bool_]
    only_mandate: NDArray[np.bool_]
    staff: dict[int, int]

    def __len__(self) -> int:
        return len(self.keys)

    def index_of(self, employees: NDArray[np.int64]) -> tuple[Ints, NDArray[np.bool_]]:
        """Position of each employee among the planned ones, and whether she is one of them."""
        place = np.searchsorted(self.keys, employees)
        place[place == len(self.keys)] = 0
        return place, self.keys[place] == employees


def read_crowd(year: int, rules: dict[str, float], mandated: set[int]) -> Crowd:
    """Everybody in service who counts and stays long enough; those with a mandate in any case."""
    first_day = dt.date(year, 1, 1)
    stays_until = _years_later(first_day, rules["years_to_serve"])
    rows: list[tuple[Any, ...]] = []
    staff: dict[int, int] = {}
    for row in plan_people():
        staff[row[1]] = staff.get(row[1], 0) + 1
        leaves = row[8] is not None and row[8] < stays_until
        if (row[9] and not leaves) or row[0] in mandated:
            rows.append((*row, leaves or not row[9]))
    if not rows:
        raise NoPeople
    key, unit, opd, kind, sex, level, post_kind, field, _retires, _counted, only = zip(*rows, strict=True)
    return Crowd(
        keys=np.array(key, "int64"),
        units=np.array(unit, "int64"),
        opds=np.array(opd, "int64"),
        kind=list(kind),
        sex=list(sex),
        level=[value or "" for value in level],
        field=[value or "" for value in field],
        is_structural=np.array([value == "structural" for value in post_kind]),
        only_mandate=np.array(only),
        staff=staff,
    )


def _years_later(day: dt.date, years: float) -> dt.date:
    return day + dt.timedelta(days=round(365.2425 * years))


@dataclass(frozen=True)
class Limits:
    """What a person may take, one value per planned person; JP in tenths."""

    days: Ints
    jp_cap: Ints
    jp_target: Ints
    items: Ints
    jp_have: Ints
    jp_floor: Ints


def read_limits(crowd: Crowd, year: int, rules: dict[str, float], own_days: Ints, own_jp: Ints) -> Limits:
    """``own_days``/``own_jp`` are what a person's mandated programme needs beyond her own limits."""
    duty = plan_duty(year)
    have = np.zeros(len(crowd), "int64")
    pairs = [(employee, int(jp * JP_UNIT)) for employee, jp in plan_jp(year)]
    if pairs:
        table = np.array(pairs, "int64")
        place, known = crowd.index_of(table[:, 0])
        have[place[known]] = table[known, 1]
    most = round(rules["max_jp_year"] * JP_UNIT)
    floors = {kind: (low or 0) * JP_UNIT for kind, (low, _high) in duty.items()}
    ceilings = {kind: high * JP_UNIT for kind, (_low, high) in duty.items() if high is not None}
    floor = np.array([floors.get(kind, 0) for kind in crowd.kind], "int64")
    ceiling = np.array([ceilings.get(kind, most) for kind in crowd.kind], "int64")
    idle = crowd.only_mandate
    return Limits(
        days=np.where(idle, 0, int(rules["max_days_away_year"])) + own_days,
        jp_cap=np.where(idle, 0, np.maximum(ceiling - have, 0)) + own_jp,
        jp_target=np.where(idle, 0, np.maximum(floor - have, 0)),
        items=np.where(idle, 1, int(rules["max_items_year"])),
        jp_have=have,
        jp_floor=np.where(idle, 0, floor),
    )


@dataclass(frozen=True)
class Groups:
    """Equity groups: members per person (-1 none) and, per group, kind, key, size, least share in per cent."""

    member: NDArray[np.int32]
    kind_and_key: Ints
    size: Ints
    theta: Ints


SEXES = (Sex.MALE, Sex.FEMALE)
KINDS = ("pns", "pppk")


def read_groups(crowd: Crowd, rules: dict[str, float]) -> Groups:
    """Groups by OPD, sex and employment that are large enough and have a least share."""
    is_pppk = np.array([kind in PPPK_KINDS for kind in crowd.kind])
    sex = np.array([SEXES.index(value) if value in SEXES else -1 for value in crowd.sex], "int64")
    kinds = (
        (0, crowd.opds, "equity_opd"),
        (1, sex, "equity_sex"),
        (2, is_pppk.astype("int64"), "equity_kind"),
    )
    members: list[Ints] = []
    rows: list[tuple[int, int, int, int]] = []
    for number, keys, rule in kinds:
        theta = int(rules[rule])
        found, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        wanted = (counts >= rules["equity_min_people"]) & (found >= 0) & (theta > 0)
        index = np.where(wanted, np.cumsum(wanted) - 1 + len(rows), -1)
        members.append(index[inverse])
        rows += [(number, key, size, theta) for key, size in zip(found[wanted], counts[wanted], strict=True)]
    table = np.array(rows, "int64").reshape(-1, 4)
    return Groups(np.column_stack(members).astype("int32"), table[:, :2], table[:, 2], table[:, 3])
