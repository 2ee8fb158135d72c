"""Other ceilings tried on the planner's table: the panel with progress, figures and what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED, is_htmx, redirect_htmx
from bangkom.planning import queries, rules, services
from bangkom.planning.enums import PostponeReason, RunState
from bangkom.planning.forms import TrialForm, TrialNameForm
from bangkom.planning.models import PlanRun, PlanTrial, Scenario
from bangkom.planning.views.choosing import scenario_or_404
from bangkom.planning.views.scenarios import signed

PANEL = "planning/_trial.html"


def trying(
    request: HttpRequest, choice: queries.Choice, run: PlanRun, funds: list[queries.FundLine]
) -> dict[str, Any]:
    """What the desk needs to try other ceilings: the form by fund and the reader's trial, if there is one."""
    choices = [(fund.code, fund.name, choice.scenario.ceilings.get(fund.code, 100)) for fund in funds]
    return {"trial_form": TrialForm(funds=choices), **panel(queries.trial_of(request.user, run))}


# --- acts ----------------------------------------------------------------------------------------


@requires(rules.can_plan)
@require_POST
def trial_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the exact plan at other ceilings: all alike by percent, or fund by fund."""
    scenario = scenario_or_404(pk)
    form = TrialForm(request.POST, funds=[(code, code, None) for code in queries.fund_keys()])
    if not form.is_valid():
        return _refused(request, scenario, form.first_error(), None)
    try:
        trial = services.start_trial(scenario=scenario, actor=request.user, **form.wanted())
    except DomainError as refused:
        return _refused(request, scenario, refused, None)
    trial = queries.trials_for(request.user).get(pk=trial.pk)
    if is_htmx(request):
        return _panel(request, trial)
    return redirect(_desk(scenario, trial))


@requires(rules.can_plan)
def trial_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel alone for htmx, which asks while the trial is computed; the desk for anybody else."""
    trial = queries.trials_for(request.user).filter(pk=pk).first()
    if trial is None and is_htmx(request):
        return HttpResponse(status=204)  # the panel asked while another trial took its place
    if trial is None:
        raise Http404
    if is_htmx(request):
        return _panel(request, trial)
    return redirect(_desk(trial.scenario, trial))


@requires(rules.can_plan)
@require_POST
def trial_stop(request: HttpRequest, pk: int) -> HttpResponse:
    trial = get_object_or_404(queries.trials_for(request.user), pk=pk)
    services.stop_trial(trial=trial)
    trial = queries.trials_for(request.user).get(pk=pk)
    if is_htmx(request):
        return _panel(request, trial)
    return redirect(_desk(trial.scenario, trial))


@requires(rules.can_plan)
@require_POST
def trial_discard(request: HttpRequest, pk: int) -> HttpResponse:
    trial = get_object_or_404(queries.trials_for(request.user), pk=pk)
    services.discard_trial(trial=trial)
    if is_htmx(request):
        return _panel(request, None)
    messages.success(request, _("Percobaan dibuang. Rencana tetap seperti semula."))
    return redirect(_desk(trial.scenario))


@requires(rules.can_plan)
@require_POST
def trial_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """A scenario of its own with the plan that was tried; its desk shows how far the storing is."""
    trial = get_object_or_404(queries.trials_for(request.user), pk=pk)
    form = TrialNameForm(request.POST)
    if not form.is_valid():
        return _refused(request, trial.scenario, _("Isi nama skenario, paling banyak 80 huruf."), trial)
    try:
        made = services.keep_trial(trial=trial, name=form.cleaned_data["name"], actor=request.user)
    except DomainError as refused:
        return _refused(request, trial.scenario, refused, trial)
    messages.success(
        request, _("Skenario “%(name)s” dibuat; rencananya sedang disimpan.") % {"name": made.name}
    )
    return redirect_htmx(request, _desk(made))


def _panel(request: HttpRequest, trial: PlanTrial | None) -> HttpResponse:
    """The panel, and its news for the place beside the slider."""
    return render(request, PANEL, {**panel(trial), "trial_news": True})


