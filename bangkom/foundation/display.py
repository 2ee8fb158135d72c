"""Numbers, money, dates and times as an Indonesian office writes them, fast enough for table cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Number = int | float | Decimal
SIZES = (10**12, 10**9, 10**6)

MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
NOTHING = mark_safe('<span class="bk-none" aria-hidden="true">–</span>')
_SWAP = str.maketrans(",.", ".,")


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def number(value: Number, decimals: int | None = None) -> str:
    """``5400`` as 5.400; ``3.25`` as 3,25. Without ``decimals`` a whole number has none, another at most two."""
    if decimals is None:
        decimals = 0 if value == int(value) else 2
        text = f"{value:,.{decimals}f}"
        if decimals:
            text = text.rstrip("0")
    else:
        text = f"{value:,.{decimals}f}"
    return text if _language() == "en" else text.translate(_SWAP)


def rupiah(value: Number) -> str:
    """``12500000`` as Rp12.500.000."""
    return f"-Rp{number(-value, 0)}" if value < 0 else f"Rp{number(value, 0)}"


def rupiah_short(value: Number) -> str:
    """``2240000000`` as Rp2,24 miliar: for headlines and axes, never where an account must agree."""
    words = (_("triliun"), _("miliar"), _("juta"))
    amount = abs(float(value))
    for size, word in zip(SIZES, words, strict=True):
        if amount >= size:
            return f"{'-' if value < 0 else ''}Rp{number(round(amount / size, 2))} {word}"
    return rupiah(value)


def percent(share: Number, decimals: int = 0) -> str:
    """``0.423`` as 42%."""
    return f"{number(share * 100, decimals)}%"


def date(value: dt.date) -> str:
    """24 Nov 2026."""
    return f"{value.day} {MONTHS[_language()][value.month - 1]} {value.year}"


def moment(value: dt.datetime) -> str:
    """24 Nov 2026 14.05 WITA, in the zone of the place."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    separator = ":" if _language() == "en" else "."
    return f"{date(local)} {local:%H}{separator}{local:%M} {local.tzname() or ''}".rstrip()


def text(value: Any) -> str:
    """Any value as a cell shows it. What is not known is a dash, never ``None``."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, (SafeString, str)):
        return value
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, Promise) or not hasattr(value, "__html__"):
        return str(value)
    return value.__html__()
