"""Records, yearly JP and the duty as pages show them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.people.queries import FEWEST_SHOWN
from bangkom.records import rules
from bangkom.records.enums import DutyState
from bangkom.records.models import DutyRule, DutySummary, LearningRecord, YearlyJp

RECORD_FIELDS = (
    "pk",
    "title",
    "form__name",
    "organiser",
    "starts_on",
    "ends_on",
    "year",
    "jp_claimed",
    "jp_counted",
    "certificate_number",
    "certificate_on",
    "source",
)


@dataclass(frozen=True)
class Standing:
    """A person's JP of a year against her duty. JP are shown rounded down, what is missing rounded up."""

    year: int
    jp: Decimal
    floor_jp: int | None
    ceiling_jp: int | None

    @property
    def shown_jp(self) -> int:
        return math.floor(self.jp)

    @property
    def goal(self) -> int:
        """What the ring is drawn against: the floor, else the ceiling, else nothing."""
        return self.floor_jp or self.ceiling_jp or 0

    @property
    def state(self) -> DutyState:
        return state_of(self.jp, self.floor_jp, self.ceiling_jp)

    @property
    def missing_jp(self) -> int:
        return max(0, math.ceil(self.floor_jp - self.jp)) if self.floor_jp else 0

    @property
    def open_jp(self) -> int:
        """What a person with a ceiling can still take."""
        return max(0, math.floor(self.ceiling_jp - self.jp)) if self.ceiling_jp else 0

    def sentence(self, *, own: bool) -> str:
        """The number that matters, in words, to the person herself or about her."""
        values = {
            "jp": self.shown_jp,
            "goal": self.goal,
            "missing": self.missing_jp,
            "open": self.open_jp,
            "year": self.year,
        }
        return self._text(own, self.year < timezone.localdate().year) % values

    def _text(self, own: bool, past: bool) -> str:
        state = self.state
        if state == DutyState.MET:
            return _("%(jp)s dari %(goal)s JP. Kewajiban tahun %(year)s sudah terpenuhi.")
        if state == DutyState.SHORT and past:
            return _("%(jp)s dari %(goal)s JP. Kewajiban tahun %(year)s kurang %(missing)s JP.")
        if state == DutyState.SHORT and own:
            return _("%(jp)s dari %(goal)s JP. Anda perlu %(missing)s JP lagi sebelum 31 Desember.")
        if state == DutyState.SHORT:
            return _("%(jp)s dari %(goal)s JP. Perlu %(missing)s JP lagi sebelum 31 Desember.")
        if state == DutyState.OVER:
            return _("%(jp)s JP. Batas %(goal)s JP setahun bagi PPPK sudah terlampaui.")
        if state == DutyState.WITHIN and (past or not self.open_jp):
            return _("%(jp)s dari paling banyak %(goal)s JP tahun %(year)s.")
        if state == DutyState.WITHIN and own:
            return _(
                "%(jp)s dari paling banyak %(goal)s JP. Anda masih dapat mengikuti %(open)s JP tahun ini."
            )
        if state == DutyState.WITHIN:
            return _("%(jp)s dari paling banyak %(goal)s JP. Masih dapat mengikuti %(open)s JP tahun ini.")
        return _("%(jp)s JP tercatat pada tahun %(year)s. Tidak ada kewajiban JP.")


def state_of(jp: Decimal, floor_jp: int | None, ceiling_jp: int | None) -> DutyState:
    """A floor is met or short; a ceiling is kept or passed."""
    if floor_jp is not None:
        return DutyState.MET if jp >= floor_jp else DutyState.SHORT
    if ceiling_jp is not None:
        return DutyState.OVER if jp > ceiling_jp else DutyState.WITHIN
    return DutyState.NONE


def this_year() -> int:
    return timezone.localdate().year


def rule_for(kind: str, year: int) -> DutyRule | None:
    """The newest duty rule of a kind of employment in force in ``year``."""
    return DutyRule.objects.filter(employment_kind=kind, from_year__lte=year).order_by("-from_year").first()


