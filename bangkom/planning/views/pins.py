"""Pins: who is forced in or out of what, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.catalogue import queries as catalogue
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED
from bangkom.people import queries as people
from bangkom.planning import queries, rules, services
from bangkom.planning.forms import PinForm
from bangkom.planning.models import Pin
from bangkom.planning.views.choosing import choose, scenario_or_404, tabs_context


@requires(rules.sees_the_desk)
def pin_list(request: HttpRequest) -> HttpResponse:
    choice = choose(request)
    pins = Pin.objects.filter(scenario=choice.scenario).select_related(
        "employee__opd", "programme", "created_by"
    )
    named = queries.unmet_lines(choice.run) if choice.run else []
    unmet = {(line.employee.pk, line.programme_id) for line in named}
    lines = [{"pin": pin, "is_unmet": (pin.employee_id, pin.programme_id) in unmet} for pin in pins]
    context = {**tabs_context(request, choice, "pins"), "lines": lines, "unmet": named}
    return render(request, "planning/pin_list.html", context)


@requires(rules.can_plan)
def pin_add(request: HttpRequest) -> HttpResponse:
    """A seat forced in or out: from a row of the seats or of the postponed needs."""
    scenario = scenario_or_404(_number(request.GET.get("skenario")))
    employee = get_object_or_404(people.employee_for(request.user, _number(request.GET.get("pegawai"))))
    programme = get_object_or_404(catalogue.programme_rows(), pk=_number(request.GET.get("program")))
    is_in = request.GET.get("masuk") == "1"
    form = PinForm(request.POST or None, is_in=is_in)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.set_pin(
                    scenario=scenario,
                    employee_id=employee.pk,
                    programme_id=programme.pk,
                    is_in=is_in,
                    actor=request.user,
                    **form.cleaned_data,
                )
            except DomainError as refused:
                form.add_error("reason", str(refused))
            else:
                messages.success(request, _("Penetapan disimpan. Hitung rencana agar berlaku."))
                return redirect(
                    f"{reverse('planning:pin-list')}?tahun={scenario.year.year}&skenario={scenario.pk}"
                )
        status = REFUSED
    values = {"name": employee.full_name, "programme": programme.name}
    context = {
        "title": _("Masukkan ke rencana") if is_in else _("Keluarkan dari rencana"),
        "lead": _("%(name)s – %(programme)s") % values,
        "form": form,
        "submit": _("Masukkan") if is_in else _("Keluarkan"),
        "danger": not is_in,
        "back": f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}",
    }
    return render(request, "planning/form.html", context, status=status)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


@requires(rules.can_plan)
@require_POST
def pin_remove(request: HttpRequest, pk: int) -> HttpResponse:
    pin = get_object_or_404(Pin.objects.select_related("scenario__year"), pk=pk)
    scenario = pin.scenario
    services.remove_pin(pin=pin, actor=request.user)
    messages.success(request, _("Penetapan dicabut. Hitung rencana agar berlaku."))
    return redirect(f"{reverse('planning:pin-list')}?tahun={scenario.year.year}&skenario={scenario.pk}")
