"""Scenarios: copies, rules, comparison, which one is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangkom.foundation import display
from bangkom.foundation.access import requires
from bangkom.foundation.errors import DomainError
from bangkom.foundation.pages import REFUSED
from bangkom.planning import queries, rules, services
from bangkom.planning.forms import RulesForm, ScenarioForm
from bangkom.planning.models import PlanRun, Scenario
from bangkom.planning.views.choosing import choose, scenario_or_404, tabs_context

MOST_COMPARED = 3


def _desk(scenario: Scenario) -> str:
    return f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}"


@requires(rules.sees_the_desk)
def scenario_list(request: HttpRequest) -> HttpResponse:
    choice = choose(request)
    runs = queries.current_runs(choice.scenarios)
    lines = [
        {
            "scenario": scenario,
            "run": runs.get(scenario.pk),
            "changes": len(scenario.rules) + len(scenario.ceilings),
        }
        for scenario in choice.scenarios
    ]
    context = {**tabs_context(request, choice, "scenarios"), "lines": lines}
    return render(request, "planning/scenario_list.html", context)


@requires(rules.can_plan)
def scenario_copy(request: HttpRequest, pk: int) -> HttpResponse:
    source = scenario_or_404(pk)
    form = ScenarioForm(request.POST or None, initial={"name": _("Salinan %(name)s") % {"name": source.name}})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.copy_scenario(source=source, **form.cleaned_data, actor=request.user)
        except DomainError as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Skenario dibuat. Ubah aturannya, lalu hitung."))
            return redirect("planning:scenario-rules", made.pk)
    title = _("Salin skenario %(name)s") % {"name": source.name}
    return _form(request, form, title, _("Buat salinan"), _desk(source))


@requires(rules.can_plan)
def scenario_rename(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = scenario_or_404(pk)
    form = ScenarioForm(request.POST or None, initial={"name": scenario.name, "note": scenario.note})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_scenario(scenario=scenario, **form.cleaned_data, actor=request.user)
        except DomainError as refused:
            form.add_error("name", str(refused))
        else:
            return redirect(_desk(scenario))
    return _form(request, form, _("Ubah nama skenario"), _("Simpan"), _desk(scenario))


def _form(request: HttpRequest, form: Any, title: str, submit: str, back: str) -> HttpResponse:
    context = {"title": title, "form": form, "submit": submit, "back": back}
    status = REFUSED if form.is_bound and form.errors else 200
    return render(request, "planning/form.html", context, status=status)


@requires(rules.can_plan)
def scenario_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules in words, with units, ranges and what is usual."""
    scenario = scenario_or_404(pk)
    form = RulesForm(request.POST or None, scenario=scenario)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            changed = services.set_rules(
                scenario=scenario, values=form.values(), ceilings=form.ceilings(), actor=request.user
            )
            if changed:
                messages.success(request, _("Aturan disimpan. Hitung rencana agar berlaku."))
            return redirect(_desk(scenario))
        status = REFUSED
    context = {"scenario": scenario, "form": form, "back": _desk(scenario), "title": _("Aturan skenario")}
    return render(request, "planning/scenario_rules.html", context, status=status)


