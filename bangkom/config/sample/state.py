"""Whether this database holds the sample city: its root carries a mark from the first row to the last."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from bangkom.foundation.errors import DomainError

ROOT_CODE = "KDI"
NOTHING, PARTIAL, COMPLETE = "", "KOTA-CONTOH-BELUM", "KOTA-CONTOH"


class CityExists(DomainError):
    def __init__(self, people: int) -> None:
        super().__init__(
            _(
                "Basis data ini berisi %(people)s pegawai yang bukan dari kota contoh, jadi tidak disentuh. "
                "Pakai BANGKOM_HOME atau DATABASE_URL lain untuk kota contoh."
            )
            % {"people": people}
        )


def _root() -> Any:
    return apps.get_model("people.Opd")._default_manager.filter(code=ROOT_CODE)


def people_count() -> int:
    return apps.get_model("people.Employee")._default_manager.count()


def state() -> str:
    """``NOTHING``, ``PARTIAL`` (the making was broken off) or ``COMPLETE``."""
    mark = _root().values_list("siasn_id", flat=True).first()
    return mark if mark in (PARTIAL, COMPLETE) else NOTHING


def is_sample() -> bool:
    return state() != NOTHING


def mark_complete() -> None:
    _root().update(siasn_id=COMPLETE)
