"""Results of a person, and how much each of them carries of her levels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bangkom.assessment import rules
from bangkom.assessment.models import Evidence
from bangkom.assessment.queries.columns import read_columns, stored_calibration
from bangkom.assessment.queries.employees import people
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
    and the assessor's leniency. ``expected`` by competency: the part of the group's expectation.
    """

    share: dict[int, float]
    shift: dict[int, float]
    expected: dict[int, float]


def weights_of(employee_id: int, *, day: dt.date | None = None) -> Weights:
    """Weights by the calibration of the last full run. The caller has asked whether the person may be seen."""
    day = day or timezone.localdate()
    columns = read_columns(people([employee_id]), methods_in_force(day), everybody=False)
    levels = gaps.estimate_levels(
        columns.evidence,
        columns.methods,
        stored_calibration(columns, day=day),
        cell=columns.cell,
        as_of=day.toordinal(),
    )
    competencies = (columns.competencies[place] for place in columns.pair_competency.tolist())
    return Weights(
        share=dict(zip(columns.evidence_keys, levels.share.tolist(), strict=True)),
        shift=dict(zip(columns.evidence_keys, levels.shift.tolist(), strict=True)),
        expected=dict(zip(competencies, levels.prior_share.tolist(), strict=True)),
    )
