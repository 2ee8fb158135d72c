"""Single cells: text, dates, numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bangkom.foundation.tabular import (
    clean,
    column_of,
    date_order,
    is_empty,
    letter_of,
    lines_of,
    read_boolean,
    read_date,
    read_decimal,
    read_integer,
    read_rupiah,
    shown_text,
    text_of,
)

LATEST = dt.date(2026, 11, 24)
EIGHTH = dt.date(2009, 3, 8)


@pytest.mark.parametrize(
    "value",
    [
        "08/03/2009", "8-3-09", "8 Maret 2009", "8 Mar 2009", "8-Mar-09", "08 MARET 2009", "39880", 39880, 39880.0,
        "2009-03-08", "2009/03/08", "2009-03-08 00:00:00", "2009-03-08T00:00:00Z", "08.03.2009", "20090308", "08032009",
        8032009, "Minggu, 8 Maret 2009", "March 8, 2009", "8/3/2009 0:00", "'08-03-2009", "\u00a008-03-2009 ",
        "08 - 03 - 2009", dt.date(2009, 3, 8), dt.datetime(2009, 3, 8, 7, 30), "8Maret2009", "39880,0",
    ],
)  # fmt: skip
def test_one_date_in_every_spelling(value):
    read = read_date(value, latest=LATEST)

    assert (read.value, read.problem, read.before) == (EIGHTH, "", "")


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("KENDARI, 08/03/2009", "KENDARI", EIGHTH),
        ("Kendari 8 Maret 2009", "Kendari", EIGHTH),
        ("Bau-Bau/08-03-2009", "Bau-Bau", EIGHTH),
        ("WAWOTOBI,17 AGUSTUS 1975", "WAWOTOBI", dt.date(1975, 8, 17)),
        ("Raha, 1 Nopember 1975", "Raha", dt.date(1975, 11, 1)),
        ("Muna, 5 Pebruari 1980", "Muna", dt.date(1980, 2, 5)),
    ],
)
def test_place_and_date_in_one_cell(text, place, day):
    read = read_date(text, latest=LATEST)

    assert (read.before, read.value) == (place, day)


@pytest.mark.parametrize(
    "value", ["", None, "-", "null", "NULL", "00-00-0000", "0000-00-00", "n/a", 0, "''", "  "]
)
def test_no_date_is_no_problem(value):
    assert read_date(value) == read_date("")


@pytest.mark.parametrize(
    ("value", "problem"),
    [("31/02/2020", "impossible"), ("Maret 2009", "incomplete"), ("2009", "incomplete"), ("03-2009", "incomplete"),
     ("besok", "unreadable"), (True, "unreadable"), (99.5e9, "unreadable"), ("01/01/0001", "range"), ("32-01-2009", "impossible"),
     ("8 Foo 2009", "unreadable"), (dt.date(1899, 1, 1), "range")],
)  # fmt: skip
def test_bad_dates_are_named(value, problem):
    assert (read_date(value).value, read_date(value).problem) == (None, problem)


def test_two_digit_years_never_lie_after_the_latest_day():
    assert read_date("31-12-75", latest=LATEST).value == dt.date(1975, 12, 31)
    assert read_date("01-01-26", latest=LATEST).value == dt.date(2026, 1, 1)
    assert read_date("25-11-26", latest=LATEST).value == dt.date(1926, 11, 25)


def test_day_and_month_are_never_swapped_unsaid():
    assert read_date("03/04/2009").ambiguous
    assert not read_date("04/04/2009").ambiguous
    assert not read_date("25/03/2009").ambiguous
    assert read_date("03/25/2009").month_first
    assert read_date("03/04/2009", month_first=True).value == dt.date(2009, 3, 4)


def test_order_of_a_column_is_told_by_its_proofs():
    assert date_order(["01/02/2009", "25/12/2009"]) == "day"
    assert date_order(["01/02/2009", "12/25/2009"]) == "month"
    assert date_order(["25/12/2009", "12/25/2009"]) == "mixed"
    assert date_order(["01/02/2009", 5, None]) == "day"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("Rp 1.250.000,00", "1250000"), ("1,250,000", "1250000"), ("1.250.000", "1250000"), ("Rp.2,5 juta", "2500000"),
        ("Rp2.500.000,-", "2500000"), ("1250.5", "1250.5"), ("12,5", "12.5"), ("1.250", "1250"), ("(1.000)", "-1000"),
        ("-5", "-5"), ("2,24 miliar", "2240000000"), ("1.250.000.00", "1250000"), ("IDR 750", "750"), (12, "12"),
        (0.5, "0.5"), ("0,125", "0.125"), ("1.234.567,89", "1234567.89"), ("500 rb", "500000"),
    ],
)  # fmt: skip
def test_money_in_every_spelling(value, number):
    assert read_decimal(value) == Decimal(number)


@pytest.mark.parametrize("value", ["abc", "12 kg", "1-2", True, "Rp", "1..2..3x"])
def test_what_is_no_number_raises(value):
    with pytest.raises(ValueError):
        read_decimal(value)


def test_rupiah_and_integers_are_whole():
    assert (read_rupiah("Rp 1.250,50"), read_integer(" 20 "), read_integer("20,0"), read_integer("")) == (
        1251,
        20,
        20,
        None,
    )
    with pytest.raises(ValueError):
        read_integer("2,5")


@pytest.mark.parametrize(("value", "answer"), [("Ya", True), ("Y", True), (True, True), ("Tidak", False), ("0", False),
                                               ("-", False), ("", None), (1, True), ("SUDAH", True), ("Belum", False)])  # fmt: skip
def test_yes_and_no(value, answer):
    assert read_boolean(value) is answer


@pytest.mark.parametrize(
    ("value", "text"),
    [("'197501012000121001", "197501012000121001"), ("  a\u00a0\u00a0b\n", "a b"), ("\ufeffNAMA", "NAMA"), ("NULL", ""),
     ("\u2019a\u2019", "a'"), ('"x"', "x"), ('="0012"', "0012"), (12.0, "12"), ("Ⅲ/d", "III/d"), ("Nu\u2019man", "Nu'man"),
     ("a\u200bb", "ab"), ("x_x000D_\ny", "x y"), (None, "")],
)  # fmt: skip
def test_cells_are_cleaned(value, text):
    assert clean(value) == text


def test_long_numbers_show_the_fifteen_digits_that_a_spreadsheet_keeps():
    assert text_of(1.97501012000121e17) == "197501012000121000"


def test_lines_of_a_cell_stay_apart():
    assert lines_of("La Ode Ali\r\nNIP. 1<br>III/d") == ["La Ode Ali", "NIP. 1", "III/d"]
    assert is_empty(" - ")


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(index, letters):
    assert (letter_of(index), column_of(letters)) == (letters, index)
    with pytest.raises(ValueError):
        column_of("A1")


def test_control_signs_never_reach_a_database():
    assert clean("a\x00b\x1fc") == "abc"
    assert shown_text("x\x00" + "y" * 500) == "x" + "y" * 119
