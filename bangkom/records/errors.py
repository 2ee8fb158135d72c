"""Refusals of records' services."""

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class RecordTwice(DomainError):
    message = _(
        "Kegiatan ini sudah tercatat: %(title)s, %(dates)s, %(organiser)s. "
        "Periksa nomor sertifikat dan tanggalnya, atau batalkan bila memang sama."
    )


class RecordInFuture(DomainError):
    message = _("Kegiatan selesai pada %(day)s, yang belum tiba. Catat setelah kegiatan selesai.")


class NothingCounts(DomainError):
    message = _(
        "Tidak ada JP yang dapat dihitung lagi: bentuk %(form)s paling banyak %(limit)s. "
        "Pilih bentuk lain bila kegiatannya memang lain."
    )
