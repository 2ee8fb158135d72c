"""The team of a head, and the office of an HR officer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from bangkom.foundation.access import requires
from bangkom.people import rules as people_rules
from bangkom.portal import rules
from bangkom.portal.queries import office
from bangkom.portal.tables import TeamTable


@requires(rules.leads_or_serves_an_office)
def team(request: HttpRequest) -> HttpResponse:
    """People with their warning marks; a row opens the page of one person."""
    table = TeamTable(request, office.team_rows(request.user))
    names = ", ".join(opd.name for opd in people_rules.scopes_of(request.user))
    return table.respond("portal/team.html", {"names": names})
