"""Which year, scenario and plan a page is about."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bangkom.planning import queries, rules
from bangkom.planning.models import PlanRun, Scenario
from bangkom.planning.tabs import draw_office_tabs, draw_tabs


def choose(request: HttpRequest) -> queries.Choice:
    """Year and scenario of the address for those who see the desk; 404 when there is no year yet.

    The request carries them as ``plan_choice`` and ``plan_run`` for the tables.
    """
    choice = queries.choice_of(request.GET)
    if choice is None:
        raise Http404
    request.plan_choice, request.plan_run = choice, choice.run  # type: ignore[attr-defined]
    return choice


def run_for(request: HttpRequest) -> tuple[queries.Choice | None, PlanRun | None]:
    """The plan that a list is about: the chosen one for the desk's readers, the active one for an office."""
    if rules.sees_the_desk(request.user):
        choice = queries.choice_of(request.GET, with_figures=False)
        request.plan_choice, request.plan_run = choice, choice.run if choice else None  # type: ignore[attr-defined]
        return choice, choice.run if choice else None
    run = queries.active_run()
    request.plan_run = run  # type: ignore[attr-defined]
    return None, run


def tabs_context(request: HttpRequest, choice: queries.Choice | None, current: str) -> dict[str, Any]:
    """The choice, its year, scenario and pages as ``tabs``, and whether the reader may change the plan."""
    may_plan = rules.can_plan(request.user)
    tabs = (
        draw_tabs(request.path, choice, current, may_plan=may_plan) if choice else draw_office_tabs(current)
    )
    return {"choice": choice, "tabs": tabs, "may_plan": may_plan}


def scenario_or_404(pk: int) -> Scenario:
    return get_object_or_404(Scenario.objects.select_related("year"), pk=pk)