@requires(rules.can_plan)
@require_POST
def scenario_activate(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = scenario_or_404(pk)
    services.activate_scenario(scenario=scenario, actor=request.user)
    text = _("Skenario “%(name)s” sekarang aktif: rencananya dilihat pegawai dan OPD.")
    messages.success(request, text % {"name": scenario.name})
    return redirect(_desk(scenario))


@requires(rules.can_plan)
@require_POST
def scenario_delete(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = scenario_or_404(pk)
    try:
        services.delete_scenario(scenario=scenario, actor=request.user)
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect(_desk(scenario))
    messages.success(request, _("Skenario “%(name)s” dihapus.") % {"name": scenario.name})
    return redirect(f"{reverse('planning:scenario-list')}?tahun={scenario.year.year}")


@dataclass(frozen=True)
class Compared:
    """One figure over the compared scenarios: its texts, and the differences to the first."""

    label: str
    values: list[tuple[str, str]]


@requires(rules.sees_the_desk)
def scenario_compare(request: HttpRequest) -> HttpResponse:
    """Two or three scenarios side by side, the first as the yardstick."""
    choice = choose(request)
    wanted = request.GET.getlist("s")[:MOST_COMPARED]
    chosen = [one for one in choice.scenarios if str(one.pk) in wanted]
    runs = queries.current_runs(chosen)
    compared = [(one, runs[one.pk]) for one in chosen if one.pk in runs]
    context = {
        **tabs_context(request, choice, "scenarios"),
        "compared": compared,
        "missing": [one for one in chosen if one.pk not in runs],
        "figures": _figures([run for _scenario, run in compared]),
        "offices": _offices([run for _scenario, run in compared]),
        "changes": _changes(choice, [one for one, _run in compared]),
    }
    return render(request, "planning/scenario_compare.html", context)


def _figures(runs: list[PlanRun]) -> list[Compared]:
    if not runs:
        return []

    def line(label: str, read: Any, show: Any) -> Compared:
        numbers = [read(run.summary) for run in runs]
        return Compared(
            label,
            [
                (show(number), "" if place == 0 else signed(number - numbers[0], show))
                for place, number in enumerate(numbers)
            ],
        )

    def share(top: str, bottom: str) -> Any:
        return lambda s: s[top] / s[bottom] if s[bottom] else 0.0

    def percent(value: float) -> str:
        return display.percent(value, 1)

    def whole(value: float) -> str:
        return display.number(value, 0)

    return [
        line(_("Kesenjangan tertutup"), share("closed", "gap"), percent),
        line(_("Pegawai terjangkau"), lambda s: s["reached"], whole),
        line(_("Kewajiban JP terpenuhi"), share("duty_met", "duty"), percent),
        line(_("Pelatihan wajib terpenuhi"), lambda s: s["mandates_held"], whole),
        line(_("Kebutuhan ditunda"), lambda s: s["postponed"], whole),
        line(_("Angkatan"), lambda s: s["batches"], whole),
        line(_("Kursi"), lambda s: s["seats"], whole),
        line(_("Pagu yang dipakai skenario"), lambda s: s["ceiling"], display.rupiah),
        line(_("Direncanakan"), lambda s: s["planned"], display.rupiah),
        line(_("Perempuan terjangkau"), lambda s: s["by_sex"]["f"]["reached"], whole),
        line(_("PPPK terjangkau"), lambda s: s["by_kind"]["pppk"]["reached"], whole),
        line(_("OPD yang paling sedikit tertutup"), _least_office, percent),
    ]


def _least_office(summary: dict[str, Any]) -> float:
    shares = [row["closed"] / row["gap"] for row in summary["by_opd"] if row["gap"]]
    return min(shares, default=0.0)


def signed(change: float, show: Any) -> str:
    if abs(change) < 1e-9:
        return _("sama")
    return f"+{show(change)}" if change > 0 else f"−{show(-change)}"


def _offices(runs: list[PlanRun]) -> list[dict[str, Any]]:
    """Gap closed per OPD in each plan; the largest change first."""
    if len(runs) < 2:
        return []
    shares: list[dict[int, float]] = [
        {row["opd"]: row["closed"] / row["gap"] if row["gap"] else 0.0 for row in run.summary["by_opd"]}
        for run in runs
    ]
    names = {row["opd"]: row["name"] for run in runs for row in run.summary["by_opd"]}
    rows = []
    for opd, name in names.items():
        values = [share.get(opd, 0.0) for share in shares]
        rows.append({"name": name, "values": values, "change": max(values) - min(values)})
    rows.sort(key=lambda row: (-row["change"], row["name"]))
    return [
        {"name": row["name"], "values": [display.percent(value, 1) for value in row["values"]]}
        for row in rows[:15]
    ]


def _changes(choice: queries.Choice, scenarios: list[Scenario]) -> list[Compared]:
    """Rules and percents in which the compared scenarios differ."""
    in_force = queries.rules_in_force(choice.year.year)
    keys = sorted(
        {key for one in scenarios for key in one.rules if key in in_force}, key=list(in_force).index
    )
    lines = [
        Compared(
            in_force[key].name,
            [(display.number(float(one.rules.get(key, in_force[key].value)), None), "") for one in scenarios],
        )
        for key in keys
    ]
    codes = sorted({code for one in scenarios for code in one.ceilings})
    lines += [
        Compared(
            _("Pagu %(code)s") % {"code": code},
            [(display.percent(one.ceilings.get(code, 100) / 100), "") for one in scenarios],
        )
        for code in codes
    ]
    return lines
