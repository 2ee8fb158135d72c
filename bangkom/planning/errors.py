"""Refusals of planning, written for the person who reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class NoCeilings(DomainError):
    message = _(
        "Pagu tahun %(year)s belum diisi. Isi pagu paling sedikit satu sumber dana, lalu hitung rencana."
    )


class NoPeople(DomainError):
    message = _("Belum ada pegawai yang dapat direncanakan. Impor data pegawai dahulu.")


class NoProgrammes(DomainError):
    message = _("Belum ada program yang ditawarkan. Isi katalog atau buka kembali programnya.")


class NoRules(DomainError):
    message = _(
        "Aturan perencanaan %(keys)s belum ada untuk tahun %(year)s. Jalankan: manage.py load_reference."
    )


class UnknownFund(DomainError):
    message = _(
        "Program %(programme)s dibayar oleh sumber dana “%(code)s” yang tidak dikenal atau tidak dapat membayar "
        "angkatan. Ganti sumber dananya di katalog."
    )


class BatchCostWithoutClass(DomainError):
    message = _(
        "Program %(programme)s bukan kelas sendiri, tetapi memiliki biaya per angkatan %(cost)s. "
        "Pindahkan biayanya ke biaya per peserta."
    )


class NoTravelCost(DomainError):
    message = _(
        "Biaya perjalanan dari zona %(zone)s ke tempat %(place)s (program %(programme)s) belum ada pada %(year)s. "
        "Tambahkan pada standar biaya."
    )


class TooManyPrerequisites(DomainError):
    message = _(
        "%(number)s program menjadi prasyarat; paling banyak 64 yang dapat dihitung. Kurangi prasyarat."
    )


class ProblemRefused(DomainError):
    message = _("Data rencana tidak dapat dihitung: %(faults)s")


class RunMoved(DomainError):
    message = _("Perhitungan ini sudah selesai atau dibatalkan di tempat lain. Hitung lagi bila perlu.")


class YearExists(DomainError):
    message = _("Tahun %(year)s sudah ada. Bukalah dari pilihan tahun.")


class ScenarioActive(DomainError):
    message = _("Skenario “%(name)s” sedang aktif. Aktifkan skenario lain dahulu, lalu hapus.")


class ScenarioNameTaken(DomainError):
    message = _("Nama “%(name)s” sudah dipakai pada tahun %(year)s. Pilih nama lain.")


class ScenarioComputing(DomainError):
    message = _("Skenario “%(name)s” sedang dihitung. Tunggu sampai selesai atau batalkan dahulu.")


class RuleOutOfRange(DomainError):
    message = _("%(name)s harus antara %(lowest)s dan %(highest)s; yang diisi %(value)s.")


class PinWithoutReason(DomainError):
    message = _("Tulis alasan paling sedikit sepuluh huruf, agar keputusan ini dapat dijelaskan.")


class NothingToTry(DomainError):
    message = _("Skenario ini belum dihitung. Hitung rencana dahulu, lalu coba pagu lain.")


class PlanStale(DomainError):
    message = _(
        "Pagu, aturan, atau penetapan berubah sejak rencana ini dihitung. Hitung rencana dahulu, lalu coba pagu lain."
    )


class PercentOutOfRange(DomainError):
    message = _("Pagu percobaan harus antara %(lowest)s%% dan %(highest)s%%; yang diisi %(value)s.")


class TrialNotReady(DomainError):
    message = _("Percobaan ini belum selesai atau sudah dibuang. Jalankan percobaan lagi.")
