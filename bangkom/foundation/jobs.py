"""Long work as a row that its owner can watch and cancel.

An edge calls ``start``; the worker runs the function registered under the job's kind. The function
gets a ``Progress`` and calls it often; it raises ``Cancelled`` when the owner has asked to stop.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from bangkom.foundation.enums import JobState
from bangkom.foundation.errors import AlreadyRunning, DomainError
from bangkom.foundation.models import Job

log = logging.getLogger("bangkom.jobs")
_kinds: dict[str, Callable[..., str | None]] = {}


class Cancelled(Exception):
    """The owner has asked to stop; the transaction of the work is rolled back."""


class Progress:
    """Tells the watching page how far the work is. Writes at most twice a second."""

    def __init__(self, job_id: int) -> None:
        self.job_id, self._last = job_id, 0.0

    def __call__(self, done: int, total: int, note: str = "") -> None:
        if not self.tell(done, total, note):
            raise Cancelled

    def tell(self, done: int, total: int, note: str = "") -> bool:
        """Like calling it, but answers False instead of raising when the owner has asked to stop."""
        now = time.monotonic()
        if now - self._last < 0.5 and done < total:
            return True
        self._last = now
        Job.objects.filter(pk=self.job_id).update(done=done, total=total, note=note[:300])
        return not Job.objects.filter(pk=self.job_id, cancel_requested=True).exists()


def kind(name: str) -> Callable[[Callable[..., str | None]], Callable[..., str | None]]:
    """Register the function that does the work of jobs of this kind: ``(progress, **arguments) -> result_url``."""

    def register(function: Callable[..., str | None]) -> Callable[..., str | None]:
        _kinds[name] = function
        return function

    return register


def start(name: str, *, title: str, owner: Any, key: str = "", **arguments: Any) -> Job:
    """Queue work of kind ``name``; it begins after commit. Raises ``AlreadyRunning`` for an open ``key``."""
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=name, title=title[:200], owner=owner, key=key)
    except IntegrityError:
        raise AlreadyRunning from None
    transaction.on_commit(lambda: run_job.enqueue(job.pk, arguments))
    return job


def cancel(job: Job) -> None:
    """Ask a job to stop. One that has not begun is stopped at once."""
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.CANCELLED, ended_at=timezone.now(), cancel_requested=True
    )
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)


@task()
def run_job(job_id: int, arguments: dict[str, Any]) -> None:
    """Run one job. A second delivery of the same job does nothing: only a waiting job is taken."""
    taken = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=timezone.now()
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_id)
    try:
        url = _kinds[job.kind](Progress(job_id), **arguments)
        _end(job_id, JobState.DONE, result_url=url or "")
    except Cancelled:
        _end(job_id, JobState.CANCELLED)
    except DomainError as refused:
        _end(job_id, JobState.FAILED, error=str(refused))
    except Exception as error:
        log.exception("job %s of kind %s failed", job_id, job.kind)
        text = _("Pekerjaan berhenti karena kesalahan (%(kind)s). Sebutkan nomor %(pk)s kepada operator.")
        _end(job_id, JobState.FAILED, error=text % {"kind": type(error).__name__, "pk": job_id})


def _end(job_id: int, state: JobState, **values: Any) -> None:
    Job.objects.filter(pk=job_id).update(state=state, ended_at=timezone.now(), **values)
