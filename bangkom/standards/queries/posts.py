"""Post standards, and the demands that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bangkom.standards.enums import CompetencyKind, StandardState
from bangkom.standards.models import Competency, Requirement, Standard, StandardItem
from bangkom.standards.queries.subjects import positions

KIND_ORDER = {CompetencyKind.MANAGERIAL: 0, CompetencyKind.SOCIOCULTURAL: 1, CompetencyKind.TECHNICAL: 2}


def _count(model: type[Model], key: str) -> Coalesce:
    """Number of rows of ``model`` per row of the outer query: counted for the rows of a page only."""
    rows = model._default_manager.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(rows.annotate(rows=Count("pk")).values("rows")), 0)


@dataclass(frozen=True)
class ItemLine:
    """One competency with the level that one side requires and, in a comparison, the other."""

    competency: Any
    level: int
    other: int = 0
    origin: str = ""

    @property
    def difference(self) -> int:
        return self.level - self.other


def standards() -> QuerySet[Standard]:
    """Standards of every state, for the list page."""
    return Standard.objects.select_related("level", "position").annotate(
        item_count=_count(StandardItem, "standard")
    )


def newest_in_force(
    *, level_id: int | None, field: str, position_id: int | None, day: dt.date
) -> Standard | None:
    """The version that counts on ``day``, or None."""
    found = Standard.objects.filter(
        Q(state=StandardState.IN_FORCE) | Q(state=StandardState.REPLACED),
        level=level_id,
        field=field,
        position=position_id,
        valid_from__lte=day,
    )
    return found.order_by("-valid_from", "-version").first()


def standards_of_scope(rows: QuerySet[Standard], scope: str) -> QuerySet[Standard]:
    """Standards of a level, of a field at a level, or of one post."""
    if scope == "jabatan":
        return rows.filter(position__isnull=False)
    rows = rows.filter(position=None)
    return rows.exclude(field="") if scope == "rumpun" else rows.filter(field="")


def versions_of(standard: Standard) -> list[Standard]:
    """All versions for the same subject, newest first."""
    found = Standard.objects.filter(
        level=standard.level_id, field=standard.field, position=standard.position_id
    )
    return list(found.order_by("-version"))


def version_before(standard: Standard) -> Standard | None:
    """The version that a version follows."""
    found = Standard.objects.filter(
        level=standard.level_id, field=standard.field, position=standard.position_id
    )
    return found.filter(version__lt=standard.version).order_by("-version").first()


def competencies_for(standard: Standard) -> list[Competency]:
    """Competencies that a standard may set: the core ones for a level, a field's own for a field, both for a post.

    Those that it sets already are always among them.
    """
    core = Q(kind__in=[CompetencyKind.MANAGERIAL, CompetencyKind.SOCIOCULTURAL])
    if standard.position is not None:
        wanted = core | Q(kind=CompetencyKind.TECHNICAL, field=standard.position.field)
    elif standard.field:
        wanted = Q(kind=CompetencyKind.TECHNICAL, field=standard.field)
    else:
        wanted = core
    kept = Q(pk__in=standard.items.values("competency"))
    found = Competency.objects.filter((wanted & Q(framework__is_assessed=True)) | kept)
    return list(found.defer("case", "definition").order_by("kind", "framework", "order", "code"))


def position_rows() -> Any:
    """Posts with the number of competencies they demand."""
    found = positions().annotate(demand_count=_count(Requirement, "position")).order_by("title", "pk")
    return found.values_list("pk", "title", "level__name", "field", "demand_count", named=True)


def position_fields() -> list[str]:
    """Fields of the posts, in order."""
    return list(positions().exclude(field="").order_by("field").values_list("field", flat=True).distinct())


def _sorted(lines: list[ItemLine]) -> list[ItemLine]:
    return sorted(
        lines,
        key=lambda line: (
            KIND_ORDER.get(line.competency.kind, 9),
            line.competency.order,
            line.competency.code,
        ),
    )


def standard_lines(standard: Standard, before: Standard | None = None) -> list[ItemLine]:
    """The items of a standard beside those of another version (0 where one of them has none)."""
    items = {item.competency_id: item for item in standard.items.select_related("competency")}
    others = (
        {item.competency_id: item for item in before.items.select_related("competency")} if before else {}
    )
    lines = [
        ItemLine(item.competency, item.level, others[key].level if key in others else 0)
        for key, item in items.items()
    ]
    lines += [ItemLine(item.competency, 0, item.level) for key, item in others.items() if key not in items]
    return _sorted(lines)


def requirements_of(position_id: int) -> list[ItemLine]:
    """What a post demands today, each with the standard that sets it."""
    rows = Requirement.objects.filter(position=position_id).select_related(
        "competency", "item__standard__level", "item__standard__position"
    )
    return _sorted([ItemLine(row.competency, row.level, origin=row.item.standard.subject) for row in rows])


def requirement_rows(position_ids: Iterable[int] | None = None) -> Iterator[tuple[int, int, int]]:
    """(post, competency, level) of all requirements, or of those of some posts: plain tuples for computing."""
    found = Requirement.objects.order_by()
    if position_ids is not None:
        found = found.filter(position__in=list(position_ids))
    return found.values_list("position", "competency", "level").iterator(chunk_size=5000)


def requirement_stamp() -> tuple[Any, ...]:
    """Changes when any requirement does: tells whether something kept of them is still true."""
    found = Requirement.objects.aggregate(Max("pk"), Count("pk"), Sum("level"), Sum("item"))
    return tuple(found.values())


def demanded_levels(position_id: int) -> list[tuple[int, str, int]]:
    """(competency, its name, level) of what a post demands, in the order of its page."""
    rows = Requirement.objects.filter(position=position_id).order_by(
        "competency__kind", "competency__order", "pk"
    )
    return list(rows.values_list("competency", "competency__name", "level"))


def compare_posts(first: int, second: int) -> list[ItemLine]:
    """Demands of two posts side by side; 0 where one does not ask for the competency."""
    found: dict[int, list[Any]] = {}
    for row in Requirement.objects.filter(position__in=[first, second]).select_related("competency"):
        line = found.setdefault(row.competency_id, [row.competency, 0, 0])
        line[1 if row.position_id == first else 2] = row.level
    return _sorted([ItemLine(competency, level, other) for competency, level, other in found.values()])


def posts_requiring(competency_id: int) -> dict[int, int]:
    """How many posts require each level of a competency."""
    rows = Requirement.objects.filter(competency=competency_id).values("level").annotate(posts=Count("pk"))
    return {row["level"]: row["posts"] for row in rows.order_by("level")}
