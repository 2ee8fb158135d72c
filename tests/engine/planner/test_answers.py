"""Prices, costs of rules, shares, years and doubt: right where the answer is known, sound elsewhere."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from bangkom.engine.planner import (
    Pins,
    Plan,
    Problem,
    Weights,
    budget_prices,
    check,
    loosen_shares,
    next_money,
    plan_years,
    rule_costs,
    shares_in_the_way,
    solve,
    weigh_doubt,
)
from bangkom.engine.planner.cli import main
from bangkom.engine.planner.doubt import Sample
from bangkom.engine.planner.foresight import Lure, with_lures
from bangkom.engine.planner.generate import generate
from bangkom.engine.planner.ranges import Curve
from bangkom.engine.planner.rules import FAMILIES
from bangkom.engine.planner.worth import Ledger, closed_by

PLAIN = Weights(rate2=0.5, rho_jp=0.0, m_mand=100.0, eps_defer=0.0, eps_cost=0.0)


def queue(worth: list[float], budget: int, **changes: Any) -> Problem:
    """People with one need each, of the given worth; one outside course without days away at 100 a seat."""
    n = len(worth)
    columns: dict[str, Any] = {
        "p_unit": [0] * n, "p_job": [0] * n, "p_day_cap": [9] * n, "p_jp_cap": [99] * n, "p_jp_target": [0] * n,
        "p_max_items": [2] * n, "p_held": [0] * n, "p_mand": [-1] * n, "p_grp": [[-1]] * n, "p_female": [0] * n,
        "p_pppk": [0] * n, "need_ptr": range(n + 1), "need_k": [0] * n, "need_w": worth, "need_g1": [1.0] * n,
        "need_g2": [0.0] * n, "o_course": [0], "o_mode": [1], "o_agency": [-1], "o_jp": [8], "o_days": [0],
        "o_loc": [0], "o_elig": [1], "o_prereq": [-1], "o_prereq_bit": [-1], "o_min": [0], "o_max": [0],
        "o_nmax": [[0]], "o_cap": [[-1]], "o_fixed": [[0]], "o_var": [100], "o_fund_fixed": [-1], "o_fund_var": [0],
        "o_partner": [-1], "o_mand_only": [0], "gain_ptr": [0, 1], "gain_k": [0], "gain_a": [1.0], "travel": [[0]],
        "u_agency": [0], "u_zone": [0], "u_source": [0], "u_abs_cap": [[99]], "s_budget": [budget],
        "v_cap": np.empty((0, 1), int), "g_agency": np.empty(0, int), "g_size": np.empty(0, int),
        "g_theta": np.empty(0, int), "a_size": [n],
    }  # fmt: skip
    return Problem.from_arrays({k: np.asarray(v) for k, v in {**columns, **changes}.items()}, PLAIN)


def stairs(**changes: Any) -> Problem:
    """One thing to learn is worth much but waits behind another that is worth nothing; one activity a year."""
    two = {
        "o_course": [0, 1, 2], "o_prereq": [-1, -1, 1], "o_prereq_bit": [-1, -1, -1], "gain_ptr": [0, 1, 1, 2],
        "gain_k": [0, 1], "gain_a": [1.0, 1.0], "need_ptr": [0, 2], "need_k": [0, 1], "need_w": [1.0, 5.0],
        "need_g1": [1.0, 1.0], "need_g2": [0.0, 0.0], "p_max_items": [1],
    }  # fmt: skip
    same = ("o_mode", "o_agency", "o_jp", "o_days", "o_loc", "o_elig", "o_min", "o_max", "o_nmax", "o_cap",
            "o_fixed", "o_var", "o_fund_fixed", "o_fund_var", "o_partner", "o_mand_only")  # fmt: skip
    one = queue([1.0], 100)
    return queue([1.0], 100, **{name: np.repeat(one[name], 3, axis=0) for name in same}, **two, **changes)


@pytest.fixture(scope="module")
def district() -> Problem:
    return generate(people=70, seed=6)


@pytest.fixture(scope="module")
def plan(district) -> Plan:
    return solve(district, effort="quick")


# price of money ----------------------------------------------------------------------------------
def test_price_and_range_of_a_queue_are_those_of_the_next_in_line():
    problem = queue([4.0, 3.0, 2.0, 1.0], 250)
    prices = budget_prices(problem, solve(problem))
    assert prices.budget[0] == pytest.approx(2 / 100 * 1e5, rel=0.02)
    assert prices.budget_low[0] == pytest.approx(200, abs=3)
    assert prices.budget_high[0] == pytest.approx(300, abs=3)


def test_money_that_nobody_needs_is_worth_nothing_however_much_comes():
    problem = queue([4.0, 3.0], 700)
    prices = budget_prices(problem, solve(problem))
    assert prices.budget[0] == 0.0
    assert prices.budget_low[0] == pytest.approx(200, abs=10)
    assert prices.budget_high[0] == np.inf


def test_price_of_an_empty_budget_is_that_of_the_first_seat():
    problem = queue([4.0, 3.0], 0)
    prices = budget_prices(problem, solve(problem))
    assert prices.budget_low[0] == 0.0
    assert prices.budget[0] >= 4 / 100 * 1e5 * 0.98


def test_sources_not_asked_for_keep_the_plan_s_price(district, plan):
    prices = budget_prices(district, plan, [0])
    assert np.array_equal(prices.budget[1:], plan.prices.budget[1:])
    assert np.array_equal(prices.budget_low[1:], district["s_budget"][1:])
    assert prices.budget_low[0] < district["s_budget"][0] < prices.budget_high[0]


def test_unknown_source_is_refused(district, plan):
    with pytest.raises(ValueError, match=r"source 9 does not exist: 0 to 3"):
        budget_prices(district, plan, [9])


def test_stop_leaves_the_ranges_found_so_far(district, plan):
    prices = budget_prices(district, plan, progress=lambda phase, done, total, best, bound: done < 1)
    assert np.isfinite(prices.budget).all()
    assert (prices.budget_low <= district["s_budget"]).all()


@pytest.mark.parametrize("seed", range(4))
def test_curve_is_the_lowest_of_its_lines(seed):
    rng = np.random.default_rng(seed)
    level, slope = rng.uniform(0, 9, 12), rng.uniform(0, 3, 12).round(1)
    curve = Curve.of(level, slope, 0.0, 10.0)
    for budget in np.linspace(0.013, 9.7, 40):
        lowest = int((level + slope * budget).argmin())
        assert curve.price(float(budget)) == pytest.approx(slope[lowest])


def test_next_money_buys_the_next_in_line():
    problem = queue([4.0, 3.0, 2.0, 1.0], 250)
    found = next_money(problem, solve(problem), 100, resolve=True)
    assert (found.source, found.value) == (0, pytest.approx(2.0))
    assert found.estimate == pytest.approx(1.5, abs=0.05)  # half a seat of 2, half a seat of 1
    assert found.low <= 2.0 <= found.high


# what rules cost ---------------------------------------------------------------------------------
def test_cost_of_a_seat_limit_is_the_worth_of_who_stays_outside():
    problem = queue([4.0, 3.0, 2.0], 1000, o_cap=[[1]])
    found = rule_costs(problem, solve(problem), ["seats", "equity"])
    seats, equity = found.costs
    assert seats.plan_rise == pytest.approx(5.0)
    assert seats.low <= 5.0 <= seats.high
    assert (seats.cost, seats.people_more) == (pytest.approx(5.0, abs=0.1), 2)
    assert equity.cost == pytest.approx(0.0, abs=0.1)


def test_every_family_gives_a_sound_plan_and_an_interval(district, plan):
    found = rule_costs(district, plan)
    assert [cost.family for cost in found.costs] == list(FAMILIES)
    for cost in found.costs:
        assert check(FAMILIES[cost.family](district), cost.plan, sample=20, bound=False).violations == ()
        assert 0.0 <= cost.low <= cost.cost <= cost.high
    assert found.complete


def test_unknown_family_is_refused(district, plan):
    with pytest.raises(ValueError, match="no such family of rules: luck; known: equity"):
        rule_costs(district, plan, ["luck"])


def test_stopped_costs_say_that_they_are_not_complete(district, plan):
    found = rule_costs(district, plan, progress=lambda phase, done, total, best, bound: done < 2)
    assert len(found.costs) == 1
    assert not found.complete


# shares ------------------------------------------------------------------------------------------
def shared() -> Problem:
    """Three people may learn, two of the other group may not: at 100 per cent only two seats can be given."""
    return queue(
        [1.0] * 5, 1000, p_job=[0, 0, 0, 1, 1], p_grp=[[0], [0], [0], [1], [1]], g_agency=[0, 0], g_size=[3, 2],
        g_theta=[0, 100],
    )  # fmt: skip


def test_share_in_the_way_of_a_pin_is_named_with_the_share_that_would_do():
    problem = shared()
    plan = solve(problem, pins=Pins(force_in=[(0, 0, 0), (1, 0, 0), (2, 0, 0)]))
    assert len(plan.a_i) == 2
    (share,) = shares_in_the_way(problem, plan)
    assert (share.group, share.theta, share.enough) == (1, 100, 83)  # 3 seats of 5 people: 5/6
    assert len(share.wishes) == 1
    loosened = loosen_shares(problem, plan)
    assert loosened.thetas == {1: 83}
    assert (len(loosened.met), loosened.still_unmet) == (1, ())
    assert check(problem.replace(g_theta=[0, 83]), loosened.plan, bound=False).counts.keys() <= {"input"}


def test_no_share_is_blamed_where_none_stands_in_the_way():
    problem = queue([4.0, 3.0], 100)
    plan = solve(problem, pins=Pins(force_in=[(0, 0, 0), (1, 0, 0)]))
    assert plan.infeasibilities
    assert shares_in_the_way(problem, plan) == ()
    assert loosen_shares(problem, plan) is None


# years -------------------------------------------------------------------------------------------
def test_year_without_gain_is_spent_on_what_opens_the_next():
    found = plan_years(stairs(), (1.0, 1.0))
    assert [year.plan.a_j.tolist() for year in found.years] == [[1], [2]]
    assert (found.total, found.short_sighted) == (pytest.approx(5.0), pytest.approx(1.0))
    for year in found.years:
        assert check(year.problem, year.plan).counts.keys() <= {"loss"}


def test_without_foresight_the_nearest_gain_is_taken():
    found = plan_years(stairs(), (1.0, 1.0), foresight=False)
    assert found.years[0].plan.a_j.tolist() == [0]
    assert found.total == pytest.approx(1.0)


def test_gap_left_is_carried_and_a_course_is_not_taken_again():
    problem = queue([4.0, 3.0, 2.0], 100, need_g1=[2.0, 1.0, 1.0])
    found = plan_years(problem, (1.0, 1.0, 2.0))
    assert [year.plan.a_i.tolist() for year in found.years] == [[0], [1], [2]]
    assert [year.gap_after[0] for year in found.years] == pytest.approx([9.0, 6.0, 4.0])
    again = plan_years(problem, (1.0, 1.0, 2.0), repeat=True)
    assert [year.plan.a_i.tolist() for year in again.years] == [[0], [0], [1, 2]]


def test_who_leaves_takes_nothing_and_leaves_no_gap():
    found = plan_years(queue([4.0, 3.0, 2.0], 100), (1.0, 1.0), leaving=np.array([-1, 1, -1]))
    assert [year.plan.a_i.tolist() for year in found.years] == [[0], [2]]
    assert (found.years[1].people, found.years[1].gap_before) == (2, (2.0, 0.0))


def test_mandatory_course_is_held_once():
    found = plan_years(queue([1.0, 1.0], 100, p_mand=[0, 0]), (1.0, 1.0))
    assert [year.mandatory_missed for year in found.years] == [1, 0]


def test_every_year_is_sound_and_the_first_is_the_problem_itself(district):
    gone = np.full(district.N, -1)
    gone[:4] = 1
    found = plan_years(district, (1.0, 0.8), leaving=gone)
    assert found.years[0].problem.input_hash == district.input_hash
    assert found.total >= found.short_sighted
    for year in found.years:
        assert check(year.problem, year.plan, sample=30).counts.keys() <= {"loss"}
    assert not np.isin(found.years[1].plan.a_i, np.arange(4)).any()


def test_lures_leave_the_problem_s_own_rows_in_place(district):
    wide = with_lures(district, [Lure(4, np.array([3, 9]), np.array([1.0, 2.0]))])
    own = wide["need_k"] < district.K
    assert np.array_equal(wide["need_k"][own], district["need_k"])
    assert np.flatnonzero(np.diff(wide["need_ptr"]) - np.diff(district["need_ptr"])).tolist() == [3, 9]


@pytest.mark.parametrize(
    ("path", "leaving", "says"),
    [((), None, "0 years"), ((1.0,) * 6, None, "6 years"), ((-1.0,), None, "budget path"),
     ((1.0,), np.zeros(2), "leaving has shape")],
)  # fmt: skip
def test_years_that_make_no_sense_are_refused(path, leaving, says):
    with pytest.raises(ValueError, match=says):
        plan_years(queue([1.0], 100), path, leaving=leaving)


# doubt -------------------------------------------------------------------------------------------
def test_without_error_nothing_is_in_doubt():
    problem = queue([4.0, 3.0, 2.0], 200)
    found = weigh_doubt(problem, solve(problem), samples=5, resolves=3, gain_sd=0.0, level_sd=0.0)
    assert (found.nominal, found.expected, found.low, found.high) == pytest.approx((7.0,) * 4)
    assert not found.seats.fragile.any()
    assert found.unrest == 0


def test_near_tie_is_fragile_and_a_clear_case_is_not():
    problem = queue([10.0, 1.001, 1.0], 200, gain_a=[3.0])  # the gap decides, not the gain
    found = weigh_doubt(problem, solve(problem), samples=40, resolves=40)
    firm = {
        tuple(row): bool(bad) for row, bad in zip(found.seats.rows.tolist(), found.seats.fragile, strict=True)
    }
    assert firm == {(0, 0): False, (1, 0): True, (2, 0): True}
    assert found.fragile_rows.tolist() == [False, True]
    assert found.low < found.expected < found.high


def test_same_seed_gives_the_same_samples_and_another_gives_others(district, plan):
    one, two, other = (weigh_doubt(district, plan, samples=8, resolves=0, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.closed, two.closed)
    assert not np.array_equal(one.closed, other.closed)
    assert one.seats is None


def test_samples_keep_the_mean_of_gains_and_move_levels_through_both_gaps(district):
    many = [Sample.draw(district, np.random.default_rng(s), 0.3, 0.0) for s in range(400)]
    assert np.mean([m.gain_a / district["gain_a"] for m in many]) == pytest.approx(1.0, abs=0.01)
    drawn = Sample.draw(district, np.random.default_rng(0), 0.0, 0.5)
    both = district["need_g1"].astype(float) + district["need_g2"]
    kept = (drawn.g1 + drawn.g2 > 0) & (drawn.g2 < district["need_g2"])
    moved = drawn.g1 + drawn.g2 - both
    assert kept.any()
    assert (moved[kept] < 0).all()


def test_ledger_agrees_with_the_checker(district, plan):
    from bangkom.engine.planner.checking.objective import objective_of

    bare = district.replace(weights=Weights(rho_jp=0.0, m_mand=0.0, eps_defer=0.0, eps_cost=0.0))
    taken = Ledger.of(district, plan.rows).taken(district["gain_a"])
    assert closed_by(district, taken).sum() == pytest.approx(objective_of(bare, plan))


def test_more_re_solves_than_samples_are_refused(district, plan):
    with pytest.raises(ValueError, match="9 re-solves of 3 samples"):
        weigh_doubt(district, plan, samples=3, resolves=9)


# commands ----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    at = tmp_path_factory.mktemp("queue")
    queue([4.0, 3.0, 2.0, 1.0], 250).save(at / "in")
    assert main(["solve", str(at / "in"), str(at / "out")]) == 0
    return at


@pytest.mark.parametrize(
    ("command", "out", "key"),
    [
        (["frontier", "--scales", "0.5,1,2"], "points", "points"),
        (["prices", "--amount", "100", "--resolve"], "out", "sources"),
        (["rules", "--family", "seats"], "out", "rules"),
        (["years", "--path", "1,1"], "years", "years"),
        (["doubt", "--samples", "6", "--resolves", "2"], "out", "fragile_classes"),
    ],
)
def test_command_prints_one_json_object_last(folder, capsys, command, out, key):
    name, *more = command
    assert main([name, str(folder / "in"), str(folder / out), *more]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert key in said


def test_command_without_a_plan_says_what_to_do_first(folder, capsys):
    assert main(["prices", str(folder / "in"), str(folder / "nothing")]) == 2
    assert "run `planner solve FOLDER" in json.loads(capsys.readouterr().out)["error"][0]


def test_command_refuses_a_plan_of_another_problem(folder, capsys, tmp_path):
    queue([1.0], 100).save(tmp_path)
    assert main(["doubt", str(tmp_path), str(folder / "out")]) == 2
    assert "made for another problem" in json.loads(capsys.readouterr().out)["error"][0]
