"""Meja Rencana: a year's money, rules, plan and what it gives up, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.charts import base as charting
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED, is_htmx
from bangkom.planning import charts, queries, rules, services
from bangkom.planning.enums import RuleFamily
from bangkom.planning.forms import YearForm
from bangkom.planning.models import PlanPhase, PlanRun
from bangkom.planning.views.choosing import scenario_or_404, tabs_context
from bangkom.planning.views.trials import trying


@requires(rules.sees_the_desk)
def desk(request: HttpRequest) -> HttpResponse:
    choice = queries.choice_of(request.GET)
    if choice is None:
        return render(request, "planning/desk_empty.html", {"may_plan": rules.can_plan(request.user)})
    run = choice.run
    ceilings = queries.ceiling_rows(choice.year.pk)
    funds = queries.fund_lines(ceilings, run)
    if run and charting.DOWNLOAD in request.GET:
        answer = charting.respond_download(request, charts.desk_charts(choice, run, funds).values())
        if answer:
            return answer
    job, examination = queries.open_jobs(choice.scenario, run)
    is_stale = run is not None and queries.is_stale(run, choice.scenario, ceilings)
    context = {
        **tabs_context(request, choice, "desk"),
        "run": run,
        "funds": funds,
        "minimum": queries.minimum_share(choice.year, sum(fund.ceiling for fund in funds)),
        "phases": _phases(choice),
        "job": job,
        "examination": examination,
        "examined": _examined(run) if run else None,
        "is_stale": is_stale,
        "drawn": charts.desk_drawings(choice, run, funds) if run else {},
        "simulation": _simulated(run, request) if run else None,
        **(trying(request, choice, run, funds) if run and rules.can_plan(request.user) else {}),
        **(_words(run) if run else {}),
    }
    return render(request, "planning/desk.html", context)


BINDS = 0.05
"""A rule that costs less worth than this is told as one that costs nothing."""


@dataclass(frozen=True)
class Phase:
    """A phase as a step of the header: done, now, or to come."""

    label: str
    starts_on: Any
    ends_on: Any
    state: str


def _phases(choice: queries.Choice) -> list[Phase]:
    today = timezone.localdate()
    rows = PlanPhase.objects.filter(year=choice.year)
    return [
        Phase(
            str(row.get_kind_display()),
            row.starts_on,
            row.ends_on,
            "done" if row.ends_on < today else "now" if row.starts_on <= today else "later",
        )
        for row in rows
    ]


def _words(run: PlanRun) -> dict[str, Any]:
    """What the template says of a plan in sentences."""
    s = run.summary
    return {
        "closed_share": display.percent(s["closed"] / s["gap"] if s["gap"] else 0),
        "distance": display.number(round(run.distance_percent or 0, 2)),
        "unmet": len(s.get("unmet", [])),
    }


@requires(rules.sees_the_desk)
def budget_point(request: HttpRequest) -> HttpResponse:
    """The answer to the slider alone for htmx; the whole desk for anybody else."""
    choice = queries.choice_of(request.GET)
    if choice is None or choice.run is None or not is_htmx(request):
        return redirect(f"{reverse('planning:desk')}?{request.GET.urlencode()}")
    found = _simulated(choice.run, request)
    return render(request, "planning/_simulation.html", {"simulation": found})


def _examined(run: PlanRun) -> dict[str, Any]:
    """What the examination found, in words and numbers; empty parts are not known yet."""
    found, number = run.examined, display.number
    words = dict(RuleFamily.choices)
    closed = found.get("closed")
    return {
        "rules": [
            {
                "name": words.get(family, family),
                "cost": number(max(0.0, round(cost, 1))),
                "range": _("%(low)s sampai %(high)s")
                % {"low": number(round(low, 1)), "high": number(round(high, 1))},
                "people": number(people),
            }
            for family, cost, low, high, people in found.get("rules", [])
            if cost >= BINDS
        ],
        "idle": ", ".join(str(words.get(row[0], row[0])) for row in found.get("rules", []) if row[1] < BINDS),
        "closed": {name: number(round(value)) for name, value in closed.items()} if closed else None,
        "fragile_seats": found.get("fragile_seats", 0),
        "unrest": found.get("unrest", 0),
        "samples": found.get("samples", 0),
        "resolves": found.get("resolves", 0),
        "classes": [
            {"pk": pk, "name": name, "quarter": quarter, "planned": planned, "share": display.percent(share)}
            for pk, name, quarter, planned, share in found.get("classes", [])
        ],
    }


def _simulated(run: PlanRun, request: HttpRequest) -> queries.BudgetAnswer | None:
    return queries.budget_answer(run, queries.percent_of(request.GET.get("persen", "")))


@requires(rules.can_plan)
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the computation and go to its progress."""
    scenario = scenario_or_404(pk)
    try:
        services.start_computation(scenario=scenario, actor=request.user)
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}")


@requires(rules.can_plan)
@require_POST
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the examination of the plan: what each rule costs, how firm its lines are."""
    scenario = scenario_or_404(pk)
    try:
        services.start_examination(scenario=scenario, actor=request.user)
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}#uji")


@requires(rules.can_plan)
def year_add(request: HttpRequest) -> HttpResponse:
    """Open a budget year; its ceilings come next."""
    form = YearForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = services.make_year(**form.cleaned_data, actor=request.user)
            except DomainError as refused:
                form.add_error("year", str(refused))
            else:
                messages.success(
                    request, _("Tahun %(year)s sudah dibuka. Isi pagunya.") % {"year": made.year}
                )
                return redirect(f"{reverse('planning:ceilings')}?tahun={made.year}")
        status = REFUSED
    context = {
        "title": _("Buka tahun rencana"),
        "form": form,
        "submit": _("Buka tahun"),
        "back": reverse("planning:desk"),
    }
    return render(request, "planning/form.html", context, status=status)
