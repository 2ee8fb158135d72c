"""Words of standards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CompetencyKind(TextChoices):
    MANAGERIAL = "managerial", _("Manajerial")
    SOCIOCULTURAL = "sociocultural", _("Sosial kultural")
    TECHNICAL = "technical", _("Teknis")
    # A grouping node of an imported framework; nobody is assessed in it.
    GROUP = "group", _("Kelompok")


class StandardState(TextChoices):
    DRAFT = "draft", _("Rancangan")
    IN_FORCE = "in_force", _("Berlaku")
    REPLACED = "replaced", _("Diganti")
