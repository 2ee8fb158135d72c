"""Words of planning."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    COMPUTING = "computing", _("Dihitung")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dibatalkan")


class PostponeReason(TextChoices):
    """The rule that keeps a need out of the plan. The order is that of the engine's register."""

    BUDGET = "budget", _("Pagu tidak cukup")
    CLASS_FULL = "class_full", _("Kelas penuh")
    NOT_OPENED = "not_opened", _("Angkatan tidak dibuka")
    UNIT = "unit", _("Batas pegawai yang boleh meninggalkan unit")
    OWN_DAYS = "own_days", _("Batas hari meninggalkan tugas")
    OWN_JP = "own_jp", _("Batas JP setahun")
    OWN_ITEMS = "own_items", _("Batas jumlah kegiatan setahun")
    EQUITY = "equity", _("Aturan pemerataan")
    NO_OFFERING = "no_offering", _("Belum ada program")
    PREREQUISITE = "prerequisite", _("Prasyarat belum dipenuhi")
    PINNED_OUT = "pinned_out", _("Dikeluarkan oleh perencana")
    LESS_WORTH = "less_worth", _("Nilai manfaat lebih kecil daripada yang terpilih")
