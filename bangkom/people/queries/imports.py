"""Imports of personnel files as their pages show them. Everybody who may import sees all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from bangkom.people.enums import ImportState, RowVerdict
from bangkom.people.models import ImportRow, ImportRun

# In the order in which a planner works through them.
SHOWN_VERDICTS = (
    RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.DOUBT, RowVerdict.GONE, RowVerdict.REJECTED, RowVerdict.SAME,
)  # fmt: skip


@dataclass(frozen=True)
class ImportPage:
    """What the page of one import shows besides its rows."""

    run: ImportRun
    figures: list[tuple[str, str, int]]
    new_units: list[str]
    new_posts: list[str]
    notices: list[dict[str, Any]]
    confirmed: int

    @property
    def is_preview(self) -> bool:
        return self.run.state == ImportState.PREVIEW

    @property
    def is_applied(self) -> bool:
        return self.run.state == ImportState.APPLIED

    @property
    def writes(self) -> int:
        """How many rows applying would write."""
        counts = {verdict: count for verdict, _label, count in self.figures}
        return counts["new"] + counts["changed"] + counts["gone"] + self.confirmed


def import_runs() -> QuerySet[ImportRun]:
    """All imports, the newest first, without the bulky columns."""
    return ImportRun.objects.select_related("owner", "job").defer("mapping", "warnings").order_by("-pk")


def import_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows of a preview in the order of the file; people who are not in it come first."""
    return run.rows.defer("values").order_by("row", "pk")


def import_page(run: ImportRun) -> ImportPage:
    """Counts, things to be made and notices of a preview: one query."""
    verdicts = run.counts.get("verdicts", {})
    figures = [
        (str(verdict.value), str(verdict.label), verdicts.get(verdict, 0)) for verdict in SHOWN_VERDICTS
    ]
    confirmed = run.rows.filter(verdict=RowVerdict.DOUBT, confirmed=True).aggregate(count=Count("pk"))[
        "count"
    ]
    units = sorted(one["name"] for one in run.counts.get("new_units", {}).values())
    posts = sorted(one["title"] for one in run.counts.get("new_posts", {}).values())
    return ImportPage(run, figures, units, posts, run.warnings, confirmed)
