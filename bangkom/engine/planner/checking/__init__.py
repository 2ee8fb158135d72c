"""The independent checker: every rule in exact integers, the objective, the bound, the explanation.

It reads the problem's columns and shares no code with the solver (only the compile decorator).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bangkom.engine.planner.plan import Plan
from bangkom.engine.planner.problem import Problem


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong: the rule's code, indices of what it is about, and the numbers."""

    code: str
    subject: tuple[int, ...]
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.message}"


@dataclass(frozen=True)
class Report:
    """What the checker found; ``ok`` when nothing is wrong."""

    violations: tuple[Violation, ...]
    objective: float
    bound: float | None = None  # recomputed from the duals; None when not asked for
    people_sampled: int = 0
    rows_sampled: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # violations by code

    @property
    def ok(self) -> bool:
        return not self.violations

    def summary(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "violations": len(self.violations),
            "by_code": self.counts,
            "objective": self.objective,
            "bound": self.bound,
            "people_sampled": self.people_sampled,
            "rows_sampled": self.rows_sampled,
        }


def check_plan(problem: Problem, plan: Plan, *, sample: int = 500, bound: bool = True) -> Report:
    """See ``bangkom.engine.planner.check``."""
    from bangkom.engine.planner.checking.bound import bound_from
    from bangkom.engine.planner.checking.objective import objective_of
    from bangkom.engine.planner.checking.register import register_violations
    from bangkom.engine.planner.checking.rules import rule_violations

    found = rule_violations(problem, plan)
    if any(v.code == "row" for v in found):
        return _report(found, float("nan"), None, 0, 0)
    worth = objective_of(problem, plan)
    if abs(worth - plan.objective) > 1e-6 * max(1.0, abs(worth)):
        found.append(Violation("objective", (), f"plan says {plan.objective!r}, the rows give {worth!r}"))
    if plan.input_hash and plan.input_hash != problem.input_hash:
        found.append(Violation("input", (), "the plan was made for other columns"))
    again = None
    if bound:
        again, wrong = bound_from(problem, plan)
        found += wrong
        if again is not None and plan.bound < again - 1e-6 * max(1.0, abs(again)):
            found.append(Violation("bound", (), f"plan says {plan.bound!r}, its duals prove {again!r}"))
        if plan.bound < worth - 1e-6 * max(1.0, abs(worth)) and not any(v.code != "bound" for v in found):
            found.append(Violation("bound", (), f"bound {plan.bound!r} is below the objective {worth!r}"))
    wrong, people, rows = register_violations(problem, plan, sample)
    return _report(found + wrong, worth, again, people, rows)


def _report(found: list[Violation], worth: float, bound: float | None, people: int, rows: int) -> Report:
    counts: dict[str, int] = {}
    for violation in found:
        counts[violation.code] = counts.get(violation.code, 0) + 1
    return Report(tuple(found), worth, bound, people, rows, counts)


__all__ = ["Report", "Violation", "check_plan"]
