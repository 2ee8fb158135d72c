"""Errors that a person may read: what happened, the number involved, what to do next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refused act. ``str(error)`` is shown as it is, so it is written for the user and translatable."""

    message: str | Promise = _("Tindakan ini tidak dapat dilakukan.")

    def __init__(self, message: str | Promise | None = None, **values: object) -> None:
        super().__init__(message)
        self.text = message or self.message
        self.values = values

    def __str__(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)


class AlreadyRunning(DomainError):
    message = _("Pekerjaan yang sama masih berjalan. Tunggu sampai selesai atau batalkan dahulu.")
