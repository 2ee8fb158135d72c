"""Evidence, estimates and gaps. Estimates and summaries are rebuilt from evidence, never edited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.enums import Verification


class Method(models.Model):
    """A way of assessing, with what the level model needs to know of it (docs/algorithms/gaps.md).

    ``sd`` is the standard error of one result in levels, ``half_life_months`` the age at which its variance
    has doubled (empty: it does not fade), ``bias`` a known leniency in levels. All are dated data, not code.
    """

    code = models.CharField(max_length=20)
    name = models.CharField(_("metode"), max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    sd = models.DecimalField(max_digits=4, decimal_places=2)
    half_life_months = models.PositiveSmallIntegerField(null=True, blank=True)
    bias = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    has_assessor = models.BooleanField(default=False)
    # How much assessors of this method differ from each other, in levels.
    leniency_sd = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    # What is left of the weight after ``valid_until``.
    expired_percent = models.PositiveSmallIntegerField(default=0)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="method_version_once")]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """One result: a person, a competency, a level measured by a method on a day.

    Personal data: assessment result of a person. Purpose: needs analysis (PP 11/2017 art. 206).
    Kept: as long as the employee; never shown to colleagues.
    """

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="evidence")
    competency = models.ForeignKey("standards.Competency", models.PROTECT, related_name="+")
    method = models.ForeignKey(Method, models.PROTECT, related_name="+")
    level = models.DecimalField(_("tingkat"), max_digits=3, decimal_places=2)
    assessed_on = models.DateField(_("tanggal penilaian"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    assessor = models.ForeignKey(
        "people.Employee", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("penilai")
    )
    assessor_name = models.CharField(_("nama penilai"), max_length=150, blank=True)
    note = models.TextField(_("bukti"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    # A correction points at the row it replaces; the old row stays and no longer counts.
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ["employee", "competency", "-assessed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "competency", "method", "assessed_on", "assessor_name"],
                condition=models.Q(replaced_by__isnull=True),
                name="evidence_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=0, level__lte=5), name="evidence_level_0_to_5"
            ),
        ]
        indexes = [models.Index(fields=["employee", "competency"])]


class LevelEstimate(models.Model):
    """Estimated level of a person in a competency, against what her post demands (a summary).

    ``low``/``high`` are the ends of the 80 % interval. ``sure_gap`` + ``possible_gap`` are the planner's two
    parts. ``required`` 0: the post does not ask for it. Personal data as Evidence.
    """

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="levels")
    competency = models.ForeignKey("standards.Competency", models.CASCADE, related_name="+")
    opd = models.ForeignKey("people.Opd", models.CASCADE, related_name="+")
    mean = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    required = models.PositiveSmallIntegerField(default=0)
    gap = models.FloatField(default=0)
    sure_gap = models.FloatField(default=0)
    possible_gap = models.FloatField(default=0)
    evidence_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["employee", "competency"]
        constraints = [models.UniqueConstraint(fields=["employee", "competency"], name="level_estimate_once")]
        indexes = [
            # The list behind a heat-map cell, largest gap first.
            models.Index(fields=["opd", "competency", "-gap", "employee"]),
            models.Index(fields=["competency", "-gap", "employee"]),
        ]


class EmployeeGap(models.Model):
    """JPM and IKK of a person (a summary). Formulas: docs/algorithms/gaps.md. Personal data as Evidence."""

    employee = models.OneToOneField("people.Employee", models.CASCADE, related_name="gap_summary")
    opd = models.ForeignKey("people.Opd", models.CASCADE, related_name="+")
    jpm = models.FloatField()
    ikk = models.FloatField()
    band = models.CharField(max_length=40)
    short_count = models.PositiveSmallIntegerField(default=0)
    required_count = models.PositiveSmallIntegerField(default=0)
    assessed_count = models.PositiveSmallIntegerField(default=0)
    total_gap = models.FloatField(default=0)
    computed_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["opd", "-ikk", "employee"]),
            models.Index(fields=["-ikk", "employee"]),
        ]


class GapCell(models.Model):
    """One cell of the heat map: an OPD and a competency (a summary). ``opd`` empty: the whole city."""

    opd = models.ForeignKey("people.Opd", models.CASCADE, null=True, related_name="+")
    competency = models.ForeignKey("standards.Competency", models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()
    short_people = models.PositiveIntegerField()
    mean_gap = models.FloatField()
    total_gap = models.FloatField()
    mean_required = models.FloatField()
    mean_level = models.FloatField()

    class Meta:
        ordering = ["opd", "competency"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "competency"], name="gap_cell_once"),
            models.UniqueConstraint(
                fields=["competency"], condition=models.Q(opd__isnull=True), name="gap_cell_city_once"
            ),
        ]


class GapSummary(models.Model):
    """JPM and IKK of an OPD or the city (a summary). ``opd`` empty: the whole city."""

    opd = models.OneToOneField("people.Opd", models.CASCADE, null=True, related_name="+")
    people = models.PositiveIntegerField()
    assessed_people = models.PositiveIntegerField()
    jpm = models.FloatField()
    ikk = models.FloatField()
    band = models.CharField(max_length=40)
    # {"Rendah": 120, …}: people per band.
    bands = models.JSONField(default=dict)
    computed_at = models.DateTimeField()


class GapBand(models.Model):
    """A band of IKK or JPM with its name and consequence. Source: reference table gap_categories."""

    scheme = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    from_percent = models.FloatField()
    below_percent = models.FloatField()
    consequence = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["scheme", "order"]


class GapRule(models.Model):
    """A setting of the gap model from a day on: coverage, prior_people, spread_floor, jpm_capped (1 or 0)."""

    code = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=8, decimal_places=3)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="gap_rule_version_once")]


class LevelDefault(models.Model):
    """What is expected of a job level in a kind of competency before anybody of it was assessed, from a day on."""

    level = models.ForeignKey("people.JobLevel", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14)
    mean = models.DecimalField(max_digits=4, decimal_places=2)
    sd = models.DecimalField(max_digits=4, decimal_places=2)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["level", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "kind", "valid_from"], name="level_default_version_once")
        ]


class LevelPrior(models.Model):
    """Part of the calibration: the expectation for a job level (empty: no post) and a competency (a summary)."""

    level = models.ForeignKey("people.JobLevel", models.CASCADE, null=True, related_name="+")
    competency = models.ForeignKey("standards.Competency", models.CASCADE, related_name="+")
    mean = models.FloatField()
    variance = models.FloatField()

    class Meta:
        ordering = ["level", "competency"]
        constraints = [
            models.UniqueConstraint(fields=["level", "competency"], name="level_prior_once"),
            models.UniqueConstraint(
                fields=["competency"], condition=models.Q(level__isnull=True), name="level_prior_all_once"
            ),
        ]


class RaterLeniency(models.Model):
    """Part of the calibration: how mild (+) or strict (-) an assessor is by a method (a summary).

    Personal data: says something of the assessor. Purpose: correcting ratings; shown to planners only.
    """

    method_code = models.CharField(max_length=20)
    assessor = models.ForeignKey("people.Employee", models.CASCADE, null=True, related_name="+")
    assessor_name = models.CharField(max_length=150, blank=True)
    shift = models.FloatField()
    variance = models.FloatField()
    compared = models.PositiveIntegerField()

    class Meta:
        ordering = ["method_code", "assessor", "assessor_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["method_code", "assessor", "assessor_name"], name="rater_leniency_once"
            ),
            models.UniqueConstraint(
                fields=["method_code", "assessor_name"],
                condition=models.Q(assessor__isnull=True),
                name="rater_leniency_named_once",
            ),
        ]


class Eligibility(models.Model):
    """What a job level asks besides competencies, from a day on. Ranks are of the PNS family; empty asks nothing."""

    level = models.ForeignKey("people.JobLevel", models.CASCADE, related_name="+")
    lowest_rank = models.ForeignKey("people.Rank", models.PROTECT, null=True, blank=True, related_name="+")
    highest_rank = models.ForeignKey("people.Rank", models.PROTECT, null=True, blank=True, related_name="+")
    lowest_education = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["level", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="eligibility_version_once")
        ]
