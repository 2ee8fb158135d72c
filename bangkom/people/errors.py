"""Refusals of people's services, in words for the person who acted."""

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class RoleNeedsOpd(DomainError):
    message = _("Peran %(role)s hanya berlaku di satu OPD. Pilih OPD-nya lebih dahulu.")


class RoleIsWide(DomainError):
    message = _("Peran %(role)s berlaku untuk seluruh pemerintah daerah. Kosongkan pilihan OPD.")


class RoleAlreadyGiven(DomainError):
    message = _(
        "%(name)s sudah memegang peran %(role)s pada masa itu. Akhiri yang lama atau ubah tanggalnya."
    )


class RoleAlreadyEnded(DomainError):
    message = _("Peran ini sudah berakhir pada %(day)s. Tidak ada yang perlu diakhiri.")


class LastOperator(DomainError):
    message = _(
        "Ini peran operator Anda yang terakhir; tanpa itu Anda tidak dapat lagi mengatur peran. "
        "Minta operator lain mengakhirinya."
    )


class AccountExists(DomainError):
    message = _("%(name)s sudah mempunyai akun. Buat kata sandi baru bila ia lupa.")


class AccountNeedsNip(DomainError):
    message = _("%(name)s belum mempunyai NIP. Isi NIP-nya dahulu, karena NIP menjadi nama masuk.")


class NoAccount(DomainError):
    message = _("%(name)s belum mempunyai akun. Buat akunnya dahulu.")


class OpdUnchanged(DomainError):
    message = _("Nama dan induk unit sama dengan yang sekarang. Ubah salah satunya atau batalkan.")


class OpdInsideItself(DomainError):
    message = _("%(name)s tidak dapat diletakkan di bawah unitnya sendiri. Pilih induk lain.")


class OpdNeedsParent(DomainError):
    message = _("Setiap unit selain pemerintah daerah harus mempunyai induk. Pilih induknya.")


class OpdChangeTooEarly(DomainError):
    message = _("Perubahan terakhir berlaku sejak %(day)s. Pilih tanggal sesudahnya.")


class OwnSupervisor(DomainError):
    message = _("Seseorang tidak dapat menjadi atasannya sendiri. Pilih atasan lain.")


class ImportNotReady(DomainError):
    message = _(
        "Berkas ini tidak lagi menunggu pratinjau. Muat ulang halaman untuk melihat keadaannya sekarang."
    )


class ImportNotApplied(DomainError):
    message = _("Impor ini tidak sedang diterapkan, jadi tidak ada yang dibatalkan. Muat ulang halamannya.")


class PreviewStale(DomainError):
    message = _("%(count)d data sudah berubah sejak pratinjau dibuat. Buat pratinjau ulang, lalu terapkan.")


class ImportBuiltUpon(DomainError):
    message = _(
        "Impor tidak dapat dibatalkan: %(count)d data sudah diubah atau dipakai setelah diterapkan. "
        "Perbaiki datanya satu per satu, atau impor berkas yang benar."
    )


class ReferenceMissing(DomainError):
    message = _(
        "Golongan dan jenjang jabatan belum dimuat. Jalankan “python3 manage.py load_reference” dahulu."
    )
