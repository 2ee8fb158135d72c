"""What is said about a cell that is wrong: what happened, and what to do about it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from .faults import Finding


def no_name() -> Finding:
    return Finding("name_missing", _("Nama kosong."), _("Isi nama pegawai pada baris ini."))


def unsure_degree(text: str) -> Finding:
    return Finding("degree_unknown", _("“%(text)s” setelah nama tidak dikenal sebagai gelar.") % {"text": text[:60]},
                   _("Periksa ejaannya. Bila bagian dari nama, hapus komanya."), False)  # fmt: skip


def bad_date(problem: str, text: str, is_refusal: bool) -> Finding:
    message = {
        "unreadable": _("“%(text)s” tidak terbaca sebagai tanggal."),
        "impossible": _("Tanggal “%(text)s” tidak ada dalam kalender."),
        "incomplete": _("Tanggal “%(text)s” belum lengkap (hari, bulan, tahun)."),
        "range": _("Tahun pada “%(text)s” di luar 1900-2100."),
    }[problem]
    return Finding(f"date_{problem}", message % {"text": text[:40]},
                   _("Tulis seperti 31-12-2009 (hari-bulan-tahun); kosongkan bila tidak diketahui."), is_refusal)  # fmt: skip


def swapped(day: dt.date) -> Finding:
    return Finding("date_ambiguous", _("Hari dan bulan tertukar bila dibandingkan dengan NIP; dipakai %(day)s.")
                   % {"day": day.strftime("%d-%m-%Y")}, _("Tulis tanggal sebagai hari-bulan-tahun."), False)  # fmt: skip


def unclear_order(day: dt.date | None) -> Finding:
    shown = day.strftime("%d-%m-%Y") if day else ""
    return Finding("date_ambiguous", _("Kolom ini mencampur hari/bulan dan bulan/hari; dibaca sebagai %(day)s.")
                   % {"day": shown}, _("Tulis semua tanggal sebagai hari-bulan-tahun, misalnya 31-12-2009."), False)  # fmt: skip


def birth_mismatch(written: dt.date, in_nip: dt.date) -> Finding:
    return Finding(
        "birth_date_mismatch",
        _("Tanggal lahir %(written)s berbeda dengan yang ada di NIP (%(nip)s).")
        % {"written": written.strftime("%d-%m-%Y"), "nip": in_nip.strftime("%d-%m-%Y")},
        _("Cocokkan NIP dan tanggal lahir dengan SK; betulkan yang salah."),
        False,
    )


def sex_mismatch(in_nip: str) -> Finding:
    return Finding(
        "sex_mismatch",
        _("Jenis kelamin berbeda dengan NIP (angka ke-15 berarti %(sex)s).")
        % {"sex": _("laki-laki") if in_nip == "m" else _("perempuan")},
        _("Cocokkan dengan SK; betulkan NIP atau jenis kelaminnya."),
        False,
    )


def not_asn(text: str) -> Finding:
    return Finding("status_not_asn", _("“%(text)s” bukan ASN.") % {"text": text[:40]},
                   _("Hapus baris ini; yang dikelola di sini hanya PNS, CPNS, dan PPPK."))  # fmt: skip


def kind_mismatch(in_nip: str) -> Finding:
    return Finding("status_mismatch", _("Status berbeda dengan bentuk NIP, yang menunjukkan %(kind)s.")
                   % {"kind": in_nip.upper()}, _("Cocokkan dengan SK; betulkan status atau NIP-nya."), False)  # fmt: skip


def rank_differs(title: str, code: str) -> Finding:
    return Finding("rank_contradiction", _("Pangkat “%(title)s” tidak sama dengan golongan %(code)s.")
                   % {"title": title[:40], "code": code}, _("Periksa pada SK; yang dipakai golongannya."), False)  # fmt: skip


def future(day: dt.date) -> Finding:
    return Finding("date_future", _("Tanggal %(day)s lebih dari setahun di depan.") % {"day": day.strftime("%d-%m-%Y")},
                   _("Periksa tahunnya."), False)  # fmt: skip


def before_birth(day: dt.date) -> Finding:
    return Finding("date_before_birth", _("Tanggal %(day)s sebelum tanggal lahir.") % {"day": day.strftime("%d-%m-%Y")},
                   _("Periksa tahunnya."))  # fmt: skip


def unknown_word(code: str, text: str, remedy: str) -> Finding:
    return Finding(
        code, _("“%(text)s” tidak dikenal; isian ini tidak dipakai.") % {"text": text[:60]}, remedy, False
    )
