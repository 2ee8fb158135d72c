"""Plan instances and compare with what a user would take instead; one JSON line per run.

python benchmarks/planner.py FOLDER [FOLDER ...] [--people N ...] [--whole SECONDS] [--effort standard]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bangkom.engine.planner import Problem, check, solve, warm_up
from bangkom.engine.planner.generate import generate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--people", nargs="*", type=int, default=[])
    parser.add_argument("--whole", type=float, default=0.0, help="seconds for the whole model in HiGHS")
    parser.add_argument("--effort", default="auto")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    say(run="warm_up", seconds=warm_up())
    problems = [(folder.name, Problem.load(folder)) for folder in options.folders]
    problems += [
        (f"generated-{n}", generate(people=n, seed=1, agencies=max(1, n // 2000))) for n in options.people
    ]
    for name, problem in problems:
        plan = solve(problem, effort=options.effort)
        say(run="engine", instance=name, people=problem.N, **plan.summary())
        if options.check:
            say(run="check", instance=name, **check(problem, plan).summary())
        poorer = problem.with_budgets(scale=0.95)
        again = solve(poorer, start=plan)
        say(run="warm re-solve", instance=name, people=problem.N, **again.summary())
        for rule in ("first come", "by gap"):
            say(run=rule, instance=name, people=problem.N, objective=by_hand(problem, rule))
        if options.whole:
            say(run="HiGHS whole model", instance=name, people=problem.N, **whole(problem, options.whole))


def by_hand(problem: Problem, rule: str) -> float:
    """One pass over people at no prices: as they come, or the largest weighted gap first. No classes in batches
    open unless they fill; the batches are those that the budgets pay for, cheapest seat first."""
    from bangkom.engine.planner.solver.crew import Crew
    from bangkom.engine.planner.solver.fill import Filler
    from bangkom.engine.planner.solver.package import Adjust
    from bangkom.engine.planner.solver.seats import empty_hall, free_market, objective
    from bangkom.engine.planner.solver.tables import tables_of

    t = tables_of(problem)
    crew = Crew(t, 1)
    gap = np.zeros(problem.N)
    owner = np.repeat(np.arange(problem.N), np.diff(problem["need_ptr"]))
    np.add.at(gap, owner, problem["need_w"] * (problem["need_g1"] + problem["need_g2"]))
    order = np.arange(problem.N) if rule == "first come" else np.argsort(-gap, kind="stable")
    filler = Filler(t, crew.k, crew.desks[0], 0)
    half = t._replace(budget=t.budget // 2)
    wanted = Filler(half, crew.k, crew.desks[0], 0).affordable(t.n_max)
    market, hall = free_market(t, Adjust.none(problem.N)), empty_hall(t, wanted)
    filler.sweep(hall, market, 0.0, strict=False, order=order.astype(np.int32))
    filler.settle_minimum(hall, market)
    duty = float(problem["p_jp_target"].sum()) * problem.weights.rho_jp
    return objective(t, hall) - duty - problem.weights.m_mand * int((problem["p_mand"] >= 0).sum())


def whole(problem: Problem, seconds: float) -> dict[str, object]:
    from bangkom.engine.planner.solver.exact import solve_whole
    from bangkom.engine.planner.solver.tables import tables_of
    from bangkom.engine.planner.solver.wishes import Wishes

    began = time.process_time()
    found = solve_whole(tables_of(problem), Wishes.of(None, None, None, 0.0), seconds=seconds)
    duty = float(problem["p_jp_target"].sum()) * problem.weights.rho_jp
    nothing = -duty - problem.weights.m_mand * int((problem["p_mand"] >= 0).sum())
    value = None if found is None else found.value + nothing
    bound = None if found is None else found.bound + nothing
    return {"objective": value, "bound": bound, "cpu_seconds": round(time.process_time() - began, 1)}


def say(**figures: object) -> None:
    print(json.dumps(figures, default=float), flush=True)


if __name__ == "__main__":
    main()
