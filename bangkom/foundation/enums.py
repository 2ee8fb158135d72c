"""States that the plumbing knows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dibatalkan")


class Verification(TextChoices):
    """How sure a rule or figure is, shown wherever it is used."""

    VERIFIED = "verified", _("Terverifikasi")
    UNVERIFIED = "unverified", _("Belum terverifikasi")
    ESTIMATED = "estimated", _("Perkiraan")
