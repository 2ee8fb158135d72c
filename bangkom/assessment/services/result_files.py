"""Files of assessment results: read, checked as a whole, then stored as a whole or not at all.

Two layouts: one line per result (NIP, kompetensi, tingkat …), or one line per person with a column per
competency. Method, date and assessor may stand in the file or be given once for all rows.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.assessment.models import Evidence, Method
from bangkom.assessment.queries.employees import employees
from bangkom.assessment.queries.settings import methods_in_force
from bangkom.foundation.tabular import (
    Field,
    FileRefused,
    Header,
    Record,
    Remark,
    Sheet,
    Vocabulary,
    clean,
    find_header,
    is_empty,
    letter_of,
    propose,
    read_date,
    read_decimal,
    read_workbook,
    split_body,
    write_annotated,
)
from bangkom.standards import queries as standards

SKILL = "skill:"
MANY = 1000  # people from which all results are read instead of theirs
FIELDS = (
    Field("nip", "NIP", ("nip", "nip baru", "nomor induk pegawai", "ni pppk", "nip ni pppk")),
    Field("name", "Nama", ("nama", "nama pegawai", "nama lengkap", "nama asesi"), use="leave"),
    Field("competency", "Kompetensi", ("kompetensi", "kode kompetensi", "nama kompetensi")),
    Field("level", "Tingkat", ("tingkat", "level", "nilai", "hasil", "skor", "level hasil")),
    Field("method", "Metode", ("metode", "metode penilaian", "cara penilaian")),
    Field(
        "assessed_on", "Tanggal", ("tanggal", "tanggal penilaian", "tanggal asesmen", "tgl penilaian", "tgl")
    ),
    Field("valid_until", "Berlaku sampai", ("berlaku sampai", "masa berlaku", "kedaluwarsa")),
    Field("assessor", "Penilai", ("penilai", "asesor", "nama penilai", "nip penilai", "lembaga penilai")),
    Field("note", "Bukti", ("bukti", "keterangan", "catatan", "uraian bukti")),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell. ``row`` counts from 1, ``column`` is the letter the sheet shows."""

    row: int
    column: str
    value: str
    message: str
    remedy: str

    @property
    def sentence(self) -> str:
        return f"{self.message} {self.remedy}"


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that say nothing themselves."""

    method: Method | None = None
    assessed_on: dt.date | None = None
    assessor_name: str = ""


@dataclass
class ResultFile:
    """A file as it was read: rows to store (unsaved), what is wrong, and how much of it is known already."""

    sheet: Sheet
    header: Header
    results: list[Evidence] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    new: list[Evidence] = field(default_factory=list)
    changed: list[tuple[int, Evidence]] = field(default_factory=list)
    same: int = 0

    @property
    def people(self) -> int:
        return len({row.employee_id for row in self.results})

    def annotated(self) -> bytes:
        """The file as it came, with one more column of remedies."""
        remarks: dict[int, Remark] = {}
        for fault in self.faults:
            known = remarks.get(fault.row)
            text = fault.sentence if known is None else f"{known.text}\n{fault.sentence}"
            columns = () if known is None else known.columns
            place = (_place(fault.column),) if fault.column else ()
            remarks[fault.row] = Remark(text, (*columns, *place), is_refused=True)
        stream = io.BytesIO()
        name = self.sheet.name
        heads = {name: (self.header.rows[-1], self.sheet.width)}
        write_annotated([self.sheet], {name: remarks}, heads, stream, title=_("Perbaikan"))
        return stream.getvalue()


def _place(letters: str) -> int:
    from bangkom.foundation.tabular import column_of

    return column_of(letters)


def read_results(
    content: bytes,
    filename: str,
    *,
    defaults: Defaults = Defaults(),
    allowed: Callable[[Any], Any] | None = None,
    day: dt.date | None = None,
) -> ResultFile:
    """Read and check a file; nothing is stored. ``allowed`` narrows the employees whose results may be brought in.

    Raises ``FileRefused`` when there is no table with NIP and levels in it.
    """
    reader = _Reader(defaults, allowed, day or timezone.localdate())
    for sheet in read_workbook(content, filename).sheets:
        header = find_header(sheet, reader.vocabulary)
        if header is not None:
            return reader.read(sheet, header)
    raise FileRefused(
        "results_no_header",
        _("Baris judul dengan kolom NIP dan kompetensi tidak ditemukan."),
        _(
            "Pakai kolom NIP, Kompetensi, Tingkat, Metode, Tanggal, Penilai; atau NIP dan satu kolom per kompetensi."
        ),
    )


class _Reader:
    def __init__(self, defaults: Defaults, allowed: Callable[[Any], Any] | None, day: dt.date) -> None:
        self.defaults, self.day = defaults, day
        methods = methods_in_force(day)
        self.methods = {key: method for method in methods for key in (_key(method.code), _key(method.name))}
        self.method_words = ", ".join(method.name for method in methods)
        rows = list(standards.assessed_competencies().values_list("pk", "code", "name"))
        self.competencies = {_key(text): pk for pk, code, name in reversed(rows) for text in (name, code)}
        self.names = {pk: name for pk, _code, name in rows}
        skills = [
            Field(f"{SKILL}{pk}", name, (name, code, f"{code} {name}"), is_strict=True)
            for pk, code, name in rows
        ]
        self.vocabulary = Vocabulary(
            (*FIELDS, *skills), anchors=("nip",), expand={"tgl": "tanggal", "no": ""}
        )
        in_service = employees().filter(left_on__isnull=True)
        self.everybody = {
            nip: (pk, name) for nip, pk, name in in_service.exclude(nip=None).values_list("nip", "pk", "name")
        }
        mine = in_service if allowed is None else allowed(in_service)
        self.mine = set(mine.values_list("pk", flat=True))
        self.faults: list[Fault] = []

    def read(self, sheet: Sheet, header: Header) -> ResultFile:
        columns = propose(sheet, header, self.vocabulary).columns
        wide = {
            int(name.removeprefix(SKILL)): place for name, place in columns.items() if name.startswith(SKILL)
        }
        if "nip" not in columns or not (wide or {"competency", "level"} <= set(columns)):
            raise FileRefused(
                "results_no_columns",
                _("Kolom NIP, atau kolom kompetensi dan tingkatnya, tidak dikenali."),
                _(
                    "Beri judul kolom NIP, Kompetensi, dan Tingkat; atau satu kolom berjudul nama tiap kompetensi."
                ),
            )
        found = ResultFile(sheet, header)
        lines: list[int] = []
        for record in split_body(sheet, header, columns, ("nip",)).records:
            found.results += self._record(record, columns, wide)
            lines += [record.row] * (len(found.results) - len(lines))
        found.faults = self.faults
        self._refuse_doubles(found, lines)
        _compare(found)
        return found

    def _fault(self, record: Record, place: int | None, message: str, remedy: str) -> None:
        value = "" if place is None else clean(record.cell(place))
        letter = "" if place is None else letter_of(place)
        self.faults.append(Fault(record.row, letter, value[:80], message, remedy))

    def _record(self, record: Record, columns: dict[str, int], wide: dict[int, int]) -> list[Evidence]:
        before = len(self.faults)
        employee = self._employee(record, columns["nip"])
        method = self._method(record, columns.get("method"))
        assessed_on = self._date(record, columns.get("assessed_on"), self.defaults.assessed_on)
        valid_until = self._date(record, columns.get("valid_until"), None, is_past=False)
        assessor, assessor_name = self._assessor(record, columns.get("assessor"))
        levels = self._wide_levels(record, wide) if wide else self._long_level(record, columns)
        if len(self.faults) > before:
            return []
        note = clean(record.cell(columns["note"])) if "note" in columns else ""
        return [
            Evidence(
                employee_id=employee,  # type: ignore[misc]  # a row without one has a fault and is left out above
                competency_id=competency,
                method=method,
                level=level,
                assessed_on=assessed_on,  # type: ignore[misc]
                valid_until=valid_until,
                assessor_id=assessor,
                assessor_name=assessor_name,
                note=note,
            )
            for competency, level in levels
        ]

    def _employee(self, record: Record, place: int) -> int | None:
        cell = record.cell(place)
        if isinstance(cell, (int, float)) and cell >= 10**15:
            self._fault(
                record, place, _("NIP tersimpan sebagai angka sehingga digit terakhirnya hilang."),
                _("Ubah kolom NIP menjadi teks, lalu isi kembali dari sumbernya."),
            )  # fmt: skip
            return None
        nip = re.sub(r"\D", "", clean(cell))
        if len(nip) != 18:
            self._fault(
                record, place, _("NIP harus 18 angka; yang diisi %(count)d.") % {"count": len(nip)},
                _("Periksa kembali pada SK."),
            )  # fmt: skip
            return None
        known = self.everybody.get(nip)
        if known is None or known[0] not in self.mine:
            self._fault(
                record, place, _("Tidak ada pegawai dengan NIP ini di antara pegawai wewenang Anda."),
                _("Periksa NIP-nya, atau minta BKPSDM mengimpor hasil ini."),
            )  # fmt: skip
            return None
        return known[0]

    def _method(self, record: Record, place: int | None) -> Method | None:
        text = "" if place is None else clean(record.cell(place))
        if not text:
            if self.defaults.method is None:
                self._fault(
                    record, place, _("Metode penilaian belum diisi."),
                    _("Isi kolom Metode, atau pilih satu metode untuk seluruh berkas."),
                )  # fmt: skip
            return self.defaults.method
        method = self.methods.get(_key(text))
        if method is None:
            remedy = _("Pakai salah satu: %(methods)s.") % {"methods": self.method_words}
            self._fault(record, place, _("Metode ini tidak dikenal."), remedy)
        return method

    def _date(
        self, record: Record, place: int | None, default: dt.date | None, *, is_past: bool = True
    ) -> dt.date | None:
        cell = "" if place is None else record.cell(place)
        if is_empty(cell):
            if is_past and default is None:
                self._fault(
                    record, place, _("Tanggal penilaian belum diisi."),
                    _("Isi kolom Tanggal, atau pilih satu tanggal untuk seluruh berkas."),
                )  # fmt: skip
            return default
        day = read_date(cell).value
        if day is None:
            self._fault(record, place, _("Tanggal ini tidak terbaca."), _("Tulis misalnya 24/11/2026."))
        elif is_past and day > self.day:
            self._fault(record, place, _("Tanggal penilaian belum tiba."), _("Periksa tahun dan bulannya."))
            return None
        return day

    def _assessor(self, record: Record, place: int | None) -> tuple[int | None, str]:
        text = "" if place is None else clean(record.cell(place))
        bare = re.sub(r"\D", "", text)
        if len(bare) == 18 and bare in self.everybody:
            return self.everybody[bare]
        return None, (text or self.defaults.assessor_name)[:150]

    def _long_level(self, record: Record, columns: dict[str, int]) -> list[tuple[int, Decimal]]:
        place = columns["competency"]
        competency = self.competencies.get(_key(clean(record.cell(place))))
        if competency is None:
            self._fault(
                record, place, _("Kompetensi ini tidak ada dalam kamus yang dipakai."),
                _("Pakai kode atau nama seperti di kamus kompetensi."),
            )  # fmt: skip
        level = self._level(record, columns["level"])
        if level is None and is_empty(record.cell(columns["level"])):
            self._fault(
                record, columns["level"], _("Tingkat belum diisi."), _("Isi bilangan dari 0 sampai 5.")
            )
        return [(competency, level)] if competency is not None and level is not None else []

    def _wide_levels(self, record: Record, wide: dict[int, int]) -> list[tuple[int, Decimal]]:
        """An empty cell says that this competency was not assessed."""
        levels = [(competency, self._level(record, place)) for competency, place in wide.items()]
        return [(competency, level) for competency, level in levels if level is not None]

    def _level(self, record: Record, place: int) -> Decimal | None:
        cell = record.cell(place)
        try:
            level = read_decimal(cell)
        except ValueError:
            self._fault(
                record,
                place,
                _("Tingkat ini bukan bilangan."),
                _("Isi bilangan dari 0 sampai 5, misalnya 2,5."),
            )
            return None
        if level is not None and not 0 <= level <= 5:
            message = _("Tingkat harus dari 0 sampai 5; yang diisi %(level)s.") % {"level": clean(cell)}
            self._fault(record, place, message, _("Nilai 0–100 harus diubah menjadi tingkat dahulu."))
            return None
        return None if level is None else level.quantize(Decimal("0.01"))

    def _refuse_doubles(self, found: ResultFile, lines: list[int]) -> None:
        """The same result twice in one file: which of the two is right, nobody but the sender knows."""
        seen: dict[tuple[Any, ...], tuple[Evidence, int]] = {}
        for row, line in zip(found.results, lines, strict=True):
            other, first = seen.setdefault(_identity(row), (row, line))
            if other.level != row.level:
                message = _(
                    "%(competency)s dinilai juga pada baris %(first)d dengan tingkat lain, tanggal dan penilai sama."
                )
                values = {"competency": self.names[row.competency_id], "first": first}
                remedy = _("Sisakan satu baris saja.")
                self.faults.append(Fault(line, "", f"{other.level} / {row.level}", message % values, remedy))
        found.results = [row for row, _line in seen.values()]


def _key(text: str) -> str:
    return re.sub(r"[\s._-]+", " ", str(text)).strip().lower()


def _identity(row: Evidence) -> tuple[Any, ...]:
    return row.employee_id, row.competency_id, row.method_id, row.assessed_on, row.assessor_name


def _compare(found: ResultFile) -> None:
    """Sort the results into new, changed and known, by one query."""
    people = {row.employee_id for row in found.results}
    stored = {
        _identity(row): row
        for row in Evidence.objects.filter(replaced_by=None, employee__in=people).only(
            "employee_id", "competency_id", "method_id", "assessed_on", "assessor_name", "level"
        )
    } if len(people) <= MANY else {_identity(row): row for row in Evidence.objects.filter(replaced_by=None).iterator()}  # fmt: skip
    for row in found.results:
        known = stored.get(_identity(row))
        if known is None:
            found.new.append(row)
        elif known.level == row.level:
            found.same += 1
        else:
            found.changed.append((known.pk, row))
