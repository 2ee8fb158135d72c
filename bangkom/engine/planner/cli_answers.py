"""Commands about a plan: frontier, prices, rules, years, doubt. Each returns the figures of its last line.

``OUT`` is the folder of a plan for the same problem, as ``planner solve FOLDER OUT`` writes it; for ``frontier``
and ``years`` it is where plans are written, and ``--start`` names such a folder.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner import (
    Plan,
    Problem,
    budget_prices,
    frontier,
    loosen_shares,
    next_money,
    plan_years,
    rule_costs,
    shares_in_the_way,
    weigh_doubt,
)
from bangkom.engine.planner.probing import Progress

Array = NDArray[Any]
SCALES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
EFFORTS = ("auto", "quick", "standard", "thorough")


def add_answers(commands: Any) -> None:
    """Hang the commands below ``planner``."""
    found = _command(commands, "frontier", _frontier, "a plan per budget, from 50 to 200 per cent")
    found.add_argument("--scales", type=_numbers, default=SCALES, metavar="X,X,...")
    found.add_argument("--start", type=Path, metavar="OUT_OF_LAST_RUN")
    found = _command(
        commands, "prices", _prices, "price of each budget and its range; what more money brings"
    )
    found.add_argument("--source", type=int, action="append", metavar="S", help="only these (default: all)")
    found.add_argument("--tolerance", type=float, default=0.1)
    found.add_argument("--amount", type=int, default=100_000, metavar="THOUSAND_RUPIAH")
    found.add_argument("--resolve", action="store_true", help="plan again with the amount")
    found = _command(
        commands, "rules", _rules, "what each family of rules costs; shares in the way of wishes"
    )
    found.add_argument("--family", action="append", help="only these (default: all)")
    found = _command(commands, "years", _years, "up to five years, rolled; the first is what is decided")
    found.add_argument(
        "--path", type=_numbers, default=(1.0, 1.0, 1.0), metavar="X,X,...", help="budget scales"
    )
    found.add_argument("--leaving", type=Path, metavar="NPY", help="year of leaving per person, -1 none")
    found.add_argument("--start", type=Path, metavar="OUT_OF_LAST_RUN")
    found.add_argument("--no-foresight", action="store_true")
    found = _command(commands, "doubt", _doubt, "expected closed gap with an interval, and fragile lines")
    found.add_argument("--samples", type=int, default=200)
    found.add_argument("--resolves", type=int, default=20)
    found.add_argument("--gain-sd", type=float, default=0.3, help="relative")
    found.add_argument("--level-sd", type=float, default=0.25, help="levels")


def _command(commands: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--effort", choices=EFFORTS, default="quick")
    parser.add_argument("--progress", action="store_true", help="one line per step on stderr")
    parser.set_defaults(run=run)
    return parser


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: numbers divided by commas expected") from None


def _told(options: argparse.Namespace) -> Progress:
    def progress(phase: str, done: int, total: int, best: float, bound: float) -> bool:
        if options.progress:
            sys.stderr.write(f"{phase} {done}/{total} best {best:.3f} bound {bound:.3f}\n")
        return True

    return progress


def _plan_for(problem: Problem, folder: Path) -> Plan:
    """The stored plan, which must be one of this problem."""
    if not (folder / "bound.json").is_file():
        raise ValueError(f"{folder} holds no plan: run `planner solve FOLDER {folder}` first")
    plan = Plan.load(folder)
    if plan.input_hash != problem.input_hash:
        raise ValueError(f"the plan in {folder} was made for another problem: solve this one first")
    return plan


def _frontier(options: argparse.Namespace) -> dict[str, Any]:
    problem = Problem.load(options.folder)
    if not options.scales or any(not 0 <= scale < float("inf") for scale in options.scales):
        raise ValueError("scales: numbers of at least 0 expected")
    start = _plan_for(problem, options.start) if options.start else None
    found = frontier(
        problem,
        options.scales,
        start=start,
        seed=options.seed,
        effort=options.effort,
        progress=_told(options),
    )
    for scale, plan in found:
        plan.save(options.out / f"{scale:g}")
    return {"points": [{"scale": scale, "folder": f"{scale:g}", **plan.summary()} for scale, plan in found]}


def _prices(options: argparse.Namespace) -> dict[str, Any]:
    problem = Problem.load(options.folder)
    plan, progress = _plan_for(problem, options.out), _told(options)
    prices = budget_prices(problem, plan, options.source, tolerance=options.tolerance, progress=progress)
    more = next_money(
        problem, plan, options.amount, resolve=options.resolve, effort=options.effort, progress=progress
    )
    return {
        "tolerance": options.tolerance,
        "sources": [
            {
                "source": s,
                "budget": int(problem["s_budget"][s]),
                "price_per_100_juta": float(prices.budget[s]),
                "low": float(prices.budget_low[s]),
                "high": float(prices.budget_high[s]) if np.isfinite(prices.budget_high[s]) else None,
            }
            for s in (range(problem.S) if options.source is None else options.source)
        ],
        "next_money": {
            "amount": more.amount,
            "source": more.source,
            "estimate": more.estimate,
            "by_source": more.by_source.tolist(),
            "value": more.value,
            "low": more.low,
            "high": more.high,
        },
    }


def _plain(item: Any, without: tuple[str, ...] = ("plan",)) -> dict[str, Any]:
    return {name: value for name, value in vars(item).items() if name not in without}


def _rules(options: argparse.Namespace) -> dict[str, Any]:
    problem = Problem.load(options.folder)
    plan, progress = _plan_for(problem, options.out), _told(options)
    costs = rule_costs(problem, plan, options.family, effort=options.effort, progress=progress)
    loosened = loosen_shares(problem, plan, effort=options.effort, progress=progress)
    return {
        "objective": costs.base.objective,
        "bound": costs.base.bound,
        "rules": [_plain(cost) for cost in costs.costs],
        "shares_in_the_way": [_plain(share) for share in shares_in_the_way(problem, plan)],
        "loosened": None if loosened is None else _plain(loosened),
    }


def _years(options: argparse.Namespace) -> dict[str, Any]:
    problem = Problem.load(options.folder)
    leaving = np.load(options.leaving, allow_pickle=False) if options.leaving else None
    horizon = plan_years(
        problem, options.path, leaving=leaving, foresight=not options.no_foresight, seed=options.seed,
        start=_plan_for(problem, options.start) if options.start else None, effort=options.effort,
        progress=_told(options),
    )  # fmt: skip
    for y, year in enumerate(horizon.years):
        year.plan.save(options.out / f"year-{y + 1}")
        year.problem.save(options.out / f"year-{y + 1}" / "problem")
    return {
        "decided": "year-1",
        "total": horizon.total,
        "short_sighted": horizon.short_sighted,
        "uncarried": horizon.uncarried,
        "years": [
            {
                "objective": year.plan.objective,
                "bound": year.plan.bound,
                **_plain(year, ("problem", "plan", "need_rows")),
            }
            for year in horizon.years
        ],
    }


def _doubt(options: argparse.Namespace) -> dict[str, Any]:
    problem = Problem.load(options.folder)
    plan = _plan_for(problem, options.out)
    found = weigh_doubt(
        problem, plan, samples=options.samples, resolves=options.resolves, gain_sd=options.gain_sd,
        level_sd=options.level_sd, seed=options.seed, effort=options.effort, progress=_told(options),
    )  # fmt: skip
    said: dict[str, Any] = _plain(found, ("closed", "classes", "seats", "fragile_rows"))
    said |= {"samples": options.samples, "fragile_rows": np.flatnonzero(found.fragile_rows).tolist()}
    if found.classes is not None:
        lines = found.classes
        said["fragile_classes"] = [
            {"offering": j, "period": t, "planned": bool(planned), "share": share}
            for (j, t), planned, share in zip(
                lines.rows[lines.fragile].tolist(), lines.planned[lines.fragile], lines.share[lines.fragile].tolist(),
                strict=True,
            )
        ]  # fmt: skip
    return said
