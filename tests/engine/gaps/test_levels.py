"""Levels from evidence: hand-computed cases, properties, and a comparison with brute force."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangkom.engine.gaps import (
    NO_ASSESSOR,
    NO_EXPIRY,
    Calibration,
    Evidence,
    EvidenceError,
    Leniency,
    Methods,
    Priors,
    calibrate,
    estimate_levels,
)

TODAY = 739_000
EXACT = Methods.of([1.0], leniency_variance=[0.0], bias=[0.0], half_life_days=[365.0], expired_weight=[0.0])
NOBODY = Leniency(
    key=np.array([], dtype=np.int64),
    shift=np.array([]),
    variance=np.array([]),
    compared=np.array([], dtype=np.int64),
)


def ratings(*rows, pairs=1, methods=1):
    """Evidence from (pair, method, assessor, age in days, days until expiry or None, value) rows."""
    pair, method, assessor, age, left, value = zip(*rows, strict=True) if rows else ((),) * 6
    return Evidence.of(
        pair=pair,
        method=method,
        assessor=assessor,
        day=[TODAY - a for a in age],
        expires=[NO_EXPIRY if days is None else TODAY + days for days in left],
        value=value,
        pairs=pairs,
        methods=methods,
    )


def estimate(evidence, methods=EXACT, *, mean=2.5, variance=1.0, leniency=NOBODY, pairs=1, **options):
    priors = Priors.of([mean], [variance])
    cells = np.zeros(pairs, dtype=np.int64)
    return estimate_levels(
        evidence, methods, Calibration(leniency, priors), cell=cells, as_of=TODAY, **options
    )


def test_level_without_evidence_is_the_expectation_of_the_group():
    levels = estimate(ratings())

    assert levels.mean[0] == pytest.approx(2.5)
    assert levels.prior_share.tolist() == [1.0]
    assert levels.rows.tolist() == [0]
    assert levels.low[0] == pytest.approx(5 - levels.high[0])


def test_level_of_one_rating_as_sure_as_the_expectation_lies_half_way():
    # precision 1 + 1, centre (2.0 + 3.0) / 2 = 2.5: the cut at 0 and 5 is symmetric and leaves the mean alone
    levels = estimate(ratings((0, 0, NO_ASSESSOR, 0, None, 3.0)), mean=2.0)

    assert levels.mean[0] == pytest.approx(2.5)
    assert levels.share.tolist() == [0.5]
    assert levels.prior_share.tolist() == [0.5]


def test_rating_of_one_half_life_carries_half_the_weight():
    fresh_and_old = ratings((0, 0, NO_ASSESSOR, 0, None, 4.0), (0, 0, NO_ASSESSOR, 365, None, 1.0))

    levels = estimate(fresh_and_old, mean=2.5)

    # weights 1 (prior), 1 (fresh), 1/2 (old): together 2.5
    assert levels.share == pytest.approx([0.4, 0.2])
    assert levels.prior_share == pytest.approx([0.4])


def test_expired_rating_counts_as_the_method_says():
    half = Methods.of(
        [1.0], leniency_variance=[0.0], bias=[0.0], half_life_days=[math.inf], expired_weight=[0.5]
    )
    expired = ratings((0, 0, NO_ASSESSOR, 10, -1, 4.0))

    assert estimate(expired, half).share == pytest.approx([1 / 3])
    assert estimate(expired).share.tolist() == [0.0]
    assert estimate(expired).rows.tolist() == [0]


def test_rating_is_valid_on_its_last_day():
    assert estimate(ratings((0, 0, NO_ASSESSOR, 0, 0, 4.0))).share.tolist() == [0.5]


def test_rating_from_after_the_day_does_not_count_yet():
    levels = estimate(ratings((0, 0, NO_ASSESSOR, -1, None, 5.0)))

    assert levels.mean[0] == pytest.approx(2.5)
    assert levels.share.tolist() == [0.0]


def test_rating_that_faded_to_nothing_is_left_out_without_a_warning():
    levels = estimate(ratings((0, 0, NO_ASSESSOR, 730_000, None, 5.0)))

    assert levels.rows.tolist() == [0]
    assert levels.share.tolist() == [0.0]


def test_bias_of_the_method_is_taken_off():
    own_view = Methods.of(
        [1.0], leniency_variance=[0.0], bias=[0.5], half_life_days=[365.0], expired_weight=[0.0]
    )

    levels = estimate(ratings((0, 0, NO_ASSESSOR, 0, None, 3.0)), own_view, mean=2.5)

    assert levels.mean[0] == pytest.approx(2.5)
    assert levels.shift.tolist() == [0.5]


def test_unknown_assessor_widens_the_error_by_the_spread_of_the_method():
    spread = Methods.of(
        [1.0], leniency_variance=[1.0], bias=[0.0], half_life_days=[365.0], expired_weight=[0.0]
    )

    named = estimate(ratings((0, 0, 7, 0, None, 3.0)), spread)
    nameless = estimate(ratings((0, 0, NO_ASSESSOR, 0, None, 3.0)), spread)

    assert named.share == pytest.approx([1 / 3])  # weights 1 (prior) and 1 / (1 + 1)
    assert nameless.share == pytest.approx([1 / 2])


def test_known_leniency_is_taken_off():
    known = Leniency(
        key=np.array([7]), shift=np.array([0.5]), variance=np.array([0.0]), compared=np.array([3])
    )
    evidence = ratings((0, 0, 7, 0, None, 3.0), (0, 0, 8, 0, None, 3.0))

    levels = estimate(evidence, leniency=known)

    assert levels.shift.tolist() == [0.5, 0.0]
    assert levels.share == pytest.approx([1 / 3, 1 / 3])


def test_interval_narrows_with_each_rating():
    one = estimate(ratings((0, 0, NO_ASSESSOR, 0, None, 2.5)))
    two = estimate(ratings(*[(0, 0, NO_ASSESSOR, 0, None, 2.5)] * 2))

    assert two.high[0] - two.low[0] < one.high[0] - one.low[0]


def test_interval_of_a_level_far_from_the_ends_is_the_normal_one():
    # 24 fresh ratings of 2.5 and the prior: sd = 1/5; the 90th percentile is 1.2815515655 sd away
    levels = estimate(ratings(*[(0, 0, NO_ASSESSOR, 0, None, 2.5)] * 24))

    assert levels.high[0] == pytest.approx(2.5 + 1.2815515655446004 / 5, abs=1e-9)
    assert levels.low[0] == pytest.approx(2.5 - 1.2815515655446004 / 5, abs=1e-9)


@pytest.mark.parametrize("prior_mean", [-3.0, 0.0, 0.4, 2.5, 4.9, 5.0, 8.0])
def test_level_equals_the_posterior_computed_by_brute_force(prior_mean):
    evidence = ratings((0, 0, NO_ASSESSOR, 100, None, 4.0), (0, 0, NO_ASSESSOR, 0, None, 5.0))
    grid = np.linspace(0, 5, 200_001)
    log_density = -((grid - prior_mean) ** 2) / (2 * 0.3)
    log_density -= (grid - 4.0) ** 2 / (2 * 2 ** (100 / 365)) + (grid - 5.0) ** 2 / 2
    density = np.exp(log_density - log_density.max())
    below = np.cumsum((density[1:] + density[:-1]) / 2)
    below = np.concatenate([[0.0], below / below[-1]])

    levels = estimate(evidence, mean=prior_mean, variance=0.3)

    assert levels.mean[0] == pytest.approx(np.average(grid, weights=density), abs=1e-4)
    assert levels.low[0] == pytest.approx(np.interp(0.1, below, grid), abs=1e-4)
    assert levels.high[0] == pytest.approx(np.interp(0.9, below, grid), abs=1e-4)


@pytest.mark.parametrize(("expected", "end"), [(100.0, 5.0), (-100.0, 0.0)])
def test_level_far_outside_the_scale_stays_at_its_end(expected, end):
    levels = estimate(ratings(), mean=expected, variance=0.01)

    assert (levels.low[0], levels.mean[0], levels.high[0]) == (end, end, end)


rows_of_evidence = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 1),
        st.integers(-1, 3),
        st.integers(-50, 3000),
        st.one_of(st.none(), st.integers(-300, 300)),
        st.floats(0, 5),
    ),
    min_size=1,
    max_size=25,
)
TWO = Methods.of(
    [0.2, 0.7],
    leniency_variance=[0.05, 0.4],
    bias=[0.0, 0.3],
    half_life_days=[900, 300],
    expired_weight=[0.4, 0],
)


def whole(evidence, cells=(0, 1, 0, 1)):
    calibration = calibrate(
        evidence,
        TWO,
        cell=np.array(cells),
        default=Priors.of([2.0, 3.0], [0.5, 0.8]),
        strength=4,
        as_of=TODAY,
    )
    return estimate_levels(evidence, TWO, calibration, cell=np.array(cells), as_of=TODAY)


@settings(deadline=None)
@given(rows_of_evidence, st.randoms(use_true_random=False))
def test_order_of_entry_does_not_matter_to_the_last_bit(rows, random):
    shuffled = list(enumerate(rows))
    random.shuffle(shuffled)

    first = whole(ratings(*rows, pairs=4, methods=2))
    second = whole(ratings(*[row for _, row in shuffled], pairs=4, methods=2))

    for name in ("mean", "low", "high", "rows", "prior_share"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
    places = [place for place, _ in shuffled]
    assert first.share[places].tobytes() == second.share.tobytes()
    assert first.shift[places].tobytes() == second.shift.tobytes()


@settings(deadline=None)
@given(rows_of_evidence)
def test_shares_of_a_pair_add_to_one_and_levels_stay_on_the_scale(rows):
    levels = whole(ratings(*rows, pairs=4, methods=2))

    shares = levels.prior_share + np.bincount([row[0] for row in rows], weights=levels.share, minlength=4)
    assert shares == pytest.approx(np.ones(4))
    assert (levels.share >= 0).all()
    assert (levels.low >= 0).all()
    assert (levels.low <= levels.mean).all()
    assert (levels.mean <= levels.high).all()
    assert (levels.high <= 5).all()


@settings(deadline=None)
@given(rows_of_evidence, st.floats(0, 4))
def test_a_better_rating_never_lowers_the_level(rows, low):
    def mean_with(value):
        evidence = ratings(*rows, (0, 0, NO_ASSESSOR, 0, None, value), pairs=4, methods=2)
        return estimate(evidence, TWO, pairs=4).mean[0]

    assert mean_with(low + 1) > mean_with(low)


def test_one_person_is_estimated_alone_as_with_all_others():
    rng = np.random.default_rng(5)
    rows = [
        (
            pair,
            int(rng.integers(2)),
            int(rng.integers(3)),
            int(rng.integers(500)),
            None,
            float(rng.uniform(0, 5)),
        )
        for pair in range(4)
        for _ in range(6)
    ]
    everybody = ratings(*rows, pairs=4, methods=2)
    cells = np.array([0, 1, 0, 1])
    calibration = calibrate(
        everybody, TWO, cell=cells, default=Priors.of([2.0, 3.0], [0.5, 0.8]), strength=4, as_of=TODAY
    )
    alone = ratings(*[(0, *row[1:]) for row in rows if row[0] == 3], methods=2)

    all_levels = estimate_levels(everybody, TWO, calibration, cell=cells, as_of=TODAY)
    one_level = estimate_levels(alone, TWO, calibration, cell=cells[3:], as_of=TODAY)

    assert one_level.mean[0] == all_levels.mean[3]
    assert one_level.share.tolist() == all_levels.share[18:].tolist()


def test_interval_holds_as_often_as_it_says():
    # 4,000 people drawn from the model itself: mild and strict heads, two methods, unknown group means.
    rng = np.random.default_rng(20_26)
    people = 4_000
    truth = np.clip(rng.normal(2.4, 0.7, people), 0, 5)
    heads = rng.normal(0, 0.5, people // 20)
    head = np.arange(people) // 20
    methods = Methods.of(
        [0.15, 0.4],
        leniency_variance=[0.0, 0.25],
        bias=[0, 0],
        half_life_days=[math.inf] * 2,
        expired_weight=[0, 0],
    )
    centre = np.clip(truth + rng.normal(0, math.sqrt(0.15), people), 0, 5)
    superior = np.clip(truth + heads[head] + rng.normal(0, math.sqrt(0.4), people), 0, 5)
    evidence = Evidence.of(
        pair=np.tile(np.arange(people), 2),
        method=np.repeat([0, 1], people),
        assessor=np.concatenate([np.full(people, NO_ASSESSOR), head]),
        day=np.full(2 * people, TODAY),
        expires=np.full(2 * people, NO_EXPIRY),
        value=np.concatenate([centre, superior]),
        pairs=people,
        methods=2,
    )
    cells = np.zeros(people, dtype=np.int64)
    calibration = calibrate(
        evidence, methods, cell=cells, default=Priors.of([3.0], [1.0]), strength=10, as_of=TODAY
    )

    levels = estimate_levels(evidence, methods, calibration, cell=cells, as_of=TODAY)

    inside = np.mean((levels.low <= truth) & (truth <= levels.high))
    assert 0.77 < inside < 0.83
    assert np.abs(calibration.leniency.shift - heads).mean() < 0.15
    assert np.mean((levels.mean - truth) ** 2) < np.mean(
        (centre - truth) ** 2
    )  # both methods beat the better one


@pytest.mark.parametrize("coverage", [0.49, 1.0])
def test_coverage_outside_its_range_is_refused(coverage):
    with pytest.raises(EvidenceError, match="coverage"):
        estimate(ratings(), coverage=coverage)


def test_more_pairs_in_the_evidence_than_cells_are_refused():
    with pytest.raises(EvidenceError, match="more pairs"):
        estimate(ratings((1, 0, 0, 0, None, 3.0), pairs=2))
