"""The checker finds a hand-made violation of each rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bangkom.engine.planner import Infeasibility, Pins, Plan, Problem, Reason, check, solve
from bangkom.engine.planner.checking.bound import covers
from bangkom.engine.planner.checking.rules import rule_violations
from bangkom.engine.planner.generate import generate
from tests.engine.planner.small import office, plan_of

NONE = [[0, 0]] * 4


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(office())


@pytest.fixture(scope="module")
def district() -> Problem:
    return generate(people=150, seed=4)


@pytest.fixture(scope="module")
def district_plan(district) -> Plan:
    return solve(district, effort="quick")


@pytest.mark.parametrize(
    ("changes", "rows", "n", "code"),
    [
        ({}, [(2, 2, 0)], NONE, "job"),
        ({"u_agency": [1], "a_size": [1, 3], "g_agency": [1, 1], "o_agency": [-1, -1, 0, 0]}, [(1, 2, 0)], NONE, "agency"),
        ({}, [(0, 3, 0)], NONE, "mandatory_only"),
        ({}, [(0, 1, 0), (0, 1, 1)], NONE, "course_twice"),
        ({"p_day_cap": [5, 2, 5]}, [(1, 2, 0)], NONE, "days"),
        ({"p_jp_cap": [40, 23, 24]}, [(1, 2, 0)], NONE, "jp"),
        ({"p_max_items": [0, 2, 2]}, [(0, 1, 0)], NONE, "items"),
        ({"o_prereq": [-1, -1, -1, -1], "o_prereq_bit": [-1] * 4}, [(0, 0, 0), (1, 0, 0), (0, 2, 0)], [[1, 0], *NONE[1:]], "away_twice"),
        ({}, [(0, 2, 0)], NONE, "prerequisite"),
        ({}, [(0, 1, 1), (0, 2, 1)], NONE, "prerequisite"),
        ({}, [], [[0, 0], [1, 0], [0, 0], [0, 0]], "batches"),
        ({"o_nmax": [[1, 0], [0, 0], [0, 0], [0, 0]]}, [], [[0, 1], *NONE[1:]], "batches"),
        ({}, [(0, 0, 0)], [[1, 0], *NONE[1:]], "class_small"),
        ({}, [(0, 0, 0), (1, 0, 0), (2, 0, 0)], [[1, 0], *NONE[1:]], "class_full"),
        ({}, [(0, 1, 1), (1, 1, 1)], NONE, "seats"),
        ({"u_abs_cap": [[2, 4]]}, [(1, 2, 0)], NONE, "unit"),
        ({"v_cap": [[1, 2]]}, [(0, 0, 0), (1, 0, 0)], [[1, 0], *NONE[1:]], "partner"),
        ({"s_budget": [129]}, [(0, 0, 0), (1, 0, 0)], [[1, 0], *NONE[1:]], "budget"),
        ({"g_theta": [100, 100], "g_size": [3, 3], "p_max_items": [2, 2, 2]}, [(0, 0, 0), (1, 0, 0), (1, 2, 1)], [[1, 0], *NONE[1:]], "equity"),
        ({}, [(3, 1, 0)], NONE, "row"),
    ],
)  # fmt: skip
def test_broken_rule_is_found(plan, changes, rows, n, code):
    problem = office(**changes)
    found = rule_violations(
        problem, plan_of(office(), plan, [], n) if code == "row" else plan_of(problem, plan, rows, n)
    )
    if code == "row":
        table = np.array(rows)
        found = rule_violations(problem, replace(plan, a_i=table[:, 0], a_j=table[:, 1], a_t=table[:, 2]))
    assert code in {violation.code for violation in found}


def test_rows_that_keep_all_rules_have_no_violation(plan):
    rows = [(0, 0, 0), (1, 0, 0), (0, 1, 1), (2, 3, 1), (2, 1, 0)]
    assert rule_violations(office(), plan_of(office(), plan, rows, [[1, 0], *NONE[1:]])) == []


def test_prerequisite_taken_in_an_earlier_period_counts(plan):
    assert rule_violations(office(), plan_of(office(), plan, [(0, 1, 0), (0, 2, 1)], NONE)) == []


def test_sound_plan_passes_as_a_whole(plan):
    assert check(office(), plan).violations == ()


def test_wrong_objective_is_found(plan):
    assert check(office(), replace(plan, objective=plan.objective + 1)).counts == {"objective": 1}


def test_bound_below_what_the_duals_prove_is_found(plan):
    assert "bound" in check(office(), replace(plan, bound=plan.bound - 1)).counts


def test_negative_multiplier_proves_nothing(plan):
    duals = replace(plan.duals, budget=plan.duals.budget - 10)
    report = check(office(), replace(plan, duals=duals))
    assert report.bound is None
    assert report.counts["duals"] == 1


def test_branches_that_leave_out_a_choice_are_found(plan):
    duals = replace(plan.duals, lo=plan.duals.lo + (plan.duals.hi > 0))
    assert check(office(), replace(plan, duals=duals)).counts["duals"] == 1


def test_boxes_cover_when_every_point_lies_in_one():
    def never(low):
        return False

    low, high = np.zeros(2, int), np.full(2, 2)
    left, right = np.array([[0, 0], [1, 0]]), np.array([[0, 2], [2, 2]])
    assert covers(left, right, low, high, never)
    assert not covers(left, np.array([[0, 2], [2, 1]]), low, high, never)


def test_missing_register_row_is_found(plan):
    rows = ("i", "need", "reason", "loss", "offering", "period", "dropped")
    register = replace(plan.register, **{name: getattr(plan.register, name)[1:] for name in rows})
    assert len(plan.register)
    assert check(office(), replace(plan, register=register)).counts == {"register": 1}


def test_untrue_reason_is_found(plan):
    lie = np.full_like(plan.register.reason, Reason.EQUITY)
    report = check(office(), replace(plan, register=replace(plan.register, reason=lie)))
    assert report.counts["reason"] == len(plan.register)


def listed(plan, **columns):
    return replace(plan, register=replace(plan.register, **columns))


def test_register_row_of_a_touched_or_foreign_need_is_found(plan):
    touched = sorted(set(range(5)) - set(plan.register.need.tolist()))
    need = plan.register.need.copy()
    need[0] = touched[0]
    assert check(office(), listed(plan, need=need)).counts["register"] >= 2
    again = np.repeat(need[:1], len(need))
    assert "register" in check(office(), listed(plan, need=again)).counts
    assert "register" in check(office(), listed(plan, i=plan.register.i * 0 + 99)).counts


def test_wrong_loss_is_found(district, district_plan):
    finite = np.isfinite(district_plan.register.loss)
    for lie, rows in ((district_plan.register.loss + 0.01, finite), (np.where(finite, np.inf, 0.0), ~finite)):
        report = check(district, listed(district_plan, loss=lie), sample=10**6)
        named = rows & (district_plan.register.reason != Reason.NO_OFFERING)
        assert report.counts["loss"] >= named.sum() > 0
    assert {"loss"} == set(
        check(district, listed(district_plan, loss=np.maximum(district_plan.register.loss, 0) + 9e9)).counts
    )


def test_wrong_option_or_seat_given_up_is_found(district, district_plan):
    given = district_plan.register.dropped >= 0
    silent = np.full_like(district_plan.register.dropped, -1)
    report = check(district, listed(district_plan, dropped=silent), sample=10**6)
    assert report.counts["loss"] == given.sum() > 0


def test_register_without_prices_is_found(plan):
    assert check(office(), listed(plan, at_budget=np.empty(0))).counts == {"register": 1}
    assert check(office(), listed(plan, at_unit=plan.register.at_unit - 1)).counts == {"register": 1}
    assert check(office(), listed(plan, at_seat=plan.register.at_seat * np.nan)).counts == {"register": 1}


def test_every_reason_and_loss_of_a_district_is_true(district, district_plan):
    report = check(district, district_plan, sample=10**6)
    assert report.violations == ()
    assert report.rows_sampled == len(district_plan.register)
    assert {Reason.OWN_ITEMS, Reason.OWN_JP, Reason.NOT_OPENED, Reason.BUDGET} <= set(
        district_plan.register.reason.tolist()
    )


def test_plan_for_other_columns_is_found(plan):
    assert check(office(o_var=[10, 0, 60, 6]), replace(plan, objective=plan.objective)).counts["input"] == 1


@pytest.mark.parametrize("name", ["budget", "seat", "unit", "partner", "equity"])
def test_multipliers_of_another_shape_prove_nothing(plan, name):
    duals = replace(plan.duals, **{name: getattr(plan.duals, name)[:, :0]})
    assert check(office(), replace(plan, duals=duals)).counts == {"duals": 1}


def test_free_lunch_is_found(plan):
    rows = [tuple(row) for row in plan.rows.tolist() if row[1] != 1]
    poorer = plan_of(office(), plan, rows)
    assert "free_lunch" in check(office(), poorer).counts


def test_free_lunch_in_an_offering_without_limit_is_found(plan):
    endless = office(o_cap=[[0, 0], [-1, -1], [1, 1], [1, 1]])
    rows = [tuple(row) for row in plan.rows.tolist() if row[1] != 1]
    assert "free_lunch" in check(endless, plan_of(endless, plan, rows)).counts


def test_pin_that_is_neither_kept_nor_named_is_found(plan):
    pins = Pins(force_in=[(1, 2, 0)], force_out=[tuple(plan.rows[0])])
    found = rule_violations(
        office(), replace(plan_of(office(), plan, [tuple(plan.rows[0])], NONE), pins=pins)
    )
    assert [violation.code for violation in found if violation.code == "pin"] == ["pin", "pin"]
    named = (Infeasibility("pin_no_room", (1, 2, 0), ""),)
    left = rule_violations(
        office(),
        replace(plan_of(office(), plan, [], NONE), pins=Pins(force_in=[(1, 2, 0)]), infeasibilities=named),
    )
    assert left == []
