"""Which earlier plan a computation starts from.

A change of ceilings, rules or pins starts from the last plan: quick, and the plan moves little. Where
nothing of these has changed, the planner wants the plan computed afresh.
"""

from __future__ import annotations

import numpy as np

from bangkom.engine.planner import Plan, Problem
from bangkom.planning.models import PlanRun, Scenario
from bangkom.planning.services.compute.storing import home_of
from bangkom.planning.services.problem import Built, Keys

# Up to this many people the engine can afford its whole effort although it knows a plan already.
SMALL = 3000


def effort_of(asked: str, problem: Problem, start: Plan | None) -> str:
    """ "auto" after a warm start is the engine's quick effort: too little for a plan that can be simply the best."""
    if asked == "auto" and start is not None and problem.N <= SMALL:
        return "thorough"
    return asked


def start_for(scenario: Scenario, built: Built, marked: str) -> tuple[Plan | None, str]:
    """Plan and folder of the last run of the scenario, or of the one it was copied from; (None, "") if none fits.

    ``marked`` is the digest of the planner's inputs now: the same as the last run's means no start.
    """
    family = [scenario.pk, *([scenario.copied_from_id] if scenario.copied_from_id else [])]
    found = {run.scenario_id: run for run in PlanRun.objects.filter(scenario__in=family, is_current=True)}
    run = found.get(scenario.pk) or found.get(scenario.copied_from_id or 0)
    if run is None or not run.folder or run.summary.get("inputs") == marked:
        return None, ""
    try:
        folder = home_of(run.folder)
        keys, problem = Keys.load(folder), Problem.load(folder, mmap=True)
        if not (_same_market(built.keys, keys) and _same_units(built.problem, problem)):
            return None, ""
        return Plan.load(folder / "answer"), run.folder
    except (OSError, KeyError, ValueError):  # its files are gone or of an older release: start afresh
        return None, ""


def _same_market(now: Keys, then: Keys) -> bool:
    """Whether an index means the same person, programme, source and group in both."""
    names = ("employees", "programmes", "source_funds", "source_opds", "groups")
    return all(np.array_equal(getattr(now, name), getattr(then, name)) for name in names)


def _same_units(now: Problem, then: Problem) -> bool:
    return np.array_equal(now["p_unit"], then["p_unit"]) and len(now["u_zone"]) == len(then["u_zone"])
