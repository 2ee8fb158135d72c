"""Plans are feasible, best where that can be proven, the same every time, and say what they could not do."""

from __future__ import annotations

import numpy as np
import pytest

from bangkom.engine.planner import Pins, Plan, Problem, Reason, Status, check, frontier, solve
from bangkom.engine.planner.generate import generate
from tests.engine.planner.small import best_by_brute_force, office


@pytest.fixture(scope="module")
def district() -> Problem:
    return generate(people=150, seed=4)


@pytest.fixture(scope="module")
def plan(district) -> Plan:
    return solve(district, effort="standard")


@pytest.mark.parametrize(
    "changes",
    [{}, {"s_budget": [120]}, {"s_budget": [0]}, {"u_abs_cap": [[2, 0]]}, {"p_max_items": [1, 1, 1]}, {"o_nmax": [[0, 0]] * 4}],
)  # fmt: skip
def test_office_plan_equals_brute_force(changes):
    problem = office(**changes)
    found = solve(problem)
    assert found.objective == pytest.approx(best_by_brute_force(problem, found), abs=1e-9)
    assert found.status == Status.OPTIMAL


@pytest.mark.parametrize("seed", range(10))
def test_plan_of_a_small_office_equals_the_exact_model(seed):
    from bangkom.engine.planner.solver.exact import solve_whole
    from bangkom.engine.planner.solver.tables import tables_of
    from bangkom.engine.planner.solver.wishes import Wishes

    problem = generate(people=12 + 2 * seed, seed=seed)
    nothing = -float(problem["p_jp_target"].sum()) * 0.03 - 100.0 * int((problem["p_mand"] >= 0).sum())
    best = solve_whole(tables_of(problem), Wishes.of(None, None, None, 0.0))
    assert best.proven
    plan = solve(problem)
    assert plan.objective == pytest.approx(best.value + nothing, abs=1e-6)
    assert check(problem, plan).violations == ()


def test_plan_passes_the_checker_and_its_bound_is_proven_again(district, plan):
    report = check(district, plan)
    assert report.violations == ()
    assert report.bound == pytest.approx(plan.bound, rel=1e-6)


def test_same_input_and_seed_give_the_same_plan_for_any_number_of_workers():
    problem = generate(people=3200, seed=2, agencies=2)
    one, two = (solve(problem, workers=workers, effort="quick") for workers in (1, 2))
    assert np.array_equal(one.rows, two.rows)
    assert (one.objective, one.bound) == (two.objective, two.bound)
    assert np.array_equal(one.duals.seat, two.duals.seat)
    assert check(problem, one).violations == ()


def test_saved_plan_is_read_back_whole(plan, tmp_path):
    plan.save(tmp_path)
    again = Plan.load(tmp_path)
    assert np.array_equal(again.rows, plan.rows)
    assert again.summary() == {
        **plan.summary(),
        "seconds": again.seconds,
        "cpu_seconds": again.cpu_seconds,
        "peak_mb": again.peak_mb,
    }
    assert np.array_equal(again.register.loss, plan.register.loss)


def test_mandatory_training_that_cannot_be_held_is_named():
    found = solve(office(p_day_cap=[5, 5, 0]))
    assert [(x.code, x.subject) for x in found.infeasibilities] == [("mandatory_not_held", (2, 3))]


def test_pinned_seat_is_planned_and_barred_seat_is_not(district, plan):
    barred = tuple(int(v) for v in plan.rows[0])
    free = next(
        (int(i), int(j), -1)
        for i, j in zip(plan.register.i, plan.register.offering, strict=True)
        if j >= 0 and district["o_mode"][j] == 2
    )
    found = solve(district, pins=Pins(force_in=[free], force_out=[barred]), effort="standard")
    rows = {tuple(row) for row in found.rows.tolist()}
    assert (free[0], free[1]) in {row[:2] for row in rows}
    assert barred not in rows
    assert check(district, found).violations == ()


def test_impossible_pin_is_named_and_left_out(district):
    found = solve(district, pins=Pins(force_in=[(0, 0, -1), (10**6, 0, 0)]), effort="quick")
    assert {x.code for x in found.infeasibilities} >= {"pin_breaks_rule", "pin_unknown"}
    assert check(district, found).violations == ()


def test_protected_rows_stay_after_a_cut(district, plan):
    poorer = district.with_budgets(scale=0.82)
    keep = plan.rows[::4]
    found = solve(poorer, start=plan, protect=keep, effort="standard")
    rows = {tuple(row) for row in found.rows.tolist()}
    named = {x.subject for x in found.infeasibilities if x.code.startswith("protected")}
    assert {tuple(row) for row in keep.tolist()} <= rows | named
    assert check(poorer, found).violations == ()


def test_price_of_change_keeps_more_rows(district, plan):
    poorer = district.with_budgets(scale=0.82)
    free = solve(poorer, start=plan, effort="standard")
    averse = solve(poorer, start=plan, change_price=0.3, effort="standard")
    assert averse.changed_rows < free.changed_rows
    assert check(poorer, averse).violations == ()


def test_stop_gives_a_feasible_plan(district):
    found = solve(district, progress=lambda phase, done, total, best, bound: False)
    assert found.status == Status.STOPPED
    assert check(district, found).violations == ()


def test_frontier_rises_with_the_budget(district, plan):
    points = frontier(district, [1.5, 0.5, 1.0], start=plan, effort="quick")
    assert [scale for scale, _ in points] == [0.5, 1.0, 1.5]
    assert [p.bound for _, p in points] == sorted(p.bound for _, p in points)


def test_need_without_any_offering_says_so():
    found = solve(office())
    row = found.register.need.tolist().index(4)
    assert found.register.reason[row] == Reason.NO_OFFERING
