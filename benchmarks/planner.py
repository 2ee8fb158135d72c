"""Plan instances and compare with what a user would take instead; one JSON line per run.

    python benchmarks/planner.py FOLDER [FOLDER ...] [--people N ...] [--only PART ...] [options]

FOLDER holds an instance (columns and meta.json); ``--people`` generates instances of so many people. The
first line names the machine and the time that compiling the kernels took. Parts, in order:

    engine     a cold run (--effort, --time-limit), always made
    check      the independent checker on its plan, with the bound proven again from the stored duals
    warm       budgets changed by -10, -5, -1, +1, +5, +10 per cent: warm, and cold for comparison
    frontier   eleven budgets from 50 to 200 per cent by warm starts
    cut        budgets cut (--cut), a share of the rows protected (--protect): free, protected, and with a
               price on change (--change-price)
    workers    1, 2 and 4 workers: the same bytes?
    hand       first come first served, and four ways of a spreadsheet
    whole      the whole model in HiGHS and in CP-SAT with the engine's time, and with --whole SECONDS if given

Without ``--only``: all; hand up to 10,000, whole up to 1,500 people; warm, frontier, cut and workers up to
10,000. The whole model needs about 1 GB per 1,000 people. For the record:

    python benchmarks/planner.py p1000 --only engine whole --whole 600
    python benchmarks/planner.py p7000 --only engine cut --cut 0.18 --protect 0.3
    python benchmarks/planner.py --people 50000 500000

Every plan passes all rules (``violations`` is 0) or the line says how many it breaks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import _environment

sys.path.insert(0, str(_environment.ROOT))

from bangkom.engine.planner import Pins, Plan, Problem, check, frontier, solve, warm_up
from bangkom.engine.planner.checking.objective import objective_of
from bangkom.engine.planner.checking.rules import rule_violations
from bangkom.engine.planner.generate import generate

PARTS = ("check", "warm", "frontier", "cut", "workers", "hand", "whole")
SCALES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
MOST = {"hand": 10_000, "whole": 1_500, "warm": 10_000, "frontier": 10_000, "cut": 10_000, "workers": 10_000}


def main(argv: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(argv)
    say(run="machine", **_environment.machine(), warm_up_seconds=round(warm_up(), 2))
    for folder in options.folders:
        measure(folder.name, Problem.load(folder), options)
    for people in options.people:
        problem = generate(people=people, seed=1, agencies=max(1, people // 2000))
        measure(f"generated-{people}", problem, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--people", nargs="*", type=int, default=[], metavar="N")
    parser.add_argument("--only", nargs="*", choices=("engine", *PARTS), help="parts to run")
    parser.add_argument("--effort", default="auto", choices=("auto", "quick", "standard", "thorough"))
    parser.add_argument("--time-limit", type=float, help="seconds for each cold run of the engine")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--whole", type=float, help="also so many seconds for each general solver")
    parser.add_argument("--cut", type=float, default=0.18)
    parser.add_argument("--protect", type=float, default=0.3)
    parser.add_argument("--change-price", type=float, default=0.2)
    return parser


def measure(name: str, problem: Problem, options: argparse.Namespace) -> None:
    """All parts asked for, for one instance."""
    about = {"instance": name, "people": problem.N}
    asked = options.only or [part for part in PARTS if MOST.get(part, problem.N) >= problem.N]
    cold: dict[str, Any] = {
        "effort": options.effort, "time_limit_s": options.time_limit, "workers": options.workers
    }  # fmt: skip
    plan = solve(problem, **cold)
    say(run="engine", **about, **figures(problem, plan), digest=digest(plan))
    if "check" in asked:
        began = time.perf_counter()
        report = check(problem, plan)
        again = None if report.bound is None else abs(report.bound - plan.bound) / max(abs(plan.bound), 1e-9)
        took = round(time.perf_counter() - began, 2)
        say(run="check", **about, **report.summary(), bound_differs_by=again, seconds=took)
    if "warm" in asked:
        warm(about, problem, plan, cold)
    if "frontier" in asked:
        began = time.perf_counter()
        points = frontier(problem, SCALES, start=plan, workers=options.workers)
        took = round(time.perf_counter() - began, 2)
        found = [(scale, round(at.objective, 3), round(at.gap, 5)) for scale, at in points]
        say(run="frontier", **about, seconds=took, points=len(points), scale_objective_gap=found)
    if "cut" in asked:
        for line in replanned(problem, plan, options.cut, options.protect, options.change_price):
            say(**about, **line)
    if "workers" in asked:
        workers(about, problem, cold)
    if "hand" in asked:
        by_hand(about, problem, plan)
    if "whole" in asked:
        whole(about, problem, plan, plan.seconds)
        if options.whole:
            whole(about, problem, plan, options.whole)


def warm(about: dict[str, Any], problem: Problem, plan: Plan, cold: dict[str, Any]) -> None:
    """Small changes of the budgets: from the last plan, and from nothing."""
    for scale in (0.90, 0.95, 0.99, 1.01, 1.05, 1.10):
        changed = problem.with_budgets(scale=scale)
        from_plan = solve(changed, start=plan, workers=cold["workers"])
        anew = solve(changed, **cold)
        say(
            run="warm re-solve", **about, budget_scale=scale, **figures(changed, from_plan),
            cold_objective=anew.objective, cold_gap=anew.gap, cold_seconds=round(anew.seconds, 3),
            behind_cold_in_points=100 * (anew.objective - from_plan.objective) / max(abs(anew.objective), 1e-9),
        )  # fmt: skip


def replanned(
    problem: Problem, plan: Plan, cut: float, share: float, change_price: float, effort: str = "auto"
) -> list[dict[str, Any]]:
    """After a cut of all budgets: a free re-solve, and two that keep protected rows."""
    poorer = problem.with_budgets(scale=1.0 - cut)
    rows = plan.rows
    chosen = np.random.default_rng(0).permutation(len(rows))[: round(share * len(rows))]
    protected = rows[np.sort(chosen)]
    lines = []
    for run, wishes in (
        ("cut, free", {}),
        ("cut, protected", {"protect": protected}),
        ("cut, protected, change priced", {"protect": protected, "change_price": change_price}),
    ):
        found = solve(poorer, start=plan, effort=effort, **wishes)
        have = {tuple(row) for row in found.rows.tolist()}
        named = {x.subject for x in found.infeasibilities if x.code.startswith("protected_")}
        asked = {tuple(row) for row in protected.tolist()}
        lines.append({
            "run": run, "cut": cut, "protected": len(asked), "kept": len(asked & have),
            "named": len((asked - have) & named), "lost": len(asked - have - named) if wishes else None,
            **figures(poorer, found),
        })  # fmt: skip
    for line in lines:
        line["objective_against_free"] = line["objective"] - lines[0]["objective"]
        line["changed_rows_against_free"] = line["changed_rows"] - lines[0]["changed_rows"]
    return lines


def workers(about: dict[str, Any], problem: Problem, cold: dict[str, Any]) -> None:
    """The same plan, proof and register for any number of workers."""
    digests = {}
    for count in (1, 2, 4):
        plan = solve(problem, **{**cold, "workers": count})
        digests[count] = digest(plan)
        say(run="workers", **about, workers=count, seconds=round(plan.seconds, 3), digest=digests[count])
    say(run="workers agree", **about, identical=len(set(digests.values())) == 1)


def by_hand(about: dict[str, Any], problem: Problem, plan: Plan) -> None:
    """First come first served, and the best of four spreadsheets."""
    from _byhand import first_come, spreadsheets

    began = time.perf_counter()
    office = first_come(problem)
    compared("first come first served", about, problem, plan, office.rows(), office.n, began)
    best: list[tuple[float, str]] = []
    began = time.perf_counter()
    for way, office in spreadsheets(problem):
        run = f"spreadsheet: {way}"
        best.append((compared(run, about, problem, plan, office.rows(), office.n, began), way))
        began = time.perf_counter()
    value, way = max(best)
    say(run="spreadsheet, best", **about, way=way, objective=value, below_plan=below(plan, value))


def whole(about: dict[str, Any], problem: Problem, plan: Plan, seconds: float) -> None:
    """The general solvers on the whole model."""
    from _wholemodel import cp_sat, highs

    for run, solver in (("HiGHS, whole model", highs), ("CP-SAT, whole model", cp_sat)):
        began = time.perf_counter()
        found = solver(problem, seconds)
        told = {"limit_seconds": round(seconds, 2), "bound": found.get("bound")}
        if "rows" in found:
            compared(run, about, problem, plan, found["rows"], found["n"], began, **told)
        else:
            say(run=run, **about, objective=None, **told, seconds=round(found["seconds"], 2))


def compared(
    run: str,
    about: dict[str, Any],
    problem: Problem,
    plan: Plan,
    rows: Any,
    n: Any,
    began: float,
    **told: Any,
) -> float:
    """One line for a plan made elsewhere; its objective and rules come from the checker's code."""
    took = round(time.perf_counter() - began, 2)
    made = replace(
        plan, a_i=rows[:, 0], a_j=rows[:, 1], a_t=rows[:, 2], n=np.asarray(n), pins=Pins(), infeasibilities=()
    )
    broken, value = rule_violations(problem, made), objective_of(problem, made)
    say(
        run=run, **about, objective=value, below_plan=below(plan, value), rows=len(rows), batches=int(made.n.sum()),
        violations=len(broken), first_violation=str(broken[0]) if broken else None, **told, seconds=took,
    )  # fmt: skip
    return value


def below(plan: Plan, value: float) -> float:
    """By what share a value lies below the engine's."""
    return round((plan.objective - value) / max(abs(plan.objective), 1e-9), 4)


def figures(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Figures of a run of the engine, with the rules checked."""
    told = plan.summary()
    codes: dict[str, int] = {}
    for item in told.pop("infeasibilities"):
        codes[item["code"]] = codes.get(item["code"], 0) + 1
    return {**told, "infeasibilities": codes, "violations": len(rule_violations(problem, plan))}


def digest(plan: Plan) -> str:
    """SHA-256 over all arrays of a plan and its two values: equal for equal bytes."""
    found = hashlib.sha256()
    groups = (plan.duals, plan.prices, plan.register)
    arrays = [plan.a_i, plan.a_j, plan.a_t, plan.n, *(a for group in groups for a in vars(group).values())]
    for array in arrays:
        found.update(np.ascontiguousarray(array).tobytes())
    found.update(np.array([plan.objective, plan.bound]).tobytes())
    return found.hexdigest()[:24]


def say(**figures: Any) -> None:
    print(json.dumps(figures, default=float), flush=True)


if __name__ == "__main__":
    main()
