"""The steps of one computation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.engine.planner import Plan, Problem, solve
from bangkom.foundation import audit, display
from bangkom.foundation.jobs import Cancelled
from bangkom.planning.enums import RunState
from bangkom.planning.models import PlanRun, Scenario
from bangkom.planning.queries.plans import inputs_hash
from bangkom.planning.services.compute import frontier
from bangkom.planning.services.compute.figures import summarise
from bangkom.planning.services.compute.lines import Lines
from bangkom.planning.services.compute.starting import effort_of, start_for
from bangkom.planning.services.compute.storing import folder_of, home_of, rows_of, store
from bangkom.planning.services.problem import Built, Keys, build_problem

log = logging.getLogger("bangkom.planning")
Progress = Callable[[int, int, str], None]
TOTAL = 100
SOLVE_FROM, SOLVE_TO, FRONTIER_FROM = 5, 60, 68
SEED = 0
# Where the engine's phases lie in a run, as shares of it.
PHASES = {
    "prices": (0.0, 0.15),
    "batches": (0.15, 0.5),
    "moves": (0.5, 0.7),
    "seats": (0.7, 0.97),
    "explain": (0.97, 1.0),
}


def compute(
    scenario: Scenario,
    progress: Progress | None = None,
    *,
    job_id: int | None = None,
    actor: Any = None,
    with_frontier: bool = True,
    effort: str = "auto",
) -> PlanRun:
    """Compute the plan of ``scenario`` and make it the current one; returns the run.

    ``progress(done, total, note)`` is called often; it stops the work by raising ``jobs.Cancelled``. The
    plan is stored before the frontier is computed, so cancelling late keeps it. Raises ``DomainError`` when
    the data cannot be planned (no ceilings, no people, an unknown fund, …); the run is kept as failed.
    A second call with the same ``job_id`` gives the run of the first.
    """
    if job_id and (done := PlanRun.objects.filter(job_id=job_id, state=RunState.READY).first()):
        return done
    say = progress or (lambda done, total, note: None)
    return carry_out(
        PlanRun.objects.create(scenario=scenario, job_id=job_id),
        lambda run: _make(run, scenario, say, effort),
        say,
        actor=actor,
        with_frontier=with_frontier,
    )


def carry_out(
    run: PlanRun,
    make: Callable[[PlanRun], tuple[Built, Lines]],
    say: Progress,
    *,
    actor: Any = None,
    with_frontier: bool = True,
) -> PlanRun:
    """``make`` the plan of a run, then the plans at other budgets; a run that breaks off says so."""
    try:
        built, lines = make(run)
        say(FRONTIER_FROM, TOTAL, _("Rencana disimpan. Menghitung pagu lain …"))
    except Cancelled:
        _end(run, RunState.CANCELLED)
        raise
    except Exception:
        _end(run, RunState.FAILED)
        raise
    run.refresh_from_db()
    audit.record(
        actor, "planning.plan.computed", run, after={"scenario": run.scenario_id, "hash": run.input_hash}
    )
    if with_frontier:
        points = frontier.points(
            built, lines, Watch(say, FRONTIER_FROM, TOTAL, frontier.said, len(frontier.SCALES) - 1)
        )
        PlanRun.objects.filter(pk=run.pk).update(frontier=points)
        run.frontier = points
    prune(run.scenario)
    say(TOTAL, TOTAL, _("Rencana siap."))
    return run


def _make(run: PlanRun, scenario: Scenario, say: Progress, effort: str) -> tuple[Built, Lines]:
    say(1, TOTAL, _("Membaca pegawai, kesenjangan, program, dan pagu …"))
    marked = inputs_hash(scenario)
    built = build_problem(scenario)
    start, start_folder = start_for(scenario, built, marked)
    effort = effort_of(effort, built.problem, start)
    say(SOLVE_FROM, TOTAL, _("Menghitung rencana untuk %(people)s pegawai …") % {"people": built.problem.N})
    watch = Watch(say, SOLVE_FROM, SOLVE_TO, solving)
    plan = solve(built.problem, pins=built.pins, start=start, seed=SEED, progress=watch, effort=effort)
    # A stop that the owner asked for comes back as ``Cancelled``, not as half a plan.
    watch.raise_if_stopped()
    say(SOLVE_TO, TOTAL, _("Menyimpan %(seats)s kursi …") % {"seats": len(plan.a_i)})
    return built, put(run, built, plan, {"inputs": marked, "effort": effort, "start": start_folder})


def put(run: PlanRun, built: Built, plan: Plan, said: dict[str, Any]) -> Lines:
    """Write a plan's files and lines and make it its scenario's current one; ``said`` joins its summary."""
    run.folder = f"plans/{run.pk}"
    folder = folder_of(run)
    built.problem.save(folder)
    built.keys.save(folder)
    plan.save(folder / "answer")
    lines = Lines(built.problem, plan, built.keys)
    summary = summarise(lines) | said | {"computed_at": timezone.now().isoformat()}
    store(
        run,
        lines,
        {
            "rules": built.rules,
            "objective": plan.objective,
            "bound": plan.bound,
            "distance_percent": 100 * plan.gap,
            "seconds": plan.seconds,
            "engine_version": plan.version,
            "input_hash": plan.input_hash,
            "folder": run.folder,
            "summary": summary,
        },
    )
    return lines


class Watch:
    """Progress of one or more runs of the engine as progress of the job: it never goes back.

    Remembers that the owner has asked to stop.
    """

    def __init__(self, say: Progress, low: int, high: int, words: Callable[..., str], runs: int = 1) -> None:
        self.say, self.low, self.high, self.words, self.runs = say, low, high, words, runs
        self.run, self.last = 0, 0.0
        self.stopped: Cancelled | None = None

    def __call__(self, phase: str, done: int, total: int, best: float, bound: float) -> bool:
        low, high = PHASES.get(phase, (self.last, self.last))
        if self.last == 1.0 and low == 0.0:
            self.run, self.last = min(self.run + 1, self.runs - 1), 0.0
        self.last = max(self.last, low + (high - low) * (min(done / total, 1.0) if total else 0.0))
        share = (self.run + self.last) / self.runs
        try:
            self.say(self.low + int((self.high - self.low) * share), TOTAL, self.words(phase, best, bound))
        except Cancelled as stop:
            self.stopped = stop
            return False
        return True

    def raise_if_stopped(self) -> None:
        if self.stopped:
            raise self.stopped


def solving(phase: str, best: float, bound: float) -> str:
    """The bound and the best so far in words."""
    if best == float("-inf") or bound == float("inf"):
        return _("Mencari rencana …")
    away = max(0.0, bound - best) / max(abs(bound), 1e-9)
    return _("Terbaik sejauh ini %(best)s; paling tinggi %(bound)s; jarak %(away)s") % {
        "best": display.number(best, 1),
        "bound": display.number(bound, 1),
        "away": display.percent(away, 2),
    }


def _end(run: PlanRun, state: RunState) -> None:
    PlanRun.objects.filter(pk=run.pk, state=RunState.COMPUTING).update(state=state)


def prune(scenario: Scenario, keep: int = 1) -> None:
    """Take the lines of superseded runs away, except of the last ``keep``; their rows and files stay.

    The lines can be made again from the files by ``recompute``.
    """
    old = list(
        PlanRun.objects.filter(scenario=scenario, state=RunState.READY, is_current=False)
        .order_by("-pk")
        .values_list("pk", flat=True)[keep:]
    )
    for pk in old:
        with transaction.atomic():
            run = PlanRun(pk=pk)
            for relation in (run.seats, run.postponed, run.batches, run.money):
                relation.all()._raw_delete(relation.db)


@dataclass(frozen=True)
class Again:
    """A plan computed again from the files of its run: the plan and its lines, not stored."""

    plan: Plan
    lines: Lines
    rows: dict[type, list[Any]]


def recompute(run: PlanRun) -> Again:
    """Solve the stored problem of ``run`` again, with the same pins, start, seed and effort; nothing is written."""
    folder = folder_of(run)
    problem, keys = Problem.load(folder), Keys.load(folder)
    stored = Plan.load(folder / "answer")
    began = run.summary.get("start")
    start = Plan.load(home_of(began) / "answer") if began else None
    effort = run.summary.get("effort", "auto")
    plan = solve(problem, pins=stored.pins, start=start, seed=stored.seed, effort=effort)
    lines = Lines(problem, plan, keys)
    return Again(plan, lines, rows_of(run, lines))
