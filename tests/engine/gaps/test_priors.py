"""What is expected of a group: its own mean where many were rated, the default where few were."""

import numpy as np
import pytest

from bangkom.engine.gaps import EvidenceError, Priors, fit_priors

DEFAULT = Priors.of([2.0, 2.0], [0.5, 0.5])


def fit(cell, mean, variance, **options):
    return fit_priors(
        np.array(cell, dtype=np.int64),
        np.array(mean, dtype=float),
        np.array(variance, dtype=float),
        default=DEFAULT,
        **{"strength": 2.0} | options,
    )


def test_empty_cell_keeps_the_default():
    priors = fit([], [], [])

    assert priors.mean.tolist() == [2.0, 2.0]
    assert priors.variance.tolist() == [0.5, 0.5]


def test_one_person_moves_the_mean_but_says_nothing_about_the_spread():
    priors = fit([0], [5.0], [0.3])

    assert priors.mean.tolist() == [3.0, 2.0]  # (2 * 2 + 1 * 5) / 3
    assert priors.variance.tolist() == [0.5, 0.5]


def test_spread_between_people_is_the_moment_estimate():
    # Means 1 and 3 with error variance 1/2: Q = 2 * (1 + 1) = 4, excess 4 - 1 = 3,
    # scale 4 - 8/4 = 2, between = 1.5. With the default 0.5 as two people: (2 * 0.5 + 2 * 1.5) / 4 = 1.
    priors = fit([1, 1], [1.0, 3.0], [0.5, 0.5])

    assert priors.mean.tolist() == [2.0, 2.0]
    assert priors.variance == pytest.approx([0.5, 1.0])


def test_spread_smaller_than_the_error_counts_as_none():
    priors = fit([0, 0], [2.0, 2.1], [0.5, 0.5])

    assert priors.variance == pytest.approx([0.25, 0.5])  # (2 * 0.5 + 2 * 0) / 4
    assert priors.mean == pytest.approx([2.025, 2.0])


def test_large_cell_speaks_for_itself():
    rng = np.random.default_rng(3)
    truth = rng.normal(3.5, 0.6, 20_000)

    priors = fit(np.zeros(20_000), truth + rng.normal(0, 0.5, 20_000), np.full(20_000, 0.25))

    assert priors.mean[0] == pytest.approx(3.5, abs=0.02)
    assert priors.variance[0] == pytest.approx(0.36, abs=0.02)


def test_group_that_seems_alike_keeps_a_part_of_the_default_spread():
    alike = ([0] * 98, [2.0] * 98, [0.5] * 98)

    assert fit(*alike).variance[0] == pytest.approx(0.01)  # (2 * 0.5 + 98 * 0) / 100
    assert fit(*alike, least_spread=0.25).variance[0] == 0.125


@pytest.mark.parametrize("least", [-0.1, 1.1])
def test_least_spread_is_a_part_of_the_default(least):
    with pytest.raises(EvidenceError, match="least_spread"):
        fit([], [], [], least_spread=least)


def test_default_must_count_for_something():
    with pytest.raises(EvidenceError, match="strength"):
        fit([], [], [], strength=0)
