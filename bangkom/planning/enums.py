"""Words of planning."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PhaseKind(TextChoices):
    CEILINGS = "ceilings", _("Pagu")
    PROPOSALS = "proposals", _("Usulan")
    DELIVERY = "delivery", _("Pelaksanaan")


class RunState(TextChoices):
    COMPUTING = "computing", _("Dihitung")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dibatalkan")


class PostponeReason(TextChoices):
    """The rule that keeps a need out of the plan."""

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
    OWN_QUARTER = "own_quarter", _("Sudah ada kegiatan lain pada triwulan itu")
    TAKEN = "taken", _("Program sudah pernah diikuti")
    LESS_WORTH = "less_worth", _("Nilai manfaat lebih kecil daripada yang terpilih")


class RuleFamily(TextChoices):
    """Rules of the plan that can be left out to see what they cost."""

    EQUITY = "equity", _("Pemerataan antar kelompok")
    ABSENCE = "absence", _("Batas pegawai yang meninggalkan unit")
    PARTNER_DAYS = "partner_days", _("Batas hari mitra")
    LEAST_SIZE = "least_size", _("Peserta paling sedikit satu angkatan")
    BATCHES = "batches", _("Angkatan paling banyak")
    SEATS = "seats", _("Kursi program tanpa angkatan")
    JP_CEILING = "jp_ceiling", _("Batas JP setahun")
    DAY_CEILING = "day_ceiling", _("Batas hari meninggalkan tugas")
    ITEMS = "items", _("Batas kegiatan setahun (satu lagi)")
    PREREQUISITES = "prerequisites", _("Prasyarat program")
    MANDATORY = "mandatory", _("Pelatihan wajib")


REMEDIES = {
    PostponeReason.BUDGET: _(
        "Pagu sumber dana yang membayar perlu ditambah, atau program yang lebih murah disediakan."
    ),
    PostponeReason.CLASS_FULL: _("Kursi kelas perlu ditambah atau angkatan lain dibuka."),
    PostponeReason.NOT_OPENED: _(
        "Peserta belum cukup untuk satu angkatan; kebutuhan serupa perlu dikumpulkan."
    ),
    PostponeReason.UNIT: _(
        "Batas pegawai yang meninggalkan unit perlu dilonggarkan, atau dipilih cara daring."
    ),
    PostponeReason.OWN_DAYS: _("Batas hari meninggalkan tugas perlu dilonggarkan, atau dipilih cara daring."),
    PostponeReason.OWN_JP: _("Batas JP setahun sudah tercapai; kebutuhan ini menunggu tahun berikutnya."),
    PostponeReason.OWN_ITEMS: _(
        "Jumlah kegiatan setahun sudah penuh; kebutuhan ini menunggu tahun berikutnya."
    ),
    PostponeReason.EQUITY: _("Bagian kelompok lain perlu terpenuhi dahulu menurut aturan pemerataan."),
    PostponeReason.NO_OFFERING: _(
        "Program yang menaikkan kompetensi ini dan boleh diikuti perlu ditambahkan ke katalog."
    ),
    PostponeReason.PREREQUISITE: _("Program prasyaratnya perlu diikuti dahulu."),
    PostponeReason.PINNED_OUT: _("Perencana perlu mencabut keputusan mengeluarkannya."),
    PostponeReason.OWN_QUARTER: _("Program perlu ditawarkan juga pada triwulan lain."),
    PostponeReason.TAKEN: _("Program lain bagi kompetensi ini perlu disediakan."),
    PostponeReason.LESS_WORTH: _(
        "Bobot kompetensi atau pagu perlu dinaikkan; sekarang kebutuhan lain lebih bernilai."
    ),
}
"""What would bring a postponed need in, per reason."""
