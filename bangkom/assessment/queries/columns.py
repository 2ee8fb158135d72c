"""Evidence and requirements of some people as the columns of ``engine.gaps``, with the calibration that is kept."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from bangkom.assessment.models import Evidence, LevelPrior, Method, RaterLeniency
from bangkom.assessment.queries.employees import Person
from bangkom.assessment.queries.settings import level_defaults
from bangkom.engine import gaps
from bangkom.standards import queries as standards

DAYS_PER_MONTH = 365.25 / 12
SPAN = 2**31  # as in engine.gaps: method and assessor make one key
# Without a post, and for a kind without a row: the middle of the scale, known to two levels either way.
NO_EXPECTATION = (2.5, 1.25)
EVIDENCE = ("employee", "competency", "method__code", "level", "assessed_on", "valid_until", "assessor", "assessor_name", "pk")  # fmt: skip


@dataclass
class Columns:
    """Everything about a set of people. Pairs are sorted by person, then competency."""

    people: list[Person]
    competencies: list[int]
    pair_person: NDArray[np.int64]
    pair_competency: NDArray[np.int64]
    required: NDArray[np.float64]
    cell: NDArray[np.int64]
    evidence: gaps.Evidence
    evidence_keys: list[int]
    methods: gaps.Methods
    method_codes: list[str]
    levels: list[int | None]
    raters: dict[Any, int]

    @property
    def cells(self) -> int:
        return len(self.levels) * len(self.competencies)


def engine_methods(methods: list[Method]) -> gaps.Methods:
    """Settings of the methods as the engine wants them: variances in levels², ages in days."""
    return gaps.Methods.of(
        [float(method.sd) ** 2 for method in methods],
        leniency_variance=[float(method.leniency_sd) ** 2 for method in methods],
        bias=[float(method.bias) for method in methods],
        half_life_days=[
            method.half_life_months * DAYS_PER_MONTH if method.half_life_months else math.inf
            for method in methods
        ],
        expired_weight=[method.expired_percent / 100 for method in methods],
    )


def read_columns(people: list[Person], methods: list[Method], *, everybody: bool) -> Columns:
    """Read requirements and evidence of ``people`` in two queries."""
    place = {person.pk: index for index, person in enumerate(people)}
    posts = sorted({person.position for person in people if person.position})
    demands = list(standards.requirement_rows(None if everybody else posts))
    found = Evidence.objects.filter(replaced_by=None, method__code__in=[method.code for method in methods])
    if not everybody:
        found = found.filter(employee__in=list(place))
    rows = [
        row for row in found.order_by().values_list(*EVIDENCE).iterator(chunk_size=5000) if row[0] in place
    ]
    competencies = sorted({row[1] for row in demands} | {row[1] for row in rows})
    column = {competency: index for index, competency in enumerate(competencies)}
    required = _required(people, posts, demands, column)
    wanted = required > 0
    person = np.array([place[row[0]] for row in rows], dtype=np.int64)
    skill = np.array([column[row[1]] for row in rows], dtype=np.int64)
    wanted[person, skill] = True
    pair_person, pair_competency = np.nonzero(wanted)
    number = np.full(wanted.shape, -1, dtype=np.int64)
    number[pair_person, pair_competency] = np.arange(len(pair_person))
    levels: list[int | None] = [*sorted({p.level for p in people if p.level is not None}), None]
    level_place = {level: index for index, level in enumerate(levels)}
    level_of = np.array([level_place[p.level] for p in people], dtype=np.int64)
    raters: dict[Any, int] = {}
    return Columns(
        people=people,
        competencies=competencies,
        pair_person=pair_person,
        pair_competency=pair_competency,
        required=required[pair_person, pair_competency].astype(np.float64),
        cell=level_of[pair_person] * len(competencies) + pair_competency,
        evidence=evidence_of(rows, number[person, skill], methods, raters, len(pair_person)),
        evidence_keys=[row[8] for row in rows],
        methods=engine_methods(methods),
        method_codes=[method.code for method in methods],
        levels=levels,
        raters=raters,
    )


def _required(
    people: list[Person], posts: list[int], demands: list[tuple[int, int, int]], column: dict[int, int]
) -> NDArray[np.uint8]:
    """Required level by person and competency, 0 where the post does not ask."""
    row_of = {post: index for index, post in enumerate(posts)}
    by_post = np.zeros((len(posts) + 1, len(column)), dtype=np.uint8)  # the last row: no post
    for post, competency, level in demands:
        if post in row_of:
            by_post[row_of[post], column[competency]] = level
    rows = [row_of.get(person.position, len(posts)) if person.position else len(posts) for person in people]
    return by_post[np.array(rows, dtype=np.int64)]


def rater_of(method: Method, employee: int, assessor: int | None, name: str) -> Any:
    """Who rated, as a key: a person, a name, or nobody. A self-rating without assessor is the person's own."""
    if not method.has_assessor:
        return None
    if assessor is None and not name.strip():
        return employee if method.code == "self" else None
    return assessor if assessor is not None else name.strip().lower()


