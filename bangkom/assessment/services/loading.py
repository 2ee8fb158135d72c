"""Methods, bands, rules and expectations that come with the package, put into the database. Repeatable."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from bangkom.assessment.models import Eligibility, GapBand, GapRule, LevelDefault, Method
from bangkom.foundation.enums import Verification
from bangkom.standards.queries import job_levels

DATA = Path(__file__).resolve().parents[1] / "data"
STATES = {
    "terverifikasi": Verification.VERIFIED,
    "belum terverifikasi": Verification.UNVERIFIED,
    "perkiraan": Verification.ESTIMATED,
}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _common(row: dict[str, str]) -> dict[str, Any]:
    return {
        "valid_from": dt.date.fromisoformat(row["berlaku_sejak"]),
        "verification": STATES[row["mutu"]],
        "source": row["sumber"][:300],
    }


def _number(text: str) -> int | None:
    return int(text) if text else None


def _methods() -> list[Method]:
    return [
        Method(
            code=row["kode"],
            name=row["metode"],
            name_en=row["metode_en"],
            sd=Decimal(row["simpangan"]),
            half_life_months=_number(row["paruh_bulan"]),
            bias=Decimal(row["bias"]),
            leniency_sd=Decimal(row["simpangan_penilai"]),
            expired_percent=int(row["persen_setelah_lewat"]),
            has_assessor=row["ada_penilai"] == "ya",
            valid_months=_number(row["masa_berlaku_bulan"]),
            order=order,
            **_common(row),
        )
        for order, row in enumerate(_rows("metode.csv"))
    ]


def _bands() -> list[GapBand]:
    return [
        GapBand(
            scheme=row["skema"],
            order=int(row["urut"]),
            name=row["nama"],
            name_en=row["nama_en"],
            from_percent=float(row["dari_persen"]),
            below_percent=float(row["di_bawah_persen"]),
            consequence=row["tindak_lanjut"],
            **_common(row),
        )
        for row in _rows("pita.csv")
    ]


def _defaults() -> list[LevelDefault]:
    known = {level.code: level.pk for level in job_levels()}
    return [
        LevelDefault(
            level_id=known[row["jenjang"]],
            kind=row["jenis"],
            mean=Decimal(row["rata_rata"]),
            sd=Decimal(row["simpangan"]),
            **_common(row),
        )
        for row in _rows("dugaan_awal.csv")
        if row["jenjang"] in known
    ]


def _eligibility() -> list[Eligibility]:
    known = {level.code: level.pk for level in job_levels()}
    ranks = dict(
        Eligibility._meta.get_field("lowest_rank").related_model._default_manager.values_list("code", "pk")
    )
    return [
        Eligibility(
            level_id=known[row["jenjang"]],
            lowest_rank_id=ranks.get(row["golongan_terendah"]),
            highest_rank_id=ranks.get(row["golongan_tertinggi"]),
            lowest_education=row["pendidikan_terendah"],
            **_common(row),
        )
        for row in _rows("syarat_jenjang.csv")
        if row["jenjang"] in known
    ]


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Add the package's settings where none of that code and date exist; how many rows were added.

    What is there is left alone: an agency's own values come as rows with a later date.
    """
    methods = set(Method.objects.values_list("code", "valid_from"))
    bands = set(GapBand.objects.values_list("scheme", "name", "valid_from"))
    rules = set(GapRule.objects.values_list("code", "valid_from"))
    defaults = set(LevelDefault.objects.values_list("level", "kind", "valid_from"))
    asked = set(Eligibility.objects.values_list("level", "valid_from"))
    new_rules = [
        GapRule(code=row["kode"], value=Decimal(row["nilai"]), **_common(row)) for row in _rows("aturan.csv")
    ]
    added: dict[str, list[Any]] = {
        "methods": [row for row in _methods() if (row.code, row.valid_from) not in methods],
        "bands": [row for row in _bands() if (row.scheme, row.name, row.valid_from) not in bands],
        "rules": [row for row in new_rules if (row.code, row.valid_from) not in rules],
        "level_defaults": [
            row for row in _defaults() if (row.level_id, row.kind, row.valid_from) not in defaults
        ],
        "eligibility": [row for row in _eligibility() if (row.level_id, row.valid_from) not in asked],
    }
    for rows in added.values():
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    return {name: len(rows) for name, rows in added.items()}
