"""What is said about a row when it is set against what is stored."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bangkom.people.importing import Person

from .references import Found


def fault(
    row: int | None,
    code: str,
    message: str,
    remedy: str,
    *,
    value: str = "",
    sheet: str = "",
    field_name: str = "",
) -> dict[str, Any]:
    return {"row": row, "column": "", "title": field_name, "value": value, "code": code, "message": message, "remedy": remedy,
            "sheet": sheet}  # fmt: skip


def too_many_units(count: int) -> dict[str, Any]:
    return fault(
        None,
        "many_new_units",
        _("%(count)d unit kerja di berkas ini belum dikenal dan akan dibuat.") % {"count": count},
        _("Periksa dahulu kolom yang dipilih sebagai unit kerja dan OPD."),
    )


def new_number(person: Person, stored: dict[str, Any]) -> dict[str, Any]:
    message = _("Nama dan tanggal lahirnya sama dengan pegawai yang tersimpan dengan NIP %(nip)s.") % {
        "nip": stored["nip"] or "–"
    }
    remedy = _("Setujui bila orangnya sama dan NIP-nya memang berganti; bila bukan, biarkan.")
    return fault(person.row, "nip_changed", message, remedy, value=person.nip, sheet=person.sheet)


def no_unit(person: Person) -> dict[str, Any]:
    return fault(person.row, "unit_missing", _("Unit kerja pegawai baru ini kosong."), _("Isi kolom unit kerja atau OPD pada baris ini."),
                  sheet=person.sheet)  # fmt: skip


def unclear_unit(person: Person, unit: Found) -> dict[str, Any]:
    return fault(person.row, "unit_ambiguous", _("Unit kerja tidak jelas: %(problem)s.") % {"problem": unit.problem},
                  _("Isi juga kolom OPD pada baris ini."), value=unit.name, sheet=person.sheet)  # fmt: skip
