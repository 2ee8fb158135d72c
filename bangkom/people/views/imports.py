"""The import room: a file comes in, its columns are checked, its effect is shown, applied, undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.foundation.tables import selected_rows
from bangkom.people import jobs, rules
from bangkom.people.enums import ImportState, RowVerdict
from bangkom.people.forms import ImportFileForm, MappingForm
from bangkom.people.import_tables import ImportRowTable, ImportRunTable
from bangkom.people.models import ImportRun
from bangkom.people.queries.imports import import_page, import_rows, import_runs
from bangkom.people.services import imports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _run(pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.select_related("job", "owner"), pk=pk)


@requires(rules.may_import_people)
def import_list(request: HttpRequest) -> HttpResponse:
    """Earlier imports, and the place where a file is handed in."""
    form = ImportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = imports.receive_file(content=upload.read(), filename=upload.name, actor=request.user)
        except DomainError as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("people:import-show", run.pk)
    table = ImportRunTable(request, import_runs())
    if request.method == "GET" and (answer := table.interrupt()) is not None:
        return answer
    context = {"table": table, "sees_people": rules.sees_an_office(request.user)}
    return page_of(request, "people/import_list.html", context, form=form)


@requires(rules.may_import_people)
def import_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Mapping, preview or outcome, whatever the import is waiting for."""
    run = _run(pk)
    context: dict[str, Any] = {"run": run, "job": run.job}
    if run.state == ImportState.MAPPING:
        return render(request, "people/import_mapping.html", {**context, "form": MappingForm(run=run)})
    table = ImportRowTable(
        request, import_rows(run), is_preview=run.state == ImportState.PREVIEW, run_id=run.pk
    )
    return table.respond("people/import_show.html", {**context, "page": import_page(run)})


@requires(rules.may_import_people)
@require_POST
def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the columns as chosen and compare the file with what is stored."""
    run = _run(pk)
    form = MappingForm(request.POST, run=run)
    if not form.is_valid():
        return page_of(request, "people/import_mapping.html", {"run": run, "job": run.job}, form=form)
    return _start(request, run, jobs.PREVIEW, mapping=form.mapping())


@requires(rules.may_import_people)
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Back from the preview to the columns."""
    run = _run(pk)
    if run.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        return redirect("people:import-show", pk)
    return render(
        request, "people/import_mapping.html", {"run": run, "job": run.job, "form": MappingForm(run=run)}
    )


@requires(rules.may_import_people)
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes (or no longer yes) to ticked rows in doubt."""
    run = _run(pk)
    is_confirmed = request.POST.get("aksi") != "batal-setuju"
    found = selected_rows(ImportRowTable, request, import_rows(run))
    keys = list(found.filter(verdict=RowVerdict.DOUBT).values_list("pk", flat=True))
    try:
        count = imports.confirm_rows(run=run, rows=keys, is_confirmed=is_confirmed)
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("%(count)d baris ditandai.", "%(count)d baris ditandai.", count)
        messages.success(request, text % {"count": count})
    return redirect("people:import-show", pk)


@requires(rules.may_import_people)
@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    return _start(request, _run(pk), jobs.APPLY)


@requires(rules.may_import_people)
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _start(request, _run(pk), jobs.UNDO)


@requires(rules.may_import_people)
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda: imports.discard_run(run=_run(pk)), _("Berkas dan pratinjaunya dihapus."))


@requires(rules.may_import_people)
def import_remedies(request: HttpRequest, pk: int) -> HttpResponse:
    """The file with a column of remedies."""
    run = _run(pk)
    if not run.file:
        messages.error(
            request, _("Berkas ini sudah dihapus, 30 hari setelah dipakai. Unggah kembali bila masih perlu.")
        )
        return redirect("people:import-show", pk)
    answer = HttpResponse(imports.remedies_of(run), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="perbaikan-impor-{run.pk}.xlsx"'
    return answer


def _start(request: HttpRequest, run: ImportRun, kind: str, **arguments: Any) -> HttpResponse:
    try:
        job = jobs.start_import_job(kind, run=run, owner=request.user, **arguments)
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("people:import-show", run.pk)
    return redirect("foundation:job", job.pk)


def _act(request: HttpRequest, pk: int, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("people:import-show", pk)
    messages.success(request, done)
    return redirect("people:import-list")
