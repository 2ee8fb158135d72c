"""What is wrong with the columns of a planning problem, said column by column and row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import CLASS, COLUMNS, Column

Array = NDArray[Any]


@dataclass(frozen=True)
class Finding:
    """One fault: a code to translate by, the column, the first row at fault (-1: the whole column)."""

    code: str
    column: str
    row: int
    message: str

    def __str__(self) -> str:
        where = f"{self.column}[{self.row}]" if self.row >= 0 else self.column
        return f"{where}: {self.message}"


def faults_of(columns: Mapping[str, Array]) -> list[Finding]:
    """Shapes first (nothing else makes sense without them), then ranges, references, sense."""
    sizes, findings = _measured(columns)
    if findings:
        return findings
    for name, spec in COLUMNS.items():
        findings += _range_faults(name, columns[name], spec, sizes)
    if findings:
        return findings
    return _pointer_faults(columns) + _sense_faults(columns)


def _measured(columns: Mapping[str, Array]) -> tuple[dict[str, int], list[Finding]]:
    """Read the sizes off the first column that has each dimension and hold the others to it."""
    sizes: dict[str, int] = {}
    findings = []
    for name, spec in COLUMNS.items():
        column = columns[name]
        if column.ndim != len(spec.dims):
            message = f"has {column.ndim} dimension(s), {len(spec.dims)} expected {spec.dims}"
            findings.append(Finding("shape", name, -1, message))
            continue
        for dim, found in zip(spec.dims, column.shape, strict=True):
            base, plus = dim.removesuffix("+1"), int(dim.endswith("+1"))
            if sizes.setdefault(base, found - plus) != found - plus and dim != "*":
                message = f"dimension {dim} is {found}, {sizes[base] + plus} expected"
                findings.append(Finding("shape", name, -1, message))
    if not findings and sizes["T"] < 1:
        findings.append(Finding("shape", "u_abs_cap", -1, "there must be at least one period"))
    return sizes, findings


def _range_faults(name: str, column: Array, spec: Column, sizes: Mapping[str, int]) -> list[Finding]:
    if not column.size or spec.low is None:
        return []
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        return [Finding("range", name, _first(~np.isfinite(column)), "must be a finite number")]
    if column.min() < spec.low:
        row = _first(column < spec.low)
        return [Finding("range", name, row, f"is {_at(column, row)}, at least {spec.low} expected")]
    high = spec.high
    if spec.points_at is not None and spec.points_at in sizes:
        high = sizes[spec.points_at] - 1
    if high is not None and column.max() > high:
        row = _first(column > high)
        code = "reference" if spec.points_at else "range"
        return [Finding(code, name, row, f"is {_at(column, row)}, at most {high} expected")]
    return []


def _pointer_faults(columns: Mapping[str, Array]) -> list[Finding]:
    findings = []
    for ptr, target in (("need_ptr", "need_k"), ("gain_ptr", "gain_k")):
        pointers, keys = columns[ptr], columns[target]
        if pointers[0] != 0 or pointers[-1] != len(keys) or (np.diff(pointers) < 0).any():
            findings.append(Finding("pointer", ptr, -1, f"must rise from 0 to {len(keys)}"))
            continue
        owner = np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
        order = np.lexsort((keys, owner))
        twice = (np.diff(owner[order]) == 0) & (np.diff(keys[order]) == 0)
        if twice.any():
            row = int(order[1:][twice].min())
            findings.append(Finding("duplicate", target, row, f"competency {keys[row]} is listed twice"))
    return findings


def _sense_faults(columns: Mapping[str, Array]) -> list[Finding]:
    c = columns
    is_class = c["o_mode"] == CLASS
    opens = is_class & (c["o_nmax"] > 0).any(1)
    checks = [
        ("o_max", opens & (c["o_max"] < np.maximum(c["o_min"], 1)), "largest batch is below the smallest"),
        (
            "o_fund_fixed",
            opens & (c["o_fund_fixed"] < 0) & (c["o_fixed"] > 0).any(1),
            "a batch costs money but no source pays it",
        ),
        ("o_prereq_bit", (c["o_prereq"] < 0) & (c["o_prereq_bit"] >= 0), "bit without a prerequisite course"),
        ("g_size", c["g_size"] > c["a_size"][c["g_agency"]], "group is larger than its agency"),
    ]
    return [Finding("sense", name, _first(bad), message) for name, bad, message in checks if bad.any()]


def _first(bad: Array) -> int:
    return int(np.argwhere(bad)[0][0])


def _at(column: Array, row: int) -> str:
    return str(column[row].tolist())
