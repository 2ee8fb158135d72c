"""The benchmark compares like with like: every plan it takes instead keeps all rules."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from bangkom.engine.planner import solve
from bangkom.engine.planner.generate import generate

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("planner_benchmark", FOLDER / "planner.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    for name in ("_environment", "_byhand", "_wholemodel"):
        sys.modules.pop(name, None)


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def test_every_part_writes_one_line_with_a_plan_that_keeps_the_rules(bench, capsys):
    bench.main(["--people", "24", "--effort", "quick", "--whole", "2"])
    told = lines(capsys)
    assert told[0]["run"] == "machine"
    assert told[0]["cores"] >= 1
    runs = [line["run"] for line in told]
    assert [
        runs.count(run) for run in ("engine", "check", "warm re-solve", "frontier", "spreadsheet, best")
    ] == [1, 1, 6, 1, 1]
    assert [line["violations"] for line in told if "violations" in line and line["violations"]] == []
    assert next(line for line in told if line["run"] == "workers agree")["identical"] is True
    assert next(line for line in told if line["run"] == "check")["bound_differs_by"] < 1e-6
    exact = [line for line in told if line["run"] == "HiGHS, whole model"][-1]
    engine = next(line for line in told if line["run"] == "engine")
    assert exact["objective"] >= engine["objective"] - 1e-6


def test_by_hand_plans_of_a_district_hold_classes_and_keep_the_rules(bench, capsys):
    problem = generate(people=240, seed=6)
    plan = solve(problem, effort="quick")
    bench.by_hand({}, problem, plan)
    told = lines(capsys)
    assert [line["violations"] for line in told[:-1]] == [0] * 5
    assert max(line["objective"] for line in told) <= plan.bound
    assert told[-1]["objective"] == max(line["objective"] for line in told[1:-1])


def test_cut_reports_kept_rows_and_changes_against_a_free_re_solve(bench):
    problem = generate(people=240, seed=6)
    plan = solve(problem, effort="quick")
    free, protected, priced = bench.replanned(problem, plan, 0.18, 0.3, 0.3)
    assert {line["violations"] for line in (free, protected, priced)} == {0}
    assert protected["protected"] == priced["protected"] == round(0.3 * len(plan.rows))
    assert protected["lost"] == priced["lost"] == 0
    assert protected["kept"] > free["kept"]
    assert priced["changed_rows"] < free["changed_rows"]
    assert (free["objective_against_free"], free["changed_rows_against_free"]) == (0.0, 0)
