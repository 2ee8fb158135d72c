"""Years, scenarios and their current plans."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bangkom.foundation.models import Job
from bangkom.planning.models import Ceiling, Pin, PlanRun, PlanTrial, PlanYear, Scenario

HEAVY = ("summary", "frontier", "rules", "examined")


def all_years() -> list[PlanYear]:
    """Budget years, newest first."""
    return list(PlanYear.objects.order_by("-year"))


def year_shown(found: list[PlanYear], wanted: str | None = None) -> PlanYear | None:
    """The year asked for, else the one that is planned now: the next to come, else this one, else the newest."""
    if wanted and wanted.isdigit():
        chosen = next((year for year in found if year.year == int(wanted)), None)
        if chosen:
            return chosen
    now = timezone.localdate().year
    coming = [year for year in found if year.year > now] or [year for year in found if year.year == now]
    return coming[-1] if coming else (found[0] if found else None)


def scenarios_of(year: PlanYear) -> list[Scenario]:
    """Scenarios of a year, the active one first."""
    found = list(Scenario.objects.filter(year=year).order_by("-is_active", "pk"))
    for scenario in found:
        scenario.year = year
    return found


def current_run(scenario: Scenario, *, with_figures: bool = True) -> PlanRun | None:
    """The plan of a scenario, with all its figures or without."""
    found = PlanRun.objects.filter(scenario=scenario, is_current=True).order_by()
    run = (found if with_figures else found.defer(*HEAVY)).first()
    if run:
        run.scenario = scenario
    return run


def current_runs(scenarios: list[Scenario]) -> dict[int, PlanRun]:
    """The plan of each scenario that has one, by the scenario's key."""
    found = PlanRun.objects.filter(scenario__in=scenarios, is_current=True).defer(
        "frontier", "rules", "examined"
    )
    return {run.scenario_id: run for run in found}


def active_runs() -> QuerySet[PlanRun]:
    """Plans that people and offices see: the current one of each year's active scenario."""
    return PlanRun.objects.filter(is_current=True, scenario__is_active=True).select_related("scenario__year")


def active_run(*, with_figures: bool = False) -> PlanRun | None:
    """The active plan of the year that is planned or running: the earliest from this year on, else the newest."""
    found = active_runs() if with_figures else active_runs().defer(*HEAVY)
    runs = list(found.order_by("scenario__year__year"))
    now = timezone.localdate().year
    return next((run for run in runs if run.scenario.year.year >= now), runs[-1] if runs else None)


@dataclass(frozen=True)
class Choice:
    """What a planner's page is about. ``run`` is None until the scenario has been computed."""

    year: PlanYear
    scenario: Scenario
    scenarios: list[Scenario]
    years: list[int]
    run: PlanRun | None

    @property
    def query(self) -> str:
        """The choice as a query string."""
        return f"tahun={self.year.year}&skenario={self.scenario.pk}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [("tahun", str(self.year.year)), ("skenario", str(self.scenario.pk))]


def choice_of(params: Any, *, with_figures: bool = True) -> Choice | None:
    """Year and scenario from a request's parameters; the active scenario by default. None: no year yet."""
    years = all_years()
    year = year_shown(years, params.get("tahun"))
    if year is None:
        return None
    scenarios = scenarios_of(year)
    wanted = params.get("skenario", "")
    scenario = next((one for one in scenarios if str(one.pk) == wanted), scenarios[0] if scenarios else None)
    if scenario is None:
        return None
    run = current_run(scenario, with_figures=with_figures)
    return Choice(year, scenario, scenarios, [one.year for one in years], run)


CeilingRow = tuple[int, int | None, int]


def ceiling_rows(year_id: int) -> list[CeilingRow]:
    """Fund, OPD (None: the agency's own) and rupiah of every ceiling of a year."""
    found = Ceiling.objects.filter(year_id=year_id).order_by("fund_id", "opd_id")
    return sorted(found.values_list("fund_id", "opd_id", "amount"), key=lambda row: (row[0], row[1] or 0))


def inputs_hash(scenario: Scenario, ceilings: list[CeilingRow] | None = None) -> str:
    """Digest of what a planner can change: rules, percents, ceilings and pins. Tells whether a plan is stale."""
    pins = Pin.objects.filter(scenario=scenario).order_by("employee_id", "programme_id")
    parts = [
        sorted(scenario.rules.items()),
        sorted(scenario.ceilings.items()),
        ceiling_rows(scenario.year_id) if ceilings is None else ceilings,
        list(pins.values_list("employee_id", "programme_id", "quarter", "is_in")),
    ]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]


def is_stale(run: PlanRun, scenario: Scenario, ceilings: list[CeilingRow] | None = None) -> bool:
    """Whether rules, percents, ceilings or pins have changed since the plan was computed."""
    return run.summary.get("inputs") != inputs_hash(scenario, ceilings)


COMPUTE_JOB, TRIAL_JOB, KEEP_JOB = "planning.compute", "planning.try", "planning.keep"
EXAMINE_JOB = "planning.examine"


def job_key(scenario: Scenario) -> str:
    """At most one computation of a scenario is open at a time."""
    return f"{COMPUTE_JOB}.{scenario.pk}"


def examine_key(run: PlanRun) -> str:
    """At most one examination of a plan is open at a time."""
    return f"{EXAMINE_JOB}.{run.pk}"


def open_jobs(scenario: Scenario, run: PlanRun | None) -> tuple[Job | None, Job | None]:
    """The computation of a scenario and the examination of its plan that wait or run."""
    keys = [job_key(scenario), examine_key(run) if run else ""]
    found = Job.objects.filter(key__in=[key for key in keys if key], state__in=("waiting", "running"))
    jobs = {job.key: job for job in found}
    return jobs.get(keys[0]), jobs.get(keys[1])


def trial_of(user: Any, run: PlanRun) -> PlanTrial | None:
    """What ``user`` tries from a plan at other ceilings, with its job."""
    found = PlanTrial.objects.filter(owner=user, base=run).select_related("job")
    return found.first()


def trials_for(user: Any) -> QuerySet[PlanTrial]:
    """Trials belong to whoever has started them."""
    return PlanTrial.objects.filter(owner=user).select_related("job", "base", "scenario__year")
