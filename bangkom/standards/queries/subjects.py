"""The job levels and posts that standards are for, reached through our own foreign keys."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from bangkom.standards.models import Standard


def job_levels() -> QuerySet[Any]:
    return Standard._meta.get_field("level").related_model._default_manager.all()


def positions() -> QuerySet[Any]:
    return Standard._meta.get_field("position").related_model._default_manager.all()
