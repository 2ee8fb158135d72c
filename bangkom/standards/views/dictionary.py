"""The dictionaries: competencies with their levels, versions, files in and out."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.standards import queries, rules, services
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.forms import FrameworkFileForm
from bangkom.standards.models import Competency
from bangkom.standards.tables import CompetencyTable, FrameworkTable

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@requires(rules.can_see_standards)
def competency_list(request: HttpRequest) -> HttpResponse:
    table = CompetencyTable(request, queries.competency_rows())
    context = {"may_change": rules.can_change_standards(request.user)}
    return table.respond("standards/competency_list.html", context)


@requires(rules.can_see_standards)
def competency_show(request: HttpRequest, pk: int) -> HttpResponse:
    found = Competency.objects.select_related("framework").defer("case", "framework__document")
    competency = get_object_or_404(found.prefetch_related("levels"), pk=pk)
    context = {
        "competency": competency,
        "levels": competency.levels.all(),
        "posts": queries.posts_requiring(pk),
        "is_group": competency.kind == CompetencyKind.GROUP,
    }
    return render(request, "standards/competency_show.html", context)


@requires(rules.can_see_standards)
def framework_list(request: HttpRequest) -> HttpResponse:
    context = {"may_change": rules.can_change_standards(request.user)}
    return FrameworkTable(request, queries.frameworks()).respond("standards/framework_list.html", context)


@requires(rules.can_see_standards)
def framework_show(request: HttpRequest, pk: int) -> HttpResponse:
    framework = get_object_or_404(queries.frameworks(), pk=pk)
    table = CompetencyTable(request, queries.competency_rows(framework), filters=CompetencyTable.filters[1:])
    context = {
        "framework": framework,
        "may_change": rules.can_change_standards(request.user),
        "kinds": list(CONTENT_TYPES),
    }
    return table.respond("standards/framework_show.html", context)


@requires(rules.can_see_standards)
def framework_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    framework = get_object_or_404(queries.frameworks(), pk=pk)
    if kind not in CONTENT_TYPES:
        raise Http404
    stream = io.BytesIO()
    services.write_framework(framework, stream, kind=kind)
    answer = HttpResponse(stream.getvalue(), content_type=CONTENT_TYPES[kind])
    name = "-".join(filter(None, ["kamus", framework.code.lower(), framework.version]))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@requires(rules.can_change_standards)
@require_POST
def framework_use(request: HttpRequest, pk: int) -> HttpResponse:
    framework = get_object_or_404(queries.frameworks(), pk=pk)
    services.use_framework(
        framework=framework, is_assessed=request.POST.get("dipakai") == "1", actor=request.user
    )
    text = _("Kamus ini dipakai dalam standar dan penilaian.") if framework.is_assessed else _(
        "Kamus ini tidak lagi ditawarkan dalam standar dan penilaian baru."
    )  # fmt: skip
    messages.success(request, text)
    return redirect("standards:framework-show", pk)


@requires(rules.can_change_standards)
def framework_import(request: HttpRequest) -> HttpResponse:
    form = FrameworkFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = services.read_framework(upload.read(), upload.name)
            context |= {"found": found, "flaws": found.flaws}
            if request.POST.get("aksi") == "impor":
                report = services.import_framework(found, actor=request.user, **form.names())
                return _imported(request, report)
        except DomainError as refused:
            form.add_error("file", str(refused))
    return page_of(request, "standards/framework_import.html", context, form=form)


def _imported(request: HttpRequest, report: services.ImportReport) -> HttpResponse:
    text = _(
        "Kamus diimpor: %(new)s kompetensi baru, %(changed)s berubah, %(same)s tetap. Cacat berkas: %(flaws)s."
    )
    values = {
        "new": display.number(report.new),
        "changed": display.number(report.changed),
        "same": display.number(report.same),
        "flaws": display.number(sum(flaw.count for flaw in report.flaws)),
    }
    messages.success(request, text % values)
    assert report.framework is not None
    return redirect("standards:framework-show", report.framework.pk)
