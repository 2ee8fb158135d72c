"""People for a post and posts for a person, with reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from bangkom.assessment import rules
from bangkom.assessment.models import Eligibility, LevelEstimate
from bangkom.assessment.queries import matrices
from bangkom.assessment.queries.employees import employees
from bangkom.assessment.queries.matrices import EDUCATION, UNKNOWN
from bangkom.engine import matching
from bangkom.standards import queries as standards

MOST = 100


@dataclass(frozen=True)
class Match:
    """One candidate of a ranking: what was ranked and its match; what bars it and what is missing is worked out late."""

    key: int
    jpm: float
    place: int
    ranking: matching.Ranking
    names: list[str]

    @property
    def bars(self) -> matching.Bar:
        return self.ranking.bar(self.place)

    @property
    def is_barred(self) -> bool:
        return bool(self.ranking.bars[self.place])

    @property
    def shortfalls(self) -> list[tuple[str, float, float]]:
        """(competency, required, owned) of everything missing, the largest first."""
        found = self.ranking.shortfalls(self.place)
        return [(self.names[lack.competency], lack.required, lack.owned) for lack in found]


def _asked(day: dt.date) -> dict[int, tuple[int, int, int]]:
    """Job level -> lowest rank, highest rank, lowest education asked on a day, -1 for none."""
    asked: dict[int, tuple[int, int, int]] = {}
    rows = Eligibility.objects.filter(valid_from__lte=day).order_by("-valid_from")
    for level, low, high, education in rows.values_list(
        "level", "lowest_rank__order", "highest_rank__order", "lowest_education"
    ):
        asked.setdefault(
            level,
            (
                UNKNOWN if low is None else low,
                UNKNOWN if high is None else high,
                EDUCATION.get(education, UNKNOWN),
            ),
        )
    return asked


def _asking(levels: list[int], required: NDArray[np.float64]) -> matching.Posts:
    """Posts given by their job levels and demands, with what their levels ask besides."""
    asked = _asked(timezone.localdate())
    nothing = (UNKNOWN, UNKNOWN, UNKNOWN)
    parts = [asked.get(level, nothing) for level in levels]
    return matching.Posts.of(
        required,
        lowest_rank=[part[0] for part in parts],
        highest_rank=[part[1] for part in parts],
        lowest_education=[part[2] for part in parts],
    )


def people_for_post(user: Any, position: Any, *, limit: int = MOST) -> list[Match]:
    """People whom ``user`` may see, for one post: not barred first, then the best match."""
    demands = standards.demanded_levels(position.pk)
    everybody = matrices.everybody()
    seen = _seen(user, everybody)
    if not len(seen) or not demands:
        return []
    level = np.zeros((len(seen), len(demands)))
    for place, (competency, _name, _level) in enumerate(demands):
        if competency in everybody.column:
            level[:, place] = everybody.level[seen, everybody.column[competency]]
    people = matching.People.of(level, rank=everybody.rank[seen], education=everybody.education[seen])
    required = np.array([[demand for _competency, _name, demand in demands]], dtype=np.float64)
    ranking = matching.rank_people(_asking([position.level_id], required), 0, people, limit=limit)
    return _matches(ranking, everybody.key[seen], [name for _competency, name, _level in demands])


def _seen(user: Any, everybody: matrices.Everybody) -> NDArray[np.int64]:
    """Places of the people whom ``user`` may see."""
    if rules.sees_city(user):
        return np.arange(len(everybody.key))
    mine = employees().filter(rules.visible_people(user, ""), left_on__isnull=True)
    keys = np.fromiter(mine.order_by().values_list("pk", flat=True), dtype=np.int64)
    return np.flatnonzero(np.isin(everybody.key, keys))


def posts_for_person(employee: Any, *, limit: int = MOST) -> list[Match]:
    """Posts for one person: not barred first, then the best match, then the more demanding. Her own is left out."""
    found = LevelEstimate.objects.filter(employee=employee.pk).order_by().values_list("competency", "mean")
    levels = dict(found)
    posts = matrices.posts()
    if not posts.key or not levels:
        return []
    rank = employee.rank
    people = matching.People.of(
        [[levels.get(competency, 0.0) for competency in posts.competencies]],
        rank=[matrices.rank_ordinal(rank.family, rank.order) if rank else UNKNOWN],
        education=[EDUCATION.get(employee.education_level, UNKNOWN)],
    )
    ranking = matching.rank_posts(people, 0, _asking(posts.level_id, posts.required), limit=limit + 1)
    matches = _matches(ranking, np.array(posts.key), posts.names)
    return [match for match in matches if match.key != employee.position_id][:limit]


def _matches(ranking: matching.Ranking, keys: NDArray[np.int64], names: list[str]) -> list[Match]:
    ranked, jpm = keys[ranking.index].tolist(), ranking.jpm.tolist()
    return [Match(key, jpm[place], place, ranking, names) for place, key in enumerate(ranked)]


def match_people(keys: list[int]) -> dict[int, Any]:
    """Name, post and office of the people of a ranking."""
    found = employees().filter(pk__in=keys).order_by()
    rows = found.values_list(
        "pk", "name", "front_title", "back_title", "nip", "position__title", "opd__name", "rank__code", "education_level",
        named=True,
    )  # fmt: skip
    return {row.pk: row for row in rows}


def match_posts(keys: list[int]) -> dict[int, Any]:
    """Title and level of the posts of a ranking."""
    rows = (
        standards.positions()
        .filter(pk__in=keys)
        .order_by()
        .values_list("pk", "title", "level__name", named=True)
    )
    return {row.pk: row for row in rows}
