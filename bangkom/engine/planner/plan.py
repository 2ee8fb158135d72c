"""A computed plan: seats and batches, the proof of its quality, prices, and why needs wait."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
VERSION = "1"


class Status(StrEnum):
    OPTIMAL = "optimal"  # proven best (gap at most 1e-6)
    FEASIBLE = "feasible"  # the method ran to its end; ``gap`` says how far from best at most
    STOPPED = "stopped"  # stopped by ``progress`` or the time limit with the best plan so far


class Reason(IntEnum):
    """Why a need is not touched: the rule that stands against its best option, all else unchanged."""

    NO_OFFERING = 0  # nothing that the person may take raises this competency
    PREREQUISITE = 1  # the prerequisite is neither held nor taken in an earlier period
    OWN_ITEMS = 2  # the person's number of activities
    OWN_JP = 3  # the person's most learning hours
    OWN_DAYS = 4  # the person's most days away in the year
    OWN_PERIOD = 5  # already away in that period
    NOT_OPENED = 6  # no batch of the class is opened in that period
    CLASS_FULL = 7  # every seat is taken
    UNIT = 8  # the unit's most person-days away in that period
    BUDGET = 9  # the source that pays has too little left
    EQUITY = 10  # another seat here would leave a group below its least share
    NOT_WORTH = 11  # possible, but it would lower the objective
    PINNED_OUT = 12  # a pin forbids it
    COURSE_TAKEN = 13  # the person takes this course already, elsewhere in the plan


@dataclass(frozen=True)
class Pins:
    """Wishes for single seats: rows (person, offering, period); period -1 means any.

    ``force_in`` rows are planned before everything else, ``force_out`` rows never.
    """

    force_in: Array = field(default_factory=lambda: np.empty((0, 3), "int32"))
    force_out: Array = field(default_factory=lambda: np.empty((0, 3), "int32"))

    def __post_init__(self) -> None:
        for name in ("force_in", "force_out"):
            rows = np.asarray(getattr(self, name), "int32").reshape(-1, 3)
            object.__setattr__(self, name, rows)

    def __bool__(self) -> bool:
        return bool(len(self.force_in) or len(self.force_out))


@dataclass(frozen=True)
class Duals:
    """Multipliers that prove the bound, one set per branch (usually one).

    A branch is a box ``lo <= n <= hi`` of batch counts; the boxes of all branches cover every choice.
    ``seat`` is signed for classes (below zero where the smallest size binds).
    """

    budget: Array  # branches x S
    seat: Array  # branches x J x T
    unit: Array  # branches x U x T
    partner: Array  # branches x V x T
    equity: Array  # branches x G
    lo: Array  # branches x J x T
    hi: Array  # branches x J x T


@dataclass(frozen=True)
class Prices:
    """What a little more of each scarce thing would add to the objective.

    ``budget`` is per Rp100 juta; it holds while the budget stays within ``budget_low`` .. ``budget_high``
    (thousand rupiah). ``seat``, ``unit``, ``partner``, ``equity``: per seat, person-day, batch-day, seat.
    """

    budget: Array
    budget_low: Array
    budget_high: Array
    seat: Array
    unit: Array
    partner: Array
    equity: Array


@dataclass(frozen=True)
class Register:
    """One row per need that no seat touches: who, which need (row of ``need_k``), why, what was lost.

    ``offering``/``period`` name the option of the best package that would touch the need, and ``reason`` the
    rule against simply adding it (-1: none). That package gives up as few seats as the person's own rules
    demand; ``dropped`` is one of them (-1: none). ``loss`` is by how much it is worth less than what the
    person has, at the prices ``at_*``: below zero when it would be worth more but has no room, infinite when
    no package that keeps the person's rules touches the need. ``at_*`` are per thousand rupiah (by source),
    seat, person-day and funded seat (by group).
    """

    i: Array
    need: Array
    reason: Array
    loss: Array
    offering: Array
    period: Array
    dropped: Array
    at_budget: Array = field(default_factory=lambda: np.empty(0))
    at_seat: Array = field(default_factory=lambda: np.empty((0, 0)))
    at_unit: Array = field(default_factory=lambda: np.empty((0, 0)))
    at_equity: Array = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.i)

    @classmethod
    def empty(cls) -> Register:
        ints = np.empty(0, "int32")
        return cls(ints, ints, ints.astype("uint8"), np.empty(0), ints, ints, ints)


@dataclass(frozen=True)
class Infeasibility:
    """A wish or duty that cannot be met: code, what it is about, the least relaxation that would do.

    Codes: ``pin_*`` (a pin that breaks a rule), ``protected_*`` (same for a protected row),
    ``mandatory_not_held`` (subject: person, course). ``subject`` are indices into the problem.
    """

    code: str
    subject: tuple[int, ...]
    message: str
    relaxation: str = ""


@dataclass(frozen=True, eq=False)
class Plan:
    """What ``solve`` gives. Rows are sorted by person, period, offering."""

    a_i: Array
    a_j: Array
    a_t: Array
    n: Array  # J x T batches
    objective: float
    bound: float
    status: Status
    duals: Duals
    prices: Prices
    register: Register
    infeasibilities: tuple[Infeasibility, ...] = ()
    pins: Pins = field(default_factory=Pins)
    pool: Array = field(default_factory=lambda: np.empty((0, 0, 0), "int32"))
    """People x slots x items: packages worth considering, for a warm start (codes ``j * T + t``, -1 none)."""
    pool_hash: str = ""  # of all but budgets and capacities: what ``pool`` holds for
    changed_rows: int = 0  # rows entered or left against ``start`` (change-averse runs)
    seed: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    input_hash: str = ""
    version: str = VERSION

    @property
    def gap(self) -> float:
        """Distance to the proven bound as a share of the bound (0.003 is 0.3 per cent)."""
        return max(0.0, self.bound - self.objective) / max(abs(self.bound), 1e-9)

    @property
    def rows(self) -> Array:
        """The seats as one array of (person, offering, period)."""
        return np.column_stack([self.a_i, self.a_j, self.a_t]).astype("int32")

    def save(self, folder: Path | str) -> None:
        """Write the files of section "Files" in docs/algorithms/planner.md."""
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        for name in ("a_i", "a_j", "a_t", "n"):
            np.save(path / f"{name}.npy", getattr(self, name), allow_pickle=False)
        for name, group in (("duals", self.duals), ("register", self.register), ("prices", self.prices)):
            np.savez(path / f"{name}.npz", **vars(group))
        np.savez_compressed(path / "pool.npz", pool=self.pool)
        np.savez(path / "pins.npz", force_in=self.pins.force_in, force_out=self.pins.force_out)
        (path / "bound.json").write_text(json.dumps(self.summary(), indent=1) + "\n", "utf-8")

    def summary(self) -> dict[str, Any]:
        """The figures of the run as JSON values."""
        return {
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "status": str(self.status),
            "rows": len(self.a_i),
            "batches": int(self.n.sum()),
            "postponed": len(self.register),
            "changed_rows": self.changed_rows,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "peak_mb": round(self.peak_mb, 1),
            "seed": self.seed,
            "version": self.version,
            "input_hash": self.input_hash,
            "pool_hash": self.pool_hash,
            "infeasibilities": [asdict(item) for item in self.infeasibilities],
        }

    @classmethod
    def load(cls, folder: Path | str) -> Plan:
        """Read what ``save`` wrote."""
        path = Path(folder)
        said = json.loads((path / "bound.json").read_text("utf-8"))
        arrays = {n: np.load(path / f"{n}.npy", allow_pickle=False) for n in ("a_i", "a_j", "a_t", "n")}
        return cls(
            **arrays,
            objective=said["objective"],
            bound=said["bound"],
            status=Status(said["status"]),
            duals=Duals(**_npz(path / "duals.npz")),
            prices=Prices(**_npz(path / "prices.npz")),
            register=Register(**_npz(path / "register.npz")),
            infeasibilities=tuple(
                Infeasibility(x["code"], tuple(x["subject"]), x["message"], x["relaxation"])
                for x in said["infeasibilities"]
            ),
            pins=Pins(**_npz(path / "pins.npz")),
            **{n: said[n] for n in ("changed_rows", "seed", "seconds", "cpu_seconds", "peak_mb")},
            input_hash=said["input_hash"],
            pool_hash=said.get("pool_hash", ""),
            pool=_npz(path / "pool.npz")["pool"]
            if (path / "pool.npz").is_file()
            else np.empty((0, 0, 0), "int32"),
            version=said["version"],
        )


def _npz(path: Path) -> dict[str, Array]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
