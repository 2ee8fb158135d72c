"""Results of a person, and how much each of them carries of her levels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from bangkom.assessment import rules
from bangkom.assessment.models import Evidence, Method
from bangkom.assessment.queries.columns import (
    EVIDENCE,
    engine_methods,
    evidence_of,
    read_columns,
    stored_calibration,
    stored_leniency,
    stored_priors,
)
from bangkom.assessment.queries.employees import Person, people
from bangkom.assessment.queries.settings import methods_in_force
from bangkom.engine import gaps


def evidence_for(user: Any) -> QuerySet[Evidence]:
    """Results that count and that ``user`` may see, newest first."""
    found = Evidence.objects.filter(rules.visible_people(user), replaced_by=None)
    return found.select_related("employee", "competency", "method", "assessor").order_by(
        "-assessed_on", "-pk"
    )


@dataclass(frozen=True)
class Weights:
    """What carries the levels of one person.

    ``share`` and ``shift`` by result: part of the weight of its level, and what was taken off for the method's bias
    and the assessor's leniency. ``expected`` by competency with a result: the part of the group's expectation.
    """

    share: dict[int, float]
    shift: dict[int, float]
    expected: dict[int, float]


def evidence_rows(employee_id: int) -> list[tuple[Any, ...]]:
    """Results of a person that count, as values of ``EVIDENCE`` followed by note and who entered it, newest first."""
    found = Evidence.objects.filter(employee=employee_id, replaced_by=None).order_by("-assessed_on", "-pk")
    return list(found.values_list(*EVIDENCE, "note", "entered_by"))


def weights_of(
    person: Person, rows: list[tuple[Any, ...]], methods: list[Method], *, day: dt.date | None = None
) -> Weights:
    """Weights of ``rows`` (of ``evidence_rows``) by the calibration of the last full run.

    The caller has asked whether the person may be seen.
    """
    day = day or timezone.localdate()
    known = {method.code for method in methods}
    rows = [row for row in rows if row[2] in known]
    competencies = sorted({row[1] for row in rows})
    if not competencies:
        return Weights({}, {}, {})
    raters: dict[Any, int] = {}
    place = {competency: index for index, competency in enumerate(competencies)}
    pair = np.array([place[row[1]] for row in rows], dtype=np.int64)
    evidence = evidence_of(rows, pair, methods, raters, len(competencies))
    priors = stored_priors([person.level], competencies)
    if priors is None:
        # Before the first full run, or in a competency that is new since: the long way, with defaults.
        return _weights_with_defaults(person, methods, day)
    calibration = gaps.Calibration(stored_leniency([method.code for method in methods], raters), priors)
    levels = gaps.estimate_levels(
        evidence,
        engine_methods(methods),
        calibration,
        cell=np.arange(len(competencies)),
        as_of=day.toordinal(),
    )
    return _weights([row[8] for row in rows], competencies, levels)


def _weights_with_defaults(person: Person, methods: list[Method], day: dt.date) -> Weights:
    columns = read_columns(people([person.pk]), methods, everybody=False)
    levels = gaps.estimate_levels(
        columns.evidence,
        columns.methods,
        stored_calibration(columns, day=day),
        cell=columns.cell,
        as_of=day.toordinal(),
    )
    competencies = [columns.competencies[place] for place in columns.pair_competency.tolist()]
    return _weights(columns.evidence_keys, competencies, levels)


def _weights(keys: list[int], competencies: list[int], levels: gaps.Levels) -> Weights:
    return Weights(
        share=dict(zip(keys, levels.share.tolist(), strict=True)),
        shift=dict(zip(keys, levels.shift.tolist(), strict=True)),
        expected=dict(zip(competencies, levels.prior_share.tolist(), strict=True)),
    )


def person_weights(employee_id: int, *, day: dt.date | None = None) -> Weights:
    """``weights_of`` for a key alone."""
    day = day or timezone.localdate()
    found = people([employee_id])
    return weights_of(found[0], evidence_rows(employee_id), methods_in_force(day), day=day)
