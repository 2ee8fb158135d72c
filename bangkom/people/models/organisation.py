from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangkom.people.enums import OpdKind, PositionKind


class Opd(models.Model):
    """A node of the government's tree: the government, an office (OPD), or a unit inside one.

    ``path`` is the chain of keys from the root, each ended by a dot (``"1.7.23."``): everything below a node
    has a path that begins with its own. ``office`` is the OPD that a unit belongs to (itself for an OPD).
    """

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    short_name = models.CharField(_("singkatan"), max_length=60, blank=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=OpdKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    office = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    path = models.CharField(max_length=120, db_index=True, blank=True)
    serves_public = models.BooleanField(_("melayani publik"), default=False)
    zone = models.PositiveSmallIntegerField(default=0, help_text=_("zona perjalanan"))
    max_away_percent = models.PositiveSmallIntegerField(
        _("paling banyak meninggalkan tugas, persen"), default=20
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    siasn_id = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class OpdName(models.Model):
    """A name and place in the tree that an OPD had for a time: renames and moves keep their history."""

    opd = models.ForeignKey(Opd, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(Opd, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)

    class Meta:
        ordering = ["opd", "valid_from"]


class Rank(models.Model):
    """Golongan: 17 of PNS, 17 of PPPK. ``order`` compares within one family. Source: SIASN; Perpres 98/2020."""

    code = models.CharField(_("golongan"), max_length=6, unique=True)
    family = models.CharField(max_length=4)
    name = models.CharField(_("pangkat"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField()
    siasn_id = models.CharField(max_length=4, blank=True)

    class Meta:
        ordering = ["family", "order"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.name else self.code


class JobLevel(models.Model):
    """Jenjang jabatan, with retirement age. Source: SIASN codes; retirement ages PP 11/2017 art. 239-240."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(_("jenjang"), max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    family = models.CharField(max_length=12, choices=PositionKind)
    order = models.PositiveSmallIntegerField(default=0)
    retirement_age = models.PositiveSmallIntegerField(default=58)
    verification = models.CharField(max_length=12, default="unverified")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A post (jabatan) as a title: its kind, level, eselon, class and field of work."""

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(_("jabatan"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=12, choices=PositionKind)
    level = models.ForeignKey(JobLevel, models.PROTECT, related_name="positions")
    eselon = models.CharField(max_length=6, blank=True)
    job_class = models.PositiveSmallIntegerField(_("kelas jabatan"), null=True, blank=True)
    field = models.CharField(_("rumpun"), max_length=60, blank=True, db_index=True)
    opd = models.ForeignKey(Opd, models.PROTECT, null=True, blank=True, related_name="positions")
    siasn_id = models.CharField(max_length=40, blank=True)
    search_text = models.CharField(max_length=260, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = self.title.lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]
