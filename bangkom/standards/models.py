"""Dictionary of competencies and post standards. No personal data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.enums import Verification
from bangkom.standards.enums import CompetencyKind, StandardState


class Framework(models.Model):
    """A dictionary of competencies in one version. ``document`` keeps what CASE holds beyond our columns."""

    code = models.CharField(max_length=60)
    version = models.CharField(_("versi"), max_length=40, blank=True)
    title = models.CharField(_("judul"), max_length=200)
    language = models.CharField(max_length=10, default="id")
    case_id = models.CharField(max_length=64, blank=True, db_index=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    is_assessed = models.BooleanField(default=True, help_text=_("Dipakai dalam standar dan penilaian"))
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    document = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="framework_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}".strip()


class Competency(models.Model):
    """One competency (or a group of them) in a framework."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="competencies")
    code = models.CharField(_("kode"), max_length=120)
    name = models.CharField(_("kompetensi"), max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(_("jenis"), max_length=14, choices=CompetencyKind)
    field = models.CharField(_("bidang"), max_length=60, blank=True, db_index=True)
    definition = models.TextField(_("definisi"), blank=True)
    max_level = models.PositiveSmallIntegerField(default=5)
    order = models.PositiveIntegerField(default=0)
    case_id = models.CharField(max_length=64, blank=True, db_index=True)
    case = models.JSONField(default=dict, blank=True)
    search_text = models.CharField(max_length=420, blank=True)

    class Meta:
        ordering = ["framework", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="competency_code_once")]
        indexes = [models.Index(fields=["kind", "field"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = f"{self.name} {self.code}".lower()[:420]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class CompetencyLevel(models.Model):
    """What one level of a competency means, with its behaviour indicators as a list of sentences."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    indicators = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["competency", "level"]
        constraints = [models.UniqueConstraint(fields=["competency", "level"], name="competency_level_once")]


class CompetencyLink(models.Model):
    """A relation between two nodes of a framework (CASE CFAssociation), by their CASE identifiers."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="links")
    case_id = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=40)
    origin = models.CharField(max_length=64, db_index=True)
    destination = models.CharField(max_length=64, db_index=True)
    sequence = models.IntegerField(null=True, blank=True)
    case = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["framework", "pk"]


class Standard(models.Model):
    """A version of a post standard (SKJ): for a level of posts (the default), or for one post (the override).

    The requirement of a post is the standard of its level, changed per competency by the one of the post,
    plus, for technical competencies, the standard of the post's field at that level. The newest version
    in force on a day counts. Source: PermenPANRB 38/2017; Perwali Kendari 17/2020 (text not read).
    """

    level = models.ForeignKey(
        "people.JobLevel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jenjang")
    )
    field = models.CharField(_("rumpun"), max_length=60, blank=True)
    position = models.ForeignKey(
        "people.Position", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jabatan")
    )
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(_("berlaku sejak"))
    state = models.CharField(max_length=10, choices=StandardState, default=StandardState.DRAFT)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNVERIFIED)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        ordering = ["level", "field", "position", "-version"]
        constraints = [
            # One per kind of subject: SQLite has no unique rule in which an empty key equals another.
            models.UniqueConstraint(
                fields=["level", "field", "position", "version"], name="standard_version_once"
            ),
            models.UniqueConstraint(
                fields=["level", "field", "version"],
                condition=models.Q(position__isnull=True),
                name="standard_of_level_version_once",
            ),
            models.UniqueConstraint(
                fields=["field", "position", "version"],
                condition=models.Q(level__isnull=True),
                name="standard_of_post_version_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=False) | models.Q(position__isnull=False),
                name="standard_has_a_subject",
                violation_error_message=_("Standar harus untuk satu jenjang atau satu jabatan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == StandardState.DRAFT

    @property
    def subject(self) -> str:
        """What the standard is for, in words: the post, or the level with its field."""
        if self.position_id:
            return str(self.position)
        return f"{self.level} – {self.field}" if self.field else str(self.level)


class StandardItem(models.Model):
    """The level that a standard requires in one competency. Level 0 in a post's standard takes one away."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("tingkat"))

    class Meta:
        ordering = ["standard", "competency"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "competency"], name="standard_item_once"),
            models.CheckConstraint(condition=models.Q(level__lte=5), name="standard_level_at_most_5"),
        ]


class Requirement(models.Model):
    """What a post demands today, resolved from the standards: a summary that ``rebuild_requirements`` keeps."""

    position = models.ForeignKey("people.Position", models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    item = models.ForeignKey(StandardItem, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position", "competency"]
        constraints = [models.UniqueConstraint(fields=["position", "competency"], name="requirement_once")]
        indexes = [models.Index(fields=["competency", "level"])]
