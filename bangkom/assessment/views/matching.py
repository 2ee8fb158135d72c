"""People for a post, and posts for a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bangkom.assessment import queries, rules
from bangkom.assessment.tables import MatchTable, full_name, reason_words
from bangkom.assessment.views.addresses import address_of
from bangkom.foundation.access import requires
from bangkom.people import queries as people
from bangkom.standards import queries as standards


@dataclass(frozen=True)
class MatchLine:
    """One candidate as the table shows it."""

    pk: int
    place: int
    name: str
    url: str
    about: str
    match: queries.Match

    @property
    def jpm(self) -> float:
        return self.match.jpm

    @property
    def is_barred(self) -> bool:
        return self.match.is_barred

    @property
    def reason(self) -> str:
        """Worked out for the rows that are shown only."""
        return reason_words(self.match)

    @property
    def state(self) -> str:
        return _("Belum memenuhi") if self.is_barred else _("Memenuhi")


@requires(rules.sees_gaps)
def position_people(request: HttpRequest, pk: int) -> HttpResponse:
    position = get_object_or_404(standards.positions().select_related("level"), pk=pk)
    found = queries.people_for_post(request.user, position)
    address = address_of("assessment:employee-gap")
    names = queries.match_people([match.key for match in found])
    lines = [
        MatchLine(
            pk=match.key,
            place=place,
            name=full_name(names[match.key], ""),
            url=address % match.key,
            about=" · ".join(filter(None, [names[match.key].position__title, names[match.key].opd__name])),
            match=match,
        )
        for place, match in enumerate(found, start=1)
        if match.key in names
    ]
    context = {"position": position, "demands": standards.demanded_levels(pk)}
    return MatchTable(request, lines).respond("assessment/position_people.html", context)


@requires(rules.sees_gaps)
def employee_posts(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(people.employee_for(request.user, pk))
    found = queries.posts_for_person(employee)
    address = address_of("assessment:position-people")
    posts = queries.match_posts([match.key for match in found])
    lines = [
        MatchLine(
            pk=match.key,
            place=place,
            name=posts[match.key].title,
            url=address % match.key,
            about=posts[match.key].level__name,
            match=match,
        )
        for place, match in enumerate(found, start=1)
    ]
    return MatchTable(request, lines, noun=_("jabatan")).respond(
        "assessment/employee_posts.html", {"employee": employee}
    )
