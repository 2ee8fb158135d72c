"""Edges of the problem: the right answer or a named infeasibility, never an exception, never a rule dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bangkom.engine.planner import Pins, Plan, Problem, Reason, Status, Weights, check, solve
from bangkom.engine.planner.columns import COLUMNS
from bangkom.engine.planner.generate import generate
from tests.engine.planner.small import best_by_brute_force, office

HUGE = 2**31 - 1


@pytest.fixture(scope="module")
def town() -> Problem:
    return generate(people=36, seed=9, offerings=40)


def sound(problem: Problem, **options: Any) -> Plan:
    """A plan that passes the checker with its bound proven again (the whole model is tested elsewhere)."""
    plan = solve(problem, **{"effort": "standard", **options})
    report = check(problem, plan, sample=100)
    assert report.violations == ()
    assert report.bound == pytest.approx(plan.bound, rel=1e-6, abs=1e-6)
    return plan


def without_offerings(problem: Problem) -> Problem:
    columns = {
        name: problem[name][:0] if spec.dims[0] in ("J", "gains") else problem[name]
        for name, spec in COLUMNS.items()
    }
    return Problem.from_arrays({**columns, "gain_ptr": np.zeros(1, int)}, problem.weights)


def without(problem: Problem, dimension: str, **columns: Any) -> Problem:
    """Nothing of a dimension is left; ``columns`` no longer point at it."""
    empty = {n: problem[n][:0] for n, spec in COLUMNS.items() if spec.dims[0] == dimension}
    return problem.replace(**empty, **columns)


def full(problem: Problem, name: str, value: Any) -> dict[str, Any]:
    return {name: np.full_like(problem[name], value)}


def chained(problem: Problem, periods: int) -> Problem:
    """Every course asks for the one before it, and nobody holds any."""
    course = np.arange(problem.J)
    asks = np.where(course % 4 == 0, -1, course - 1)
    return problem.replace(
        o_course=course, o_prereq=asks, o_prereq_bit=np.where(asks >= 0, asks % 40, -1),
        o_mand_only=np.zeros(problem.J, bool), p_mand=np.full(problem.N, -1),
        p_held=np.zeros(problem.N, "uint64"), o_elig=np.full(problem.J, 2**64 - 1, "uint64"),
        o_mode=np.full(problem.J, 2), o_nmax=np.zeros((problem.J, periods), int), o_fund_fixed=np.full(problem.J, -1),
        o_cap=np.full((problem.J, periods), 6), o_days=np.arange(problem.J) % 3, o_agency=np.full(problem.J, -1),
    )  # fmt: skip


@pytest.mark.parametrize("scale", [0.0, 0.3, 0.7, 1.5, 3.0, 1e6])
def test_any_budget_gives_a_sound_plan(town, scale):
    plan = sound(town.with_budgets(scale=scale))
    assert plan.objective <= plan.bound + 1e-9


EDGES: dict[str, Callable[[Problem], Problem]] = {
    "no money at all": lambda p: p.replace(s_budget=np.zeros(p.S, int)),
    "no offering": without_offerings,
    "no seats": lambda p: p.replace(**full(p, "o_cap", 0), **full(p, "o_nmax", 0)),
    "no seats in some": lambda p: p.replace(o_cap=p["o_cap"] * (np.arange(p.J) % 2)[:, None]),
    "classes alone": lambda p: p.replace(**full(p, "o_cap", 0)),
    "nobody eligible": lambda p: p.replace(**full(p, "o_elig", 0)),
    "no item allowed": lambda p: p.replace(**full(p, "p_max_items", 0)),
    "many items allowed": lambda p: p.replace(**full(p, "p_max_items", 9), **full(p, "p_jp_cap", 60)),
    "no hours allowed": lambda p: p.replace(**full(p, "p_jp_cap", 0)),
    "no days allowed": lambda p: p.replace(**full(p, "p_day_cap", 0)),
    "no hours asked": lambda p: p.replace(**full(p, "p_jp_target", 0)),
    "no needs": lambda p: p.replace(need_ptr=np.zeros(p.N + 1, int), **{n: p[n][:0] for n in ("need_k", "need_w", "need_g1", "need_g2")}),
    "needs without a gap": lambda p: p.replace(**full(p, "need_g1", 0), **full(p, "need_g2", 0)),
    "needs without a weight": lambda p: p.replace(**full(p, "need_w", 0)),
    "gains of nothing": lambda p: p.replace(**full(p, "gain_a", 0)),
    "nobody may be away": lambda p: p.replace(**full(p, "u_abs_cap", 0)),
    "no partner days": lambda p: p.replace(**full(p, "v_cap", 0)),
    "no partners": lambda p: without(p, "V", **full(p, "o_partner", -1)),
    "no groups": lambda p: without(p, "G", p_grp=np.zeros((p.N, 0), int)),
    "full shares for all": lambda p: p.replace(**full(p, "g_theta", 100)),
    "one group is everybody": lambda p: p.replace(p_grp=np.zeros((p.N, 1), int), g_agency=[0], g_size=[p.N], g_theta=[100]),
    "batches of any size": lambda p: p.replace(o_min=np.zeros(p.J, int)),
    "batches for nobody": lambda p: p.replace(o_min=np.full(p.J, 500), o_max=np.full(p.J, 500)),
    "one price of travel": lambda p: p.replace(**full(p, "travel", 300)),
    "all for nothing": lambda p: p.replace(**full(p, "travel", 0), **full(p, "o_var", 0), **full(p, "o_fixed", 0)),
    "largest numbers": lambda p: p.replace(**full(p, "s_budget", 2**50), **full(p, "u_abs_cap", HUGE), **full(p, "v_cap", HUGE), o_cap=np.where(p["o_cap"] > 0, HUGE, p["o_cap"])),
    "seats without an end": lambda p: p.replace(o_cap=np.where((p["o_mode"] > 0)[:, None], -np.ones((1, p.T), int), 0)),
    "twins": lambda p: p.replace(**{n: np.repeat(p[n][:1], p.N, 0) for n in ("p_job", "p_unit", "p_held", "p_grp", "p_mand")}, g_size=np.array([p.N] * p.G)),
    "one course": lambda p: p.replace(**full(p, "o_course", 5), **full(p, "o_prereq", -1), **full(p, "o_prereq_bit", -1)),
    "courses that ask for themselves": lambda p: p.replace(o_prereq=p["o_course"], o_prereq_bit=np.full(p.J, -1)),
    "a mandatory course nobody holds": lambda p: p.replace(**full(p, "p_mand", 999)),
    "weights of zero": lambda p: p.replace(weights=Weights(0.0, 0.0, 0.0, 0.0, 0.0)),
    "weights of cost": lambda p: p.replace(weights=Weights(eps_cost=1.0)),
    "heavy hours": lambda p: p.replace(weights=Weights(rho_jp=5.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
def test_edge_gives_a_sound_plan(town, name):
    sound(EDGES[name](town))


@pytest.mark.parametrize(
    ("people", "options"),
    [(0, {}), (1, {}), (2, {}), (39, {"periods": 1}), (39, {"periods": 12}), (30, {"agencies": 9}), (30, {"offerings": 1}), (30, {"competencies": 1})],
)  # fmt: skip
def test_any_size_gives_a_sound_plan(people, options):
    sound(generate(people=people, seed=3, **options))


def test_nobody_and_nothing_is_worth_nothing():
    plan = sound(without_offerings(generate(people=0, seed=3)))
    assert (plan.objective, plan.bound, plan.status) == (0.0, 0.0, Status.OPTIMAL)


def test_no_offering_says_so_for_every_need(town):
    plan = sound(without_offerings(town))
    assert len(plan.a_i) == 0
    assert len(plan.register) == len(town["need_k"])
    assert set(plan.register.reason.tolist()) == {Reason.NO_OFFERING}


def test_no_money_funds_nothing_that_costs(town):
    plan = sound(town.with_budgets(scale=0.0))
    cost = (
        town["o_var"][plan.a_j]
        + town["travel"][town["u_zone"][town["p_unit"][plan.a_i]], town["o_loc"][plan.a_j]]
    )
    assert cost.sum() == 0
    assert (plan.n * town["o_fixed"]).sum() == 0


def test_mandatory_trainings_that_cannot_all_be_held_are_named_one_by_one():
    town = generate(people=40, seed=9)
    one_seat = np.where((town["o_course"] == 0)[:, None], np.eye(1, town.T, dtype=int), town["o_cap"])
    plan = sound(town.replace(p_mand=np.zeros(40, int), o_cap=one_seat, s_budget=town["s_budget"] + 10**6))
    held = {int(i) for i, j in zip(plan.a_i, plan.a_j, strict=True) if town["o_course"][j] == 0}
    named = {x.subject for x in plan.infeasibilities if x.code == "mandatory_not_held"}
    assert len(held) == 1
    assert named == {(i, 0) for i in range(40) if i not in held}


def test_share_that_cannot_be_met_holds_seats_back():
    nobody = {"p_grp": [[-1], [-1], [-1]], "g_agency": [0], "g_size": [3], "g_theta": [100]}
    problem = office(**nobody, s_budget=[9000], o_nmax=[[0, 0]] * 4)
    plan = sound(problem, effort="auto")
    assert np.isin(plan.a_j, [0, 2]).sum() <= 1
    assert plan.objective == pytest.approx(best_by_brute_force(problem, plan), abs=1e-9)


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_chains_of_prerequisites_are_kept_in_order(periods):
    plan = sound(chained(generate(people=20, seed=2, offerings=16, periods=periods), periods), effort="auto")
    first = {(int(i), int(j)): int(t) for i, j, t in plan.rows}
    for (i, j), t in first.items():
        assert j % 4 == 0 or first[i, j - 1] < t
    assert any(j % 4 == min(periods, 3) - 1 for _, j in first)


def test_wishes_that_cannot_be_met_together_are_named(town):
    plan = solve(town, effort="quick")
    row = tuple(int(v) for v in plan.rows[0])
    twice = (row[0], row[1], (row[2] + 1) % town.T)
    pins = Pins(force_in=[row, row, twice, (-5, 0, 0), (0, 999, 0)], force_out=[row, (0, 0, 99)])
    found = sound(town, pins=pins)
    named = {x.subject for x in found.infeasibilities if x.code.startswith("pin")}
    assert {row, (-5, 0, 0), (0, 999, 0), (0, 0, 99)} <= named
    assert row not in {tuple(r) for r in found.rows.tolist()}


def test_everything_pinned_out_leaves_nothing(town):
    barred = [(i, j, -1) for i in range(town.N) for j in range(town.J)]
    plan = sound(town, pins=Pins(force_out=barred))
    assert len(plan.a_i) == 0


@pytest.mark.parametrize(
    "other", [{"people": 50}, {"offerings": 30}, {"periods": 2}, {"agencies": 3}, {"people": 0}]
)
def test_start_from_a_plan_of_another_problem_does_no_harm(town, other):
    start = solve(generate(**{"people": 36, "seed": 9, "offerings": 40, **other}), effort="quick")
    sound(town, start=start, change_price=0.2, protect=start.rows[:5])


@settings(
    max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def test_offices_drawn_at_random_equal_brute_force(data):
    def numbers(low: int, high: int, *shape: int) -> Any:
        size = int(np.prod(shape))
        drawn = data.draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
        return np.array(drawn).reshape(shape)

    problem = office(
        p_day_cap=numbers(0, 5, 3), p_jp_cap=numbers(0, 40, 3), p_max_items=numbers(0, 2, 3),
        p_mand=numbers(-1, 3, 3), o_jp=numbers(0, 24, 4), o_days=numbers(0, 3, 4), o_var=numbers(0, 90, 4),
        o_cap=numbers(-1, 2, 4, 2), o_prereq=[-1, -1, int(numbers(-1, 3, 1)[0]), -1], o_prereq_bit=[-1] * 4,
        s_budget=numbers(0, 300, 1), u_abs_cap=numbers(0, 6, 1, 2), v_cap=numbers(0, 4, 1, 2),
        g_theta=numbers(0, 100, 2), o_nmax=[[1, int(numbers(0, 1, 1)[0])], [0, 0], [0, 0], [0, 0]],
    )  # fmt: skip
    plan = sound(problem, effort="auto")
    assert plan.objective == pytest.approx(best_by_brute_force(problem, plan), abs=1e-7)
