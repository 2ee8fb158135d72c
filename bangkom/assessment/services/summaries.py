"""Heat-map cells and figures of offices and the city, rebuilt from the rows of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bangkom.assessment.models import EmployeeGap, GapCell, GapSummary, LevelEstimate
from bangkom.assessment.queries import settings
from bangkom.engine import gaps

LEVEL = ("opd", "competency", "mean", "low", "high", "required", "sure_gap", "possible_gap", "evidence_count")


def rebuild_summaries(opd_ids: Iterable[int] | None = None, *, day: dt.date | None = None) -> None:
    """Rebuild GapCell and GapSummary of some offices (all without ``opd_ids``), and always those of the city.

    Everything is read and added up before the writing begins: a large city would else hold the write lock of
    SQLite for many seconds.
    """
    day = day or timezone.localdate()
    wanted = None if opd_ids is None else sorted(set(opd_ids))
    bands = settings.engine_bands(settings.bands_of(settings.IKK, day))
    levels, people = LevelEstimate.objects.filter(required__gt=0), EmployeeGap.objects.all()
    if wanted is not None:
        levels, people = levels.filter(opd__in=wanted), people.filter(opd__in=wanted)
    cells = _cells_of(list(levels.order_by().values_list(*LEVEL).iterator(chunk_size=5000)))
    rows = people.order_by().values_list("opd", "jpm", "ikk", "assessed_count").iterator(chunk_size=5000)
    now = timezone.now()
    figures = _figures_of(list(rows), bands, now)
    with transaction.atomic():
        _exchange(GapCell, wanted, cells)
        everywhere = cells if wanted is None else list(GapCell.objects.exclude(opd=None))
        GapCell.objects.bulk_create(_city_cells(everywhere), batch_size=2000)
        _exchange(GapSummary, wanted, figures)
        offices = figures if wanted is None else list(GapSummary.objects.exclude(opd=None).order_by("opd"))
        if offices:
            _city_figure(offices, bands, now).save(force_insert=True)


def _exchange(model: Any, wanted: list[int] | None, rows: list[Any]) -> None:
    """Put ``rows`` in the place of those of the offices ``wanted`` (all without) and of the city's."""
    old = model.objects.all() if wanted is None else model.objects.filter(Q(opd__in=wanted) | Q(opd=None))
    old.order_by().delete()
    model.objects.bulk_create(rows, batch_size=2000)


def _cells_of(found: list[tuple[Any, ...]]) -> list[GapCell]:
    if not found:
        return []
    opd, competency, mean, low, high, required, sure, possible, count = (
        np.array(column) for column in zip(*found, strict=True)
    )
    opds, opd_place = np.unique(opd, return_inverse=True)
    skills, skill_place = np.unique(competency, return_inverse=True)
    blank = np.zeros(0)
    levels = gaps.Levels(
        mean=mean, low=low, high=high, rows=count, prior_share=blank, share=blank, shift=blank
    )
    required = required.astype(np.float64)
    measured = gaps.Gaps(gap=mean - required, sure=sure, uncertain=possible)
    cells = gaps.summarise_cells(
        opd_place * len(skills) + skill_place, required, levels, measured, cells=len(opds) * len(skills)
    )
    return [
        GapCell(
            opd_id=int(opds[index // len(skills)]),
            competency_id=int(skills[index % len(skills)]),
            people=int(cells.people[index]),
            short_people=int(cells.short[index]),
            mean_gap=float(cells.missing[index] / cells.people[index]),
            total_gap=float(cells.missing[index]),
            mean_required=float(cells.required[index]),
            mean_level=float(cells.level[index]),
        )
        for index in np.flatnonzero(cells.people).tolist()
    ]


def _city_cells(cells: list[GapCell]) -> list[GapCell]:
    """The city's cell of each competency from those of the offices: sums, and means weighted by people."""
    by_competency: dict[int, list[GapCell]] = {}
    for cell in cells:
        by_competency.setdefault(cell.competency_id, []).append(cell)
    city = []
    for competency, part in sorted(by_competency.items()):
        count = sum(cell.people for cell in part)
        total = sum(cell.total_gap for cell in part)
        city.append(
            GapCell(
                opd=None,
                competency_id=competency,
                people=count,
                short_people=sum(cell.short_people for cell in part),
                mean_gap=total / count,
                total_gap=total,
                mean_required=sum(cell.mean_required * cell.people for cell in part) / count,
                mean_level=sum(cell.mean_level * cell.people for cell in part) / count,
            )
        )
    return city


def _figures_of(found: list[tuple[Any, ...]], bands: gaps.Bands, now: dt.datetime) -> list[GapSummary]:
    if not found:
        return []
    opd, jpm, ikk, assessed = (np.array(column) for column in zip(*found, strict=True))
    opds, place = np.unique(opd, return_inverse=True)
    groups = gaps.summarise_people(place, jpm, bands.place(ikk), groups=len(opds), bands=len(bands.code))
    with_evidence = np.bincount(place[assessed > 0], minlength=len(opds))
    return [
        _figure(
            bands,
            now,
            opd_id=int(key),
            people=int(groups.people[index]),
            assessed_people=int(with_evidence[index]),
            jpm=float(groups.jpm[index]),
            counts=dict(zip(bands.code, groups.in_band[index].tolist(), strict=True)),
        )
        for index, key in enumerate(opds)
    ]


def _city_figure(offices: list[GapSummary], bands: gaps.Bands, now: dt.datetime) -> GapSummary:
    people = sum(office.people for office in offices)
    return _figure(
        bands,
        now,
        opd_id=None,
        people=people,
        assessed_people=sum(office.assessed_people for office in offices),
        jpm=sum(office.jpm * office.people for office in offices) / people,
        counts={code: sum(office.bands.get(code, 0) for office in offices) for code in bands.code},
    )


def _figure(
    bands: gaps.Bands, now: dt.datetime, *, jpm: float, counts: dict[str, int], **values: Any
) -> GapSummary:
    ikk = float(gaps.ikk_index(np.array([jpm]))[0])
    return GapSummary(jpm=jpm, ikk=ikk, band=bands.name(ikk) or "", bands=counts, computed_at=now, **values)
