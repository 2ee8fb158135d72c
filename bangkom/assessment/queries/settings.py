"""The dated settings of the gap model, as they are in force on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from bangkom.assessment.errors import SettingsMissing
from bangkom.assessment.models import GapBand, GapRule, LevelDefault, Method
from bangkom.engine.gaps import Bands

IKK, JPM_SELECTION, JPM_MAPPING = "IKK", "JPM-seleksi", "JPM-pemetaan"


@dataclass(frozen=True)
class ModelRules:
    """Coverage of the interval, weight and least spread of the expectation, and whether JPM is capped."""

    coverage: float
    prior_people: float
    spread_floor: float
    is_capped: bool


def methods_in_force(day: dt.date) -> list[Method]:
    """The newest version of every method that has begun on ``day``, in their order."""
    found: dict[str, Method] = {}
    for method in Method.objects.filter(valid_from__lte=day).order_by("-valid_from", "-pk"):
        found.setdefault(method.code, method)
    if not found:
        raise SettingsMissing
    return sorted(found.values(), key=lambda method: (method.order, method.code))


def rules_in_force(day: dt.date) -> ModelRules:
    """The settings of ``day``. Raises ``SettingsMissing``: nothing is computed with made-up values."""
    found: dict[str, float] = {}
    for code, value in (
        GapRule.objects.filter(valid_from__lte=day).order_by("-valid_from").values_list("code", "value")
    ):
        found.setdefault(code, float(value))
    try:
        return ModelRules(
            found["coverage"], found["prior_people"], found["spread_floor"], bool(found["jpm_capped"])
        )
    except KeyError:
        raise SettingsMissing from None


def level_defaults(day: dt.date) -> dict[tuple[int, str], tuple[float, float]]:
    """(job level, kind of competency) -> mean and sd expected before anybody was assessed."""
    found: dict[tuple[int, str], tuple[float, float]] = {}
    rows = LevelDefault.objects.filter(valid_from__lte=day).order_by("-valid_from")
    for level, kind, mean, sd in rows.values_list("level", "kind", "mean", "sd"):
        found.setdefault((level, kind), (float(mean), float(sd)))
    return found


def bands_of(scheme: str, day: dt.date) -> list[GapBand]:
    """The bands of a scheme in their newest version on ``day``, lowest first."""
    rows: QuerySet[GapBand] = GapBand.objects.filter(scheme=scheme, valid_from__lte=day)
    newest = rows.order_by("-valid_from").first()
    if newest is None:
        raise SettingsMissing
    return list(rows.filter(valid_from=newest.valid_from).order_by("from_percent"))


def engine_bands(bands: list[GapBand]) -> Bands:
    return Bands.of([(band.name, band.from_percent) for band in bands])


def band_label(band: Any) -> str:
    """Name of a band in the reader's language."""
    english = (get_language() or "id").startswith("en")
    return str(band.name_en if english and band.name_en else band.name)
