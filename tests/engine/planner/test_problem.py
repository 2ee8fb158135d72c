"""A planning problem says what is wrong with its columns, and survives the disk."""

from __future__ import annotations

import numpy as np
import pytest

from bangkom.engine.planner import Problem, ProblemError
from bangkom.engine.planner.generate import generate
from tests.engine.planner.small import office


def findings(error: pytest.ExceptionInfo[ProblemError]) -> list[tuple[str, str, int]]:
    return [(f.code, f.column, f.row) for f in error.value.findings]


def test_saved_and_loaded_problem_has_the_same_hash(tmp_path):
    problem = generate(people=40, seed=3)
    problem.save(tmp_path)
    assert Problem.load(tmp_path).input_hash == problem.input_hash
    assert Problem.load(tmp_path, mmap=True).input_hash == problem.input_hash


def test_hash_changes_with_a_single_budget():
    problem = office()
    assert problem.with_budgets([261]).input_hash != problem.input_hash
    assert problem.with_budgets([260]).input_hash == problem.input_hash


def test_scaled_budgets_are_rounded_down():
    assert office(s_budget=[259]).with_budgets(scale=0.5)["s_budget"].tolist() == [129]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("p_unit", [0, 1, 0], ("reference", "p_unit", 1)),
        ("need_w", [1.0, -2.0, 1.5, 1.0, 0.5], ("range", "need_w", 1)),
        ("need_g1", [1.0, 0.5, np.nan, 1.0, 0.0], ("range", "need_g1", 2)),
        ("need_ptr", [0, 2, 1, 5], ("pointer", "need_ptr", -1)),
        ("need_k", [0, 0, 0, 1, 2], ("duplicate", "need_k", 1)),
        ("o_mode", [0, 2, 7, 1], ("range", "o_mode", 2)),
        ("p_job", [0, 64, 1], ("range", "p_job", 1)),
        ("o_max", [1, 0, 0, 0], ("sense", "o_max", 0)),
        ("o_fund_fixed", [-1, -1, -1, -1], ("sense", "o_fund_fixed", 0)),
        ("s_budget", [1.5], ("type", "s_budget", -1)),
        ("p_day_cap", [5, 5], ("shape", "p_day_cap", -1)),
    ],
)
def test_fault_is_named_with_column_and_row(column, value, expected):
    with pytest.raises(ProblemError) as error:
        office(**{column: value})
    assert findings(error) == [expected]


def test_missing_file_is_named(tmp_path):
    office().save(tmp_path)
    (tmp_path / "o_jp.npy").unlink()
    with pytest.raises(ProblemError) as error:
        Problem.load(tmp_path)
    assert findings(error) == [("missing", "o_jp", -1)]


def test_generator_gives_the_same_problem_for_the_same_seed():
    assert generate(people=50, seed=5).input_hash == generate(people=50, seed=5).input_hash
    assert generate(people=50, seed=5).input_hash != generate(people=50, seed=6).input_hash
