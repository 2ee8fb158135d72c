from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.people.enums import EmploymentKind, Sex


def search_text_of(name: str, nip: str | None) -> str:
    """What the search looks in: lower-case name and NIP. Bulk writers set it themselves with this."""
    return f"{name} {nip or ''}".lower().strip()[:200]


class Employee(models.Model):
    """A civil servant (ASN). Her key is not her number: a NI PPPK changes with a new agency.

    Personal data: NIP, name, sex, birth date and place, rank, post, education, e-mail. Purpose: competency
    development (PP 11/2017 art. 203-225; PP 49/2018 art. 39-44). Kept: while employed and five years after.
    Never held: NIK, phone, address, religion, marriage, tax number (UU 27/2022).
    """

    user = models.OneToOneField(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="employee"
    )
    nip = models.CharField(_("NIP"), max_length=18, unique=True, null=True, blank=True)
    old_nip = models.CharField(_("NIP lama"), max_length=9, blank=True)
    name = models.CharField(_("nama"), max_length=150)
    front_title = models.CharField(_("gelar depan"), max_length=60, blank=True)
    back_title = models.CharField(_("gelar belakang"), max_length=120, blank=True)
    kind = models.CharField(_("status"), max_length=10, choices=EmploymentKind)
    legal_state = models.CharField(_("kedudukan hukum"), max_length=40, default="Aktif")
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True)
    unit = models.ForeignKey(
        "people.Opd", models.PROTECT, related_name="employees", verbose_name=_("unit kerja")
    )
    opd = models.ForeignKey(
        "people.Opd", models.PROTECT, related_name="office_employees", verbose_name=_("OPD")
    )
    position = models.ForeignKey(
        "people.Position",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holders",
        verbose_name=_("jabatan"),
    )
    position_since = models.DateField(_("TMT jabatan"), null=True, blank=True)
    rank = models.ForeignKey("people.Rank", models.PROTECT, null=True, blank=True, related_name="+")
    rank_since = models.DateField(_("TMT golongan"), null=True, blank=True)
    education_level = models.CharField(_("tingkat pendidikan"), max_length=12, blank=True)
    education_major = models.CharField(_("jurusan"), max_length=150, blank=True)
    graduated_year = models.PositiveSmallIntegerField(_("tahun lulus"), null=True, blank=True)
    supervisor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")
    email = models.EmailField(blank=True)
    entered_on = models.DateField(_("TMT CPNS/PPPK"), null=True, blank=True)
    left_on = models.DateField(_("berhenti"), null=True, blank=True)
    retires_on = models.DateField(_("pensiun (BUP)"), null=True, blank=True)
    # Set when the newest personnel file no longer holds this person; nobody is ever deleted by a file.
    missing_since = models.DateField(_("tidak ada di berkas sejak"), null=True, blank=True)
    is_counted = models.BooleanField(default=True, help_text=_("Dihitung dalam kewajiban JP"))
    search_text = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            # The list in its order: search and counts are answered from the index alone, which at 54,000
            # people costs a tenth of reading the rows.
            models.Index(fields=["name", "id", "left_on", "search_text"], name="employee_by_name"),
            models.Index(fields=["opd", "name", "id", "left_on", "search_text"], name="employee_by_opd"),
            models.Index(fields=["kind", "name", "id", "left_on"], name="employee_by_kind"),
            models.Index(
                fields=["name", "id", "opd"],
                condition=models.Q(missing_since__isnull=False),
                name="employee_missing",
            ),
            models.Index(fields=["position"]),
            models.Index(fields=["name", "birth_date"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = search_text_of(self.name, self.nip)
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "nip"} & set(fields):
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        front = f"{self.front_title} " if self.front_title else ""
        back = f", {self.back_title}" if self.back_title else ""
        return f"{front}{self.name}{back}"


class RankRecord(models.Model):
    """A golongan that an employee had from a day on. Personal data as Employee; same purpose and time."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="rank_history")
    rank = models.ForeignKey("people.Rank", models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta:
        ordering = ["employee", "-since"]
        constraints = [models.UniqueConstraint(fields=["employee", "rank", "since"], name="rank_record_once")]


class PositionRecord(models.Model):
    """A post in a unit that an employee held from a day on. Personal data as Employee; same purpose and time."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="position_history")
    position = models.ForeignKey("people.Position", models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Opd", models.PROTECT, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["employee", "-since"]


class EducationRecord(models.Model):
    """A degree of an employee. Personal data as Employee; same purpose and time."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="education_history")
    level = models.CharField(max_length=12)
    major = models.CharField(max_length=150, blank=True)
    institution = models.CharField(max_length=150, blank=True)
    graduated_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["employee", "-graduated_year"]
