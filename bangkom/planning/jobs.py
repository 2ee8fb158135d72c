"""Long work of planning: the computation of a scenario, other ceilings tried and kept."""

from __future__ import annotations

from django.urls import reverse

from bangkom.foundation import jobs
from bangkom.planning import services
from bangkom.planning.enums import RunState
from bangkom.planning.errors import TrialNotReady
from bangkom.planning.models import PlanRun, PlanTrial, Scenario
from bangkom.planning.queries.plans import COMPUTE_JOB, EXAMINE_JOB, KEEP_JOB, TRIAL_JOB


@jobs.kind(COMPUTE_JOB)
def compute_plan(progress: jobs.Progress, scenario_id: int) -> str:
    """Compute one scenario and lead to its year's planner's table."""
    scenario = Scenario.objects.select_related("year").get(pk=scenario_id)
    services.compute(scenario, progress, job_id=progress.job_id)
    return _desk(scenario)


@jobs.kind(EXAMINE_JOB)
def examine_plan(progress: jobs.Progress, run_id: int) -> str:
    """Examine a plan: prices with their ranges, costs of rules, doubt."""
    run = PlanRun.objects.select_related("scenario__year").get(pk=run_id)
    services.examine(run, progress)
    return f"{_desk(run.scenario)}#uji"


@jobs.kind(TRIAL_JOB)
def try_ceilings(progress: jobs.Progress, trial_id: int) -> str:
    """Compute a trial; its figures stand on the planner's table. One that was discarded meanwhile is no failure."""
    trial = PlanTrial.objects.select_related("base", "scenario__year").filter(pk=trial_id).first()
    if trial is None:
        raise jobs.Cancelled
    try:
        services.try_ceilings(trial, progress)
    except Exception as error:
        ended = RunState.CANCELLED if isinstance(error, jobs.Cancelled) else RunState.FAILED
        PlanTrial.objects.filter(pk=trial_id, state=RunState.COMPUTING).update(state=ended)
        raise
    return f"{_desk(trial.scenario)}#simulasi"


@jobs.kind(KEEP_JOB)
def keep_trial(progress: jobs.Progress, trial_id: int, scenario_id: int, inputs: str) -> str:
    """Store a trial's plan as the plan of its new scenario."""
    trial = PlanTrial.objects.select_related("base", "scenario__year").filter(pk=trial_id).first()
    if trial is None:
        raise TrialNotReady
    scenario = Scenario.objects.select_related("year").get(pk=scenario_id)
    services.keep(trial, scenario, inputs, progress, job_id=progress.job_id)
    return _desk(scenario)


def _desk(scenario: Scenario) -> str:
    return f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}"
