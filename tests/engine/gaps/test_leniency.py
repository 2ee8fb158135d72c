"""Mildness of assessors: only contrasts about the same person and competency count, and few are shrunk."""

import numpy as np
import pytest

from bangkom.engine.gaps import NO_ASSESSOR, NO_EXPIRY, Evidence, Methods, estimate_leniency
from bangkom.engine.gaps.evidence import faded_precision

DAY = 739_000
METHODS = Methods.of(
    [0.5, 0.5], leniency_variance=[0.0, 1.0], bias=[0, 0], half_life_days=[365, 365], expired_weight=[0, 0]
)
TEST, SUPERIOR = 0, 1
MILD = SUPERIOR * 2**31 + 10
STRICT = SUPERIOR * 2**31 + 11


def leniency(*rows, methods=METHODS):
    pair, method, assessor, value = zip(*rows, strict=True) if rows else ((),) * 4
    size = len(rows)
    evidence = Evidence.of(
        pair=pair,
        method=method,
        assessor=assessor,
        day=np.full(size, DAY),
        expires=np.full(size, NO_EXPIRY),
        value=value,
        pairs=100,
        methods=2,
    )
    evidence = evidence.taken(evidence.canonical_order())
    return estimate_leniency(evidence, methods, faded_precision(evidence, methods, as_of=DAY))


def test_shift_is_the_shrunken_mean_deviation_from_the_test():
    # Two people, each 1.0 above the test. Deviation variance 0.5 + 0.5 = 1, so certainty 1 each:
    # shift = 1 * (1 + 1) / (1 + 1 * 2) = 2/3, variance 1 / (1 + 2) = 1/3.
    found = leniency(
        (0, TEST, NO_ASSESSOR, 2.0),
        (0, SUPERIOR, 10, 3.0),
        (1, TEST, NO_ASSESSOR, 1.0),
        (1, SUPERIOR, 10, 2.0),
    )

    assert found.key.tolist() == [MILD]
    assert found.shift == pytest.approx([2 / 3])
    assert found.variance == pytest.approx([1 / 3])
    assert found.compared.tolist() == [2]


def test_more_people_bring_the_shift_nearer_to_the_mean_deviation():
    def shift(people):
        rows = [(p, TEST, NO_ASSESSOR, 2.0) for p in range(people)] + [
            (p, SUPERIOR, 10, 3.0) for p in range(people)
        ]
        return leniency(*rows).shift[0]

    assert [shift(1), shift(4), shift(99)] == pytest.approx([1 / 2, 4 / 5, 99 / 100])


def test_two_superiors_of_the_same_person_share_the_difference():
    # Each sees the other with variance 0.5 + 1 (unknown leniency): deviation +-2, certainty 1 / (0.5 + 1.5) = 1/2.
    found = leniency((0, SUPERIOR, 10, 4.0), (0, SUPERIOR, 11, 2.0))

    assert found.key.tolist() == [MILD, STRICT]
    assert found.shift == pytest.approx([2 / 3, -2 / 3])


def test_superior_of_good_people_is_not_lenient_without_a_second_view():
    found = leniency(*[(pair, SUPERIOR, 10, 5.0) for pair in range(20)])

    assert found.shift.tolist() == [0.0]
    assert found.variance.tolist() == [1.0]
    assert found.compared.tolist() == [0]


def test_assessor_is_not_compared_with_the_own_earlier_rating():
    found = leniency((0, SUPERIOR, 10, 5.0), (0, SUPERIOR, 10, 1.0))

    assert found.compared.tolist() == [0]


def test_two_ratings_of_one_person_are_one_comparison_with_their_mean():
    # Own mean 3.0 with variance 1/4, against the test with 1/2: certainty 1 / (3/4).
    found = leniency((0, TEST, NO_ASSESSOR, 2.0), (0, SUPERIOR, 10, 2.5), (0, SUPERIOR, 10, 3.5))

    assert found.compared.tolist() == [1]
    assert found.shift == pytest.approx([(4 / 3) / (1 + 4 / 3)])


def test_assessors_of_a_method_without_spread_get_no_shift():
    found = leniency((0, TEST, 5, 4.0), (0, SUPERIOR, 10, 2.0))

    assert found.shift[0] == 0.0
    assert found.variance[0] == 0.0


def test_bias_of_the_method_is_not_held_against_the_assessor():
    biased = Methods.of(
        [0.5, 0.5], leniency_variance=[0, 1], bias=[0, 1.0], half_life_days=[365, 365], expired_weight=[0, 0]
    )

    found = leniency((0, TEST, NO_ASSESSOR, 2.0), (0, SUPERIOR, 10, 3.0), methods=biased)

    assert found.shift.tolist() == [0.0]
    assert found.compared.tolist() == [1]


def test_no_evidence_gives_no_assessors():
    assert leniency().key.tolist() == []
