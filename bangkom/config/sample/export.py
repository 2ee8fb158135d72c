"""The city's people as a personnel file: clean, or with what real files of offices have in them."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path
from random import Random
from typing import Any

from django.apps import apps
from django.utils import timezone

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
COLUMNS = (
    "employee", "name", "front_title", "back_title", "nip", "birth_place", "birth_date", "sex", "kind", "rank__code",
    "rank__name", "rank_since", "position__title", "position_since", "education_level", "education_major",
    "graduated_year", "unit__name", "opd__name", "entered_on",
)  # fmt: skip
# Head, and below it the parts that it spans.
HEADER = (
    ("NO.", ()), ("NAMA PEGAWAI", ()), ("NIP", ()), ("TEMPAT, TANGGAL LAHIR", ()), ("L/P", ()), ("STATUS", ()),
    ("PANGKAT / GOLONGAN", ("GOL. RUANG", "TMT")), ("JABATAN", ("NAMA JABATAN", "TMT")),
    ("PENDIDIKAN TERAKHIR", ("TINGKAT", "JURUSAN", "TAHUN LULUS")), ("UNIT KERJA", ()), ("OPD", ()), ("TMT CPNS", ()),
)  # fmt: skip
CLEAN = (
    "Nama", "Gelar Depan", "Gelar Belakang", "NIP", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin", "Status",
    "Golongan", "TMT Golongan", "Jabatan", "TMT Jabatan", "Tingkat Pendidikan", "Jurusan", "Tahun Lulus",
    "Unit Kerja", "OPD", "TMT CPNS",
)  # fmt: skip
KINDS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part": "PPPK Paruh Waktu"}
SEXES = {"m": ("L", "Laki-laki", "Pria", "1"), "f": ("P", "Perempuan", "Wanita", "2")}


def export_people(path: Path, *, quirks: bool = False, seed: int = 1) -> int:
    """Write everybody of the database to an XLSX; answers how many.

    With ``quirks`` the file looks like one that an office sends: titles above a merged header of two rows, a row
    of column numbers, phantom columns, NIP and golongan in many spellings, degrees in the name, dates in five
    forms, a signature at the end. Every value can still be read by a careful reader.
    """
    import xlsxwriter

    rows = list(
        apps.get_model("people.Employee")
        ._default_manager.order_by("opd__path", "unit__path", "pk")
        .values(*(name for name in COLUMNS if name != "employee"))
    )
    book = xlsxwriter.Workbook(str(path), {"constant_memory": not quirks})
    sheet = book.add_worksheet("DUK" if quirks else "Pegawai")
    if quirks:
        Messy(book, sheet, Random(seed)).write(rows)  # noqa: S311 - repeatable, not secret
    else:
        _write_clean(book, sheet, rows)
    book.close()
    return len(rows)


def _write_clean(book: Any, sheet: Any, rows: list[dict[str, Any]]) -> None:
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, CLEAN)
    for number, row in enumerate(rows, 1):
        cells = (
            row["name"], row["front_title"], row["back_title"], row["nip"], row["birth_place"], row["birth_date"],
            SEXES[row["sex"]][0], KINDS[row["kind"]], row["rank__code"], row["rank_since"], row["position__title"],
            row["position_since"], row["education_level"], row["education_major"], row["graduated_year"],
            row["unit__name"], row["opd__name"], row["entered_on"],
        )  # fmt: skip
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                sheet.write_datetime(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)


class Messy:
    """A sheet as an office keeps it, by hand and over years."""

    def __init__(self, book: Any, sheet: Any, rng: Random) -> None:
        self._sheet, self._rng = sheet, rng
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._bold = book.add_format({"bold": True, "align": "center", "border": 1})
        self._line = book.add_format({"bottom": 1})

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._sheet.set_column(1, 1, 40)
        top = self._titles()
        top = self._header(top)
        for number, row in enumerate(rows, 1):
            self._row(top + number - 1, number, row)
        self._merge_units(top, rows)
        self._signature(top + len(rows) + 2)
        # Columns that somebody once formatted and never used.
        for column in range(19, 26):
            self._sheet.write_blank(top + 3, column, None, self._line)

    def _titles(self) -> int:
        lines = ("PEMERINTAH KOTA KENDARI", "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA")
        for number, line in enumerate(
            (*lines, "DAFTAR URUT KEPANGKATAN PEGAWAI", f"KEADAAN {self._words(timezone.localdate())}")
        ):
            self._sheet.merge_range(number, 0, number, 15, line, self._bold)
        return 5

    def _header(self, top: int) -> int:
        column = 0
        for title, parts in HEADER:
            if parts:
                self._sheet.merge_range(top, column, top, column + len(parts) - 1, title, self._bold)
                self._sheet.write_row(top + 1, column, parts, self._bold)
            else:
                self._sheet.merge_range(top, column, top + 1, column, title, self._bold)
            column += len(parts) or 1
        self._sheet.write_row(top + 2, 0, range(1, column + 1), self._bold)
        return top + 3

    def _row(self, line: int, number: int, row: dict[str, Any]) -> None:
        rng, kind = self._rng, self._rng.randrange(4)
        cells = [
            number, self._name(row), self._nip(row["nip"]), self._birth(row), SEXES[row["sex"]][kind], KINDS[row["kind"]],
            self._rank(row["rank__code"], row["rank__name"]), row["rank_since"], row["position__title"],
            row["position_since"], row["education_level"], row["education_major"], row["graduated_year"],
            row["unit__name"], row["opd__name"], row["entered_on"],
        ]  # fmt: skip
        if rng.random() < 0.1:
            cells[8] = cells[8].upper()
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                self._date(line, column, cell)
            elif cell is not None and cell != "":
                self._sheet.write(line, column, cell)
            elif rng.random() < 0.2:
                self._sheet.write(line, column, "-")

    def _name(self, row: dict[str, Any]) -> str:
        """Name with its degrees stuck to it, sometimes in capitals or with lost commas."""
        name = row["name"].upper() if self._rng.random() < 0.4 else row["name"]
        front = f"{row['front_title']} " if row["front_title"] else ""
        back = row["back_title"]
        if back and self._rng.random() < 0.25:
            back = back.replace(". ", ".").replace(",", ", ").replace("  ", " ")
        glue = ", " if self._rng.random() < 0.85 else ","
        return f"{front}{name}{glue + back if back else ''}"

    def _nip(self, nip: str) -> str:
        lot = self._rng.random()
        spaced = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
        if lot < 0.45:
            return nip
        if lot < 0.8:
            return spaced
        if lot < 0.9:
            return f"'{nip}"
        if lot < 0.95:
            return f"NIP. {spaced}"
        return f"{130_000_000 + self._rng.randrange(10_000_000)} / {nip}"

    def _birth(self, row: dict[str, Any]) -> str:
        place, day = row["birth_place"], row["birth_date"]
        lot = self._rng.random()
        if lot < 0.5:
            return f"{place.upper()}, {day:%d/%m/%Y}"
        if lot < 0.7:
            return f"{place}, {day:%d-%m-%Y}"
        if lot < 0.9:
            return f"{place}, {self._words(day)}"
        return (
            f"{place} / {day.day} {MONTHS[day.month - 1][:3]} {day.year}"
            if lot < 0.95
            else f"{place}, {day:%d.%m.%Y}"
        )

    def _rank(self, code: str | None, name: str | None) -> str:
        if not code or "/" not in code:
            return code or ""
        group, letter = code.split("/")
        spellings = (
            code, code, code, f"{group}{letter}", f"{group}.{letter}", f"{group} {letter}", f"{group}-{letter}", f"({code})",
            f"{name}, {code}", f"{name} ({group}/{letter.upper()})",
        )  # fmt: skip
        return self._rng.choice(spellings)

    def _date(self, line: int, column: int, day: datetime.date) -> None:
        lot = self._rng.random()
        if lot < 0.5:
            self._sheet.write_datetime(line, column, day, self._day)
        elif lot < 0.6:
            # A serial number that lost its format.
            self._sheet.write_number(line, column, (day - datetime.date(1899, 12, 30)).days)
        else:
            text = f"{day:%d-%m-%Y}" if lot < 0.8 else f"{day:%d/%m/%Y}" if lot < 0.9 else self._words(day)
            self._sheet.write_string(line, column, text)

    def _words(self, day: datetime.date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def _merge_units(self, top: int, rows: list[dict[str, Any]]) -> None:
        """The unit of a few villages stands once, merged over its people."""
        at = top
        for number, (unit, group) in enumerate(
            itertools.groupby(rows, key=lambda row: (row["opd__name"], row["unit__name"]))
        ):
            count = len(list(group))
            if number % 25 == 3 and count > 1:
                self._sheet.merge_range(at, 13, at + count - 1, 13, unit[1])
            at += count

    def _signature(self, line: int) -> None:
        for offset, text in enumerate(
            (
                f"Kendari, {self._words(timezone.localdate())}",
                "KEPALA BADAN,",
                "",
                "",
                "(nama pejabat)",
                "Pembina Utama Muda",
            )
        ):
            if text:
                self._sheet.write(line + offset, 13, text)
