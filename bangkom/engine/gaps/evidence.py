"""The columns that the model reads, checked once at the door."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ASSESSOR = -1
NO_EXPIRY = 2**31 - 1
_NEGLIGIBLE = 1e-9  # a rating with a standard error above 30,000 levels says nothing
LOWEST, HIGHEST = 0.0, 5.0  # the scale of the national competency dictionary, with 0 for "not shown at all"


class EvidenceError(ValueError):
    """A column that cannot be used: which one, and what is wrong with it."""


def floats(name: str, column: Any) -> Floats:
    """``column`` as a vector of finite numbers (infinity is allowed for half-lives only, by the caller)."""
    values = np.asarray(column, dtype=np.float64)
    if values.ndim != 1 or np.isnan(values).any():
        raise EvidenceError(f"{name}: must be a vector without NaN")
    return values


def indices(name: str, column: Any, *, lowest: int, below: int) -> Ints:
    """``column`` as a vector of whole numbers in ``lowest <= value < below``."""
    values = np.asarray(column, dtype=np.int64)
    if values.ndim != 1:
        raise EvidenceError(f"{name}: must be a vector")
    if values.size and (values.min() < lowest or values.max() >= below):
        raise EvidenceError(f"{name}: values must be from {lowest} to {below - 1}")
    return values


def same_length(**columns: NDArray[Any]) -> None:
    """Refuse columns of different length, naming them."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise EvidenceError(f"columns differ in length: {lengths}")


@dataclass(frozen=True)
class Methods:
    """What is known of each way to assess, one row per method.

    ``variance`` is the squared error of one fresh rating, in levels²; ``leniency_variance`` how much assessors of
    this method differ from each other; ``bias`` what the method adds on average (ratings of oneself);
    ``half_life_days`` after how many days a rating carries half its weight (infinity: never);
    ``expired_weight`` the part of the weight that is left after the date of expiry (0: none).
    """

    variance: Floats
    leniency_variance: Floats
    bias: Floats
    half_life_days: Floats
    expired_weight: Floats

    @classmethod
    def of(
        cls, variance: Any, *, leniency_variance: Any, bias: Any, half_life_days: Any, expired_weight: Any
    ) -> "Methods":
        """Build the table from anything array-like and check every column."""
        columns = {
            "variance": floats("variance", variance),
            "leniency_variance": floats("leniency_variance", leniency_variance),
            "bias": floats("bias", bias),
            "half_life_days": floats("half_life_days", half_life_days),
            "expired_weight": floats("expired_weight", expired_weight),
        }
        same_length(**columns)
        for name in ("variance", "half_life_days"):
            if (columns[name] <= 0).any():
                raise EvidenceError(f"{name}: must be above 0")
        if (columns["leniency_variance"] < 0).any():
            raise EvidenceError("leniency_variance: must not be below 0")
        if ((columns["expired_weight"] < 0) | (columns["expired_weight"] > 1)).any():
            raise EvidenceError("expired_weight: must be from 0 to 1")
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.variance)


@dataclass(frozen=True)
class Evidence:
    """One row per rating. ``pair`` numbers the person-competency pairs; days are ordinals (``date.toordinal``)."""

    pair: Ints
    method: Ints
    assessor: Ints
    day: Ints
    expires: Ints
    value: Floats

    @classmethod
    def of(
        cls,
        *,
        pair: Any,
        method: Any,
        assessor: Any,
        day: Any,
        expires: Any,
        value: Any,
        pairs: int,
        methods: int,
    ) -> "Evidence":
        """Build the rows from anything array-like; ``pairs`` and ``methods`` bound the indices."""
        evidence = cls(
            pair=indices("pair", pair, lowest=0, below=pairs),
            method=indices("method", method, lowest=0, below=methods),
            assessor=indices("assessor", assessor, lowest=NO_ASSESSOR, below=2**31),
            day=indices("day", day, lowest=0, below=2**31),
            expires=indices("expires", expires, lowest=0, below=2**31),
            value=floats("value", value),
        )
        same_length(**vars(evidence))
        if ((evidence.value < LOWEST) | (evidence.value > HIGHEST)).any():
            raise EvidenceError(f"value: levels must be from {LOWEST:g} to {HIGHEST:g}")
        return evidence

    def __len__(self) -> int:
        return len(self.pair)

    def canonical_order(self) -> Ints:
        """Positions in an order that depends on the rows alone, so that sums do not depend on the order of entry."""
        order: Ints = np.lexsort(
            (self.value, self.expires, self.day, self.assessor, self.method, self.pair)
        ).astype(np.int64)
        return order

    def taken(self, order: Ints) -> "Evidence":
        """The same rows in another order."""
        return Evidence(**{name: column[order] for name, column in vars(self).items()})


def faded_precision(evidence: Evidence, methods: Methods, *, as_of: int) -> Floats:
    """1 / variance of each rating on the day ``as_of``; 0 for a rating that does not count on that day.

    The variance doubles with each half-life of its method. A rating from after ``as_of`` does not count yet,
    so that an estimate for a day in the past is what was known on that day.
    """
    age = as_of - evidence.day
    with np.errstate(over="ignore"):  # very old rows of a method with a short half-life: weight 0
        variance = methods.variance[evidence.method] * np.exp2(age / methods.half_life_days[evidence.method])
    left = np.where(evidence.expires < as_of, methods.expired_weight[evidence.method], 1.0)
    precision: Floats = np.where(age < 0, 0.0, left / variance)
    precision[precision < _NEGLIGIBLE] = 0.0
    return precision
