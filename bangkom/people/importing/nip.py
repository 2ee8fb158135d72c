"""NIP and NI PPPK: read, taken apart, checked.

NIP of a PNS: birth date (8), year and month of appointment (6), sex (1), serial (3). NI PPPK: birth date (8),
year (4), contract number (2), sex (1), serial (3). Digits 13-14 tell them apart: a month is a PNS, 13-99 a
contract. Sources: Perka BKN 22/2007 and 43/2007; for the NI PPPK see docs/glossary.md.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import clean, lines_of, text_of

from .faults import Finding

LENGTH = 18
YOUNGEST, OLDEST, YOUNGEST_ENTRY = 18, 70, 18
FIRST_PPPK_YEAR = 2019

_SIGNS = r"[\s.\-_'/,]*"
_NUMBER = re.compile(rf"(?<!\d)(\d{{8}}){_SIGNS}(\d{{6}}){_SIGNS}(\d){_SIGNS}(\d{{3}})(?!\d)")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?e\+?1[5-9]$", re.I)
_OLD = re.compile(r"(?<!\d)(\d{9})(?!\d)")
_PREFIX = re.compile(
    r"\b(nip\.?(baru|lama)?|ni\s*pppk|nipppk|nippppk|nippk|ni\s*p3k|nomor|no)\b\s*[.:=]*", re.I
)
_LOOKALIKES = re.compile(r"[OoIl|SsBZ]")


@dataclass(frozen=True, slots=True)
class Nip:
    """A number that holds together. ``kind`` is "pns" or "pppk"; ``entered_on`` the first of the month or year."""

    digits: str
    kind: str
    birth_date: dt.date
    sex: str
    entered_on: dt.date
    serial: str


@dataclass(frozen=True, slots=True)
class NipRead:
    """``nip`` is None when the cell holds no sound number; ``shown`` is what may be shown of the value."""

    nip: Nip | None = None
    old_nip: str = ""
    finding: Finding | None = None
    shown: str = ""


def read_nip(value: object, today: dt.date) -> NipRead:
    """Read a cell. Old and new number in one cell are told apart; nothing is ever guessed."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_number(value)
    shown = clean(value)
    if not shown:
        return NipRead(finding=missing())
    text = _PREFIX.sub(" ", " ".join(lines_of(value))).strip()
    if _SCIENTIFIC.match(text.replace(" ", "")):
        return NipRead(finding=lost_digits(), shown=shown)
    found = {"".join(match) for match in _NUMBER.findall(text)}
    digits = re.sub(r"\D", "", text)
    if not found and len(digits) == LENGTH and not re.search(r"[A-Za-z]", text):
        found = {digits}
    old = next((number for number in _OLD.findall(text) if number not in "".join(found)), "")
    if len(found) > 1:
        return NipRead(old_nip=old, finding=_two_numbers(), shown=shown)
    if found:
        nip, finding = check_nip(found.pop(), today)
        return NipRead(nip, old, finding, shown)
    return _unread(text, digits, old, shown)


def _read_number(value: float) -> NipRead:
    shown = text_of(value)
    if len(shown) > 15:
        return NipRead(finding=lost_digits(), shown=shown)
    if value == 0:
        return NipRead(finding=missing())
    return _unread(shown, shown, shown if len(shown) == 9 else "", shown)


def _unread(text: str, digits: str, old: str, shown: str) -> NipRead:
    compact = re.sub(_SIGNS, "", text)
    if len(digits) == 16 and not re.search(r"[A-Za-z]", text):
        return NipRead(old_nip=old, finding=_identity_number(), shown=digits[:4] + "************")
    if len(compact) == LENGTH and _LOOKALIKES.search(compact):
        return NipRead(old_nip=old, finding=_letters(), shown=shown)
    if old and len(digits) == 9:
        return NipRead(old_nip=old, finding=_only_old(), shown=shown)
    if not digits:
        return NipRead(finding=_no_digits(), shown=shown)
    return NipRead(old_nip=old, finding=_length(len(digits)), shown=shown)


