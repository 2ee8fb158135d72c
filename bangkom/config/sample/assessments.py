"""Evidence of what people can do: drawn from a true level that nobody sees, by methods that err.

A person's true levels hang together (her ability, her office, her kind of work), every assessor has his own
mildness, results have different ages, and about one pair in eight has no evidence at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.apps import apps
from numpy.typing import NDArray

from bangkom.config.sample.load import Table, months_before
from bangkom.config.sample.people import Roll
from bangkom.config.sample.posts import Posts
from bangkom.config.sample.standards import Demands

CHUNK = 4000
GROUPS = ("JPT-P", "ADM", "PWS", "expert", "skill", "PLK")
# Where the true level lies on average, as a part of the demanded one: (managerial, sociocultural, technical).
# Leaders: near the study of 227 top leaders of 2020 (36 % less, 53 % fairly, 13 % optimal); see domain notes.
MEAN = {
    "JPT-P": (0.80, 0.86, 0.92), "ADM": (0.765, 0.82, 0.88), "PWS": (0.75, 0.82, 0.85), "expert": (0.80, 0.84, 0.84),
    "skill": (0.81, 0.86, 0.85), "PLK": (0.84, 0.88, 0.80),
}  # fmt: skip
# Part of a level's spread: own ability, own strength in a kind, office, the single competency.
SPREAD = (0.70, 0.35, 0.28, 0.50)
# How likely somebody of a group has a result of a method: (managerial and sociocultural, technical).
CHANCE = {
    "ac": ((0.95, 0.7, 0.4, 0.03, 0.0, 0.0), (0, 0, 0, 0, 0, 0)),
    "supervisor": ((0.6, 0.75, 0.85, 0.84, 0.86, 0.84), (0.6, 0.75, 0.85, 0.84, 0.86, 0.84)),
    "self": ((0.6, 0.6, 0.55, 0.5, 0.4, 0.3), (0.5, 0.5, 0.5, 0.5, 0.4, 0.35)),
    "peer": ((0.3, 0.2, 0.1, 0.05, 0.05, 0.03), (0, 0, 0, 0.03, 0.03, 0)),
    "test": ((0, 0, 0, 0, 0, 0), (0.1, 0.1, 0.15, 0.28, 0.28, 0.15)),
    "certificate": ((0, 0, 0, 0, 0, 0), (0.05, 0.05, 0.05, 0.12, 0.12, 0.03)),
    "training": ((0.1, 0.1, 0.08, 0.04, 0.03, 0.03), (0.1, 0.1, 0.1, 0.12, 0.1, 0.08)),
}
# A result by one of these covers all of a person's competencies of a kind on one day; the others one at a time.
WHOLE = ("ac", "supervisor", "self", "peer")
STEP = {
    "ac": 0.5,
    "supervisor": 0.5,
    "self": 1.0,
    "peer": 1.0,
    "test": 0.25,
    "certificate": 1.0,
    "training": 0.5,
}
OLDEST = {"ac": 46, "supervisor": 22, "self": 14, "peer": 20, "test": 40, "certificate": 70, "training": 30}
BOARDS = tuple(f"Tim asesor {letter}, penilaian kompetensi kota contoh" for letter in "ABCDEF")
WEAK_OFFICES = 6
NOTES = {
    "ac": "Laporan assessment center", "test": "Hasil tes kompetensi teknis", "certificate": "Sertifikat kompetensi",
    "training": "Nilai akhir pelatihan",
}  # fmt: skip


@dataclass
class People:
    """A stretch of the roll as arrays, with what is drawn once per person."""

    key: NDArray[np.int64]
    post: NDArray[np.int32]
    office: NDArray[np.int64]
    supervisor: NDArray[np.int64]
    group: NDArray[np.int8]
    ability: NDArray[np.float64]
    strength: NDArray[np.float64]


class Assessments:
    def __init__(self, seed: int, today: datetime.date, roll: Roll, posts: Posts, demands: Demands) -> None:
        self._rng = np.random.default_rng([seed, 3])
        self._today, self._roll, self._demands = today, roll, demands
        self._group = np.array([_group(post.level) for post in posts.all], np.int8)
        offices = np.unique(np.frombuffer(roll.office, np.int32))
        self._office_mean = dict(
            zip(offices.tolist(), self._rng.normal(0, 1, len(offices)).tolist(), strict=True)
        )
        weak = set(self._rng.permutation(offices)[:WEAK_OFFICES].tolist())
        self._cover = {office: 0.66 if office in weak else 0.97 for office in offices.tolist()}
        self._hard = self._rng.normal(0, 0.18, len(demands.competencies))
        self._mild = self._rng.normal(0, 0.4, len(roll) + 1)
        self._boards = self._rng.normal(0, 0.12, len(BOARDS))
        self._methods = _methods(today)
        first = months_before(today, max(OLDEST.values()) + 4)
        self._first = first.toordinal()
        days = range(self._first, today.toordinal() + 366 * 6)
        self._days = [datetime.date.fromordinal(day).isoformat() for day in days]

    def write(self) -> int:
        """Write the evidence of everybody, a few thousand people at a time."""
        fields = (
            "employee",
            "competency",
            "method",
            "level",
            "assessed_on",
            "valid_until",
            "assessor",
            "assessor_name",
            "note",
        )
        table = Table("assessment.Evidence", fields, entered_by=None, replaced_by=None)
        for start in range(0, len(self._roll), CHUNK):
            for rows in self._chunk(start, min(start + CHUNK, len(self._roll))):
                table.extend(rows)
        return table.close()

    def _chunk(self, start: int, stop: int) -> Iterator[Any]:
        roll, rng = self._roll, self._rng
        post = np.array(roll.post[start:stop], np.int32)
        people = People(
            key=np.arange(start, stop) + roll.first_id,
            post=post,
            office=np.array(roll.office[start:stop], np.int64),
            supervisor=np.array(roll.supervisor[start:stop], np.int64),
            group=self._group[post],
            ability=rng.normal(0, 1, stop - start),
            strength=rng.normal(0, 1, (stop - start, 4)),
        )
        person, competency, required = self._demands.pairs(post)
        kind = self._demands.kind[competency]
        true = self._true(people, person, competency, kind, required)
        cover = np.array([self._cover[office] for office in people.office.tolist()])
        seen = rng.random(len(person)) < cover[person]
        for code in CHANCE:
            rows = self._results(code, people, person, competency, kind, true, seen)
            if rows is not None:
                yield rows

    def _true(
        self, people: People, person: Any, competency: Any, kind: Any, required: Any
    ) -> NDArray[np.float64]:
        """The level that a person really has, correlated within the person, her kind of work and her office."""
        share = np.array([MEAN[group] for group in GROUPS])[people.group[person], np.minimum(kind, 2)]
        office = np.array([self._office_mean[office] for office in people.office.tolist()])
        own, strong, at_office, single = SPREAD
        lean = (
            own * people.ability[person] + strong * people.strength[person, kind] + at_office * office[person]
            + single * self._rng.normal(0, 1, len(person))
        )  # fmt: skip
        spread = 0.32 + 0.17 * required
        return np.clip(required * share + self._hard[competency] + spread * lean, 0.1, 5.0)

    def _results(
        self, code: str, people: People, person: Any, competency: Any, kind: Any, true: Any, seen: Any
    ) -> Iterator[tuple[Any, ...]] | None:
        """Rows of one method: who has them, on which day, by whom, and what he saw."""
        method = self._methods.get(code)
        if method is None:
            return None
        rng, soft = self._rng, np.minimum(kind, 2) < 2
        chance = np.array(CHANCE[code])
        wanted = np.where(soft, chance[0][people.group[person]], chance[1][people.group[person]])
        if code in WHOLE:
            lot = rng.random((len(people.key), 2))[person, np.where(soft, 0, 1)]
            chosen = (lot < wanted) & (rng.random(len(person)) < 0.97)
        else:
            chosen = rng.random(len(person)) < wanted
        chosen &= seen
        at = np.nonzero(chosen)[0]
        person, competency, true = person[at], competency[at], true[at]
        whole = rng.integers(20, OLDEST[code] * 30, len(people.key))
        age = whole[person] if code in WHOLE else rng.integers(20, OLDEST[code] * 30, len(at))
        assessor, name, lean = self._assessors(code, people, person)
        seen_level = true + method.bias + lean + rng.normal(0, method.sd, len(at))
        step = STEP[code]
        level = np.clip(np.round(seen_level / step) * step, 0, 5)
        day = self._today.toordinal() - age - self._first
        valid = day + method.valid_days
        keys = np.array([key for key, _code, _kind in self._demands.competencies])
        days = self._days
        until = [days[value] if method.valid_days else None for value in valid.tolist()]
        note = NOTES.get(code, "")
        return zip(
            people.key[person].tolist(), keys[competency].tolist(), [method.key] * len(at), level.tolist(),
            [days[value] for value in day.tolist()], until, assessor, name, [note] * len(at), strict=True,
        )  # fmt: skip

    def _assessors(self, code: str, people: People, person: Any) -> tuple[list[Any], list[str], Any]:
        """Assessor's key, his name when he is not of the city, and how mild he is."""
        nobody: list[Any] = [None] * len(person)
        if code == "ac":
            board = self._rng.integers(0, len(BOARDS), len(people.key))[person]
            return nobody, [BOARDS[one] for one in board.tolist()], self._boards[board]
        first = self._roll.first_id
        if code == "supervisor":
            above = people.supervisor[person]
            mild = self._mild[np.where(above > 0, above - first, len(self._roll))]
            return [one or None for one in above.tolist()], [""] * len(person), mild
        if code == "self":
            own = people.key[person]
            return own.tolist(), [""] * len(person), 0.7 * self._mild[own - first] + 0.1
        if code == "peer":
            shift = self._rng.integers(1, 6, len(people.key))
            other = np.minimum(people.key + shift, first + len(self._roll) - 1)[person]
            other = np.where(other == people.key[person], first, other)
            return other.tolist(), [""] * len(person), self._mild[other - first]
        return nobody, [""] * len(person), np.zeros(len(person))


@dataclass(frozen=True)
class MethodFigures:
    key: int
    sd: float
    bias: float
    valid_days: int


def _methods(today: datetime.date) -> dict[str, MethodFigures]:
    """The methods in force, as the reference table has them."""
    found = {}
    for method in (
        apps.get_model("assessment.Method")
        ._default_manager.filter(valid_from__lte=today)
        .order_by("valid_from")
    ):
        days = int((method.valid_months or 0) * 30.4)
        found[method.code] = MethodFigures(method.pk, float(method.sd), float(method.bias), days)
    return found


def _group(level: str) -> int:
    if level in GROUPS:
        return GROUPS.index(level)
    return GROUPS.index("expert" if level in ("JF-PT", "JF-MU", "JF-MA", "JF-UT") else "skill")
