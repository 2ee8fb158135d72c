"""Starting long work on a plan as a job that its owner can watch and cancel."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation import audit, jobs
from bangkom.foundation.models import Job
from bangkom.planning.errors import NothingToTry
from bangkom.planning.models import Scenario
from bangkom.planning.queries.plans import COMPUTE_JOB, EXAMINE_JOB, current_run, examine_key, job_key


def start_computation(*, scenario: Scenario, actor: Any) -> Job:
    """Queue the computation of a scenario. Raises ``AlreadyRunning`` while one of it is open."""
    title = _("Rencana %(year)s, %(name)s") % {"year": scenario.year.year, "name": scenario.name}
    job = jobs.start(COMPUTE_JOB, title=title, owner=actor, key=job_key(scenario), scenario_id=scenario.pk)
    audit.record(actor, "planning.plan.requested", scenario, after={"job": job.pk})
    return job


def start_examination(*, scenario: Scenario, actor: Any) -> Job:
    """Queue the examination of a scenario's plan. Raises ``NothingToTry`` without one, ``AlreadyRunning``."""
    run = current_run(scenario, with_figures=False)
    if run is None:
        raise NothingToTry
    title = _("Uji rencana %(year)s, %(name)s") % {"year": scenario.year.year, "name": scenario.name}
    return jobs.start(EXAMINE_JOB, title=title, owner=actor, key=examine_key(run), run_id=run.pk)
