"""Which person takes which offering in which period, how many batches open, who waits and why.

Door of the planning engine. Formulation, method and limits: docs/algorithms/planner.md.

    problem = Problem.load(folder)           # or Problem.from_arrays(arrays, Weights(...))
    plan = solve(problem, progress=lambda phase, done, total, best, bound: True)
    report = check(problem, plan)            # independent of the solver
    points = frontier(problem, (0.5, 1.0, 2.0), start=plan)
    budget_prices, next_money, rule_costs, shares_in_the_way, plan_years, weigh_doubt: answers about a plan

Importing this package is cheap; compiled kernels and the MIP solver load on the first ``solve``.
``warm_up()`` compiles the kernels into the cache (environment variable NUMBA_CACHE_DIR) at set-up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bangkom.engine.planner.plan import (
    Duals,
    Infeasibility,
    Pins,
    Plan,
    Prices,
    Reason,
    Register,
    Status,
)
from bangkom.engine.planner.problem import Problem, ProblemError, Weights

if TYPE_CHECKING:
    from bangkom.engine.planner.checking import Report
    from bangkom.engine.planner.doubt import Doubt
    from bangkom.engine.planner.ranges import NextMoney
    from bangkom.engine.planner.relaxation import Loosened, ShareInTheWay
    from bangkom.engine.planner.rules import RuleCosts
    from bangkom.engine.planner.years import Horizon

Progress = Callable[[str, int, int, float, float], bool]
"""``progress(phase, done, total, best, bound) -> go on?``; False ends the run with the best plan so far.

``best`` is -inf until a feasible plan exists, ``bound`` is +inf until one is proven.
"""


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    protect: Any = None,
    pins: Pins | None = None,
    change_price: float = 0.0,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
    time_limit_s: float | None = None,
    effort: str = "auto",
    ray: bool = False,
) -> Plan:
    """The best plan found, with the proof of how far it is from the best possible.

    ``start``: a plan of an earlier run; its prices (and seats, where still allowed) make this run quick.
    ``protect``: rows (person, offering, period) that must stay, e.g. ``start.rows[mask]``.
    ``pins``: seats wished in or out. A pin or protected row that cannot be kept is named in
    ``plan.infeasibilities`` and left out; nothing else fails, whatever the problem.
    ``change_price``: objective given up rather than change one row of ``start`` (0: change freely).
    ``effort``: "quick" (interactive), "standard", "thorough" (up to a minute) or "auto": thorough for up
    to 3,000 people, quick after a warm start, standard otherwise; a ``time_limit_s`` of 30 or more makes
    "auto" thorough. The same arguments give the same bytes for any ``workers``, unless the time limit or
    ``progress`` cuts the run short. ``ray`` (pricing on a Ray cluster) is refused until it
    is built.
    """
    from bangkom.engine.planner.solver import run

    return run(
        problem,
        start=start,
        protect=protect,
        pins=pins,
        change_price=change_price,
        seed=seed,
        workers=workers,
        progress=progress,
        time_limit_s=time_limit_s,
        effort=effort,
        ray=ray,
    )


def check(problem: Problem, plan: Plan, *, sample: int = 500, bound: bool = True) -> Report:
    """Every rule, the objective, the bound, free lunches and the register, by code of its own."""
    from bangkom.engine.planner.checking import check_plan

    return check_plan(problem, plan, sample=sample, bound=bound)


def frontier(
    problem: Problem, scales: Sequence[float], *, start: Plan | None = None, **options: Any
) -> list[tuple[float, Plan]]:
    """One plan per budget scale, each warm-started from its neighbour."""
    from bangkom.engine.planner.along import plans_along

    return plans_along(problem, scales, start=start, **options)


def budget_prices(
    problem: Problem, plan: Plan, sources: Sequence[int] | None = None, **options: Any
) -> Prices:
    """``plan.prices`` with each budget's price per Rp100 juta and the range in which it holds."""
    from bangkom.engine.planner.ranges import budget_prices as measured

    return measured(problem, plan, sources, **options)


def next_money(problem: Problem, plan: Plan, amount: int = 100_000, **options: Any) -> NextMoney:
    """What ``amount`` (thousand rupiah) more would bring, and in which source most."""
    from bangkom.engine.planner.ranges import next_money as valued

    return valued(problem, plan, amount, **options)


def rule_costs(
    problem: Problem, plan: Plan, families: Sequence[str] | None = None, **options: Any
) -> RuleCosts:
    """What each family of rules costs: the plan without it, and an interval for the truth."""
    from bangkom.engine.planner.rules import rule_costs as costed

    return costed(problem, plan, families, **options)


def shares_in_the_way(problem: Problem, plan: Plan) -> tuple[ShareInTheWay, ...]:
    """Least shares that stand against failed wishes or postponed needs, and the share that would not."""
    from bangkom.engine.planner.relaxation import shares_in_the_way as found

    return found(problem, plan)


def loosen_shares(problem: Problem, plan: Plan, **options: Any) -> Loosened | None:
    """A plan that meets failed wishes with lower shares, and those shares."""
    from bangkom.engine.planner.relaxation import loosen_shares as loosened

    return loosened(problem, plan, **options)


def plan_years(problem: Problem, budget_path: Sequence[float] = (1.0,) * 3, **options: Any) -> Horizon:
    """Up to five years, rolled; the first is what is decided."""
    from bangkom.engine.planner.years import plan_years as rolled

    return rolled(problem, budget_path, **options)


def weigh_doubt(problem: Problem, plan: Plan, **options: Any) -> Doubt:
    """What the plan closes when gains and levels are drawn anew, and which lines are fragile."""
    from bangkom.engine.planner.doubt import weigh_doubt as weighed

    return weighed(problem, plan, **options)


def warm_up() -> float:
    """Compile every kernel into the cache by solving a tiny problem; seconds it took."""
    from bangkom.engine.planner.warm import warm_up as compile_all

    return compile_all()


__all__ = [
    "Duals",
    "Infeasibility",
    "Pins",
    "Plan",
    "Prices",
    "Problem",
    "ProblemError",
    "Progress",
    "Reason",
    "Register",
    "Status",
    "Weights",
    "budget_prices",
    "check",
    "frontier",
    "loosen_shares",
    "next_money",
    "plan_years",
    "rule_costs",
    "shares_in_the_way",
    "solve",
    "warm_up",
    "weigh_doubt",
]
