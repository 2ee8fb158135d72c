"""The whole model given to a general solver: HiGHS, or CP-SAT of OR-Tools, on so many seconds."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner import Problem
from bangkom.engine.planner.solver.exact import Model, solve_whole, whole_model
from bangkom.engine.planner.solver.tables import tables_of
from bangkom.engine.planner.solver.wishes import Wishes

Array = NDArray[Any]
GRAIN = 1000  # CP-SAT counts gaps and hours in thousandths
COIN = 10**6  # and the objective in millionths
NO_LIMIT = 2**31 - 1

Found = dict[str, Any]  # rows and n (absent without a plan), bound, model_seconds, seconds


def highs(problem: Problem, seconds: float) -> Found:
    """HiGHS on the whole model; the time of building it comes on top."""
    began = time.perf_counter()
    wishes = Wishes.of(None, None, None, 0.0)
    found = solve_whole(tables_of(problem), wishes, seconds=max(seconds, 0.1), nodes=NO_LIMIT)
    took = time.perf_counter() - began
    if found is None:
        return {"seconds": took}
    return {"rows": found.rows, "n": found.n, "bound": found.bound + nothing(problem), "seconds": took}


def cp_sat(problem: Problem, seconds: float, workers: int = 2) -> Found:
    """CP-SAT on the same rows, rounded to thousandths."""
    from ortools.sat.python import cp_model

    began = time.perf_counter()
    t = tables_of(problem)
    model, seat, batch = whole_model(t, Wishes.of(None, None, None, 0.0))
    program, columns = _program(model)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.1)
    solver.parameters.num_workers = workers
    built = time.perf_counter() - began
    status = solver.solve(program)
    took = time.perf_counter() - began
    bound = solver.best_objective_bound / COIN + nothing(problem)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"bound": bound, "seconds": took, "model_seconds": built}
    rows = [key for key, c in seat.items() if solver.value(columns[c])]
    n = np.zeros((problem.J, problem.T), "int32")
    for (j, p), c in batch.items():
        n[j, p] = solver.value(columns[c])
    table = np.array(rows, "int32").reshape(-1, 3)
    return {"rows": table, "n": n, "bound": bound, "seconds": took, "model_seconds": built}


def _program(model: Model) -> tuple[Any, list[Any]]:
    """Integers throughout: a continuous column counts thousandths, and so do the rows it stands in."""
    from ortools.sat.python import cp_model

    program = cp_model.CpModel()
    grain = [1 if whole else GRAIN for whole in model.whole]
    columns = [
        program.new_int_var(0, int(min(upper, 2**31) * g + 1e-6), "")
        for upper, g in zip(model.upper, grain, strict=True)
    ]
    rows: list[list[tuple[int, float]]] = [[] for _ in model.low]
    for row, column, value in model.entries:
        rows[row].append((column, value))
    for terms, low, high in zip(rows, model.low, model.high, strict=True):
        scale = max((grain[c] for c, _ in terms), default=1)
        line = cp_model.LinearExpr.weighted_sum(
            [columns[c] for c, _ in terms], [round(v * scale / grain[c]) for c, v in terms]
        )
        program.add_linear_constraint(line, _whole(low, scale), _whole(high, scale))
    worth = [round(cost * COIN / g) for cost, g in zip(model.cost, grain, strict=True)]
    program.maximize(cp_model.LinearExpr.weighted_sum(columns, worth))
    return program, columns


def _whole(limit: float, scale: int) -> int:
    return int(np.clip(limit * scale, -(2**60), 2**60))


def nothing(problem: Problem) -> float:
    """The objective of no seat at all."""
    duty = float(problem["p_jp_target"].sum()) * problem.weights.rho_jp
    return -duty - problem.weights.m_mand * int((problem["p_mand"] >= 0).sum())
