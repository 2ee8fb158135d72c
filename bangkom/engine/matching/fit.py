"""Ranking by job person match, with the reasons kept as numbers."""

from dataclasses import dataclass
from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DIGITS = 6  # as in the gap engine: equal shares must compare equal


class MatchError(ValueError):
    """A table that cannot be used: which column, and what is wrong with it."""


class Bar(IntFlag):
    """What stands in the way besides competencies. Several may hold at once."""

    NONE = 0
    RANK_BELOW = 1
    RANK_ABOVE = 2
    RANK_UNKNOWN = 4
    EDUCATION_BELOW = 8
    EDUCATION_UNKNOWN = 16


@dataclass(frozen=True)
class Shortfall:
    """One competency in which the person has less than the post requires."""

    competency: int
    required: float
    owned: float

    @property
    def missing(self) -> float:
        return self.required - self.owned


def _ordinals(name: str, column: Any, rows: int) -> Ints:
    values = np.asarray(column, dtype=np.int64)
    if values.shape != (rows,):
        raise MatchError(f"{name}: must have one value per row, {rows} in all")
    return values


def _matrix(name: str, table: Any) -> Floats:
    values = np.asarray(table, dtype=np.float64)
    if values.ndim != 2 or np.isnan(values).any() or (values < 0).any():
        raise MatchError(f"{name}: must be a table of numbers not below 0")
    return values


@dataclass(frozen=True)
class People:
    """Levels (people x competencies) and ordinals of rank and education, higher is more, -1 unknown."""

    level: Floats
    rank: Ints
    education: Ints

    @classmethod
    def of(cls, level: Any, *, rank: Any, education: Any) -> "People":
        """Build from anything array-like and check the shapes."""
        table = _matrix("level", level)
        return cls(
            level=table,
            rank=_ordinals("rank", rank, len(table)),
            education=_ordinals("education", education, len(table)),
        )


@dataclass(frozen=True)
class Posts:
    """Required levels (posts x competencies, 0 = not required) and the ranks and education asked, -1 none."""

    required: Floats
    lowest_rank: Ints
    highest_rank: Ints
    lowest_education: Ints

    @classmethod
    def of(cls, required: Any, *, lowest_rank: Any, highest_rank: Any, lowest_education: Any) -> "Posts":
        """Build from anything array-like and check the shapes."""
        table = _matrix("required", required)
        return cls(
            required=table,
            lowest_rank=_ordinals("lowest_rank", lowest_rank, len(table)),
            highest_rank=_ordinals("highest_rank", highest_rank, len(table)),
            lowest_education=_ordinals("lowest_education", lowest_education, len(table)),
        )


@dataclass(frozen=True)
class Ranking:
    """Best first. ``index`` points into the ranked table; the other columns run parallel to it.

    ``jpm`` is capped, 100 where the post requires nothing; ``missing`` the sum of shortfalls in levels.
    """

    index: Ints
    jpm: Floats
    missing: Floats
    bars: Ints
    level: Floats
    required: Floats

    def __len__(self) -> int:
        return len(self.index)

    def bar(self, place: int) -> Bar:
        """What bars the candidate at ``place``."""
        return Bar(int(self.bars[place]))

    def shortfalls(self, place: int) -> tuple[Shortfall, ...]:
        """Competencies missing at ``place``, the largest first."""
        owned, required = self.level[place], self.required[place]
        short = np.flatnonzero(owned < required)
        order = short[np.argsort(owned[short] - required[short], kind="stable")]
        return tuple(Shortfall(int(k), float(required[k]), float(owned[k])) for k in order)


def rank_posts(people: People, person: int, posts: Posts, *, limit: int | None = None) -> Ranking:
    """Posts for one person: not barred first, then the best match, then the post that demands more."""
    _same_competencies(people, posts)
    rank, education = people.rank[person], people.education[person]
    size = len(posts.required)
    level = np.broadcast_to(people.level[person], posts.required.shape)
    bars = _bars(np.full(size, rank), np.full(size, education), posts)
    return _ranked(level, posts.required, bars, tie=posts.required.sum(axis=1), limit=limit)


def rank_people(posts: Posts, post: int, people: People, *, limit: int | None = None) -> Ranking:
    """People for one post: not barred first, then the best match, then the one with more in what is required."""
    _same_competencies(people, posts)
    size = len(people.level)
    wanted = posts.required[post]
    one = Posts(
        required=np.broadcast_to(wanted, people.level.shape),
        lowest_rank=np.full(size, posts.lowest_rank[post]),
        highest_rank=np.full(size, posts.highest_rank[post]),
        lowest_education=np.full(size, posts.lowest_education[post]),
    )
    owned = people.level[:, wanted > 0].sum(axis=1)
    return _ranked(
        people.level, one.required, _bars(people.rank, people.education, one), tie=owned, limit=limit
    )


def _same_competencies(people: People, posts: Posts) -> None:
    if people.level.shape[1] != posts.required.shape[1]:
        raise MatchError(
            f"competencies differ: {people.level.shape[1]} of people, {posts.required.shape[1]} of posts"
        )


def _bars(rank: Ints, education: Ints, posts: Posts) -> Ints:
    """Bits of ``Bar`` per row. An unknown rank bars only where the post asks for one."""
    asks_rank = (posts.lowest_rank >= 0) | (posts.highest_rank >= 0)
    known_rank, known_education = rank >= 0, education >= 0
    bars: Ints = (
        Bar.RANK_BELOW * (known_rank & (posts.lowest_rank >= 0) & (rank < posts.lowest_rank))
        + Bar.RANK_ABOVE * (known_rank & (posts.highest_rank >= 0) & (rank > posts.highest_rank))
        + Bar.RANK_UNKNOWN * (asks_rank & ~known_rank)
        + Bar.EDUCATION_BELOW * (known_education & (education < posts.lowest_education))
        + Bar.EDUCATION_UNKNOWN * (~known_education & (posts.lowest_education >= 0))
    ).astype(np.int64)
    return bars


def _ranked(level: Floats, required: Floats, bars: Ints, *, tie: Floats, limit: int | None) -> Ranking:
    demanded = required.sum(axis=1)
    reached = np.minimum(level, required).sum(axis=1)
    share = np.divide(100.0 * reached, demanded, out=np.full(len(demanded), 100.0), where=demanded > 0)
    jpm = np.round(share, _DIGITS)
    order = np.lexsort((np.arange(len(jpm)), -np.round(tie, _DIGITS), -jpm, bars != 0))[:limit]
    return Ranking(
        index=order.astype(np.int64),
        jpm=jpm[order],
        missing=(demanded - reached)[order],
        bars=bars[order],
        level=level[order],
        required=required[order],
    )
