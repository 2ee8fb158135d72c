"""Years, money, rules, scenarios and their computed plans."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.enums import Verification
from bangkom.planning.enums import PhaseKind, PostponeReason, RunState

NEVER = 1e9
"""``PostponedNeed.loss`` of a need that no money and no seat would bring in this year."""


class PlanYear(models.Model):
    """A budget year that is planned. ``apbd`` is the whole regional budget in rupiah, for the legal minimum share."""

    year = models.PositiveSmallIntegerField(_("tahun"), unique=True)
    apbd = models.BigIntegerField(_("APBD"), null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class PlanPhase(models.Model):
    """A dated phase of a year: ceilings, proposals, delivery. Each closes the one before it."""

    year = models.ForeignKey(PlanYear, models.CASCADE, related_name="phases")
    kind = models.CharField(_("tahap"), max_length=10, choices=PhaseKind)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["year", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="plan_phase_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="plan_phase_dates_in_order",
                violation_error_message=_("Tanggal selesai mendahului tanggal mulai."),
            ),
        ]


class Fund(models.Model):
    """A source of funds. ``by_opd``: each OPD has its own ceiling of it."""

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("sumber dana"), max_length=120)
    account_code = models.CharField(_("kode rekening"), max_length=60, blank=True)
    by_opd = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Ceiling(models.Model):
    """Pagu: whole rupiah of a fund for a year, of the agency (``opd`` empty) or of one OPD."""

    year = models.ForeignKey(PlanYear, models.CASCADE, related_name="ceilings")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="ceilings")
    opd = models.ForeignKey("people.Opd", models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.BigIntegerField(_("pagu"))
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(_("sumber"), max_length=300, blank=True)

    class Meta:
        ordering = ["fund", "opd"]
        constraints = [
            models.UniqueConstraint(fields=["year", "fund", "opd"], name="ceiling_once"),
            models.UniqueConstraint(
                fields=["year", "fund"], condition=models.Q(opd__isnull=True), name="ceiling_agency_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="ceiling_not_negative",
                violation_error_message=_("Pagu tidak boleh negatif."),
            ),
        ]


class PlanningRule(models.Model):
    """A weight or limit of the planner, from a day on. The list of keys: planning/data/planning_rules.csv."""

    key = models.CharField(max_length=40)
    name = models.CharField(_("aturan"), max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    help = models.CharField(max_length=300, blank=True)
    value = models.DecimalField(_("nilai"), max_digits=14, decimal_places=5)
    lowest = models.DecimalField(max_digits=14, decimal_places=5, default=0)
    highest = models.DecimalField(max_digits=14, decimal_places=5, default=1000000)
    unit = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    order = models.PositiveSmallIntegerField(default=0)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.ESTIMATED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order", "key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="planning_rule_version_once")
        ]


class Mandate(models.Model):
    """A training that a person must take in a year, with the rule that says so. Personal data: person and duty."""

    year = models.ForeignKey(PlanYear, models.CASCADE, related_name="mandates")
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="mandates")
    programme = models.ForeignKey("catalogue.Programme", models.PROTECT, related_name="+")
    reason = models.CharField(_("dasar"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "employee"], name="mandate_one_a_year")]


class Scenario(models.Model):
    """A named copy of the year's rules and ceilings, to be computed and compared. One per year is active.

    ``rules`` holds key → value of each planning rule changed here; ``ceilings`` holds fund code → percent of pagu.
    """

    year = models.ForeignKey(PlanYear, models.CASCADE, related_name="scenarios")
    name = models.CharField(_("nama"), max_length=80)
    note = models.TextField(_("catatan"), blank=True)
    rules = models.JSONField(default=dict, blank=True)
    ceilings = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="scenario_name_once"),
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(is_active=True), name="scenario_one_active_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """A seat forced in or out by the planner, with the reason. Personal data: person and programme."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="pins")
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="+")
    programme = models.ForeignKey("catalogue.Programme", models.CASCADE, related_name="+")
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    is_in = models.BooleanField()
    reason = models.CharField(_("alasan"), max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scenario", "-pk"]
        constraints = [models.UniqueConstraint(fields=["scenario", "employee", "programme"], name="pin_once")]


class PlanRun(models.Model):
    """One computation of a scenario, with everything it was made from: it is never changed afterwards.

    The problem's arrays and the engine's answer lie in ``folder`` below the home folder, so that the same
    plan can be computed again. ``summary`` holds the figures of the planner's table (docs/how-to/planning.md).
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.COMPUTING)
    is_current = models.BooleanField(default=False)
    job = models.ForeignKey("foundation.Job", models.SET_NULL, null=True, related_name="+")
    rules = models.JSONField(default=dict)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    distance_percent = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    engine_version = models.CharField(max_length=40, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    folder = models.CharField(max_length=120, blank=True)
    summary = models.JSONField(default=dict)
    # Plans at other budgets: [{"scale", "ceiling", "planned", "closed", "reached", "duty_met", …}, …].
    frontier = models.JSONField(default=list)
    # Found on demand after the plan: what each rule costs, how firm its lines are (services.compute.examining).
    examined = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"], condition=models.Q(is_current=True), name="plan_run_one_current"
            )
        ]


class PlanSeat(models.Model):
    """A person in a programme in a quarter. Money is whole rupiah. Personal data: planned training of a person."""

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="seats")
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="plan_seats")
    opd = models.ForeignKey("people.Opd", models.CASCADE, related_name="+")
    programme = models.ForeignKey("catalogue.Programme", models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    cost = models.BigIntegerField()
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+")
    is_mandatory = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    # Gone in more than a third of the samples of an examination.
    is_fragile = models.BooleanField(default=False)
    # Why in: [[competency id, gap before, closed], …] and the worth of the seat against its cost.
    closes = models.JSONField(default=list)
    worth = models.FloatField(default=0)
    # Place by worth among all seats of the run, the best first.
    rank = models.PositiveIntegerField(default=0)
    jp = models.DecimalField(max_digits=6, decimal_places=1, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "employee", "programme"], name="plan_seat_once")
        ]
        indexes = [
            models.Index(fields=["run", "rank"]),
            models.Index(fields=["run", "opd", "rank"]),
            models.Index(fields=["run", "programme", "quarter"]),
            models.Index(fields=["run", "employee"]),
        ]


class PlanBatch(models.Model):
    """A programme in a quarter of a plan: batches, seats and money (whole rupiah)."""

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="batches")
    programme = models.ForeignKey("catalogue.Programme", models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    batches = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveIntegerField()
    cost_batches = models.BigIntegerField(default=0)
    cost_people = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["programme", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["run", "programme", "quarter"], name="plan_batch_once")
        ]


class PlanMoney(models.Model):
    """A ceiling against what the plan uses of it, with the price of more (gap closed per further Rp100 juta)."""

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="money")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    opd = models.ForeignKey("people.Opd", models.CASCADE, null=True, related_name="+")
    ceiling = models.BigIntegerField()
    planned = models.BigIntegerField()
    price = models.FloatField(default=0)
    # The budgets in rupiah between which the price holds; both empty where the engine does not say.
    price_low = models.BigIntegerField(null=True)
    price_high = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["fund", "opd"]


class PostponedNeed(models.Model):
    """A gap that the plan does not touch: the rule that binds and what would bring it in.

    Personal data: gap of a person. Purpose: the register of needs (PP 11/2017 art. 205-206).
    """

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="postponed")
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="postponed_needs")
    opd = models.ForeignKey("people.Opd", models.CASCADE, related_name="+")
    competency = models.ForeignKey("standards.Competency", models.PROTECT, related_name="+")
    gap = models.FloatField()
    reason = models.CharField(_("alasan"), max_length=12, choices=PostponeReason)
    programme = models.ForeignKey("catalogue.Programme", models.PROTECT, null=True, related_name="+")
    quarter = models.PositiveSmallIntegerField(null=True)
    # By how much the best package lost (in units of the objective; NEVER without one), and its cost (rupiah).
    loss = models.FloatField(default=0)
    cost = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run", "loss", "id"]),
            models.Index(fields=["run", "opd", "loss", "id"]),
            models.Index(fields=["run", "employee"]),
            models.Index(fields=["run", "reason", "loss", "id"]),
        ]


class PlanTrial(models.Model):
    """A plan tried at other ceilings: its figures against the run it started from, until it is kept or discarded.

    ``ceilings`` holds fund code → percent of pagu, as a scenario does; the engine's answer lies in ``folder``
    below the home folder. Holds counts of people only; gone with the owner's next trial of the scenario.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="trials")
    base = models.ForeignKey(PlanRun, models.CASCADE, related_name="trials")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    job = models.ForeignKey("foundation.Job", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.COMPUTING)
    # Percent of the ceilings that the base run was given, when all funds moved alike.
    percent = models.PositiveSmallIntegerField(null=True)
    ceilings = models.JSONField(default=dict)
    is_stopped = models.BooleanField(default=False)
    distance_percent = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    folder = models.CharField(max_length=120, blank=True)
    summary = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
