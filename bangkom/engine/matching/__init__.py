"""Who fits which post, which post fits whom, and why.

Refuses to decide: it orders and explains. Barred candidates stay in the list, at its end and with their reason,
so that a person sees what stands in the way. Method: docs/algorithms/matching.md.
"""

from bangkom.engine.matching.fit import (
    Bar,
    MatchError,
    People,
    Posts,
    Ranking,
    Shortfall,
    rank_people,
    rank_posts,
)

__all__ = [
    "Bar",
    "MatchError",
    "People",
    "Posts",
    "Ranking",
    "Shortfall",
    "rank_people",
    "rank_posts",
]
