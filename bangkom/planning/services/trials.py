"""Other ceilings tried from the planner's table: started, stopped with the best so far, kept or discarded."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bangkom.foundation import audit, jobs
from bangkom.planning.enums import RunState
from bangkom.planning.errors import NothingToTry, PercentOutOfRange, PlanStale, TrialNotReady
from bangkom.planning.models import Fund, PlanTrial, Scenario
from bangkom.planning.queries.plans import (
    KEEP_JOB,
    TRIAL_JOB,
    current_run,
    inputs_hash,
    is_stale,
    job_key,
)
from bangkom.planning.services.compute.storing import home_of
from bangkom.planning.services.scenarios import copy_scenario

LOWEST, HIGHEST = 50, 200
# Of a single fund: none at all, or many times as much.
HIGHEST_OF_FUND = 500


@transaction.atomic
def start_trial(
    *,
    scenario: Scenario,
    actor: Any,
    percent: int | None = None,
    ceilings: Mapping[str, int] | None = None,
) -> PlanTrial:
    """Queue the computation of the scenario's plan with ``percent`` of its ceilings, or with ``ceilings`` by fund.

    The actor's earlier trial of the scenario is discarded. Raises ``NothingToTry`` without a plan,
    ``PlanStale`` when it is not the plan of today's ceilings, rules and pins, ``PercentOutOfRange``.
    """
    run = current_run(scenario)
    if run is None:
        raise NothingToTry
    if is_stale(run, scenario):
        raise PlanStale
    wanted = _all_alike(scenario, 100) | dict(ceilings) if ceilings else _all_alike(scenario, percent)
    _check(wanted.values(), 0, HIGHEST_OF_FUND)
    _discard(PlanTrial.objects.filter(scenario=scenario, owner=actor))
    trial = PlanTrial.objects.create(
        scenario=scenario, base=run, owner=actor, ceilings=wanted, percent=None if ceilings else percent
    )
    title = _("Percobaan pagu, %(name)s") % {"name": scenario.name}
    trial.job = jobs.start(TRIAL_JOB, title=title, owner=actor, trial_id=trial.pk)
    trial.save(update_fields=["job"])
    return trial


def _all_alike(scenario: Scenario, percent: int | None) -> dict[str, int]:
    _check([percent], LOWEST, HIGHEST)
    return {
        code: round(scenario.ceilings.get(code, 100) * (percent or 0) / 100)
        for code in Fund.objects.order_by("code").values_list("code", flat=True)
    }


def _check(percents: Any, lowest: int, highest: int) -> None:
    for value in percents:
        if value is None or not lowest <= value <= highest:
            shown = "" if value is None else value
            raise PercentOutOfRange(lowest=lowest, highest=highest, value=shown)


def stop_trial(*, trial: PlanTrial) -> None:
    """Ask the search to end; the best plan so far becomes the trial's. One that has not begun is discarded."""
    if trial.job is None:
        return
    jobs.cancel(trial.job)
    trial.job.refresh_from_db()
    if trial.job.state == "cancelled":
        PlanTrial.objects.filter(pk=trial.pk, state=RunState.COMPUTING).update(state=RunState.CANCELLED)


def discard_trial(*, trial: PlanTrial) -> None:
    """Throw a trial away with its files; the plan stays as it is."""
    _discard(PlanTrial.objects.filter(pk=trial.pk))


def _discard(trials: Any) -> None:
    for trial in trials.select_related("job"):
        if trial.job is not None and trial.job.is_open:
            jobs.cancel(trial.job)
        folder = trial.folder
        trial.delete()
        if folder:
            transaction.on_commit(partial(shutil.rmtree, home_of(folder), ignore_errors=True))


@transaction.atomic
def keep_trial(*, trial: PlanTrial, name: str, note: str = "", actor: Any) -> Scenario:
    """Make a trial a scenario of its own with the plan that was found; a job stores it.

    Raises ``TrialNotReady``, ``ScenarioNameTaken``, or ``PlanStale`` when the scenario has changed since.
    """
    if trial.state != RunState.READY:
        raise TrialNotReady
    if is_stale(trial.base, trial.scenario):
        raise PlanStale
    made = copy_scenario(source=trial.scenario, name=name, note=note, actor=actor)
    before = made.ceilings
    made.ceilings = {code: percent for code, percent in trial.ceilings.items() if percent != 100}
    made.save(update_fields=["ceilings"])
    audit.record(
        actor,
        "planning.scenario.rules_set",
        made,
        before={"ceilings": before},
        after={"ceilings": made.ceilings},
    )
    title = _("Rencana %(year)s, %(name)s") % {"year": made.year.year, "name": made.name}
    jobs.start(
        KEEP_JOB,
        title=title,
        owner=actor,
        key=job_key(made),
        trial_id=trial.pk,
        scenario_id=made.pk,
        inputs=inputs_hash(made),
    )
    return made
