"""Columns are checked at the door, and the refusal names the column."""

import pytest

from bangkom.engine.gaps import Evidence, EvidenceError, Methods, Priors

GOOD_METHOD = {"leniency_variance": [0.1], "bias": [0], "half_life_days": [365], "expired_weight": [0]}
GOOD_ROW = {"pair": [0], "method": [0], "assessor": [-1], "day": [1], "expires": [2], "value": [3]}


def test_methods_count_their_rows():
    assert len(Methods.of([0.5], **GOOD_METHOD)) == 1


@pytest.mark.parametrize(
    ("variance", "changed", "message"),
    [
        ([0.0], {}, "variance: must be above 0"),
        ([0.5], {"half_life_days": [0]}, "half_life_days: must be above 0"),
        ([0.5], {"leniency_variance": [-0.1]}, "leniency_variance: must not be below 0"),
        ([0.5], {"expired_weight": [1.1]}, "expired_weight: must be from 0 to 1"),
        ([0.5], {"expired_weight": [-0.1]}, "expired_weight: must be from 0 to 1"),
        ([0.5, 0.5], {}, "columns differ in length"),
        ([float("nan")], {}, "variance: must be a vector without NaN"),
        ([[0.5]], {}, "variance: must be a vector without NaN"),
    ],
)
def test_methods_refuse_what_cannot_be(variance, changed, message):
    with pytest.raises(EvidenceError, match=message):
        Methods.of(variance, **GOOD_METHOD | changed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"pair": [1]}, "pair: values must be from 0 to 0"),
        ({"pair": [-1]}, "pair: values must be from 0 to 0"),
        ({"method": [2]}, "method: values must be from 0 to 1"),
        ({"assessor": [-2]}, "assessor: values must be from -1"),
        ({"day": [[1]]}, "day: must be a vector"),
        ({"value": [5.1]}, "value: levels must be from 0 to 5"),
        ({"value": [-0.1]}, "value: levels must be from 0 to 5"),
        ({"value": [1, 2]}, "columns differ in length"),
    ],
)
def test_evidence_refuses_what_cannot_be(changed, message):
    with pytest.raises(EvidenceError, match=message):
        Evidence.of(**GOOD_ROW | changed, pairs=1, methods=2)


def test_prior_without_spread_is_refused():
    with pytest.raises(EvidenceError, match="variance: must be above 0"):
        Priors.of([2.0], [0.0])
