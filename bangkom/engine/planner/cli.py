"""The command's core: ``solve FOLDER OUT``, ``check FOLDER OUT`` and the answers about a plan.

The last line that each writes is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bangkom.engine.planner import Plan, Problem, ProblemError, check, solve
from bangkom.engine.planner.cli_answers import add_answers


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done and sound, 1 when the checker found something, 2 for input that cannot be used."""
    options = _parser().parse_args(argv)
    try:
        done = options.run(options)
        if isinstance(done, dict):
            _say(done)
            return 0
        return int(done)
    except ProblemError as error:
        sys.stderr.write(f"{error}\n")
        _say({"ok": False, "error": [str(finding) for finding in error.findings[:20]]})
        return 2
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        _say({"ok": False, "error": [str(error)]})
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="planner", description=__doc__)
    commands = parser.add_subparsers(required=True)
    solving = commands.add_parser("solve", help="compute a plan and write it to OUT")
    solving.add_argument("folder", type=Path, metavar="FOLDER")
    solving.add_argument("out", type=Path, metavar="OUT")
    solving.add_argument("--seed", type=int, default=0)
    hands = solving.add_mutually_exclusive_group()
    hands.add_argument("--workers", type=int, default=None, help="threads (default: the machine's cores)")
    hands.add_argument(
        "--ray", action="store_true", help="price people on a Ray cluster (refused until it is built)"
    )
    solving.add_argument("--start", type=Path, metavar="OUT_OF_LAST_RUN", help="start from an earlier plan")
    solving.add_argument("--budget-scale", type=float, default=1.0, metavar="X")
    solving.add_argument("--time-limit", type=float, default=None, metavar="SECONDS")
    solving.add_argument("--effort", choices=("auto", "quick", "standard", "thorough"), default="auto")
    solving.add_argument("--progress", action="store_true", help="one line per step on stderr")
    solving.set_defaults(run=_solve)
    checking = commands.add_parser("check", help="check a plan without the solver")
    checking.add_argument("folder", type=Path, metavar="FOLDER")
    checking.add_argument("out", type=Path, metavar="OUT")
    checking.add_argument("--sample", type=int, default=500)
    checking.add_argument("--budget-scale", type=float, default=1.0, metavar="X")
    checking.set_defaults(run=_check)
    add_answers(commands)
    return parser


def _problem(options: argparse.Namespace) -> Problem:
    problem = Problem.load(options.folder)
    return problem if options.budget_scale == 1.0 else problem.with_budgets(scale=options.budget_scale)


def _solve(options: argparse.Namespace) -> int:
    def progress(phase: str, done: int, total: int, best: float, bound: float) -> bool:
        if options.progress:
            sys.stderr.write(f"{phase} {done}/{total} best {best:.3f} bound {bound:.3f}\n")
        return True

    problem = _problem(options)
    start = Plan.load(options.start) if options.start else None
    plan = solve(
        problem, start=start, seed=options.seed, workers=options.workers, progress=progress,
        time_limit_s=options.time_limit, effort=options.effort, ray=options.ray,
    )  # fmt: skip
    plan.save(options.out)
    _say(plan.summary())
    return 0


def _check(options: argparse.Namespace) -> int:
    report = check(_problem(options), Plan.load(options.out), sample=options.sample)
    for violation in report.violations[:50]:
        sys.stdout.write(f"{violation}\n")
    _say(report.summary())
    return 0 if report.ok else 1


def _say(figures: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    sys.exit(main())
