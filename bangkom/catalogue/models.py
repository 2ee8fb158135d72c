"""Programmes, learning forms and cost standards. No personal data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.catalogue.enums import Mode
from bangkom.foundation.enums import Verification


class LearningForm(models.Model):
    """One of the 27 forms of competency development, with its JP rule. Source: Perlan 10/2018, annex."""

    code = models.CharField(max_length=6)
    path = models.CharField(max_length=20)
    group = models.CharField(max_length=30)
    name = models.CharField(_("bentuk"), max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    jp_mode = models.CharField(max_length=40)
    jp_per_unit = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    jp_per_unit_abroad = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    max_jp_per_day = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    max_units_per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    abroad_bonus_percent = models.PositiveSmallIntegerField(default=0)
    jp_rule = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    siasn_flag = models.CharField(max_length=1, blank=True)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="learning_form_version_once")
        ]

    def __str__(self) -> str:
        return self.name


class CostStandard(models.Model):
    """An amount of the cost standard from a day on. Whole rupiah per unit."""

    code = models.CharField(max_length=30)
    item = models.CharField(max_length=200)
    unit = models.CharField(max_length=30)
    amount = models.BigIntegerField()
    region = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="cost_standard_version_once")
        ]


class TravelCost(models.Model):
    """What one participant's travel costs from a zone to a place (whole rupiah), from a day on."""

    zone = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    place_name = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place", "zone"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "place", "valid_from"], name="travel_cost_once")
        ]


class Programme(models.Model):
    """Something a person can take part in, once.

    Money is whole rupiah: ``cost_batch`` per class held, ``cost_person`` per participant, travel by zone and
    ``place`` on top. ``quarters`` lists the quarters in which it can be held. ``seats`` is the most people a
    quarter (modes other than class; empty: no limit).
    """

    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("program"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    form = models.ForeignKey(
        LearningForm, models.PROTECT, related_name="programmes", verbose_name=_("bentuk")
    )
    field = models.CharField(_("bidang"), max_length=60, blank=True, db_index=True)
    provider = models.CharField(_("penyelenggara"), max_length=120, blank=True)
    mode = models.CharField(_("cara"), max_length=10, choices=Mode)
    jp = models.DecimalField(_("JP"), max_digits=6, decimal_places=1)
    days = models.PositiveSmallIntegerField(_("hari meninggalkan tugas"), default=0)
    min_people = models.PositiveSmallIntegerField(_("peserta paling sedikit"), default=1)
    max_people = models.PositiveSmallIntegerField(_("peserta paling banyak"), default=30)
    max_batches = models.PositiveSmallIntegerField(_("angkatan per triwulan"), default=4)
    seats = models.PositiveIntegerField(_("kursi per triwulan"), null=True, blank=True)
    quarters = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)
    cost_batch = models.BigIntegerField(_("biaya per angkatan"), default=0)
    cost_person = models.BigIntegerField(_("biaya per peserta"), default=0)
    # Code of the fund that pays; empty: the fund of the participant's own OPD.
    fund_batch = models.CharField(max_length=20, blank=True)
    fund_person = models.CharField(max_length=20, blank=True)
    only_mandatory = models.BooleanField(_("hanya bagi yang wajib"), default=False)
    prerequisite = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    # Codes of job levels and fields that may take it; an empty list admits all.
    levels = models.JSONField(default=list, blank=True)
    fields = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    description = models.TextField(_("uraian"), blank=True)
    is_open = models.BooleanField(_("ditawarkan"), default=True)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    search_text = models.CharField(max_length=260, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["mode", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_people__gte=models.F("min_people")),
                name="programme_class_sizes_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(cost_batch__gte=0, cost_person__gte=0), name="programme_costs_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = f"{self.name} {self.code} {self.provider}".lower()[:260]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class ProgrammeGain(models.Model):
    """How far a programme is expected to raise a competency, in levels, and where that figure comes from."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="gains")
    competency = models.ForeignKey("standards.Competency", models.PROTECT, related_name="gains")
    gain = models.DecimalField(_("kenaikan tingkat"), max_digits=3, decimal_places=2)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["programme", "-gain"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "competency"], name="programme_gain_once"),
            models.CheckConstraint(condition=models.Q(gain__gt=0, gain__lte=5), name="programme_gain_0_to_5"),
        ]