def _refused(request: HttpRequest, scenario: Scenario, error: Any, trial: PlanTrial | None) -> HttpResponse:
    """The panel with what is wrong and what was typed; a message where there is no htmx."""
    if is_htmx(request):
        context = {**panel(trial), "trial_news": True, "trial_error": str(error)}
        if typed := request.POST.get("name"):
            context["trial_name"] = typed
        return render(request, PANEL, context, status=REFUSED)
    messages.error(request, str(error))
    return redirect(_desk(scenario, trial))


def _desk(scenario: Scenario, trial: PlanTrial | None = None) -> str:
    percent = f"&persen={trial.percent}" if trial and trial.percent else ""
    query = f"tahun={scenario.year.year}&skenario={scenario.pk}{percent}"
    return f"{reverse('planning:desk')}?{query}{'#percobaan' if trial else ''}"


# --- the panel -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A figure now, in the trial, and by how much they differ."""

    label: str
    now: str
    then: str
    change: str


def panel(trial: PlanTrial | None) -> dict[str, Any]:
    """What ``_trial.html`` shows of a trial, or of none."""
    if trial is None:
        return {"trial": None}
    found: dict[str, Any] = {"trial": trial, "trial_state": _state(trial), "trial_title": title_of(trial)}
    if trial.state == RunState.READY:
        found |= {
            "trial_figures": (figures := _figures(trial)),
            "trial_closed": figures[CLOSED],
            "trial_reasons": _reasons(trial),
            "trial_distance": display.number(round(trial.distance_percent or 0, 2)),
            "trial_name": title_of(trial),
        }
    return found


def _state(trial: PlanTrial) -> str:
    """Computing only while its job is open: a job that broke off leaves a trial that will never be ready."""
    if trial.state != RunState.COMPUTING:
        return trial.state
    return RunState.COMPUTING if trial.job is not None and trial.job.is_open else RunState.FAILED


def title_of(trial: PlanTrial) -> str:
    if trial.percent is not None:
        return _("Pagu %(percent)s%%") % {"percent": trial.percent}
    changed = [f"{code} {percent}%" for code, percent in trial.ceilings.items() if percent != 100]
    return _("Pagu %(funds)s") % {"funds": ", ".join(changed)} if changed else _("Pagu sama")


CLOSED = 2
"""Which of the figures is the share of the gap that is closed."""


def _figures(trial: PlanTrial) -> list[Line]:
    now, then = trial.base.summary, trial.summary

    def line(label: str, read: Any, show: Any) -> Line:
        a, b = read(now), read(then)
        return Line(label, show(a), show(b), signed(b - a, show))

    def share(top: str, bottom: str) -> Any:
        return lambda s: s[top] / s[bottom] if s[bottom] else 0.0

    def percent(value: float) -> str:
        return display.percent(value, 1)

    def whole(value: float) -> str:
        return display.number(value, 0)

    return [
        line(_("Pagu"), lambda s: s["ceiling"], display.rupiah_short),
        line(_("Direncanakan"), lambda s: s["planned"], display.rupiah_short),
        line(_("Kesenjangan tertutup"), share("closed", "gap"), percent),
        line(_("Pegawai terjangkau"), lambda s: s["reached"], whole),
        line(_("Kewajiban JP terpenuhi"), lambda s: s["duty_met"], whole),
        line(_("Kebutuhan ditunda"), lambda s: s["postponed"], whole),
        line(_("Angkatan"), lambda s: s["batches"], whole),
        line(_("Kursi"), lambda s: s["seats"], whole),
    ]


def _reasons(trial: PlanTrial) -> list[Line]:
    """Postponed needs by the rule that binds, now and in the trial."""
    words = dict(PostponeReason.choices)
    return [
        Line(
            str(words.get(reason, reason)),
            display.number(now),
            display.number(then),
            signed(then - now, display.number),
        )
        for reason, now, then in trial.changes["reasons"]
    ]
