"""Words of people: kinds of employment, posts, roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EmploymentKind(TextChoices):
    PNS = "pns", _("PNS")
    CPNS = "cpns", _("CPNS")
    PPPK = "pppk", _("PPPK")
    PPPK_PART = "pppk_part", _("PPPK Paruh Waktu")


class Sex(TextChoices):
    MALE = "m", _("Laki-laki")
    FEMALE = "f", _("Perempuan")


class PositionKind(TextChoices):
    STRUCTURAL = "structural", _("Struktural")
    FUNCTIONAL = "functional", _("Fungsional")
    EXECUTIVE = "executive", _("Pelaksana")


class OpdKind(TextChoices):
    GOVERNMENT = "government", _("Pemerintah daerah")
    SECRETARIAT = "secretariat", _("Sekretariat")
    INSPECTORATE = "inspectorate", _("Inspektorat")
    DINAS = "dinas", _("Dinas")
    BADAN = "badan", _("Badan")
    SATPOL = "satpol", _("Satuan polisi pamong praja")
    HOSPITAL = "hospital", _("Rumah sakit")
    DISTRICT = "district", _("Kecamatan")
    VILLAGE = "village", _("Kelurahan")
    CLINIC = "clinic", _("Puskesmas")
    SCHOOL = "school", _("Sekolah")
    UNIT = "unit", _("Unit kerja")


class RoleKind(TextChoices):
    EMPLOYEE = "employee", _("ASN")
    HEAD = "head", _("Kepala OPD")
    HR_OFFICER = "hr_officer", _("Pengelola kepegawaian OPD")
    PLANNER = "planner", _("Perencana BKPSDM")
    ORGANISER = "organiser", _("Penyelenggara BKPSDM")
    PARTNER = "partner", _("Mitra")
    LEADERSHIP = "leadership", _("Pimpinan")
    AUDITOR = "auditor", _("Pemeriksa")
    OPERATOR = "operator", _("Operator")


class ImportState(TextChoices):
    MAPPING = "mapping", _("Menunggu pemetaan kolom")
    PREVIEW = "preview", _("Pratinjau")
    APPLIED = "applied", _("Diterapkan")
    UNDONE = "undone", _("Dibatalkan kembali")
    FAILED = "failed", _("Gagal dibaca")


class RowVerdict(TextChoices):
    NEW = "new", _("Baru")
    CHANGED = "changed", _("Berubah")
    SAME = "same", _("Sama")
    DOUBT = "doubt", _("Diragukan")
    REJECTED = "rejected", _("Ditolak")
    GONE = "gone", _("Tidak ada di berkas")
