"""Short warm runs of the solver: the same question with one thing changed.

What all answers share: pins and seed of the plan are kept, a caller may stop between and within runs, and a
run may end as soon as prices and bound are known.
"""

from __future__ import annotations

from collections.abc import Callable

from bangkom.engine.planner.plan import Pins, Plan
from bangkom.engine.planner.problem import Problem

Progress = Callable[[str, int, int, float, float], bool]
AFTER_PRICES = frozenset({"batches", "moves", "seats", "branches", "explain"})


class Steps:
    """Counts the runs of one answer and hears the caller's wish to stop.

    The caller's ``progress`` gets the phase of the answer with runs done and expected (never a run's own
    count), and ``best``/``bound`` of the run under way.
    """

    def __init__(self, phase: str, total: int, progress: Progress | None) -> None:
        self.phase, self.total, self.progress = phase, total, progress
        self.done, self.stopped = 0, False

    def hear(self, best: float, bound: float) -> bool:
        if self.progress is not None and not self.progress(self.phase, self.done, self.total, best, bound):
            self.stopped = True
        return not self.stopped

    def solved(self, problem: Problem, start: Plan | None, pins: Pins | None, seed: int, effort: str) -> Plan:
        """A whole run."""
        from bangkom.engine.planner import solve

        plan = solve(
            problem, start=start, pins=pins, seed=seed, effort=effort,
            progress=lambda phase, done, total, best, bound: self.hear(best, bound),
        )  # fmt: skip
        self.done += 1
        return plan

    def resolved(self, problem: Problem, start: Plan, effort: str) -> Plan:
        """A whole warm run with the plan's own pins and seed."""
        return self.solved(problem, start, start.pins, start.seed, effort)

    def priced(self, problem: Problem, start: Plan) -> Plan:
        """A warm run cut after its prices: bound, duals and prices hold, its seats are of no account."""
        from bangkom.engine.planner import solve

        def go(phase: str, done: int, total: int, best: float, bound: float) -> bool:
            return phase not in AFTER_PRICES and self.hear(best, bound)

        plan = solve(problem, start=start, pins=start.pins, seed=start.seed, effort="quick", progress=go)
        self.done += 1
        return plan
