"""Long work of planning: the computation of a scenario."""

from __future__ import annotations

from django.urls import reverse

from bangkom.foundation import jobs
from bangkom.planning import services
from bangkom.planning.models import Scenario
from bangkom.planning.queries.plans import COMPUTE_JOB


@jobs.kind(COMPUTE_JOB)
def compute_plan(progress: jobs.Progress, scenario_id: int) -> str:
    """Compute one scenario and lead to its year's planner's table."""
    scenario = Scenario.objects.select_related("year").get(pk=scenario_id)
    services.compute(scenario, progress, job_id=progress.job_id)
    return f"{reverse('planning:desk')}?tahun={scenario.year.year}&skenario={scenario.pk}"
