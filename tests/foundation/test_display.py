import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from bangkom.foundation import display

AT = dt.datetime(2026, 11, 24, 6, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("shown", "indonesian", "english"),
    [
        (lambda: display.number(5400), "5.400", "5,400"),
        (lambda: display.number(3.25), "3,25", "3.25"),
        (lambda: display.number(2.5), "2,5", "2.5"),
        (lambda: display.number(Decimal("1000.00")), "1.000", "1,000"),
        (lambda: display.number(-1234.5, 1), "-1.234,5", "-1,234.5"),
        (lambda: display.rupiah(12_500_000), "Rp12.500.000", "Rp12,500,000"),
        (lambda: display.rupiah(-500), "-Rp500", "-Rp500"),
        (lambda: display.percent(0.423), "42%", "42%"),
        (lambda: display.date(dt.date(2026, 8, 7)), "7 Agu 2026", "7 Aug 2026"),
        (lambda: display.moment(AT), "24 Nov 2026 14.05 WITA", "24 Nov 2026 14:05 WITA"),
    ],
)
def test_values_are_written_in_the_language_of_the_page(shown, indonesian, english):
    with translation.override("id"):
        assert shown() == indonesian
    with translation.override("en"):
        assert shown() == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2_240_000_000, "Rp2,24 miliar"),
        (-12_500_000, "-Rp12,5 juta"),
        (999_999, "Rp999.999"),
        (3 * 10**12, "Rp3 triliun"),
    ],
)
def test_large_sums_are_shortened_for_headlines(value, expected):
    with translation.override("id"):
        assert display.rupiah_short(value) == expected


def test_what_is_not_known_is_a_dash():
    assert display.text(None) == display.text("") == display.NOTHING
