"""The list of programmes, one programme, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bangkom.catalogue import queries, rules, services
from bangkom.catalogue.enums import Mode
from bangkom.catalogue.forms import ProgrammeForm, gain_forms
from bangkom.catalogue.models import Programme
from bangkom.catalogue.tables import ProgrammeTable, quarters_text
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED
from bangkom.people.enums import EmploymentKind


@requires(rules.sees_catalogue)
def programme_list(request: HttpRequest) -> HttpResponse:
    context = {"may_change": rules.may_change_catalogue(request.user)}
    return ProgrammeTable(request, queries.programme_rows()).respond("catalogue/programme_list.html", context)


@requires(rules.sees_catalogue)
def programme_show(request: HttpRequest, pk: int) -> HttpResponse:
    found = Programme.objects.select_related("form", "prerequisite")
    programme = get_object_or_404(found, pk=pk)
    funds = dict(queries.fund_choices())
    kinds = dict(EmploymentKind.choices)
    context = {
        "programme": programme,
        "gains": list(queries.gains_of(programme)),
        "example": queries.cost_example(programme),
        "full": queries.cost_example(programme, programme.max_people)
        if programme.mode == Mode.CLASS
        else None,
        "is_class": programme.mode == Mode.CLASS,
        "quarters": quarters_text(programme.quarters),
        "levels": queries.level_names(programme.levels),
        "kinds": [kinds.get(kind, kind) for kind in programme.kinds],
        "place": dict(queries.place_choices()).get(programme.place, ""),
        "fund_batch": funds.get(programme.fund_batch, programme.fund_batch),
        "fund_person": funds.get(programme.fund_person, programme.fund_person),
        "facts": queries.programme_facts(request.user, programme),
        "may_change": rules.may_change_catalogue(request.user),
    }
    return render(request, "catalogue/programme_show.html", context)


@requires(rules.may_change_catalogue)
def programme_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@requires(rules.may_change_catalogue)
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Programme, pk=pk))


def _edit(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ProgrammeForm(data, instance=programme, initial=None if programme else {"quarters": [1, 2, 3, 4]})
    gains = gain_forms(data, programme=programme)
    status = 200
    if data is not None:
        if form.is_valid() and gains.is_valid():
            try:
                saved = services.save_programme(
                    programme=programme, values=form.values(), gains=list(gains.gains()), actor=request.user
                )
            except DomainError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Program %(name)s sudah disimpan.") % {"name": saved.name})
                return redirect("catalogue:programme-show", saved.pk)
        status = REFUSED
    return render(
        request, "catalogue/programme_form.html", _form_context(programme, form, gains), status=status
    )


def _form_context(programme: Programme | None, form: Any, gains: Any) -> dict[str, Any]:
    back = (
        reverse("catalogue:programme-show", args=[programme.pk])
        if programme
        else reverse("catalogue:programme-list")
    )
    return {
        "title": _("Ubah program") if programme else _("Tambah program"),
        "programme": programme,
        "form": form,
        "gains": gains,
        "back": back,
        "crumb": format_html('<li><a href="{}">{}</a></li>', back, programme.name) if programme else "",
    }
