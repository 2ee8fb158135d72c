"""Dates as offices write them. Day first, Indonesian or English months, Excel serials, a place in front."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .text import clean

_MONTH_NAMES = {
    1: "januari january jan",
    2: "februari pebruari february feb peb",
    3: "maret march mar mrt",
    4: "april apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august aug agust agus agu ags agt",
    9: "september sept sep",
    10: "oktober october okt oct",
    11: "november nopember nov nop",
    12: "desember december des dec",
}
MONTHS = {name: number for number, names in _MONTH_NAMES.items() for name in names.split()}
_WEEKDAYS = frozenset(["senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad"])

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIAL_MIN, _SERIAL_MAX = 367, 73050  # 1901-01-01 .. 2099-12-31
_YEAR_MIN, _YEAR_MAX = 1900, 2100

_TIME = re.compile(
    r"[T ,]\s*\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?\s*([ap]m|wib|wita|wit|z|[+-]\d{2}:?\d{2})?$", re.I
)
_YMD = re.compile(r"(?<!\d)(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.,\\ ]\s*(\d{1,2})\s*[-/.,\\ ]\s*(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})[\s./-]*([A-Za-z]{3,9})[\s.,/'-]*(\d{4}|\d{2})(?!\d)")
_NAMED_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})\s*,\s*(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"^(?:([A-Za-z]{3,9})[\s./-]+(\d{4})|(\d{1,2})[-/](\d{4}))$")
_COMPACT = re.compile(r"^\d{8}$")
_ZERO = re.compile(r"^[0\s./:-]+$")


@dataclass(frozen=True, slots=True)
class DateRead:
    """What a cell says. ``before`` and ``after`` are the words around the date (a place, a note).

    ``problem`` is "" or one of: ``unreadable``, ``impossible`` (31 February), ``incomplete`` (no day),
    ``range`` (year outside 1900-2100). ``ambiguous``: day and month could be swapped.
    ``month_first``: only readable as month/day.
    """

    value: dt.date | None = None
    problem: str = ""
    before: str = ""
    after: str = ""
    ambiguous: bool = False
    month_first: bool = False


_NOTHING = DateRead()


def read_date(value: object, *, month_first: bool = False, latest: dt.date | None = None) -> DateRead:
    """Read one cell as a date; an empty cell is no date and no problem.

    A year of two digits is the latest such year that is not after ``latest`` (by default, ten years ahead).
    """
    if isinstance(value, str):
        text = clean(value)
        return _read_text(text, month_first, latest or _horizon()) if text else _NOTHING
    if isinstance(value, dt.datetime):
        return _in_range(value.date())
    if isinstance(value, dt.date):
        return _in_range(value)
    if isinstance(value, bool) or value is None:
        return _NOTHING if value is None else DateRead(problem="unreadable")
    if isinstance(value, (int, float)):
        return _read_number(value)
    return DateRead(problem="unreadable")


def _horizon() -> dt.date:
    return dt.date(dt.datetime.now(tz=dt.UTC).year + 10, 12, 31)


def _in_range(day: dt.date, **more: object) -> DateRead:
    if not _YEAR_MIN < day.year < _YEAR_MAX:
        return DateRead(problem="range", **more)  # type: ignore[arg-type]
    return DateRead(day, **more)  # type: ignore[arg-type]


def _read_number(value: float) -> DateRead:
    if value == 0:
        return _NOTHING
    if _SERIAL_MIN <= value <= _SERIAL_MAX:
        return DateRead(_EXCEL_EPOCH + dt.timedelta(days=int(value)))
    if float(value).is_integer() and _COMPACT.match(str(int(value))):
        return _read_compact(str(int(value)))
    if float(value).is_integer() and len(str(int(value))) == 7:  # 08032009 that lost its leading zero
        return _read_compact("0" + str(int(value)))
    return DateRead(problem="unreadable")


@lru_cache(maxsize=65536)
def _read_text(text: str, month_first: bool, latest: dt.date) -> DateRead:
    if _ZERO.match(text):
        return _NOTHING
    if text.replace(".", "", 1).replace(",", "", 1).isdigit():
        if text.isdigit() and len(text) == 8:
            return _read_compact(text)
        if re.fullmatch(r"\d{5}([.,]\d+)?", text):
            return _read_number(float(text.replace(",", ".")))
    text = _TIME.sub("", text) if _TIME.search(text) and not _DMY.fullmatch(text) else text
    for pattern, reader in ((_YMD, _ymd), (_NAMED, _named), (_NAMED_FIRST, _named_first), (_DMY, _dmy)):
        if found := pattern.search(text):
            read = reader(found, month_first, latest)
            if read is not None:
                return _with_words(read, text, found)
    partial = _MONTH_YEAR.match(text)
    if partial and (partial[3] or partial[1].lower() in MONTHS):
        return DateRead(problem="incomplete")
    if re.fullmatch(r"(19|20)\d{2}", text):
        return DateRead(problem="incomplete")
    return DateRead(problem="unreadable")


def _with_words(read: DateRead, text: str, found: re.Match[str]) -> DateRead:
    before = text[: found.start()].strip(" ,;:/.-()|")
    if before.lower() in _WEEKDAYS:
        before = ""
    after = text[found.end() :].strip(" ,;:/.-()|")
    if not before and not after:
        return read
    return DateRead(read.value, read.problem, before, after, read.ambiguous, read.month_first)


def _make(year: int, month: int, day: int, **more: bool) -> DateRead:
    if year == month == day == 0:
        return _NOTHING
    try:
        return _in_range(dt.date(year, month, day), **more)
    except ValueError:
        return DateRead(problem="impossible")


def _full_year(digits: str, month: int, day: int, latest: dt.date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    year += latest.year // 100 * 100
    return year if (year, month, day) <= (latest.year, latest.month, latest.day) else year - 100


def _ymd(found: re.Match[str], month_first: bool, latest: dt.date) -> DateRead:
    year, month, day = (int(part) for part in found.groups())
    if month > 12 >= day:  # 2009-25-03
        return _make(year, day, month, month_first=True)
    return _make(year, month, day)


def _dmy(found: re.Match[str], month_first: bool, latest: dt.date) -> DateRead:
    first, second = int(found[1]), int(found[2])
    if second > 12 >= first > 0 or (month_first and first <= 12):
        month, day = first, second
        return _make(_full_year(found[3], month, day, latest), month, day, month_first=True)
    year = _full_year(found[3], second, first, latest)
    return _make(year, second, first, ambiguous=first <= 12 and first != second and first > 0)


def _named(found: re.Match[str], month_first: bool, latest: dt.date) -> DateRead | None:
    month = MONTHS.get(found[2].lower())
    if month is None:
        return None
    return _make(_full_year(found[3], month, int(found[1]), latest), month, int(found[1]))


def _named_first(found: re.Match[str], month_first: bool, latest: dt.date) -> DateRead | None:
    month = MONTHS.get(found[1].lower())
    return None if month is None else _make(int(found[3]), month, int(found[2]))


def _read_compact(digits: str) -> DateRead:
    """Eight digits: year first if that is a date, else day first."""
    if not digits.strip("0"):
        return _NOTHING
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if _YEAR_MIN < int(year) < _YEAR_MAX and 1 <= int(month) <= 12:
            return _make(int(year), int(month), int(day))
    return DateRead(problem="unreadable")


def date_order(values: Iterable[object]) -> str:
    """How the texts of a column are written: "day" first, "month" first, or "mixed" when both are proved."""
    proved = set()
    for value in values:
        if not isinstance(value, str):
            continue
        found = _DMY.search(clean(value))
        if found is None or _YMD.search(value):
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            proved.add("day")
        elif second > 12 >= first and second <= 31:
            proved.add("month")
    return "mixed" if len(proved) > 1 else next(iter(proved), "day")


def forget_dates() -> None:
    """See ``text.forget``."""
    _read_text.cache_clear()