def standing_of(employee: Any, year: int | None = None) -> Standing:
    """Where one employee stands in a year; without a stored sum, nothing has been learned yet."""
    year = year or this_year()
    kept = (
        YearlyJp.objects.filter(employee_id=employee.pk, year=year)
        .values_list("jp", "floor_jp", "ceiling_jp")
        .first()
    )
    if kept:
        return Standing(year, *kept)
    rule = rule_for(employee.kind, year) if employee.is_counted else None
    return Standing(year, Decimal(0), rule.floor_jp if rule else None, rule.ceiling_jp if rule else None)


def yearly_history(employee_id: int) -> list[Standing]:
    """The years of one employee, oldest first."""
    found = YearlyJp.objects.filter(employee_id=employee_id).order_by("year")
    return [Standing(*row) for row in found.values_list("year", "jp", "floor_jp", "ceiling_jp")]


def record_rows(user: Any, employee_id: int) -> Any:
    """Learning records of one employee, newest first, if ``user`` may see them."""
    return (
        LearningRecord.objects.filter(rules.visible_records(user), employee_id=employee_id)
        .order_by("-ends_on", "-pk")
        .values_list(*RECORD_FIELDS, named=True)
    )


def certificates_of(employee_id: int, *, limit: int = 3) -> list[Any]:
    """The newest records of an employee that have a certificate."""
    found = LearningRecord.objects.filter(employee_id=employee_id).exclude(certificate_number="")
    return list(
        found.order_by("-ends_on", "-pk").values_list(
            "title", "ends_on", "jp_counted", "certificate_number", named=True
        )[:limit]
    )


def record_years(employee_id: int) -> list[tuple[int, str]]:
    found = (
        LearningRecord.objects.filter(employee_id=employee_id)
        .order_by("-year")
        .values_list("year", flat=True)
    )
    return [(year, str(year)) for year in found.distinct()]


# --- duty of many -----------------------------------------------------------------------------------


def duty_rows(user: Any, year: int) -> Any:
    """Everybody whom ``user`` may see with JP and duty of a year, by name."""
    found = YearlyJp.objects.filter(rules.visible_records(user), year=year, employee__left_on__isnull=True)
    return found.order_by("employee__name", "employee_id")


def as_duty_rows(found: Any) -> Any:
    """Named tuples of people with their JP and duty."""
    return found.values_list(
        "pk",
        "employee_id",
        "employee__name",
        "employee__front_title",
        "employee__back_title",
        "employee__nip",
        "employee__kind",
        "employee__position__title",
        "opd__name",
        "opd__short_name",
        "jp",
        "floor_jp",
        "ceiling_jp",
        "is_met",
        named=True,
    )


def duty_filter(rows: Any, state: str) -> Any:
    """Those of ``rows`` who stand as ``state`` says."""
    has_floor, has_ceiling = Q(floor_jp__isnull=False), Q(floor_jp__isnull=True, ceiling_jp__isnull=False)
    wanted = {
        DutyState.MET: has_floor & Q(is_met=True),
        DutyState.SHORT: has_floor & Q(is_met=False),
        DutyState.WITHIN: has_ceiling & Q(is_met=True),
        DutyState.OVER: has_ceiling & Q(is_met=False),
        DutyState.NONE: Q(floor_jp__isnull=True, ceiling_jp__isnull=True),
    }
    return rows.filter(wanted[DutyState(state)])


@dataclass(frozen=True)
class DutyOfOpd:
    """How far an OPD (or the city, ``opd_id`` None) has met the duty of a year."""

    opd_id: int | None
    name: str
    year: int
    people: int
    met_people: int
    jp_total: Decimal

    @property
    def pk(self) -> int:
        return self.opd_id or 0

    @property
    def is_small(self) -> bool:
        """Too few people to show figures outside the office."""
        return self.people < FEWEST_SHOWN

    @property
    def short_people(self) -> int:
        return self.people - self.met_people

    @property
    def met_share(self) -> float:
        return self.met_people / self.people if self.people else 0.0

    @property
    def mean_jp(self) -> float:
        return float(self.jp_total) / self.people if self.people else 0.0


