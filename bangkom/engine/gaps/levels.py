"""From ratings to levels: calibrate on everybody, then estimate anybody."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bangkom.engine.gaps.evidence import (
    Evidence,
    EvidenceError,
    Floats,
    Ints,
    Methods,
    faded_precision,
    indices,
)
from bangkom.engine.gaps.leniency import Leniency, estimate_leniency
from bangkom.engine.gaps.priors import Priors, fit_priors
from bangkom.engine.gaps.truncated import mean_and_interval


@dataclass(frozen=True)
class Calibration:
    """What is learnt from everybody and kept: with it one person is estimated without reading the others."""

    leniency: Leniency
    priors: Priors


@dataclass(frozen=True)
class Levels:
    """One row per person-competency pair, and one per rating.

    ``mean``, ``low`` and ``high`` are of the level on the scale 0-5; ``rows`` counts the ratings that carry weight;
    ``prior_share`` is the part of the weight that the group's expectation has. ``share`` is the part of the weight
    of each rating in its pair and ``shift`` what was taken off it for bias and leniency, both in the order of the
    input. In each pair ``prior_share`` and the shares add to 1.
    """

    mean: Floats
    low: Floats
    high: Floats
    rows: Ints
    prior_share: Floats
    share: Floats
    shift: Floats


def calibrate(
    evidence: Evidence,
    methods: Methods,
    *,
    cell: Any,
    default: Priors,
    strength: float,
    as_of: int,
    least_spread: float = 0.0,
) -> Calibration:
    """Leniency of every assessor and the expectation of every cell, from all evidence.

    ``cell`` gives the cell (job level x competency) of each pair, ``default`` the expectation of each cell without
    evidence; it counts as ``strength`` people, and its variance times ``least_spread`` is the least of the cell's.
    """
    cells = indices("cell", cell, lowest=0, below=len(default))
    _check_pairs(evidence, cells)
    rows = evidence.taken(evidence.canonical_order())
    precision = faded_precision(rows, methods, as_of=as_of)
    leniency = estimate_leniency(rows, methods, precision)
    weight, value, _ = _corrected(rows, methods, leniency, precision)
    total = np.bincount(rows.pair, weights=weight, minlength=len(cells))
    rated = total > 0
    means = np.bincount(rows.pair, weights=weight * value, minlength=len(cells))[rated] / total[rated]
    priors = fit_priors(
        cells[rated],
        means,
        1.0 / total[rated],
        default=default,
        strength=strength,
        least_spread=least_spread,
    )
    return Calibration(leniency=leniency, priors=priors)


def estimate_levels(
    evidence: Evidence,
    methods: Methods,
    calibration: Calibration,
    *,
    cell: Any,
    as_of: int,
    coverage: float = 0.8,
) -> Levels:
    """Level of every pair with a central interval of ``coverage``, and what each rating contributed.

    A pair without evidence gets its cell's expectation. Linear in the number of rows and pairs.
    """
    if not 0.5 <= coverage < 1:
        raise EvidenceError("coverage: must be from 0.5 to below 1")
    cells = indices("cell", cell, lowest=0, below=len(calibration.priors))
    _check_pairs(evidence, cells)
    order = evidence.canonical_order()
    rows = evidence.taken(order)
    precision = faded_precision(rows, methods, as_of=as_of)
    weight, value, shift = _corrected(rows, methods, calibration.leniency, precision)

    prior_mean = calibration.priors.mean[cells]
    prior_weight = 1.0 / calibration.priors.variance[cells]
    total = prior_weight + np.bincount(rows.pair, weights=weight, minlength=len(cells))
    pulled = np.bincount(rows.pair, weights=weight * value, minlength=len(cells))
    centre = (prior_weight * prior_mean + pulled) / total
    low, mean, high = mean_and_interval(centre, np.sqrt(1.0 / total), coverage=coverage)

    share, taken_off = np.empty(len(rows)), np.empty(len(rows))
    share[order] = weight / total[rows.pair]
    taken_off[order] = shift
    return Levels(
        mean=mean,
        low=low,
        high=high,
        rows=np.bincount(rows.pair[weight > 0], minlength=len(cells)).astype(np.int64),
        prior_share=prior_weight / total,
        share=share,
        shift=taken_off,
    )


def _check_pairs(evidence: Evidence, cells: Ints) -> None:
    if len(evidence) and int(evidence.pair.max()) >= len(cells):
        raise EvidenceError("pair: more pairs in the evidence than in cell")


def _corrected(
    rows: Evidence, methods: Methods, leniency: Leniency, precision: Floats
) -> tuple[Floats, Floats, Floats]:
    """Weight and value of each rating after leniency, and what was taken off.

    What is not known of the assessor's leniency widens the rating's own error.
    """
    lenient, uncertain = leniency.of_evidence(rows, methods)
    shift = methods.bias[rows.method] + lenient
    weight = np.zeros(len(rows))
    counts = precision > 0
    weight[counts] = 1.0 / (1.0 / precision[counts] + uncertain[counts])
    return weight, rows.value - shift, shift
