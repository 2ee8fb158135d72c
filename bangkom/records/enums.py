"""Words of records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DutyState(TextChoices):
    """Where a person stands against the duty of a year."""

    MET = "met", _("Terpenuhi")
    SHORT = "short", _("Belum terpenuhi")
    WITHIN = "within", _("Dalam batas")
    OVER = "over", _("Melebihi batas")
    NONE = "none", _("Tanpa kewajiban")
