"""Golongan in all its spellings: ``III/d`` of a PNS, ``IX`` of a PPPK, with the TMT if it stands beside it.

Seventeen of each. Codes 11..45 are those of SIASN. Sources: PP 99/2000, Perpres 98/2020.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import lines_of, read_date

from .faults import Finding

PNS_TITLES = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I", "II/c": "Pengatur", "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I", "III/c": "Penata", "III/d": "Penata Tingkat I",
    "IV/a": "Pembina", "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda", "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}  # fmt: skip
PPPK_RANKS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
              "XVII")  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_SIASN = {f"{_ROMAN.index(code.split('/')[0]) + 1}{'abcde'.index(code[-1]) + 1}": code for code in PNS_TITLES}

_PNS_CODE = re.compile(
    r"(?<![A-Za-z0-9])([IVivl1|]{1,3}|[1-4])\s*[-/\\.,_|:]?\s*\(?\s*([A-Ea-e])(?![A-Za-z])"
)
_SIASN_CODE = re.compile(r"(?<!\d)([1-4])[-/. ]?([1-5])(?!\d)")
_PPPK_CODE = re.compile(r"(?<![A-Za-z])([XVI]{1,5})(?![A-Za-z/])")
_PPPK_NUMBER = re.compile(r"(?<![\d.,/-])(1[0-7]|[1-9])(?![\d.,/-])")
_NOISE = re.compile(
    r"\b(gol(ongan)?|ruang|gol/ruang|pangkat|pppk|p3k|pns|tmt|t\.m\.t|terhitung mulai tanggal)\b[.:]*", re.I
)
_TITLE_WORDS = {"tk": "tingkat", "tkt": "tingkat", "tingk": "tingkat", "1": "i", "satu": "i"}
_TITLES = {title.lower(): code for code, title in PNS_TITLES.items()}
_TITLE_STARTS = ("juru", "pengatur", "penata", "pembina")


class RankRead(NamedTuple):
    """``code`` is "" when unreadable. ``since`` is a date written in the same cell."""

    code: str = ""
    family: str = ""
    since: dt.date | None = None
    finding: Finding | None = None


def read_rank(value: object, family: str = "") -> RankRead:
    """Read a golongan. ``family`` ("pns" or "pppk", from the NIP) settles bare numbers such as ``11``."""
    if isinstance(value, bool) or value is None or value == "":
        return RankRead()
    if isinstance(value, (dt.date, dt.datetime)):
        return RankRead(finding=_unknown(str(value)))
    if isinstance(value, float) and value.is_integer():
        value = str(int(value))
    return _read(str(value), family)


@lru_cache(maxsize=8192)
def _read(value: str, family: str) -> RankRead:
    text = " ".join(lines_of(value))
    if not text:
        return RankRead()
    body, since = _without_date(text)
    body = _NOISE.sub(" ", body)
    title = _title_code(body)
    code = _pns_code(body) if family != "pppk" or "/" in body or title else ""
    if code == "?":
        return RankRead(since=since, finding=_unknown(text))
    if code or title:
        differs = bool(code and title and code != title)
        return RankRead(code or title, "pns", since, _contradiction(text, code, title) if differs else None)
    return _bare(text, body.strip(" ()./-:,"), family, since)


def _bare(text: str, body: str, family: str, since: dt.date | None) -> RankRead:
    """No letter and no title: a SIASN code, a PPPK grade, or half a golongan."""
    compact = body.replace(" ", "")
    if family != "pppk" and (found := _SIASN_CODE.fullmatch(compact)):
        code = _SIASN.get(found[1] + found[2], "")
        if code and not (family == "" and compact in ("11", "12", "13", "14")):
            return RankRead(code, "pns", since)
    roman = _PPPK_CODE.search(body.upper())
    number = _PPPK_NUMBER.search(body)
    grade = ""
    if roman and roman[1] in PPPK_RANKS:
        grade = roman[1]
    elif number and (family == "pppk" or (not family and int(number[1]) in range(5, 11))):
        grade = PPPK_RANKS[int(number[1]) - 1]
    if not grade:
        return RankRead(since=since, finding=_unknown(text))
    if family == "pns" or (family == "" and grade in _ROMAN):
        return RankRead(since=since, finding=_incomplete(text))
    return RankRead(grade, "pppk", since)


def _without_date(text: str) -> tuple[str, dt.date | None]:
    if not re.search(r"\d{2}\D*$|\d{4}", text) or len(text) < 8:
        return text, None
    read = read_date(text)
    if read.value is None:
        return text, None
    return f"{read.before} {read.after}".strip(), read.value


def _pns_code(body: str) -> str:
    """The code, "" for none, "?" for a letter that the group does not have (III/e)."""
    for found in _PNS_CODE.finditer(body):
        group = found[1].replace("l", "I").replace("|", "I").upper()
        if group.isdigit() and len(group) == 1 and group in "1234":
            group = _ROMAN[int(group) - 1]
        group = group.replace("1", "I").upper()
        if group not in _ROMAN:
            continue
        code = f"{group}/{found[2].lower()}"
        return code if code in PNS_TITLES else "?"
    return ""


def _title_code(body: str) -> str:
    words = [_TITLE_WORDS.get(word, word) for word in re.findall(r"[a-z]+|\d+", body.lower())]
    start = next((place for place, word in enumerate(words) if word in _TITLE_STARTS), None)
    if start is None:
        return ""
    for length in (4, 3, 2, 1):
        if code := _TITLES.get(" ".join(words[start : start + length])):
            return code
    return ""


def _unknown(text: str) -> Finding:
    return Finding(
        "rank_unknown",
        _("Golongan “%(text)s” tidak dikenal.") % {"text": text[:60]},
        _("Tulis seperti III/d untuk PNS atau IX untuk PPPK."),
    )


def _incomplete(text: str) -> Finding:
    return Finding(
        "rank_incomplete",
        _("Golongan “%(text)s” belum menyebut ruangnya.") % {"text": text[:60]},
        _("Tulis lengkap dengan ruang, misalnya III/d."),
    )


def _contradiction(text: str, code: str, title: str) -> Finding:
    return Finding(
        "rank_contradiction",
        _("Pangkat dan golongan dalam “%(text)s” tidak sama (%(title)s dan %(code)s).")
        % {"text": text[:60], "title": title, "code": code},
        _("Periksa pada SK; yang dipakai sementara %(code)s.") % {"code": code},
        is_refusal=False,
    )