def evidence_of(
    rows: list[tuple[Any, ...]],
    pair: NDArray[np.int64],
    methods: list[Method],
    raters: dict[Any, int],
    pairs: int,
) -> gaps.Evidence:
    index = {method.code: place for place, method in enumerate(methods)}
    method = [index[row[2]] for row in rows]
    assessor, expires = [], []
    for row, place in zip(rows, method, strict=True):
        kind = methods[place]
        rater = rater_of(kind, row[0], row[6], row[7])
        assessor.append(gaps.NO_ASSESSOR if rater is None else raters.setdefault(rater, len(raters)))
        expires.append(_expiry(kind, row[4], row[5]))
    return gaps.Evidence.of(
        pair=pair,
        method=method,
        assessor=assessor,
        day=[row[4].toordinal() for row in rows],
        expires=expires,
        value=[float(row[3]) for row in rows],
        pairs=pairs,
        methods=len(methods),
    )


def _expiry(method: Method, assessed_on: dt.date, valid_until: dt.date | None) -> int:
    if valid_until is not None:
        return valid_until.toordinal()
    if method.valid_months:
        return assessed_on.toordinal() + round(method.valid_months * DAYS_PER_MONTH)
    return gaps.NO_EXPIRY


def default_priors(columns: Columns, day: dt.date) -> gaps.Priors:
    """Expectation per cell (job level x competency) before anybody was assessed."""
    defaults = level_defaults(day)
    kinds = standards.competency_kinds(columns.competencies)
    cells = [
        defaults.get((level, kinds[competency]), NO_EXPECTATION) if level is not None else NO_EXPECTATION
        for level in columns.levels
        for competency in columns.competencies
    ]
    return gaps.Priors.of([mean for mean, _sd in cells], [sd**2 for _mean, sd in cells])


def stored_calibration(columns: Columns, *, day: dt.date) -> gaps.Calibration:
    """The calibration of the last full run, as far as these people need it; defaults where it knows nothing."""
    priors = stored_priors(columns.levels, columns.competencies)
    if priors is None:
        priors = default_priors(columns, day)
        for cell, (mean, variance) in _known_cells(columns.levels, columns.competencies).items():
            priors.mean[cell], priors.variance[cell] = mean, variance
    return gaps.Calibration(leniency=stored_leniency(columns.method_codes, columns.raters), priors=priors)


def _known_cells(levels: list[int | None], competencies: list[int]) -> dict[int, tuple[float, float]]:
    place = {competency: index for index, competency in enumerate(competencies)}
    rows = {level: index for index, level in enumerate(levels)}
    known = {level for level in levels if level is not None}
    stored = LevelPrior.objects.filter(
        Q(level__in=known) | Q(level=None), competency__in=competencies
    ).order_by()
    return {
        rows[level] * len(competencies) + place[competency]: (mean, variance)
        for level, competency, mean, variance in stored.values_list("level", "competency", "mean", "variance")
        if level in rows
    }


def stored_priors(levels: list[int | None], competencies: list[int]) -> gaps.Priors | None:
    """Expectations of the last full run by level and competency, or None where one of them is not known."""
    found = _known_cells(levels, competencies)
    if len(found) < len(levels) * len(competencies):
        return None
    cells = [found[cell] for cell in range(len(levels) * len(competencies))]
    return gaps.Priors.of([mean for mean, _variance in cells], [variance for _mean, variance in cells])


def stored_leniency(method_codes: list[str], raters: dict[Any, int]) -> gaps.Leniency:
    """Leniency of these raters as the last full run learnt it; a rater who is not there is as unknown as a new one."""
    codes = {code: index for index, code in enumerate(method_codes)}
    people = [rater for rater in raters if isinstance(rater, int)]
    names = [rater for rater in raters if isinstance(rater, str)]
    wanted = Q(assessor__in=people) | Q(assessor=None, assessor_name__in=names)
    found = (
        RaterLeniency.objects.filter(wanted)
        .order_by()
        .values_list("method_code", "assessor", "assessor_name", "shift", "variance", "compared")
    )
    rows = sorted(
        (codes[code] * SPAN + raters[assessor or name], *rest)
        for code, assessor, name, *rest in (found if raters else ())
        if code in codes
    )
    key, shift, variance, compared = zip(*rows, strict=True) if rows else ((), (), (), ())
    return gaps.Leniency(
        key=np.array(key, dtype=np.int64),
        shift=np.array(shift, dtype=np.float64),
        variance=np.array(variance, dtype=np.float64),
        compared=np.array(compared, dtype=np.int64),
    )
