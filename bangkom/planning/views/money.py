"""Ceilings of a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangkom.foundation.access import requires
from bangkom.foundation.pages import REFUSED
from bangkom.planning import queries, rules, services
from bangkom.planning.forms import CeilingForm
from bangkom.planning.views.choosing import choose, tabs_context


@requires(rules.can_plan)
def ceilings(request: HttpRequest) -> HttpResponse:
    """All ceilings on one page, with the legal minimum and the difference."""
    choice = choose(request)
    form = CeilingForm(request.POST or None, year=choice.year)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            found = form.cleaned_data
            services.set_apbd(
                year=choice.year, apbd=found["apbd"], source=found["apbd_source"], actor=request.user
            )
            changed = services.set_ceilings(year=choice.year, money=form.money(), actor=request.user)
            text = _("Pagu disimpan; %(n)s angka berubah. Hitung rencana lagi agar berlaku.")
            messages.success(request, text % {"n": changed})
            return redirect(f"{reverse('planning:ceilings')}?{choice.query}")
        status = REFUSED
    funds = queries.fund_lines(queries.ceiling_rows(choice.year.pk), choice.run)
    total = sum(fund.ceiling for fund in funds)
    context = {
        **tabs_context(request, choice, "ceilings"),
        "form": form,
        "funds": funds,
        "total": total,
        "minimum": queries.minimum_share(choice.year, total),
    }
    return render(request, "planning/ceilings.html", context, status=status)
