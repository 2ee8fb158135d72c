"""Learning records and the yearly duty."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.enums import Verification


class DutyRule(models.Model):
    """JP duty of a kind of employment from a year on: a floor (PNS) or a ceiling (PPPK).

    Source: PP 11/2017 art. 203(4) for PNS; PP 49/2018 art. 39-44 for PPPK.
    """

    employment_kind = models.CharField(max_length=10)
    from_year = models.PositiveSmallIntegerField()
    floor_jp = models.PositiveSmallIntegerField(null=True, blank=True)
    ceiling_jp = models.PositiveSmallIntegerField(null=True, blank=True)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["employment_kind", "-from_year"]
        constraints = [
            models.UniqueConstraint(fields=["employment_kind", "from_year"], name="duty_rule_once")
        ]


class LearningRecord(models.Model):
    """One learning activity of a person with the JP that it counts.

    Personal data: what a person learned. Purpose: duty of 20 JP (PP 11/2017 art. 203). Kept: as long as employed.
    """

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="learning_records")
    programme = models.ForeignKey(
        "catalogue.Programme", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    form = models.ForeignKey(
        "catalogue.LearningForm", models.PROTECT, related_name="+", verbose_name=_("bentuk")
    )
    title = models.CharField(_("kegiatan"), max_length=200)
    organiser = models.CharField(_("penyelenggara"), max_length=150, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    year = models.PositiveSmallIntegerField()
    jp_claimed = models.DecimalField(max_digits=6, decimal_places=1)
    jp_counted = models.DecimalField(max_digits=6, decimal_places=1)
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=80, blank=True)
    certificate_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-ends_on", "-pk"]
        indexes = [models.Index(fields=["employee", "-ends_on"]), models.Index(fields=["year", "employee"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="record_dates_in_order"
            ),
            # One certificate is one record; without a number, one activity of an organiser is.
            models.UniqueConstraint(
                fields=["employee", "certificate_number", "organiser", "starts_on", "ends_on"],
                condition=~models.Q(certificate_number=""),
                name="certificate_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "title", "organiser", "starts_on", "ends_on"],
                condition=models.Q(certificate_number=""),
                name="activity_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class YearlyJp(models.Model):
    """JP of a person in a year against the duty (a summary kept by ``recount``). Personal data as LearningRecord."""

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="yearly_jp")
    opd = models.ForeignKey("people.Opd", models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    jp = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    floor_jp = models.PositiveSmallIntegerField(null=True)
    ceiling_jp = models.PositiveSmallIntegerField(null=True)
    is_met = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "year"], name="yearly_jp_once")]
        indexes = [models.Index(fields=["year", "opd", "is_met"])]


class DutySummary(models.Model):
    """How many people of an OPD (empty: the city) have met the duty of a year (a summary kept by ``recount``)."""

    opd = models.ForeignKey("people.Opd", models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    met_people = models.PositiveIntegerField()
    jp_total = models.DecimalField(max_digits=12, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opd", "year"], name="duty_summary_once"),
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(opd__isnull=True), name="duty_summary_city_once"
            ),
        ]
