"""Long work of people: reading, applying and undoing a personnel file."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation import jobs
from bangkom.people.models import ImportRun, User
from bangkom.people.services import imports

PREVIEW, APPLY, UNDO = "people.import.preview", "people.import.apply", "people.import.undo"


def start_import_job(
    kind: str, *, run: ImportRun, owner: Any, mapping: dict[str, str] | None = None
) -> jobs.Job:
    """Queue work on a run; one at a time for the whole table of people."""
    titles = {
        PREVIEW: _("Membandingkan %(name)s"),
        APPLY: _("Menerapkan %(name)s"),
        UNDO: _("Membatalkan %(name)s"),
    }
    arguments = {"mapping": mapping} if mapping is not None else {}
    job = jobs.start(
        kind,
        title=titles[kind] % {"name": run.file_name},
        owner=owner,
        key="people.import",
        run_id=run.pk,
        **arguments,
    )
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    return job


def _run(run_id: int) -> ImportRun:
    return ImportRun.objects.select_related("job").get(pk=run_id)


def _owner(progress: jobs.Progress) -> User | None:
    return User.objects.filter(pk__in=jobs.Job.objects.filter(pk=progress.job_id).values("owner_id")).first()


def _page(run: ImportRun) -> str:
    return reverse("people:import-show", args=[run.pk])


@jobs.kind(PREVIEW)
def preview_import(progress: jobs.Progress, run_id: int, mapping: dict[str, str] | None = None) -> str:
    run = _run(run_id)
    imports.preview_run(run, mapping=mapping, tell=progress)
    return _page(run)


@jobs.kind(APPLY)
def apply_import(progress: jobs.Progress, run_id: int) -> str:
    run = _run(run_id)
    progress(0, 1, _("Menulis data pegawai"))
    imports.apply_run(run=run, actor=_owner(progress))
    return _page(run)


@jobs.kind(UNDO)
def undo_import(progress: jobs.Progress, run_id: int) -> str:
    run = _run(run_id)
    progress(0, 1, _("Mengembalikan data pegawai"))
    imports.undo_run(run=run, actor=_owner(progress))
    return _page(run)
