"""From one row of a personnel table to one person, with everything that is wrong with the row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import (
    DateRead,
    Header,
    Record,
    clean,
    date_order,
    letter_of,
    read_date,
    read_integer,
    shown_text,
    text_of,
)

from . import sentences as say
from . import terms
from .cells import HAS_DATE, split_name_cell
from .faults import Fault, Finding
from .names import name_key, read_name, standard_degrees
from .nip import OLDEST, YOUNGEST, NipRead, age_on, impossible_age, missing, read_nip
from .ranks import read_rank

DATE_FIELDS = ("birth_date", "rank_since", "position_since", "entered_on", "retires_on")
# Numbers that cannot be read but whose owner a human may recognise by name and birth date.
RECOGNISABLE = frozenset(
    ["nip_missing", "nip_lost_digits", "nip_old", "nip_letters", "nip_length", "nip_unreadable"]
)

_EMAIL = re.compile(r"^[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[a-z]{2,}$", re.I)
_UNIT_WORDS = re.compile(
    r"\b(dinas|badan|kantor|kecamatan|kelurahan|puskesmas|bagian|sekretariat|inspektorat|rsud|rumah sakit|uptd?|sdn?|"
    r"smpn?|sman?|smkn?|tk|paud|sekolah|bidang|satuan|satpol|cabang|seksi|sub ?bag(ian)?|asisten|staf ahli|balai|unit)\b",
    re.I,
)


@dataclass(slots=True)
class Person:
    """One person as the file tells it. Empty means: the file says nothing. ``sheet`` and ``row`` say where."""

    row: int
    sheet: str = ""
    name: str = ""
    front: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    nip: str = ""
    old_nip: str = ""
    kind: str = ""
    sex: str = ""
    birth_date: dt.date | None = None
    birth_place: str = ""
    rank: str = ""
    rank_since: dt.date | None = None
    post: str = ""
    post_kind: str = ""
    post_level: str = ""
    eselon: str = ""
    job_class: int | None = None
    position_since: dt.date | None = None
    unit: str = ""
    opd: str = ""
    education_level: str = ""
    education_major: str = ""
    graduated_year: int | None = None
    entered_on: dt.date | None = None
    retires_on: dt.date | None = None
    legal_state: str = ""
    email: str = ""
    # The code of what is wrong with the number, when there is none.
    nip_problem: str = ""
    # Fields that the file does not say itself but the number implies.
    derived: set[str] = field(default_factory=set)

    @property
    def degrees(self) -> list[str]:
        return [*self.front, *self.back]

    @property
    def key(self) -> tuple[str, dt.date | None]:
        return name_key(self.name), self.birth_date


class RowReader:
    """Reads the records of one table. What is decided per column (date order, letters for sex) is decided here."""

    def __init__(
        self,
        header: Header,
        columns: dict[str, int],
        records: list[Record],
        today: dt.date,
        sheet: str,
        default_unit: str,
    ) -> None:
        self.columns, self.today, self.sheet, self.default_unit = columns, today, sheet, default_unit
        self.titles = {column.index: column.title for column in header.columns}
        self.orders = {
            name: date_order(record.cell(columns[name]) for record in records)
            for name in DATE_FIELDS
            if name in columns
        }
        self.pria_wanita = "sex" in columns and terms.is_pria_wanita(
            record.cell(columns["sex"]) for record in records
        )
        self.faults: list[Fault] = []
        self._record = Record(0, [])
        self._inner_rank = ""

    def raw(self, name: str) -> object:
        index = self.columns.get(name)
        return "" if index is None else self._record.cell(index)

    def text(self, name: str) -> str:
        index = self.columns.get(name)
        return "" if index is None else clean(self._record.cell(index))

    def report(self, name: str, finding: Finding, value: str | None = None) -> None:
        index = self.columns.get(name)
        shown = shown_text(self.raw(name) if value is None else value)
        self.faults.append(
            Fault(
                self._record.row,
                letter_of(index) if index is not None else "",
                self.titles.get(index, "") if index is not None else "",
                name,
                shown,
                finding.code,
                finding.message,
                finding.remedy,
                finding.is_refusal,
                self.sheet,
            )
        )

    def read(self, record: Record) -> tuple[Person, list[Fault]]:
        """The person in ``record`` and the faults of its cells."""
        self._record, self.faults = record, []
        person = Person(record.row, self.sheet)
        number = self._read_name_and_number(person)
        self._read_birth(person, number)
        self._read_status(person, number)
        self._read_rank(person, number)
        self._read_post(person)
        self._read_education(person)
        self._read_rest(person)
        return person, self.faults

    def _read_name_and_number(self, person: Person) -> NipRead:
        raw = self.raw("name")
        number_cell: object = self.raw("nip") if "nip" in self.columns else ""
        text = raw if isinstance(raw, str) else text_of(raw)
        self._inner_rank = ""
        if any(sign.isdigit() for sign in text):
            cell = split_name_cell(text)
            text, self._inner_rank = cell.name, cell.rank
            if cell.number and not clean(number_cell):
                number_cell = cell.number
            if cell.birth and cell.birth.value:
                person.birth_date, person.birth_place = cell.birth.value, terms.title_words(cell.birth.before)
        read = read_name(clean(text))
        person.name, person.front, person.back = read.name, list(read.front), list(read.back)
        person.front = _merged(standard_degrees(self.text("front_title"), is_front=True), person.front)
        person.back = _merged(person.back, standard_degrees(self.text("back_title"), is_front=False))
        if not person.name:
            self.report("name", say.no_name())
        elif sum(sign.isalpha() for sign in person.name) < 2:
            self.report(
                "name", Finding("name_unreadable", _("Isi kolom nama bukan nama."), _("Isi nama pegawai."))
            )
        if read.unsure:
            self.report("name", say.unsure_degree(read.unsure))
        number = (
            read_nip(number_cell, self.today)
            if clean(number_cell) or "nip" in self.columns
            else NipRead(finding=missing())
        )
        person.old_nip = number.old_nip or "".join(re.findall(r"\d", self.text("old_nip")))[:9]
        if number.nip:
            person.nip = number.nip.digits
        if number.finding:
            person.nip_problem = number.finding.code
            self.report("nip", number.finding, number.shown)
        return number

    def date(self, name: str, *, is_refusal: bool = True, latest: dt.date | None = None) -> DateRead | None:
        """The date of a column; None when the column is missing, empty or (then reported) unreadable."""
        if name not in self.columns:
            return None
        read = read_date(self.raw(name), month_first=self.orders[name] == "month", latest=latest)
        if read.problem:
            self.report(name, say.bad_date(read.problem, text_of(self.raw(name)), is_refusal))
            return None
        if self.orders[name] == "mixed" and (read.ambiguous or read.month_first) and name != "birth_date":
            self.report(name, say.unclear_order(read.value))
        return read if read.value else None

    def _read_birth(self, person: Person, number: NipRead) -> None:
        read = self.date("birth_date", latest=self.today)
        if read and read.value:
            person.birth_date = read.value
            person.birth_place = terms.title_words(read.before)
        person.birth_place = terms.title_words(self.text("birth_place")) or person.birth_place
        nip = number.nip
        if nip is None:
            if read and self.orders["birth_date"] == "mixed" and (read.ambiguous or read.month_first):
                self.report("birth_date", say.unclear_order(read.value))
            if person.birth_date and not YOUNGEST <= age_on(person.birth_date, self.today) <= OLDEST:
                self.report("birth_date", impossible_age(age_on(person.birth_date, self.today)))
            return
        if person.birth_date is None:
            person.birth_date = nip.birth_date
            person.derived.add("birth_date")
        elif person.birth_date != nip.birth_date:
            # The number settles what is day and what is month.
            swapped = (person.birth_date.year, person.birth_date.day, person.birth_date.month)
            if read and swapped == (nip.birth_date.year, nip.birth_date.month, nip.birth_date.day):
                self.report("birth_date", say.swapped(nip.birth_date))
                person.birth_date = nip.birth_date
            else:
                self.report("birth_date", say.birth_mismatch(person.birth_date, nip.birth_date))
        person.entered_on = nip.entered_on
        person.derived.add("entered_on")

    def _read_status(self, person: Person, number: NipRead) -> None:
        sex_text = self.text("sex")
        person.sex = terms.read_sex(self.raw("sex"), pria_wanita=self.pria_wanita) if sex_text else ""
        if sex_text and not person.sex:
            self.report(
                "sex",
                say.unknown_word("sex_unknown", sex_text, _("Isi L untuk laki-laki atau P untuk perempuan.")),
            )
        if number.nip:
            if person.sex and person.sex != number.nip.sex:
                self.report("sex", say.sex_mismatch(number.nip.sex))
            if not person.sex:
                person.sex = number.nip.sex
                person.derived.add("sex")
        kind_text = self.text("kind")
        person.kind = terms.read_kind(kind_text)
        if person.kind == "none":
            self.report("kind", say.not_asn(kind_text))
        elif kind_text and not person.kind:
            self.report(
                "kind",
                say.unknown_word(
                    "status_unknown", kind_text, _("Isi PNS, CPNS, PPPK, atau PPPK Paruh Waktu.")
                ),
            )
        if number.nip and person.kind != "none":
            family = "pppk" if person.kind.startswith("pppk") else "pns" if person.kind else ""
            if family and family != number.nip.kind:
                self.report("kind", say.kind_mismatch(number.nip.kind))
                person.kind = number.nip.kind
                person.derived.add("kind")
            if not person.kind:
                person.kind = number.nip.kind
                person.derived.add("kind")

    def _read_rank(self, person: Person, number: NipRead) -> None:
        family = (
            number.nip.kind
            if number.nip
            else "pppk"
            if person.kind.startswith("pppk")
            else "pns"
            if person.kind
            else ""
        )
        source = "rank" if self.text("rank") or "rank_title" not in self.columns else "rank_title"
        read = read_rank(self.raw(source) if source in self.columns else self._inner_rank, family)
        person.rank, person.rank_since = read.code, read.since
        if read.finding:
            self.report(source, read.finding)
        elif source == "rank" and "rank_title" in self.columns and read.code:
            title = read_rank(self.raw("rank_title"), family)
            if title.code and title.code != read.code:
                self.report("rank_title", say.rank_differs(self.text("rank_title"), read.code))
        since = self.date("rank_since")
        person.rank_since = since.value if since else person.rank_since
        self._check_past("rank_since", person.rank_since, person)

    def _check_past(self, name: str, day: dt.date | None, person: Person) -> None:
        if day is None:
            return
        if day > self.today + dt.timedelta(days=366):
            self.report(name, say.future(day), day.strftime("%d-%m-%Y"))
        elif person.birth_date and day < person.birth_date:
            self.report(name, say.before_birth(day), day.strftime("%d-%m-%Y"))

    def _read_post(self, person: Person) -> None:
        text = self.text("post")
        if text and HAS_DATE.search(text):
            read = read_date(text)
            if read.value and read.before:
                person.position_since = read.value
                text = re.sub(r"[\s,;(/-]*\bTMT\b[.:\s]*$", "", read.before, flags=re.I).strip(" ,;/-(")
        person.post = terms.title_words(text)[:200]
        person.post_kind = terms.read_post_kind(self.text("post_kind"))
        person.post_level = self.text("post_level")
        eselon = self.text("eselon")
        try:
            person.eselon = terms.read_eselon(eselon)
        except ValueError:
            self.report(
                "eselon",
                say.unknown_word(
                    "eselon_unknown", eselon, _("Tulis seperti II.b atau III.a; kosongkan bila tidak ada.")
                ),
            )
        since = self.date("position_since")
        person.position_since = since.value if since else person.position_since
        self._check_past("position_since", person.position_since, person)
        section = self._record.section if _UNIT_WORDS.search(self._record.section) else ""
        person.opd = terms.title_words(self.text("opd"))[:200]
        unit = (
            self.text("unit")
            or (section if not person.opd else "")
            or ("" if person.opd else self.default_unit)
        )
        person.unit = terms.title_words(unit)[:200]

    def _read_education(self, person: Person) -> None:
        level, rest = terms.read_education(self.text("education_level"))
        major_text = self.text("education_major")
        major_level, major = terms.read_education(major_text)
        if self.text("education_level") and not level:
            if major_level or "education_major" in self.columns:
                self.report("education_level", say.unknown_word(
                    "education_unknown", self.text("education_level"), _("Isi tingkat pendidikan, misalnya SMA, D3, atau S1.")
                ))  # fmt: skip
            rest = rest or ""
        person.education_level = level or major_level
        person.education_major = (major or rest)[:150]
        year_text = self.text("graduated_year")
        if year_text:
            try:
                year = read_integer(self.raw("graduated_year"))
            except ValueError:
                read = read_date(self.raw("graduated_year"))
                year = read.value.year if read.value else None
            if year is None or not 1950 <= year <= self.today.year + 1:
                self.report(
                    "graduated_year",
                    say.unknown_word("year_unknown", year_text, _("Isi tahun empat angka, misalnya 2009.")),
                )
            else:
                person.graduated_year = year

    def _read_rest(self, person: Person) -> None:
        entered = self.date("entered_on")
        if entered:
            person.entered_on = entered.value
            person.derived.discard("entered_on")
        retires = self.date("retires_on", is_refusal=False)
        person.retires_on = retires.value if retires else None
        legal_text = self.text("legal_state")
        person.legal_state = terms.read_legal_state(legal_text)
        if legal_text and not person.legal_state and not terms.read_kind(legal_text):
            self.report(
                "legal_state",
                say.unknown_word(
                    "legal_state_unknown",
                    legal_text,
                    _("Isi menurut daftar kedudukan hukum SIASN, misalnya Aktif."),
                ),
            )
        email = self.text("email").strip("<>").lower()
        if email and not _EMAIL.match(email):
            self.report(
                "email",
                say.unknown_word(
                    "email_unknown", email, _("Isi alamat surel yang utuh, misalnya nama@kendarikota.go.id.")
                ),
            )
        elif email:
            person.email = email[:254]
        job_class = self.text("job_class")
        if job_class:
            digits = re.search(r"\d{1,2}", job_class)
            if digits and 1 <= int(digits[0]) <= 17:
                person.job_class = int(digits[0])
            else:
                self.report(
                    "job_class",
                    say.unknown_word("job_class_unknown", job_class, _("Isi kelas jabatan 1 sampai 17.")),
                )


def _merged(first: list[str], second: list[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
