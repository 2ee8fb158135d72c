"""Whom a drafted post standard touches, and letting it begin."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bangkom.assessment import queries
from bangkom.foundation import display
from bangkom.foundation.access import check, requires
from bangkom.foundation.errors import DomainError
from bangkom.standards import queries as standards
from bangkom.standards import rules as standard_rules
from bangkom.standards import services


@requires(standard_rules.can_change_standards)
def standard_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows people and gaps before saving; POST puts the draft in force."""
    standard = get_object_or_404(standards.standards(), pk=pk)
    check(standard.is_draft)
    if request.method == "POST":
        try:
            services.put_in_force(standard=standard, actor=request.user)
        except DomainError as refused:
            messages.error(request, str(refused))
            return redirect("assessment:standard-impact", pk)
        text = _("Standar %(subject)s berlaku mulai %(day)s.")
        messages.success(
            request, text % {"subject": standard.subject, "day": display.date(standard.valid_from)}
        )
        return redirect("standards:standard-show", pk)
    context = {"standard": standard, "impact": queries.impact_of(standard)}
    return render(request, "assessment/standard_impact.html", context)
