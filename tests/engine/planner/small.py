"""Hand-sized problems and an exhaustive search for them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from bangkom.engine.planner import Plan, Problem, Weights
from bangkom.engine.planner.checking.objective import objective_of
from bangkom.engine.planner.checking.rules import rule_violations


def office(**changes: Any) -> Problem:
    """Three people of one unit, two periods: a class in batches, an online course, an outside class."""
    columns: dict[str, Any] = {
        "p_unit": [0, 0, 0], "p_job": [0, 0, 1], "p_day_cap": [5, 5, 5], "p_jp_cap": [40, 40, 24],
        "p_jp_target": [20, 20, 20], "p_max_items": [2, 2, 2], "p_held": [0, 1, 0], "p_mand": [-1, -1, 3],
        "p_grp": [[0], [1], [1]], "p_female": [1, 0, 1], "p_pppk": [0, 0, 1],
        "need_ptr": [0, 2, 3, 5], "need_k": [0, 1, 0, 1, 2], "need_w": [1.0, 2.0, 1.5, 1.0, 0.5],
        "need_g1": [1.0, 0.5, 0.5, 1.0, 0.0], "need_g2": [0.5, 0.5, 0.5, 0.0, 0.5],
        "o_course": [0, 1, 2, 3], "o_mode": [0, 2, 1, 1], "o_agency": [-1, -1, -1, 0], "o_jp": [16, 8, 24, 8],
        "o_days": [2, 0, 3, 1], "o_loc": [0, 1, 0, 0], "o_elig": [3, 3, 1, 3], "o_prereq": [-1, -1, 1, -1],
        "o_prereq_bit": [-1, -1, 0, -1], "o_min": [2, 0, 0, 0], "o_max": [2, 0, 0, 0],
        "o_nmax": [[1, 1], [0, 0], [0, 0], [0, 0]], "o_cap": [[0, 0], [2, 1], [1, 1], [1, 1]],
        "o_fixed": [[100, 100], [0, 0], [0, 0], [0, 0]], "o_var": [10, 0, 60, 5], "o_fund_fixed": [0, -1, -1, -1],
        "o_fund_var": [-1, -1, 0, 0], "o_partner": [0, -1, -1, -1], "o_mand_only": [0, 0, 0, 1],
        "gain_ptr": [0, 2, 3, 5, 5], "gain_k": [0, 1, 1, 0, 1], "gain_a": [0.75, 0.5, 0.25, 1.0, 0.5],
        "travel": [[5, 0]], "u_agency": [0], "u_zone": [0], "u_source": [0], "u_abs_cap": [[4, 4]],
        "s_budget": [260], "v_cap": [[2, 2]], "g_agency": [0, 0], "g_size": [1, 2], "g_theta": [60, 60],
        "a_size": [3],
    }  # fmt: skip
    arrays = {name: np.asarray(value) for name, value in {**columns, **changes}.items()}
    return Problem.from_arrays(arrays, Weights())


def plan_of(problem: Problem, like: Plan, rows: list[tuple[int, int, int]], n: Any = None) -> Plan:
    """``like`` with other rows and batches, and the objective they give."""
    from dataclasses import replace

    table = np.array(sorted(rows), "int32").reshape(-1, 3)
    batches = like.n if n is None else np.asarray(n, "int32")
    bare = replace(like, a_i=table[:, 0], a_j=table[:, 1], a_t=table[:, 2], n=batches)
    return replace(bare, objective=objective_of(problem, bare))


def best_by_brute_force(problem: Problem, like: Plan) -> float:
    """Try every choice of seats and batches."""
    choices = []
    for i in range(problem.N):
        options = [()]
        seats = list(itertools.product(range(problem.J), range(problem.T)))
        for size in range(1, int(problem["p_max_items"][i]) + 1):
            options += [tuple((i, j, t) for j, t in pick) for pick in itertools.combinations(seats, size)]
        choices.append([rows for rows in options if not _personal(problem, like, list(rows))])
    classes = [(j, t) for j, t in np.argwhere(problem["o_nmax"] > 0).tolist()]
    best = -np.inf
    for counts in itertools.product(*(range(problem["o_nmax"][j, t] + 1) for j, t in classes)):
        n = np.zeros((problem.J, problem.T), int)
        for (j, t), count in zip(classes, counts, strict=True):
            n[j, t] = count
        for picks in itertools.product(*choices):
            plan = plan_of(problem, like, [row for rows in picks for row in rows], n)
            if plan.objective > best and not rule_violations(problem, plan):
                best = plan.objective
    return float(best)


def _personal(problem: Problem, like: Plan, rows: list[tuple[int, int, int]]) -> bool:
    """Rules of the person alone are broken."""
    codes = {
        "job",
        "agency",
        "mandatory_only",
        "course_twice",
        "days",
        "jp",
        "items",
        "away_twice",
        "prerequisite",
    }
    return any(v.code in codes for v in rule_violations(problem, plan_of(problem, like, rows)))
