"""Refusals of assessment, in the words of the person who reads them."""

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class SettingsMissing(DomainError):
    message = _(
        "Pengaturan penilaian (metode, pita, aturan) belum dimuat. Jalankan perintah load_reference, lalu ulangi."
    )


class EvidenceRepeated(DomainError):
    message = _(
        "Hasil ini sudah tercatat: kompetensi, metode, tanggal, dan penilai yang sama. "
        "Periksa tanggalnya, atau perbaiki hasil yang sudah ada."
    )


class EvidenceReplaced(DomainError):
    message = _("Hasil ini sudah diganti dengan hasil lain dan tidak dapat diubah lagi.")


class ImportHasErrors(DomainError):
    message = _(
        "Berkas belum diimpor: %(count)d baris harus diperbaiki dahulu. Tidak ada data yang berubah. "
        "Perbaiki menurut kolom Perbaikan, lalu unggah lagi."
    )
