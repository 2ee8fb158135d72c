"""A plan at other ceilings, from the last plan: what it reaches and what it changes, without becoming the plan.

The problem is the one that the last run has stored, with other budgets: nothing but the money differs, so
every index means the same on both sides and the run is always a warm one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from bangkom.catalogue import queries as catalogue
from bangkom.engine.planner import Plan, Problem, Status, solve
from bangkom.foundation import jobs
from bangkom.planning.enums import PostponeReason, RunState
from bangkom.planning.errors import PlanStale, TrialNotReady
from bangkom.planning.models import PlanRun, PlanTrial, Scenario
from bangkom.planning.services.compute.figures import price_of, totals
from bangkom.planning.services.compute.lines import Lines, reached
from bangkom.planning.services.compute.reasons import reasons_of
from bangkom.planning.services.compute.run import SEED, TOTAL, Progress, Watch, carry_out, put, solving
from bangkom.planning.services.compute.starting import SMALL
from bangkom.planning.services.compute.storing import folder_of, home_of
from bangkom.planning.services.problem import Built, Keys
from bangkom.planning.services.problem.keys import MONEY_UNIT
from bangkom.planning.services.problem.money import read_sources

SOLVE_FROM, SOLVE_TO = 2, 95
MOST_PROGRAMMES = 8


def try_ceilings(trial: PlanTrial, progress: jobs.Progress, *, effort: str = "") -> PlanTrial:
    """Solve a trial and write its figures. A stop ends the search and keeps the best plan found so far.

    Raises ``Cancelled`` when the trial was discarded meanwhile, ``PlanStale`` when its base no longer fits.
    """
    progress(1, TOTAL, _("Membaca rencana terakhir …"))
    before, built = _based(trial)
    watch = Watch(progress, SOLVE_FROM, SOLVE_TO, solving)
    effort = effort or effort_for(built.problem)
    plan = solve(built.problem, start=before.plan, pins=built.pins, seed=SEED, progress=watch, effort=effort)
    plan = better(before, built.problem, plan)
    folder = f"plans/trial-{trial.pk}"
    plan.save(home_of(folder))
    after = Lines(built.problem, plan, built.keys)
    moved = PlanTrial.objects.filter(pk=trial.pk, state=RunState.COMPUTING).update(
        state=RunState.READY,
        folder=folder,
        is_stopped=plan.status == Status.STOPPED,
        distance_percent=100 * plan.gap,
        seconds=plan.seconds,
        summary=totals(after) | {"price": price_of(plan, after)},
        changes=changes_between(before, after),
    )
    if not moved:
        raise jobs.Cancelled
    trial.refresh_from_db()
    return trial


def effort_for(problem: Problem) -> str:
    """Of a few people whole batches weigh most, and more moves cost little time."""
    return "standard" if problem.N <= SMALL else "quick"


def better(before: Lines, problem: Problem, found: Plan) -> Plan:
    """The plan found, or the one before where the budgets still allow it and it is worth more."""
    if (problem["s_budget"] < before.problem["s_budget"]).any() or before.plan.objective <= found.objective:
        return found
    kept = ("duals", "prices", "bound", "status", "seconds", "cpu_seconds", "peak_mb", "input_hash")
    return replace(before.plan, **{name: getattr(found, name) for name in kept})


def _based(trial: PlanTrial) -> tuple[Lines, Built]:
    """The plan that a trial starts from, and its problem with the trial's budgets."""
    base = trial.base
    folder = folder_of(base)
    problem, keys = Problem.load(folder), Keys.load(folder)
    plan = Plan.load(folder / "answer")
    rupiah = _budgets(trial.scenario, trial.ceilings, keys)
    built = Built(
        problem.with_budgets(rupiah // MONEY_UNIT), plan.pins, replace(keys, source_rupiah=rupiah), base.rules
    )
    return Lines(problem, plan, keys), built


def _budgets(scenario: Scenario, ceilings: Mapping[str, int], keys: Keys) -> NDArray[np.int64]:
    """Rupiah of each source of the base under other percents of the ceilings."""
    other = Scenario(pk=scenario.pk, year=scenario.year, rules=scenario.rules, ceilings=dict(ceilings))
    sources = read_sources(other, keys.source_opds[keys.source_opds > 0].tolist())
    same = np.array_equal(sources.funds, keys.source_funds) and np.array_equal(sources.opds, keys.source_opds)
    if not same:
        raise PlanStale
    return sources.rupiah


def keep(trial: PlanTrial, scenario: Scenario, inputs: str, say: Progress, *, job_id: int) -> PlanRun:
    """Make a trial's plan the plan of ``scenario`` as it was found, then compute its plans at other budgets."""
    if done := PlanRun.objects.filter(job_id=job_id, state=RunState.READY).first():
        return done

    def make(run: PlanRun) -> tuple[Built, Lines]:
        if trial.state != RunState.READY:
            raise TrialNotReady
        say(2, TOTAL, _("Menyimpan %(seats)s kursi …") % {"seats": trial.summary["seats"]})
        built = _based(trial)[1]
        if int(built.keys.source_rupiah.sum()) != trial.summary["ceiling"]:
            raise PlanStale  # the ceilings were changed while the job waited
        said = {
            "inputs": inputs,
            "effort": effort_for(built.problem),
            "start": trial.base.folder,
            "stopped": trial.is_stopped,
        }
        return built, put(run, built, Plan.load(home_of(trial.folder)), said)

    return carry_out(PlanRun.objects.create(scenario=scenario, job_id=job_id), make, say)


# --- what changes ----------------------------------------------------------------------------------


def changes_between(before: Lines, after: Lines) -> dict[str, Any]:
    """What enters and leaves from one plan to another of the same people, needs and programmes."""
    waiting, then = after.plan.register.need, before.plan.register.need
    seats, had = _seats(after), _seats(before)
    stay = seats.keys() & had.keys()
    people, were = reached(after), reached(before)
    programmes = _programmes(before, after)
    return {
        "needs_in": int((~np.isin(then, waiting)).sum()),
        "needs_out": int((~np.isin(waiting, then)).sum()),
        "seats_in": len(seats) - len(stay),
        "seats_out": len(had) - len(stay),
        "seats_moved": sum(seats[key] != had[key] for key in stay),
        "people_in": int((people & ~were).sum()),
        "people_out": int((were & ~people).sum()),
        "reasons": _reasons(before, after),
        "programmes_changed": len(programmes),
        "programmes": programmes[:MOST_PROGRAMMES],
    }


def _seats(lines: Lines) -> dict[int, int]:
    """Quarter of each pair of person and programme."""
    pairs = lines.i * lines.problem.J + lines.j
    return dict(zip(pairs.tolist(), lines.quarter.tolist(), strict=True))


def _reasons(before: Lines, after: Lines) -> list[list[Any]]:
    """Reason, needs postponed by it before and after; those that change most first."""
    then, now = reasons_of(before), reasons_of(after)
    found = [
        [reason.value, int((then == reason.value).sum()), int((now == reason.value).sum())]
        for reason in PostponeReason
    ]
    return sorted((row for row in found if row[1] or row[2]), key=lambda row: -abs(row[2] - row[1]))


def _programmes(before: Lines, after: Lines) -> list[list[Any]]:
    """Key, name, batches and seats before and after of each programme whose counts change, the largest first."""
    columns = [
        lines_of(lines).sum(1).astype("int64")
        for lines_of in (lambda one: one.plan.n, lambda one: one.seats_by_cell)
        for lines in (before, after)
    ]
    table = np.column_stack([after.keys.programmes, *columns])
    table = table[(table[:, 1] != table[:, 2]) | (table[:, 3] != table[:, 4])]
    table = table[np.argsort(-np.abs(table[:, 4] - table[:, 3]), kind="stable")]
    rows = catalogue.programme_rows().filter(pk__in=table[:MOST_PROGRAMMES, 0].tolist())
    names = dict(rows.values_list("pk", "name"))
    return [[row[0], names.get(row[0], ""), *row[1:]] for row in table.tolist()]
