"""The house itself: its audit trail, its jobs, its health."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bangkom.foundation.enums import JobState
from bangkom.foundation.models import AuditEntry, Job

STUCK_AFTER = timedelta(minutes=5)


def audit_rows() -> QuerySet[AuditEntry]:
    """The trail, newest first."""
    return AuditEntry.objects.select_related("actor").order_by("-sequence")


def audit_rooms() -> list[tuple[str, str]]:
    """Rooms that acts are named after (``people.role.given``): the choices of the trail's filter."""
    rooms = ("people", "standards", "catalogue", "records", "assessment", "planning")
    return [(f"{room}.", room) for room in rooms]


def job_rows() -> QuerySet[Job]:
    """Jobs of everybody, newest first."""
    return Job.objects.select_related("owner").order_by("-pk")


def open_jobs_of(user: Any) -> list[Job]:
    return list(Job.objects.filter(owner_id=user.pk, state__in=(JobState.WAITING, JobState.RUNNING))[:10])


@dataclass(frozen=True)
class Health:
    """Figures by which an operator sees whether the house is well."""

    version: str
    database: str
    waiting: int
    running: int
    failed: int
    stuck: int
    free_bytes: int
    entries: int

    @property
    def free_gigabytes(self) -> float:
        return round(self.free_bytes / 1024**3, 1)


def health() -> Health:
    now = timezone.now()
    jobs = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=JobState.WAITING)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=Q(state=JobState.FAILED, ended_at__gte=now - timedelta(days=7))),
        stuck=Count("pk", filter=Q(state=JobState.WAITING, created_at__lt=now - STUCK_AFTER)),
    )
    newest = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return Health(
        version=_version(),
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor),
        free_bytes=shutil.disk_usage(Path(settings.HOME)).free,
        entries=newest or 0,
        **jobs,
    )


def _version() -> str:
    """Version of the installed package; a checkout has none."""
    with suppress(PackageNotFoundError):
        return version("bangkom")
    return ""
