"""The way back from the problem's indices to the tables, and the exact amounts behind its rounded ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

JP_UNIT = 10
"""The engine counts JP in tenths, so that 2,4 JP stays exact."""

MONEY_UNIT = 1000
"""The engine counts thousand rupiah: costs rounded up, budgets down, so the exact rupiah always fit."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Keys:
    """One entry per index of the problem; saved beside it as ``keys.npz``."""

    employees: Ints  # N: key of the employee
    opds: Ints  # N: key of her OPD
    programmes: Ints  # J
    courses: Ints  # key of the programme of each course number, also of those that nobody offers
    needs: Ints  # one per need: key of the competency
    source_funds: Ints  # S: key of the fund
    source_opds: Ints  # S: key of the OPD, 0 for the agency's own
    source_rupiah: Ints  # S: ceiling in rupiah after the scenario's percent
    person_rupiah: Ints  # J: cost of a participant
    batch_rupiah: Ints  # J: cost of a batch
    travel_rupiah: Ints  # zones x places
    jp: Ints  # J: JP in tenths
    groups: Ints  # G x 2: kind of group (0 OPD, 1 sex, 2 employment) and its key
    jp_have: Ints  # N: JP in tenths that count already
    jp_floor: Ints  # N: JP duty in tenths, 0 for none
    taken: Ints  # rows (person, offering) left out because taken before
    notes: tuple[str, ...] = ()

    def save(self, folder: Path) -> None:
        arrays = {name: value for name, value in vars(self).items() if name != "notes"}
        np.savez(folder / "keys.npz", **arrays)
        (folder / "notes.json").write_text(json.dumps(self.notes, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Keys:
        with np.load(folder / "keys.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(**arrays, notes=tuple(json.loads((folder / "notes.json").read_text("utf-8"))))
