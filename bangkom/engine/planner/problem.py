"""A planning problem: people, offerings, budgets and rules of one year, as columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner.columns import COLUMNS, SIZES, WEIGHTS
from bangkom.engine.planner.validation import Finding, faults_of

Array = NDArray[Any]


class ProblemError(ValueError):
    """The columns do not make a problem; ``findings`` says which, where and why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        shown = "\n".join(f"- {finding}" for finding in findings[:20])
        more = f"\n- and {len(findings) - 20} more" if len(findings) > 20 else ""
        super().__init__(f"{len(findings)} fault(s) in the planning problem:\n{shown}{more}")


@dataclass(frozen=True)
class Weights:
    """What the objective weighs; see docs/algorithms/planner.md."""

    rate2: float = 0.5
    rho_jp: float = 0.03
    m_mand: float = 100.0
    eps_defer: float = 0.01
    eps_cost: float = 1e-5


@dataclass(frozen=True, eq=False)
class Problem:
    """Validated columns (``problem["p_unit"]``), sizes (``problem.N``) and objective weights.

    Build one with ``Problem.load(folder)`` or ``Problem.from_arrays(arrays, weights)``; both raise
    ``ProblemError``. A problem is never changed: ``replace`` gives a new one.
    """

    columns: Mapping[str, Array]
    weights: Weights = field(default_factory=Weights)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], weights: Weights | None = None) -> Problem:
        """Take one array per column (converted to the stored type) and check everything."""
        weights = weights or Weights()
        columns, findings = _converted(arrays)
        if not findings:
            findings = faults_of(columns)
        findings += [
            Finding("weight", name, -1, f"{name} must be a finite number of at least 0")
            for name in WEIGHTS
            if not 0 <= getattr(weights, name) < float("inf")
        ]
        if findings:
            raise ProblemError(findings)
        return cls(columns, weights)

    @classmethod
    def load(cls, folder: Path | str, *, mmap: bool = False) -> Problem:
        """Read ``<column>.npy`` and ``meta.json``; with ``mmap`` columns stay on disk until used."""
        path = Path(folder)
        missing = [name for name in COLUMNS if not (path / f"{name}.npy").is_file()]
        if not (path / "meta.json").is_file():
            missing.append("meta")
        if missing:
            raise ProblemError(
                [Finding("missing", name, -1, f"no file for {name} in {path}") for name in missing]
            )
        try:
            meta = json.loads((path / "meta.json").read_text("utf-8"))
            arrays = {
                n: np.load(path / f"{n}.npy", "r" if mmap else None, allow_pickle=False) for n in COLUMNS
            }
            weights = Weights(**{name: float(meta[name]) for name in WEIGHTS if name in meta})
        except (ValueError, OSError, TypeError, EOFError) as error:
            raise ProblemError([Finding("unreadable", str(path), -1, str(error))]) from error
        problem = cls.from_arrays(arrays, weights)
        known = [n for n in SIZES if n in meta and n != "K"]  # K may count competencies nobody uses
        wrong = [n for n in known if int(meta[n]) != getattr(problem, n)]
        if wrong:
            raise ProblemError(
                [
                    Finding("meta", n, -1, f"meta.json says {meta[n]}, the arrays {getattr(problem, n)}")
                    for n in wrong
                ]
            )
        return problem

    def save(self, folder: Path | str) -> None:
        """Write the columns and ``meta.json`` so that ``load`` gives an equal problem."""
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        for name, column in self.columns.items():
            np.save(path / f"{name}.npy", column, allow_pickle=False)
        meta = {n: getattr(self, n) for n in SIZES} | {n: getattr(self.weights, n) for n in WEIGHTS}
        (path / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")

    def replace(self, weights: Weights | None = None, **columns: Any) -> Problem:
        """A new, validated problem with some columns (or the weights) exchanged."""
        return Problem.from_arrays({**self.columns, **columns}, weights or self.weights)

    def with_budgets(self, budgets: Any = None, *, scale: float = 1.0) -> Problem:
        """The same problem with other budgets (thousand rupiah), or all of them times ``scale``."""
        base = self["s_budget"] if budgets is None else np.asarray(budgets)
        return self.replace(s_budget=np.floor(np.asarray(base, "float64") * scale + 1e-9).astype("int64"))

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    @property
    def N(self) -> int:
        return len(self["p_unit"])

    @property
    def J(self) -> int:
        return len(self["o_course"])

    @property
    def T(self) -> int:
        return int(self["u_abs_cap"].shape[1])

    @cached_property
    def K(self) -> int:
        return int(max(self["need_k"].max(initial=-1), self["gain_k"].max(initial=-1))) + 1

    @property
    def A(self) -> int:
        return len(self["a_size"])

    @property
    def U(self) -> int:
        return len(self["u_agency"])

    @property
    def S(self) -> int:
        return len(self["s_budget"])

    @property
    def V(self) -> int:
        return int(self["v_cap"].shape[0])

    @property
    def G(self) -> int:
        return len(self["g_agency"])

    @cached_property
    def input_hash(self) -> str:
        """SHA-256 over names, types, shapes and bytes of all columns and the weights."""
        return self._hash(frozenset())

    @cached_property
    def package_hash(self) -> str:
        """Like ``input_hash``, without budgets and capacities: what decides the packages people may take."""
        return self._hash(frozenset({"s_budget", "v_cap", "u_abs_cap", "g_theta"}))

    def _hash(self, without: frozenset[str]) -> str:
        digest = hashlib.sha256()
        for name in COLUMNS:
            if name in without:
                continue
            column = np.ascontiguousarray(self[name])
            digest.update(f"{name}:{column.dtype}:{column.shape};".encode())
            digest.update(column.data if column.size else b"")
        digest.update(json.dumps([getattr(self.weights, n) for n in WEIGHTS]).encode())
        return digest.hexdigest()


def _converted(arrays: Mapping[str, Any]) -> tuple[dict[str, Array], list[Finding]]:
    """Every column in its stored type; a value that the type cannot hold is a finding."""
    columns: dict[str, Array] = {}
    findings = []
    for name, spec in COLUMNS.items():
        if name not in arrays:
            findings.append(Finding("missing", name, -1, f"column {name} is missing"))
            continue
        given = np.asarray(arrays[name])
        if given.dtype.kind not in "biuf":
            findings.append(Finding("type", name, -1, f"{name} holds {given.dtype}, not numbers"))
            continue
        with np.errstate(invalid="ignore", over="ignore"):
            column = given if given.dtype == spec.dtype else given.astype(spec.dtype)
            lossless = column.dtype.kind in "bf" or np.array_equal(column, given)
        if not lossless:
            findings.append(Finding("type", name, -1, f"{name} holds values that {spec.dtype} cannot hold"))
        columns[name] = column
    return columns, findings
