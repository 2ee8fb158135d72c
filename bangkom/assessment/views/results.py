"""A file of results: checked as a whole, then imported as a whole or not at all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from bangkom.assessment import rules, services
from bangkom.assessment.forms import ResultFileForm
from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import page_of
from bangkom.people import rules as people_rules

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_FAULTS = 200


@requires(rules.may_import_results)
def result_import(request: HttpRequest) -> HttpResponse:
    form = ResultFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            answer = _act(request, form, context)
        except DomainError as refused:
            form.add_error("file", str(refused))
        else:
            if answer is not None:
                return answer
    return page_of(request, "assessment/result_import.html", context, form=form)


def _act(request: HttpRequest, form: ResultFileForm, context: dict[str, Any]) -> HttpResponse | None:
    """Check, give back with remedies, or import. None: the page shows what the check found."""
    upload = form.cleaned_data["file"]
    found = services.read_results(
        upload.read(),
        upload.name,
        defaults=form.defaults(),
        allowed=lambda rows: rows.filter(people_rules.editable_employees(request.user)),
    )
    wanted = request.POST.get("aksi")
    if wanted == "perbaikan":
        answer = HttpResponse(found.annotated(), content_type=XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="hasil-penilaian-perbaikan.xlsx"'
        return answer
    if wanted == "impor" and not found.faults:
        written = services.store_results(found, actor=request.user)
        text = _("%(written)s hasil untuk %(people)s pegawai tersimpan; %(same)s sudah ada sebelumnya.")
        values = {
            "written": display.number(written),
            "people": display.number(found.people),
            "same": display.number(found.same),
        }
        messages.success(request, text % values)
        return redirect("assessment:heat-map")
    context |= {
        "found": found,
        "faults": found.faults[:SHOWN_FAULTS],
        "more": len(found.faults) - SHOWN_FAULTS,
    }
    return None
