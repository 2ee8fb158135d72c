"""Search over everything that one may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bangkom.foundation.access import requires, signed_in
from bangkom.portal import drawings
from bangkom.portal.queries import search as searching


@requires(signed_in)
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("cari", "")[:100].replace("\0", "").strip()
    found = searching.search(request.user, text)
    context: dict[str, Any] = {
        "text": text,
        "found": found,
        "shortest": searching.SHORTEST,
        "has_people_list": searching.has_people_list(request.user),
    }
    if found is not None:
        context["programmes"] = [drawings.programme_link(one.pk, one.name) for one in found.programmes.found]
        context["competencies"] = [
            (one.name, one.code, reverse("standards:competency-show", args=[one.pk]))
            for one in found.competencies.found
        ]
    return render(request, "portal/search.html", context)
