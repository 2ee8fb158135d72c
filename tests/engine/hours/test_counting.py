import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangkom.engine.hours import FormRule, countable_jp

FIRST = dt.date(2026, 3, 30)
E_LEARNING = FormRule(max_jp_per_day=Decimal(3))
COACHING = FormRule(jp_per_unit=Decimal(2), max_units_per_month=2)


def test_a_form_without_ceiling_counts_what_is_claimed():
    assert countable_jp(Decimal(40), FormRule(), FIRST, FIRST) == Decimal("40.0")


def test_a_daily_ceiling_counts_both_ends():
    assert countable_jp(Decimal(40), E_LEARNING, FIRST, dt.date(2026, 4, 1)) == Decimal("9.0")


def test_a_monthly_ceiling_counts_every_month_touched():
    assert countable_jp(Decimal(20), COACHING, FIRST, dt.date(2026, 4, 2)) == Decimal("8.0")


def test_what_already_counts_in_the_month_is_taken_off():
    taken = {(2026, 3): Decimal(3)}

    assert countable_jp(Decimal(4), COACHING, FIRST, FIRST, taken) == Decimal("1.0")


def test_a_month_that_is_full_counts_nothing():
    assert countable_jp(Decimal(2), COACHING, FIRST, FIRST, {(2026, 3): Decimal(6)}) == Decimal("0.0")


def test_a_monthly_number_without_jp_per_unit_is_no_ceiling():
    assert countable_jp(Decimal(9), FormRule(max_units_per_month=2), FIRST, FIRST) == Decimal("9.0")


def test_a_year_end_is_crossed():
    assert countable_jp(Decimal(20), COACHING, dt.date(2025, 12, 1), dt.date(2026, 1, 31)) == Decimal("8.0")


@pytest.mark.parametrize("claimed", [Decimal("2.44"), Decimal("2.35")])
def test_the_ledger_keeps_one_decimal(claimed):
    assert countable_jp(claimed, FormRule(), FIRST, FIRST) == Decimal("2.4")


@given(
    claimed=st.decimals(0, 500, places=1),
    days=st.integers(0, 400),
    a_day=st.none() | st.decimals(0, 9, places=1),
    units=st.none() | st.integers(0, 5),
)
def test_never_more_than_claimed_and_never_below_zero(claimed, days, a_day, units):
    rule = FormRule(Decimal(2), a_day, units)

    counted = countable_jp(claimed, rule, FIRST, FIRST + dt.timedelta(days=days))

    assert 0 <= counted <= claimed
