"""What the annual plan of a sample city costs: building the problem, solving, storing, other budgets, computing again.

    python3 benchmarks/plan.py [--people 5400] [--effort auto] [--no-frontier] [--home FOLDER]

Computes the active scenario of a sample city (made once per size), checks the stored plan by the engine's own
checker and recomputes it from its files. The last line is one JSON object; times in seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from _environment import city, enter


def main() -> None:
    enter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5400)
    parser.add_argument("--home", help="folder of an existing sample city")
    parser.add_argument("--effort", default="auto", choices=("auto", "quick", "standard", "thorough"))
    parser.add_argument("--no-frontier", action="store_true")
    options = parser.parse_args()
    home = city(options.people, options.home)
    print(json.dumps({"benchmark": "plan", "people": options.people, **measure(home, options)}))


def measure(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    os.environ.setdefault("NUMBA_CACHE_DIR", str(home / "kernels"))
    from bangkom.engine.planner import check, warm_up
    from bangkom.planning import services
    from bangkom.planning.models import Scenario
    from bangkom.planning.services.compute.storing import folder_of
    from bangkom.planning.services.problem import build_problem

    scenario = Scenario.objects.select_related("year").get(is_active=True)
    warmed = warm_up()
    build_s, build_cpu_s, _built = timed(lambda: build_problem(scenario))
    marks: dict[str, float] = {}
    begin = time.perf_counter()

    def watch(done: int, total: int, note: str) -> None:
        marks.setdefault(f"{done:03d}", time.perf_counter() - begin)

    run = services.compute(scenario, watch, with_frontier=not options.no_frontier, effort=options.effort)
    whole_s = time.perf_counter() - begin
    stored_s = marks.get("068", whole_s)
    again_s, _cpu, again = timed(lambda: services.recompute(run))
    report = check(again.lines.problem, again.plan)
    stored_seats = list(
        run.seats.order_by("rank").values_list("employee_id", "programme_id", "quarter", "cost")
    )
    fresh = sorted(next(iter(again.rows.values())), key=lambda seat: seat.rank)
    figures = (
        "seats",
        "batches",
        "reached",
        "duty",
        "duty_met",
        "postponed",
        "planned",
        "ceiling",
        "gap",
        "closed",
    )
    return {
        "warm_up_s": round(warmed, 1),
        "build_s": round(build_s, 2),
        "build_cpu_s": round(build_cpu_s, 2),
        "solve_s": round(run.seconds, 1),
        "until_stored_s": round(stored_s, 1),
        "with_frontier_s": round(whole_s, 1),
        "recompute_s": round(again_s, 1),
        "same_again": stored_seats
        == [(seat.employee_id, seat.programme_id, seat.quarter, seat.cost) for seat in fresh],
        "violations": len(report.violations),
        "objective": round(run.objective, 3),
        "bound": round(run.bound, 3),
        "distance_percent": round(run.distance_percent, 3),
        **{name: run.summary[name] for name in figures},
        "folder_mb": round(sum(f.stat().st_size for f in folder_of(run).rglob("*") if f.is_file()) / 1e6, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def timed(work: Any) -> tuple[float, float, Any]:
    """Wall and CPU seconds of ``work`` and what it gives."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


if __name__ == "__main__":
    main()
