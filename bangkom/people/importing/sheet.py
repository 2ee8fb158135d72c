"""Read a personnel file: find the tables, map the columns, read every row, say what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import (
    Limits,
    Workbook,
    forget,
    forget_dates,
    letter_of,
    read_workbook,
)

from .faults import Fault
from .names import name_key, read_name
from .records import RECOGNISABLE, Person, RowReader
from .tables import Table, find_tables

KIND_WORDS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part": "PPPK Paruh Waktu"}
_SEX_WORDS = {"m": "L", "f": "P"}


@dataclass
class PeopleSheet:
    """A personnel file as it was understood.

    ``people`` are sound. ``doubtful`` have no usable number but a name and a birth date, by which a human may
    recognise them; their rows are among the refused. ``faults`` are of cells, ``notices`` of the whole file.
    """

    workbook: Workbook
    tables: list[Table]
    people: list[Person] = field(default_factory=list)
    doubtful: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def main(self) -> Table:
        return self.tables[0]

    @property
    def rejected(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.is_refusal]

    @property
    def cell_warnings(self) -> list[Fault]:
        return [fault for fault in self.faults if not fault.is_refusal]

    @property
    def rejected_rows(self) -> set[tuple[str, int]]:
        return {(fault.sheet, fault.row) for fault in self.rejected}

    @property
    def counts(self) -> dict[str, int]:
        rows = sum(len(table.body.records) for table in self.tables)
        skipped = Counter(one.kind for table in self.tables for one in table.body.skipped)
        rejected = len(self.rejected_rows)
        return {
            "rows": rows,
            "accepted": rows - rejected,
            "rejected": rejected,
            "doubtful": len(self.doubtful),
            "warnings": len(self.cell_warnings) + len(self.notices),
            "skipped": sum(skipped.values()),
            "sheets": len(self.tables),
        }

    def to_report(self) -> dict[str, Any]:
        """The report of ``manage.py import_people --json``: plain values only."""
        main = self.main
        return {
            "file": self.workbook.filename,
            "kind": self.workbook.kind,
            "sheet": main.sheet.name,
            "header_rows": main.header.rows,
            "number_row": main.header.number_row,
            "header_signature": main.signature,
            "mapping": main.mapped.by_letter,
            "columns": [_column_dict(one) for one in main.mapped.proposals],
            "sheets": [
                {"name": table.sheet.name, "header_rows": table.header.rows, "mapping": table.mapped.by_letter,
                 "rows": len(table.body.records)}
                for table in self.tables
            ],
            "rows": [person_dict(person) for person in self.people],
            "rejected": [fault.as_dict() for fault in self.rejected],
            "warnings": [*self.notices, *(fault.as_dict() for fault in self.cell_warnings)],
            "skipped": [
                {"sheet": table.sheet.name, "row": one.row, "kind": one.kind, "text": one.text}
                for table in self.tables
                for one in table.body.skipped
            ],
            "counts": self.counts,
        }  # fmt: skip


def _column_dict(one: Any) -> dict[str, Any]:
    return {"column": one.column.letter, "title": one.column.title, "field": one.field if one.use == "take" else None,
            "confidence": one.confidence, "use": one.use}  # fmt: skip


def person_dict(person: Person) -> dict[str, Any]:
    """A person as plain values; what the file does not say is left out."""
    values: dict[str, Any] = {
        "row": person.row,
        "name": person.name,
        "degrees": person.degrees,
        "front_title": " ".join(person.front),
        "back_title": ", ".join(person.back),
        "nip": person.nip,
        "old_nip": person.old_nip,
        "golongan": person.rank,
        "rank_since": _iso(person.rank_since),
        "unit": person.unit,
        "opd": person.opd,
        "post": person.post,
        "post_kind": person.post_kind,
        "post_level": person.post_level,
        "eselon": person.eselon,
        "job_class": person.job_class,
        "position_since": _iso(person.position_since),
        "sex": _SEX_WORDS.get(person.sex, ""),
        "status": KIND_WORDS.get(person.kind, ""),
        "birth_date": _iso(person.birth_date),
        "birth_place": person.birth_place,
        "education_level": person.education_level,
        "education_major": person.education_major,
        "graduated_year": person.graduated_year,
        "entered_on": _iso(person.entered_on),
        "retires_on": _iso(person.retires_on),
        "legal_state": person.legal_state,
        "email": person.email,
        "sheet": person.sheet,
    }
    always = ("row", "name", "degrees", "nip")
    return {name: value for name, value in values.items() if name in always or value not in ("", None, [])}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def read_people(
    source: str | Path | bytes | Workbook,
    filename: str = "",
    mapping: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
    *,
    today: dt.date | None = None,
    remembered: Mapping[str, Mapping[str, str | None]] | None = None,
    limits: Limits | None = None,
    with_rows: bool = True,
) -> PeopleSheet:
    """Read a personnel file. Stores nothing; raises ``FileRefused`` when the file as a whole is of no use.

    ``mapping``: column letter -> field, instead of the proposal. ``remembered``: header signature -> mapping.
    Without ``sheet`` every sheet that holds people is read, once per person. ``with_rows=False`` finds the tables
    and their columns only.
    """
    try:
        return _read(source, filename, mapping, sheet, today, remembered or {}, limits, with_rows)
    finally:
        for cache in (forget, forget_dates, read_name.cache_clear):
            cache()


def _read(source, filename, mapping, sheet, today, remembered, limits, with_rows) -> PeopleSheet:  # type: ignore[no-untyped-def]
    today = today or dt.datetime.now(tz=dt.UTC).date()
    book = source if isinstance(source, Workbook) else read_workbook(source, filename, limits)
    tables = find_tables(book, mapping, sheet, remembered)
    result = PeopleSheet(book, [] if with_rows else tables)
    if not with_rows:
        return result
    for table in tables:
        _take_table(result, table, today, is_named=sheet is not None)
    _refuse_duplicates(result)
    _note_columns(result)
    return result


def _take_table(result: PeopleSheet, table: Table, today: dt.date, *, is_named: bool) -> None:
    reader = RowReader(
        table.header, table.columns, table.body.records, today, table.sheet.name, table.default_unit
    )
    people, doubtful, faults = [], [], []
    for record in table.body.records:
        person, found = reader.read(record)
        faults += found
        refusals = [fault for fault in found if fault.is_refusal]
        if not refusals:
            people.append(person)
        elif person.name and person.birth_date and all(fault.code in RECOGNISABLE for fault in refusals):
            doubtful.append(person)
    if result.tables and not is_named:
        known = {person.nip for person in result.people}
        again = sum(1 for person in people if person.nip in known)
        if again * 2 > len(people):
            result.notices.append(_notice(
                "sheet_skipped",
                _("Lembar “%(name)s” dilewati: %(again)d dari %(count)d barisnya sudah ada di lembar “%(first)s”.")
                % {"name": table.sheet.name, "again": again, "count": len(people), "first": result.main.sheet.name},
                _("Pilih lembarnya sendiri bila yang dimaksud lembar itu."),
                sheet=table.sheet.name,
            ))  # fmt: skip
            return
    result.tables.append(table)
    result.people += people
    result.doubtful += doubtful
    result.faults += faults


def _refuse_duplicates(result: PeopleSheet) -> None:
    """One number, one row: the first stands when it is plainly the same person, else none of them."""
    first: dict[str, Person] = {}
    refused: set[int] = set()
    by_table = {table.sheet.name: table for table in result.tables}
    for person in result.people:
        known = first.setdefault(person.nip, person)
        if known is person:
            continue
        is_same_name = name_key(known.name) == name_key(person.name)
        refused.add(id(person))
        result.faults.append(_duplicate(by_table[person.sheet], person, known, is_same_name))
        if not is_same_name and id(known) not in refused:
            refused.add(id(known))
            result.faults.append(_duplicate(by_table[known.sheet], known, person, is_same_name))
    if refused:
        result.people = [person for person in result.people if id(person) not in refused]
        order = {table.sheet.name: place for place, table in enumerate(result.tables)}
        result.faults.sort(key=lambda fault: (order[fault.sheet], fault.row))


def _duplicate(table: Table, person: Person, other: Person, is_same_name: bool) -> Fault:
    index = table.columns.get("nip", table.columns.get("name", 0))
    where = _("baris %(row)d") % {"row": other.row}
    if other.sheet != person.sheet:
        where = _("baris %(row)d lembar “%(sheet)s”") % {"row": other.row, "sheet": other.sheet}
    if is_same_name:
        remedy = _("Hapus salah satu baris; yang dipakai baris %(row)d.") % {"row": other.row}
    else:
        remedy = _(
            "Namanya berbeda. Periksa kedua NIP pada SK dan betulkan yang salah; keduanya belum dipakai."
        )
    column = table.header.column(index)
    return Fault(
        person.row, letter_of(index), column.title if column else "", "nip", person.nip, "nip_duplicate",
        _("NIP ini juga ada di %(where)s.") % {"where": where}, remedy, True, person.sheet,
    )  # fmt: skip


def _notice(code: str, message: str, remedy: str, **more: Any) -> dict[str, Any]:
    return {
        "row": None,
        "column": "",
        "value": "",
        "code": code,
        "message": message,
        "remedy": remedy,
        **more,
    }


def _note_columns(result: PeopleSheet) -> None:
    """Say which columns are left out on purpose, which are unclear, and what is missing altogether."""
    for table in result.tables:
        name = table.sheet.name
        refused = [column for column in table.mapped.refused if column.parts]
        if refused:
            result.notices.append(_notice(
                "columns_not_imported",
                _("%(count)d kolom berisi data pribadi yang tidak diperlukan dan tidak diambil: %(titles)s.")
                % {"count": len(refused), "titles": ", ".join(column.title for column in refused)},
                _("Tidak perlu tindakan; sebaiknya hapus kolom itu sebelum mengirim berkas."),
                column=", ".join(column.letter for column in refused), sheet=name,
            ))  # fmt: skip
        for one in table.mapped.proposals:
            if one.rivals:
                result.notices.append(_notice(
                    "column_conflict",
                    _("Kolom %(one)s (%(title)s) dan kolom %(other)s tampak berisi hal yang sama; yang dipakai kolom %(other)s.")
                    % {"one": one.column.letter, "title": one.column.title, "other": one.rivals[0]},
                    _("Periksa pemetaan kolom; pilih kolom yang benar."),
                    column=one.column.letter, sheet=name,
                ))  # fmt: skip
        _note_missing(result, table)


def _note_missing(result: PeopleSheet, table: Table) -> None:
    name = table.sheet.name
    if not table.header.rows:
        result.notices.append(_notice(
            "header_guessed", _("Berkas ini tidak mempunyai judul kolom; kolom dikenali dari isinya."),
            _("Periksa pemetaan kolom sebelum menerapkan."), sheet=name,
        ))  # fmt: skip
    for wanted, label in (("nip", _("NIP")), ("name", _("nama"))):
        if wanted not in table.columns and not (wanted == "nip" and any(one.nip for one in result.people)):
            result.notices.append(_notice(
                f"no_{wanted}_column", _("Kolom %(label)s tidak ditemukan.") % {"label": label},
                _("Pilih kolomnya pada pemetaan, atau tambahkan ke berkas."), sheet=name,
            ))  # fmt: skip
    if (
        "unit" not in table.columns
        and "opd" not in table.columns
        and not any(one.unit for one in result.people)
    ):
        result.notices.append(_notice(
            "no_unit_column", _("Unit kerja tidak disebut dalam berkas ini."),
            _("Pegawai baru memerlukan unit kerja; tambahkan kolom UNIT KERJA."), sheet=name,
        ))  # fmt: skip
