"""Cleaning of single cells: what office files put around the value itself."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# Written where a value is missing. Compared in lower case after cleaning.
EMPTY_WORDS = frozenset(
    ["", "-", "--", "---", ".", "..", "...", "_", "/", "null", "(null)", "none", "nan", "n/a", "na", "nil",
     "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "kosong", "tidak ada", "belum ada"]
)  # fmt: skip

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "\u201c": '"',
                           "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-",
                           "\u2011": "-"})  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"[\r\n\v\f]+|_x000[dD]_|<br\s*/?>", re.IGNORECASE)
_BIG = 1e15


def text_of(value: object) -> str:
    """Write a raw cell as a person would read it (12.0 is ``12``, a date is ISO)."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        if abs(value) >= _BIG:  # a spreadsheet keeps 15 digits; the rest would be noise of the binary number
            return str(int(Decimal(f"{value:.15g}"))) if abs(value) < 1e22 else repr(value)
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def clean(value: object) -> str:
    """One line without invisible signs, quotes around it or a word that stands for nothing."""
    if isinstance(value, str):
        return _clean_text(value)
    return text_of(value)


@lru_cache(maxsize=65536)
def _clean_text(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_STRAIGHT)
    if not text.isprintable():
        text = _CONTROLS.sub("", text)
    if "_x000" in text or "<" in text:
        text = _LINES.sub(" ", text)
    text = _SPACES.sub(" ", text).strip()
    text = _unquote(text)
    return "" if text.lower() in EMPTY_WORDS else text


def _unquote(text: str) -> str:
    """Take off the apostrophe that makes a number text, and quotes or ``="..."`` around a whole value."""
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    while len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    text = text.lstrip("'").strip()
    if text.endswith("'") and text[:-1].replace(" ", "").isdigit():
        text = text[:-1]
    return text


def shown_text(value: object, length: int = 120) -> str:
    """A raw cell as a report quotes it: without control signs, which no database takes, and not endless."""
    return _CONTROLS.sub("", text_of(value))[:length]


def lines_of(value: object) -> list[str]:
    """The cleaned lines of a cell that holds several values one below the other."""
    return [line for part in _LINES.split(text_of(value)) if (line := clean(part))]


def is_empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not clean(value))


@lru_cache(maxsize=16384)
def words_of(title: str) -> tuple[str, ...]:
    """The words of a title in lower case without signs: ``TGL. Lahir*`` and ``tgl_lahir`` are the same."""
    plain = unicodedata.normalize("NFKD", _LINES.sub(" ", title)).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z]+|\d+", plain))


def letter_of(column: int) -> str:
    """The letters a spreadsheet shows above the 0-based ``column``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The 0-based column of spreadsheet letters; the reverse of :func:`letter_of`."""
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    return number - 1


def forget() -> None:
    """Drop what was kept to save time: cells hold personal data that must not outlive their file."""
    _clean_text.cache_clear()