def check_nip(digits: str, today: dt.date) -> tuple[Nip | None, Finding | None]:
    """Take 18 digits apart and judge every part."""
    if digits.endswith("000"):
        return None, lost_digits()
    try:
        birth_date = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None, _birth(f"{digits[6:8]}-{digits[4:6]}-{digits[:4]}")
    year, month, sex = int(digits[8:12]), int(digits[12:14]), digits[14]
    if sex not in "12":
        return None, _sex(sex)
    if month == 0:
        return None, _month()
    kind = "pns" if month <= 12 else "pppk"
    age = age_on(birth_date, today)
    if not YOUNGEST <= age <= OLDEST:
        return None, impossible_age(age)
    if not 1950 <= year <= today.year or (kind == "pns" and year == today.year and month > today.month):
        return None, _entry_year(year, today)
    entered_on = dt.date(year, month if kind == "pns" else 1, 1)
    if year - birth_date.year < YOUNGEST_ENTRY - 1:
        return None, _entry_age(year - birth_date.year)
    if kind == "pppk" and year < FIRST_PPPK_YEAR:
        return None, _month()
    return Nip(digits, kind, birth_date, "m" if sex == "1" else "f", entered_on, digits[15:]), None


def age_on(birth_date: dt.date, day: dt.date) -> int:
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


# The sentences. Each says what is wrong with the number and where to find the right one.


def missing() -> Finding:
    return Finding("nip_missing", _("NIP kosong."), _("Isi NIP 18 angka sesuai SK atau kartu ASN."))


def lost_digits() -> Finding:
    return Finding(
        "nip_lost_digits",
        _("NIP tersimpan sebagai bilangan, sehingga tiga angka terakhirnya hilang."),
        _(
            "Ubah format kolom NIP menjadi Teks di Excel, lalu ketik atau tempel ulang NIP dari SK atau SIASN."
        ),
    )


def _two_numbers() -> Finding:
    return Finding(
        "nip_two", _("Satu sel berisi dua NIP yang berbeda."), _("Sisakan satu NIP saja untuk satu pegawai.")
    )


def _identity_number() -> Finding:
    return Finding(
        "nip_is_nik",
        _("Yang diisi 16 angka; itu panjang NIK, bukan NIP."),
        _("Ganti dengan NIP 18 angka. NIK tidak disimpan di sini."),
    )


def _letters() -> Finding:
    return Finding(
        "nip_letters",
        _("NIP mengandung huruf yang mirip angka, misalnya O untuk 0 atau l untuk 1."),
        _("Ketik ulang NIP dengan angka saja."),
    )


def _only_old() -> Finding:
    return Finding(
        "nip_old",
        _("Yang diisi NIP lama 9 angka."),
        _("Ganti dengan NIP baru 18 angka; lihat pada SK konversi NIP atau SIASN."),
    )


def _no_digits() -> Finding:
    return Finding("nip_unreadable", _("Isi kolom NIP bukan angka."), _("Isi NIP 18 angka sesuai SK."))


def _length(count: int) -> Finding:
    return Finding(
        "nip_length",
        _("NIP harus 18 angka; yang diisi %(count)d.") % {"count": count},
        _("Periksa kembali pada SK; mungkin ada angka yang kurang atau dobel."),
    )


def _birth(written: str) -> Finding:
    return Finding(
        "nip_birth_date",
        _("Delapan angka pertama NIP (%(written)s) bukan tanggal lahir yang ada.") % {"written": written},
        _("Periksa delapan angka pertama; urutannya tahun, bulan, tanggal lahir."),
    )


def _month() -> Finding:
    return Finding(
        "nip_month",
        _("Angka ke-13 dan 14 NIP bukan bulan pengangkatan (01-12) dan bukan nomor kontrak PPPK."),
        _("Periksa angka ke-9 sampai ke-14: tahun dan bulan TMT CPNS, atau tahun dan nomor kontrak PPPK."),
    )


def _sex(digit: str) -> Finding:
    return Finding(
        "nip_sex",
        _("Angka ke-15 NIP adalah %(digit)s; seharusnya 1 (pria) atau 2 (wanita).") % {"digit": digit},
        _("Periksa angka ke-15 pada SK."),
    )


def impossible_age(age: int) -> Finding:
    return Finding(
        "age_impossible",
        _("Menurut tanggal lahirnya pegawai ini berumur %(age)d tahun; ASN berumur 18 sampai 70 tahun.")
        % {"age": age},
        _("Periksa tahun lahir. Bila sudah pensiun, hapus barisnya dari berkas."),
    )


def _entry_year(year: int, today: dt.date) -> Finding:
    return Finding(
        "nip_entry",
        _("Tahun pengangkatan dalam NIP (%(year)d) tidak mungkin.") % {"year": year},
        _("Periksa angka ke-9 sampai ke-14: tahun dan bulan TMT, tidak setelah hari ini."),
    )


def _entry_age(age: int) -> Finding:
    return Finding(
        "nip_entry_age",
        _("Menurut NIP pegawai ini diangkat pada umur %(age)d tahun.") % {"age": age},
        _("Periksa tahun lahir (angka 1-4) dan tahun pengangkatan (angka 9-12)."),
    )
