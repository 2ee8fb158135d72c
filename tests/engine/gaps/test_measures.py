"""Gaps, JPM, IKK and their bands, for people, units and the city."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangkom.engine.gaps import (
    Bands,
    EvidenceError,
    Levels,
    ikk_index,
    jpm_index,
    measure_gaps,
    summarise_cells,
    summarise_people,
)

IKK = Bands.of([("none", 0), ("low", 1e-7), ("medium", 25), ("high", 50)])
SELECTION = Bands.of([("qualified", 80), ("conditional", 68), ("not yet", 0)])


def levels(mean, low=None, high=None, rows=None):
    mean = np.array(mean, dtype=float)
    blank = np.zeros(len(mean))
    return Levels(
        mean=mean,
        low=mean if low is None else np.array(low, dtype=float),
        high=mean if high is None else np.array(high, dtype=float),
        rows=np.ones(len(mean), dtype=np.int64) if rows is None else np.array(rows),
        prior_share=blank,
        share=blank,
        shift=blank,
    )


def test_gap_is_cut_into_a_sure_and_an_uncertain_part():
    gaps = measure_gaps(np.array([3.0, 3.0, 3.0]), levels([2.0, 3.0, 4.0], [1.5, 2.0, 3.5], [2.5, 4.0, 4.5]))

    assert gaps.gap.tolist() == [-1.0, 0.0, 1.0]
    assert gaps.sure.tolist() == [0.5, 0.0, 0.0]
    assert gaps.uncertain.tolist() == [1.0, 1.0, 0.0]


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 5))
def test_both_parts_together_are_what_is_missing_at_the_lower_end(required, first, second):
    low, high = sorted([first, second])

    gaps = measure_gaps(np.array([required]), levels([(low + high) / 2], [low], [high]))

    assert gaps.sure[0] >= 0
    assert gaps.uncertain[0] >= 0
    assert gaps.sure[0] + gaps.uncertain[0] == pytest.approx(max(0, required - low))


def test_jpm_caps_a_surplus_unless_told_not_to():
    owned, required, person = np.array([4.0, 1.0]), np.array([2.0, 2.0]), np.array([0, 0])

    assert jpm_index(owned, required, person, people=1).tolist() == [75.0]
    assert jpm_index(owned, required, person, people=1, capped=False).tolist() == [125.0]


def test_jpm_without_a_requirement_is_unknown():
    jpm = jpm_index(np.array([3.0, 3.0]), np.array([0.0, 3.0]), np.array([0, 1]), people=3)

    assert np.isnan(jpm).tolist() == [True, False, True]
    assert jpm[1] == 100.0


def test_uncapped_jpm_ignores_competencies_that_are_not_required():
    jpm = jpm_index(np.array([1.0, 5.0]), np.array([2.0, 0.0]), np.array([0, 0]), people=1, capped=False)

    assert jpm.tolist() == [50.0]


def test_ikk_is_what_jpm_leaves():
    assert ikk_index(np.array([75.0, 100.0, 125.0])).tolist() == [25.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0, "none"),
        (0.000001, "low"),
        (24.999999, "low"),
        (25, "medium"),
        (49.9, "medium"),
        (50, "high"),
        (100, "high"),
    ],
)
def test_ikk_bands_of_domain(value, band):
    assert IKK.name(value) == band


@pytest.mark.parametrize(
    ("value", "band"), [(80, "qualified"), (79.999999, "conditional"), (68, "conditional"), (67.9, "not yet")]
)
def test_selection_bands_of_domain(value, band):
    assert SELECTION.name(value) == band


def test_share_that_is_exact_on_paper_falls_into_the_upper_band():
    owned = np.array([0.1, 0.2, 0.1])  # sums to 0.4 in decimals
    jpm = jpm_index(owned, np.array([0.1, 0.2, 0.2]), np.zeros(3, dtype=np.int64), people=1)

    assert SELECTION.name(jpm[0]) == "qualified"


def test_no_band_holds_what_is_unknown_or_below_the_lowest():
    assert IKK.name(float("nan")) is None
    assert IKK.name(-1) is None


def test_bands_refuse_the_same_beginning_twice_and_emptiness():
    with pytest.raises(EvidenceError, match="same value"):
        Bands.of([("a", 0), ("b", 0)])
    with pytest.raises(EvidenceError, match="at least one"):
        Bands.of([])


def test_cells_add_up_the_pairs_that_need_the_competency():
    cell = np.array([0, 0, 0, 2])
    required = np.array([3.0, 3.0, 0.0, 2.0])
    owned = levels([2.0, 4.0, 5.0, 2.0], [1.0, 3.0, 5.0, 2.0], [2.5, 5.0, 5.0, 2.0], [1, 0, 1, 1])

    cells = summarise_cells(cell, required, owned, measure_gaps(required, owned), cells=3)

    assert cells.people.tolist() == [2, 0, 1]
    assert cells.assessed.tolist() == [1, 0, 1]
    assert cells.short.tolist() == [1, 0, 0]
    assert cells.surely_short.tolist() == [1, 0, 0]
    assert cells.level[[0, 2]].tolist() == [3.0, 2.0]
    assert cells.required[[0, 2]].tolist() == [3.0, 2.0]
    assert cells.missing.tolist() == [1.0, 0.0, 0.0]
    assert cells.sure.tolist() == [0.5, 0.0, 0.0]
    assert cells.uncertain.tolist() == [1.5, 0.0, 0.0]
    assert cells.jpm[[0, 2]].tolist() == [pytest.approx(100 * 5 / 6, abs=1e-6), 100.0]
    assert np.isnan([cells.level[1], cells.required[1], cells.jpm[1]]).all()


def test_groups_average_people_and_count_their_bands():
    jpm = np.array([100.0, 70.0, np.nan, 50.0])
    band = SELECTION.place(jpm)

    groups = summarise_people(np.array([0, 0, 0, 1]), jpm, band, groups=3, bands=3)

    assert groups.people.tolist() == [2, 1, 0]
    assert groups.jpm[:2].tolist() == [85.0, 50.0]
    assert np.isnan(groups.jpm[2])
    assert groups.in_band.tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]
