"""Refusals of standards, in the words of the person who reads them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class FrameworkRefused(DomainError):
    """A dictionary file that cannot be imported; ``flaws`` says why, row by row."""

    message = _(
        "Kamus tidak diimpor: %(count)d kesalahan harus diperbaiki dahulu. Tidak ada data yang berubah. "
        "Yang pertama: %(first)s"
    )

    def __init__(self, flaws: list[Any]) -> None:
        blocking = [flaw for flaw in flaws if flaw.blocks]
        super().__init__(
            count=sum(flaw.count for flaw in blocking), first=f"{blocking[0].where}: {blocking[0].message}"
        )
        self.flaws = flaws


class FrameworkUnnamed(DomainError):
    message = _("Berkas ini tidak menyebut kode kamus. Isi kode kamus, misalnya TEKNIS, lalu ulangi.")


class StandardNotDraft(DomainError):
    message = _("Standar versi %(version)d sudah berlaku. Buat versi baru untuk mengubahnya.")


class StandardEmpty(DomainError):
    message = _("Standar ini belum memuat satu kompetensi pun (0). Tambahkan tingkat yang diwajibkan dahulu.")


class DraftExists(DomainError):
    message = _(
        "Sudah ada rancangan versi %(version)d untuk standar ini. Lanjutkan rancangan itu atau hapus dahulu."
    )


class StartsTooEarly(DomainError):
    message = _(
        "Tanggal berlaku %(date)s mendahului versi yang sedang berlaku (%(current)s). Pilih tanggal sesudahnya."
    )


class SameStandard(DomainError):
    message = _("Tujuan salinan sama dengan asalnya. Pilih jenjang, rumpun, atau jabatan lain.")
