"""Who may watch a job: its owner."""

from __future__ import annotations

from typing import Any

from django.db.models import Q


def visible_jobs(user: Any) -> Q:
    return Q(owner_id=user.pk)
