"""Refusals of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bangkom.foundation.errors import DomainError


class ProgrammeCodeTaken(DomainError):
    message = _("Kode %(code)s sudah dipakai oleh program “%(name)s”. Pilih kode lain.")


class PrerequisiteCircle(DomainError):
    message = _("Program %(name)s tidak dapat menjadi prasyarat: program itu sendiri memerlukan program ini.")
