"""Levels, gaps and match figures of people, rebuilt from evidence and requirements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.assessment.events import LevelsChanged
from bangkom.assessment.models import EmployeeGap, LevelEstimate
from bangkom.assessment.queries import settings
from bangkom.assessment.queries.columns import Columns, read_columns, stored_calibration
from bangkom.assessment.queries.employees import Person, people
from bangkom.assessment.services.calibration import calibrate, store_calibration
from bangkom.assessment.services.summaries import rebuild_summaries
from bangkom.assessment.services.writing import insert_rows
from bangkom.engine import gaps
from bangkom.foundation import events, jobs

# People whose rows are exchanged in one transaction: readers never wait long, even with half a million people.
CHUNK = 2_000
RECOMPUTE = "assessment.recompute"  # the kind of its job
ESTIMATE = (
    "employee", "competency", "opd", "mean", "low", "high", "required", "gap", "sure_gap", "possible_gap",
    "evidence_count",
)  # fmt: skip
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Recomputed:
    """How much was computed: people, person-competency pairs, results that were read."""

    people: int
    pairs: int
    evidence: int


def queue_recompute(*, owner: Any) -> jobs.Job:
    """Let the worker compute everybody anew. Raises ``AlreadyRunning`` while such a job is open."""
    title = _("Hitung ulang tingkat dan kesenjangan")
    return jobs.start(RECOMPUTE, title=title, owner=owner, key=RECOMPUTE)


def recompute_levels(
    employee_ids: Iterable[int] | None = None, *, day: dt.date | None = None, tell: Tell | None = None
) -> Recomputed:
    """Fill LevelEstimate, EmployeeGap, GapCell and GapSummary; for some people, or for all and with a new calibration.

    For some people the calibration of the last full run is used, and only the summaries of their offices and
    the city are rebuilt. Publishes ``LevelsChanged``. ``tell(done, total)`` is called after each chunk and may raise
    to stop; what was written until then is consistent per person. Raises ``SettingsMissing``.
    """
    day = day or timezone.localdate()
    wanted = None if employee_ids is None else sorted(set(employee_ids))
    rules = settings.rules_in_force(day)
    found = people(wanted)
    columns = read_columns(found, settings.methods_in_force(day), everybody=wanted is None)
    if wanted is None:
        calibration = calibrate(columns, day=day, rules=rules)
        with transaction.atomic():
            store_calibration(columns, calibration)
    else:
        calibration = stored_calibration(columns, day=day)
    levels = gaps.estimate_levels(
        columns.evidence,
        columns.methods,
        calibration,
        cell=columns.cell,
        as_of=day.toordinal(),
        coverage=rules.coverage,
    )
    offices = _write(columns, levels, day, is_capped=rules.is_capped, wanted=wanted, tell=tell)
    rebuild_summaries(None if wanted is None else offices, day=day)
    events.publish(LevelsChanged(tuple(wanted or ())))
    return Recomputed(len(found), len(columns.cell), len(columns.evidence))


def _write(
    columns: Columns,
    levels: gaps.Levels,
    day: dt.date,
    *,
    is_capped: bool,
    wanted: list[int] | None,
    tell: Tell | None,
) -> set[int]:
    """Exchange the rows chunk by chunk; the offices that are touched, also those that people have left."""
    measured = gaps.measure_gaps(columns.required, levels)
    persons = len(columns.people)
    jpm = gaps.jpm_index(levels.mean, columns.required, columns.pair_person, people=persons, capped=is_capped)
    bands = settings.engine_bands(settings.bands_of(settings.IKK, day))
    rows = _Rows(columns, levels, measured, jpm, bands, day)
    first = np.searchsorted(columns.pair_person, np.arange(persons + 1))
    offices = {person.opd for person in columns.people}
    _remove_gone(columns.people, wanted, offices)
    for start in range(0, persons, CHUNK):
        stop = min(start + CHUNK, persons)
        keys = [person.pk for person in columns.people[start:stop]]
        with transaction.atomic():
            old = LevelEstimate.objects.filter(employee__gte=keys[0], employee__lte=keys[-1])
            if wanted is not None:
                old = old.filter(employee__in=keys)
                offices |= set(old.order_by().values_list("opd", flat=True).distinct())
            old.order_by().delete()
            insert_rows(LevelEstimate, ESTIMATE, rows.estimates(int(first[start]), int(first[stop])))
            summary = EmployeeGap.objects.filter(employee__gte=keys[0], employee__lte=keys[-1])
            (summary if wanted is None else summary.filter(employee__in=keys)).delete()
            EmployeeGap.objects.bulk_create(rows.people(start, stop), batch_size=5000)
        if tell:
            tell(stop, persons)
    return offices


def _remove_gone(found: list[Person], wanted: list[int] | None, offices: set[int]) -> None:
    """Rows of people who are no longer in service: their figures would count in no list but in every sum."""
    if wanted is None:
        gone = EmployeeGap.objects.filter(employee__left_on__isnull=False)
        levels = LevelEstimate.objects.filter(employee__left_on__isnull=False)
    else:
        keys = set(wanted) - {person.pk for person in found}
        gone = EmployeeGap.objects.filter(employee__in=keys)
        levels = LevelEstimate.objects.filter(employee__in=keys)
        offices |= set(levels.order_by().values_list("opd", flat=True).distinct())
    with transaction.atomic():
        gone.delete()
        levels.order_by().delete()


class _Rows:
    """Table rows from columns, a slice at a time."""

    def __init__(
        self,
        columns: Columns,
        levels: gaps.Levels,
        measured: gaps.Gaps,
        jpm: np.ndarray,
        bands: gaps.Bands,
        day: dt.date,
    ) -> None:
        self.columns, self.levels, self.measured, self.day = columns, levels, measured, day
        self.missing = np.where(columns.required > 0, np.maximum(-measured.gap, 0.0), 0.0)
        self.jpm, self.ikk = jpm, gaps.ikk_index(jpm)
        self.band = bands.place(self.ikk)
        self.codes = bands.code
        demanded = columns.required > 0

        def per_person(flags: np.ndarray) -> list[int]:
            counts: list[int] = np.bincount(
                columns.pair_person[flags], minlength=len(columns.people)
            ).tolist()
            return counts

        self.required_count = per_person(demanded)
        self.short_count = per_person(demanded & (self.missing > 0))
        self.assessed_count = per_person(demanded & (levels.rows > 0))
        self.total = np.bincount(columns.pair_person, weights=self.missing, minlength=len(columns.people))

    def estimates(self, start: int, stop: int) -> Iterator[tuple[float, ...]]:
        """Values of ``ESTIMATE`` of the pairs from ``start`` to before ``stop``."""
        columns, part = self.columns, slice(start, stop)
        employee = np.array([person.pk for person in columns.people], dtype=np.int64)
        opd = np.array([person.opd for person in columns.people], dtype=np.int64)
        competency = np.array(columns.competencies, dtype=np.int64)
        person = columns.pair_person[part]
        parts = (
            employee[person],
            competency[columns.pair_competency[part]],
            opd[person],
            self.levels.mean[part],
            self.levels.low[part],
            self.levels.high[part],
            columns.required[part].astype(np.int64),
            self.missing[part],
            self.measured.sure[part],
            self.measured.uncertain[part],
            self.levels.rows[part],
        )
        return zip(*(column.tolist() for column in parts), strict=True)

    def people(self, start: int, stop: int) -> list[EmployeeGap]:
        return [
            EmployeeGap(
                employee_id=self.columns.people[index].pk,
                opd_id=self.columns.people[index].opd,
                jpm=float(self.jpm[index]),
                ikk=float(self.ikk[index]),
                band=self.codes[int(self.band[index])],
                short_count=self.short_count[index],
                required_count=self.required_count[index],
                assessed_count=self.assessed_count[index],
                total_gap=float(self.total[index]),
                computed_on=self.day,
            )
            for index in range(start, stop)
            if self.required_count[index]
        ]
