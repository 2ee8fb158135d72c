"""Seats, postponed needs, batches and fairness of a plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangkom.foundation import charts as charting
from bangkom.foundation.access import requires
from bangkom.people.enums import Sex
from bangkom.planning import charts, queries, rules
from bangkom.planning.models import PlanSeat, PostponedNeed
from bangkom.planning.queries.fairness import group_line, opd_lines
from bangkom.planning.tables import BatchTable, FairnessTable, PostponedTable, SeatTable
from bangkom.planning.views.choosing import choose, run_for, tabs_context


@requires(rules.sees_plan_rows)
def seat_list(request: HttpRequest) -> HttpResponse:
    choice, run = run_for(request)
    rows: Any = queries.seat_rows(request.user, run) if run else PlanSeat.objects.none()
    may_plan = rules.can_plan(request.user)
    table = SeatTable(request, rows, may_plan=may_plan and choice is not None)
    return table.respond("planning/seat_list.html", _context(request, choice, run, "seats"))


@requires(rules.sees_plan_rows)
def postponed_list(request: HttpRequest) -> HttpResponse:
    choice, run = run_for(request)
    rows: Any = queries.postponed_rows(request.user, run) if run else PostponedNeed.objects.none()
    table = PostponedTable(request, rows, may_plan=rules.can_plan(request.user) and choice is not None)
    return table.respond("planning/postponed_list.html", _context(request, choice, run, "postponed"))


def _context(request: HttpRequest, choice: queries.Choice | None, run: Any, tab: str) -> dict[str, Any]:
    return {**tabs_context(request, choice, tab), "run": run, "year": run.scenario.year.year if run else None}


@requires(rules.sees_the_desk)
def batch_list(request: HttpRequest) -> HttpResponse:
    choice = choose(request)
    table = BatchTable(request, queries.batch_lines(choice.run) if choice.run else [])
    return table.respond("planning/batch_list.html", _context(request, choice, choice.run, "batches"))


@requires(rules.sees_the_desk)
def fairness(request: HttpRequest) -> HttpResponse:
    choice = choose(request)
    run = choice.run
    lines = opd_lines(run) if run else []
    table = FairnessTable(request, lines)
    answer = table.interrupt()
    chart = charts.fairness_chart(choice, run, everything=True) if run else None
    answer = answer or (charting.respond_download(request, [chart]) if chart else None)
    if answer:
        return answer
    groups = []
    if run:
        found = [
            *(group_line(run, "by_sex", key, label) for key, label in Sex.choices),
            group_line(run, "by_kind", "pns", _("PNS dan CPNS")),
            group_line(run, "by_kind", "pppk", _("PPPK")),
        ]
        groups = [line for line in found if line and line.people]
    context = {**_context(request, choice, run, "fairness"), "groups": groups, "chart": chart}
    return table.respond("planning/fairness.html", context)
