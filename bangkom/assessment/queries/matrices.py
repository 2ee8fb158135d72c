"""Levels of everybody and demands of all posts as matrices, kept in the memory of the process.

They are read again after each computation: ranking 5,400 people then costs a few milliseconds, reading their
75,000 rows for each page would cost half a second.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Max
from numpy.typing import NDArray

from bangkom.assessment.models import GapSummary, LevelEstimate
from bangkom.assessment.queries.employees import employees
from bangkom.standards import queries as standards

# D4 and S1 are one step; a profession counts above them.
EDUCATION = {
    "SD": 1, "SMP": 2, "SMA": 3, "SLTA": 3, "D1": 4, "D2": 5, "D3": 6, "D4": 7, "S1": 7, "PROFESI": 8, "S2": 9, "S3": 10,
}  # fmt: skip
UNKNOWN = -1
PNS = "PNS"


@dataclass(frozen=True)
class Everybody:
    """Levels of all people in service; ``rank`` and ``education`` as ordinals."""

    stamp: Any
    key: NDArray[np.int64]
    rank: NDArray[np.int64]
    education: NDArray[np.int64]
    column: dict[int, int]
    level: NDArray[np.float32]


@dataclass(frozen=True)
class Posts:
    """Demands of all posts that demand anything; ``row`` by key of the post."""

    stamp: Any
    key: list[int]
    level_id: list[int]
    competencies: list[int]
    names: list[str]
    required: NDArray[np.float64]


_lock = threading.Lock()
_everybody: Everybody | None = None
_posts: Posts | None = None


def everybody() -> Everybody:
    """The levels of the last computation."""
    global _everybody
    # Any computation, also of one person, renews the city's summary.
    stamp = GapSummary.objects.filter(opd=None).aggregate(at=Max("computed_at"), row=Max("pk"))
    with _lock:
        if _everybody is None or _everybody.stamp != stamp:
            _everybody = _read_everybody(stamp)
        return _everybody


def posts() -> Posts:
    """What all posts demand today."""
    global _posts
    stamp = standards.requirement_stamp()
    with _lock:
        if _posts is None or _posts.stamp != stamp:
            _posts = _read_posts(stamp)
        return _posts


def forget() -> None:
    """Drop what is kept: for tests, whose database goes back in time."""
    global _everybody, _posts
    with _lock:
        _everybody = _posts = None


def _read_everybody(stamp: Any) -> Everybody:
    rows = (
        LevelEstimate.objects.order_by()
        .values_list("employee", "competency", "mean")
        .iterator(chunk_size=10_000)
    )
    people = employees().filter(left_on__isnull=True).order_by("pk")
    found = list(people.values_list("pk", "rank__family", "rank__order", "education_level"))
    place = {row[0]: index for index, row in enumerate(found)}
    known = [row for row in rows if row[0] in place]
    column = {competency: index for index, competency in enumerate(sorted({row[1] for row in known}))}
    level = np.zeros((len(found), len(column)), dtype=np.float32)
    for employee, competency, mean in known:
        level[place[employee], column[competency]] = mean
    return Everybody(
        stamp=stamp,
        key=np.array([row[0] for row in found], dtype=np.int64),
        rank=np.array([rank_ordinal(row[1], row[2]) for row in found], dtype=np.int64),
        education=np.array([EDUCATION.get(row[3], UNKNOWN) for row in found], dtype=np.int64),
        column=column,
        level=level,
    )


def _read_posts(stamp: Any) -> Posts:
    demands = list(standards.requirement_rows())
    column = {competency: index for index, competency in enumerate(sorted({row[1] for row in demands}))}
    asking = {row[0] for row in demands}
    found = [
        row for row in standards.positions().order_by("pk").values_list("pk", "level_id") if row[0] in asking
    ]
    place = {key: index for index, (key, _level) in enumerate(found)}
    required = np.zeros((len(found), len(column)))
    for post, competency, level in demands:
        required[place[post], column[competency]] = level
    names = dict(standards.competencies_of().filter(pk__in=list(column)).values_list("pk", "name"))
    return Posts(
        stamp=stamp,
        key=[key for key, _level in found],
        level_id=[level for _key, level in found],
        competencies=list(column),
        names=[names[competency] for competency in column],
        required=required,
    )


def rank_ordinal(family: str | None, order: int | None) -> int:
    """Ranks of PPPK have an order of their own and cannot be compared with what a post asks."""
    return order if family == PNS and order is not None else UNKNOWN