def duty_by_opd(year: int) -> list[DutyOfOpd]:
    """Every OPD with people under a duty, by name. Not personal; small OPDs say so themselves."""
    found = DutySummary.objects.filter(year=year, opd__isnull=False).order_by("opd__name")
    return [DutyOfOpd(*row) for row in found.values_list(*_SUMMARY)]


_SUMMARY = ("opd_id", "opd__name", "year", "people", "met_people", "jp_total")


def duty_of_city(year: int) -> DutyOfOpd | None:
    found = DutySummary.objects.filter(year=year, opd__isnull=True).values_list(*_SUMMARY).first()
    return DutyOfOpd(*found) if found else None


def duty_of_opds(opd_ids: list[int], year: int) -> DutyOfOpd | None:
    """The sum over some OPDs."""
    found = DutySummary.objects.filter(year=year, opd_id__in=opd_ids)
    rows = list(found.values_list("people", "met_people", "jp_total"))
    people = sum(row[0] for row in rows)
    if not people:
        return None
    return DutyOfOpd(
        None, "", year, people, sum(row[1] for row in rows), sum((row[2] for row in rows), Decimal(0))
    )


def duty_trend(opd_id: int | None = None) -> list[DutyOfOpd]:
    """The years of the city, or of one OPD, oldest first."""
    found = (
        DutySummary.objects.filter(opd_id=opd_id) if opd_id else DutySummary.objects.filter(opd__isnull=True)
    )
    return [DutyOfOpd(*row) for row in found.order_by("year").values_list(*_SUMMARY)]


def duty_years() -> list[int]:
    """Years with a summary, newest first."""
    found = DutySummary.objects.filter(opd__isnull=True).order_by("-year")
    return list(found.values_list("year", flat=True))


def jp_of(employee_ids: list[int], year: int) -> dict[int, Standing]:
    """Where several employees stand."""
    found = YearlyJp.objects.filter(employee_id__in=employee_ids, year=year)
    rows = found.annotate(who=F("employee_id")).values_list("who", "year", "jp", "floor_jp", "ceiling_jp")
    return {row[0]: Standing(*row[1:]) for row in rows}


def days_left(year: int) -> int:
    """Days until the duty of ``year`` ends."""
    return max(0, (datetime.date(year, 12, 31) - timezone.localdate()).days)


def finished(employee: Any, programme: Any) -> QuerySet[LearningRecord]:
    """Records of a programme by a person; either may be a reference to an outer query."""
    return LearningRecord.objects.filter(employee_id=employee, programme_id=programme)


def finished_programmes(employee_ids: list[int], from_year: int) -> set[tuple[int, int]]:
    """(employee, programme) of what was learned in the catalogue since a year."""
    found = LearningRecord.objects.filter(
        employee_id__in=employee_ids, programme__isnull=False, year__gte=from_year
    )
    return set(found.values_list("employee_id", "programme_id"))


# --- what the annual plan needs, as rows of plain values ---------------------------------------------


def plan_duty(year: int) -> dict[str, tuple[int | None, int | None]]:
    """Kind of employment → least and most JP of a year, by the newest rule that is in force then."""
    rules = DutyRule.objects.filter(from_year__lte=year).order_by("employment_kind", "from_year")
    return {rule.employment_kind: (rule.floor_jp, rule.ceiling_jp) for rule in rules}


def plan_jp(year: int) -> Iterator[tuple[int, Decimal]]:
    """Employee and JP that she has already in ``year``."""
    return YearlyJp.objects.filter(year=year, jp__gt=0).order_by().values_list("employee_id", "jp").iterator()


def plan_taken() -> Iterator[tuple[int, int, int]]:
    """Employee, programme and the last year in which she took part in it."""
    return (
        LearningRecord.objects.filter(programme__isnull=False)
        .order_by()
        .values("employee_id", "programme_id")
        .annotate(last=Max("year"))
        .values_list("employee_id", "programme_id", "last")
        .iterator(chunk_size=10_000)
    )
