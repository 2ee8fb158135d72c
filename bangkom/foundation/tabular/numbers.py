"""Money, whole numbers and yes/no as offices write them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from .text import clean, words_of

_SCALES = {"ribu": 1_000, "rb": 1_000, "juta": 1_000_000, "jt": 1_000_000, "miliar": 1_000_000_000,
           "milyar": 1_000_000_000, "m": 1_000_000_000, "triliun": 1_000_000_000_000,
           "trilyun": 1_000_000_000_000, "t": 1_000_000_000_000}  # fmt: skip
_MONEY = re.compile(
    r"^(?:rp|idr)?\.?\s*([+-]?)\s*(?:rp|idr)?\.?\s*([\d.,\s']*\d)\s*([a-z]*)\.?\s*(?:,-+|,=|-)?$", re.I
)
_YES = frozenset(["ya", "yes", "y", "true", "t", "benar", "betul", "ada", "sudah", "1", "v", "x", "aktif"])
_NO = frozenset(["tidak", "no", "n", "false", "f", "salah", "belum", "0", "bukan", "nonaktif"])


def read_decimal(value: object) -> Decimal | None:
    """A number with Indonesian or English separators; None when empty, ``ValueError`` when unreadable."""
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = clean(value)
    if not text:
        return None
    negative = text.startswith("(") and text.endswith(")")
    found = _MONEY.match(text.strip("()").strip())
    if not found or (found[3] and found[3].lower() not in _SCALES):
        raise ValueError(text)
    try:
        number = Decimal(_with_point(re.sub(r"[\s']", "", found[2]), scaled=bool(found[3])))
    except InvalidOperation as unreadable:
        raise ValueError(text) from unreadable
    number *= _SCALES.get(found[3].lower(), 1)
    return -number if negative or found[1] == "-" else number


def _with_point(digits: str, *, scaled: bool) -> str:
    """Decide which sign is the decimal one; the last one, unless it groups thousands."""
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
        group = "." if decimal == "," else ","
        return digits.replace(group, "").replace(decimal, ".")
    sign = "." if dots else ","
    if dots + commas > 1:
        parts = digits.split(sign)
        if len(parts[-1]) < 3:  # 1.250.000.00
            return "".join(parts[:-1]) + "." + parts[-1]
        return "".join(parts)
    if dots + commas == 1:
        whole, rest = digits.split(sign)
        # "1.250" is a thousand and a quarter in every office here; "2,5 juta" and "1250.5" are decimals.
        groups = len(rest) == 3 and not scaled and 1 <= len(whole) <= 3 and whole != "0"
        return whole + rest if groups else f"{whole or '0'}.{rest}"
    return digits


def read_rupiah(value: object) -> int | None:
    """Whole rupiah; sen are rounded half up. None when empty, ``ValueError`` when unreadable."""
    number = read_decimal(value)
    return None if number is None else int(number.quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def read_integer(value: object) -> int | None:
    """A whole number; None when empty, ``ValueError`` when it is not one."""
    number = read_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError(value)
    return int(number)


def read_boolean(value: object) -> bool | None:
    """Yes or no in the usual spellings; None when empty, ``ValueError`` when unreadable."""
    if isinstance(value, bool):
        return value
    text = clean(value)
    if not text and not (isinstance(value, str) and value.strip() == "-"):
        return None
    word = "".join(words_of(text)[:1])
    if word in _YES or text in ("\u2713", "\u2714", "\u221a"):
        return True
    if word in _NO or not text:
        return False
    raise ValueError(value)
