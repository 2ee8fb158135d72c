"""Personnel files that wait for a person's next step."""

from __future__ import annotations

from typing import Any

from bangkom.people import rules
from bangkom.people.enums import ImportState
from bangkom.people.models import ImportRun


def imports_waiting(user: Any) -> list[ImportRun]:
    """Files that are to be mapped or applied, newest first, for those who may import."""
    if not rules.may_import_people(user):
        return []
    waiting = ImportRun.objects.filter(state__in=(ImportState.MAPPING, ImportState.PREVIEW))
    return list(waiting.only("pk", "file_name", "state", "created_at").order_by("-pk")[:5])
