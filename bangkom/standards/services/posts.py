"""Post standards (SKJ) through their versions: draft, items, in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from bangkom.foundation import audit, display
from bangkom.standards.enums import StandardState
from bangkom.standards.errors import (
    DraftExists,
    SameStandard,
    StandardEmpty,
    StandardNotDraft,
    StartsTooEarly,
)
from bangkom.standards.models import Standard, StandardItem
from bangkom.standards.queries.resolution import affected_position_ids, subject_of
from bangkom.standards.services.requirements import rebuild_requirements


def _versions(level_id: int | None, field: str, position_id: int | None) -> Any:
    return Standard.objects.filter(level=level_id, field=field, position=position_id)


@transaction.atomic
def draft_standard(
    *,
    level_id: int | None = None,
    field: str = "",
    position_id: int | None = None,
    valid_from: dt.date,
    items: Mapping[int, int] | None = None,
    source: str = "",
    note: str = "",
    actor: Any,
) -> Standard:
    """Begin the next version for a jenjang, a field at a jenjang, or one post.

    Without ``items`` (competency -> level) it begins as a copy of the newest version. Raises ``DraftExists``.
    """
    if position_id:
        level_id, field = None, ""
    versions = _versions(level_id, field, position_id)
    newest = versions.order_by("-version").first()
    if newest is not None and newest.state == StandardState.DRAFT:
        raise DraftExists(version=newest.version)
    if items is None:
        items = dict(newest.items.values_list("competency", "level")) if newest else {}
    draft = Standard.objects.create(
        level_id=level_id,
        field=field,
        position_id=position_id,
        version=newest.version + 1 if newest else 1,
        valid_from=valid_from,
        source=source,
        note=note,
    )
    _write_items(draft, items)
    audit.record(
        actor, "standards.standard.drafted", draft, after={"version": draft.version, "items": len(items)}
    )
    return draft


def _write_items(standard: Standard, items: Mapping[int, int]) -> None:
    StandardItem.objects.filter(standard=standard).delete()
    StandardItem.objects.bulk_create(
        [
            StandardItem(standard=standard, competency_id=competency, level=level)
            for competency, level in sorted(items.items())
        ]
    )


def copy_standard(
    *,
    source: Standard,
    level_id: int | None = None,
    field: str = "",
    position_id: int | None = None,
    valid_from: dt.date,
    note: str = "",
    actor: Any,
) -> Standard:
    """Begin a draft for another jenjang, field or post with the items of ``source``."""
    target = (None, "", position_id) if position_id else (level_id, field, None)
    if target == subject_of(source):
        raise SameStandard
    return draft_standard(
        level_id=level_id,
        field=field,
        position_id=position_id,
        valid_from=valid_from,
        items=dict(source.items.values_list("competency", "level")),
        source=source.source,
        note=note,
        actor=actor,
    )


def _refuse_unless_draft(standard: Standard) -> None:
    if standard.state != StandardState.DRAFT:
        raise StandardNotDraft(version=standard.version)


@transaction.atomic
def set_items(*, standard: Standard, items: Mapping[int, int], actor: Any) -> Standard:
    """Replace the levels of a draft: competency -> level. Raises ``StandardNotDraft``."""
    _refuse_unless_draft(standard)
    before = dict(standard.items.values_list("competency", "level"))
    if before != dict(items):
        _write_items(standard, items)
        audit.record(
            actor,
            "standards.standard.edited",
            standard,
            before={"items": before},
            after={"items": dict(items)},
        )
    return standard


@transaction.atomic
def set_start(*, standard: Standard, valid_from: dt.date, source: str, note: str, actor: Any) -> Standard:
    """Change the start date, source and note of a draft. Raises ``StandardNotDraft``."""
    _refuse_unless_draft(standard)
    before = {"valid_from": standard.valid_from, "source": standard.source, "note": standard.note}
    after = {"valid_from": valid_from, "source": source, "note": note}
    if before != after:
        Standard.objects.filter(pk=standard.pk).update(**after)
        standard.refresh_from_db()
        audit.record(actor, "standards.standard.edited", standard, before=before, after=after)
    return standard


@transaction.atomic
def put_in_force(*, standard: Standard, actor: Any) -> int:
    """Let a draft count from its start date; how many rows of requirements changed today.

    Posts are rebuilt at once if the date has come, else by the daily rebuild. Raises ``StandardNotDraft`` (also on
    a second click), ``StandardEmpty``, ``StartsTooEarly``. Publishes ``RequirementsChanged``.
    """
    # A standard of one post may be empty of items only when it takes nothing away: then it says nothing.
    if not standard.items.exists():
        raise StandardEmpty
    current = (
        _versions(standard.level_id, standard.field, standard.position_id)
        .filter(state=StandardState.IN_FORCE)
        .order_by("-valid_from")
        .first()
    )
    if current is not None and current.valid_from >= standard.valid_from:
        raise StartsTooEarly(date=display.date(standard.valid_from), current=display.date(current.valid_from))
    moved = Standard.objects.filter(pk=standard.pk, state=StandardState.DRAFT).update(
        state=StandardState.IN_FORCE
    )
    if not moved:
        standard.refresh_from_db()
        raise StandardNotDraft(version=standard.version)
    standard.refresh_from_db()
    audit.record(actor, "standards.standard.in_force", standard, after={"valid_from": standard.valid_from})
    if standard.valid_from > timezone.localdate():
        return 0
    return rebuild_requirements(affected_position_ids(standard))


@transaction.atomic
def delete_draft(*, standard: Standard, actor: Any) -> None:
    """Throw a draft away. Raises ``StandardNotDraft`` for a version that has been in force."""
    _refuse_unless_draft(standard)
    audit.record(actor, "standards.standard.discarded", standard, before={"version": standard.version})
    standard.delete()
