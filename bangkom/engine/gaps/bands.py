"""JPM (job person match) and IKK (index of competency gap), and the bands that name them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bangkom.engine.gaps.evidence import EvidenceError, Floats, Ints, floats

_DIGITS = 6  # a share is exact to far more; without rounding 80 can come out as 79.99999999999999


def jpm_index(owned: Floats, required: Floats, person: Ints, *, people: int, capped: bool = True) -> Floats:
    """100 x sum(min(owned, required)) / sum(required) for each of ``people``; NaN where nothing is required.

    ``person`` numbers the person of each row. ``capped=False`` leaves out the minimum, as offices do that let a
    surplus in one competency make up for a lack in another; the result may then pass 100.
    """
    counted = np.minimum(owned, required) if capped else np.where(required > 0, owned, 0.0)
    reached = np.bincount(person, weights=counted, minlength=people)
    demanded = np.bincount(person, weights=required, minlength=people)
    share = np.divide(100.0 * reached, demanded, out=np.full(people, np.nan), where=demanded > 0)
    return np.asarray(np.round(share, _DIGITS), dtype=np.float64)


def ikk_index(jpm: Floats) -> Floats:
    """100 - JPM, not below 0."""
    return np.asarray(np.round(np.maximum(100.0 - jpm, 0.0), _DIGITS), dtype=np.float64)


@dataclass(frozen=True)
class Bands:
    """Named half-open ranges that touch each other: band i holds ``lower[i] <= value < lower[i + 1]``."""

    lower: Floats
    code: tuple[str, ...]

    @classmethod
    def of(cls, rows: Any) -> "Bands":
        """Build from (code, lowest value) rows in any order."""
        ordered = sorted(rows, key=lambda row: float(row[1]))
        if not ordered:
            raise EvidenceError("bands: at least one is needed")
        lower = floats("lower", [float(row[1]) for row in ordered])
        if (np.diff(lower) <= 0).any():
            raise EvidenceError("bands: two begin at the same value")
        return cls(lower=lower, code=tuple(str(row[0]) for row in ordered))

    def place(self, values: Floats) -> Ints:
        """Index of the band of each value; -1 for NaN and for values under the lowest band."""
        place = np.searchsorted(self.lower, values, side="right") - 1
        found: Ints = np.where(np.isnan(values), -1, place).astype(np.int64)
        return found

    def name(self, value: float) -> str | None:
        """Code of the band of one value, None where no band holds it."""
        place = int(self.place(np.array([value]))[0])
        return self.code[place] if place >= 0 else None
