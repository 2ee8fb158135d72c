"""Loads ranks and job levels from the room's own tables; running it again changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from bangkom.people.models import JobLevel, Rank

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Write the ranks and levels of the package into the database; answers how many rows each table holds.

    Existing rows are brought up to date by their code, rows that an agency added itself stay.
    """
    ranks = [
        Rank(
            code=row["golongan"],
            family=row["keluarga"],
            name=row["pangkat"],
            order=int(row["urut"]),
            siasn_id=row["siasn_id"],
        )
        for row in read("ranks.csv")
    ]
    levels = [
        JobLevel(
            code=row["kode"],
            name=row["jenjang"],
            name_en=row["jenjang_en"],
            family=row["jenis"],
            order=int(row["urut"]),
            retirement_age=int(row["bup"]),
            verification=row["status"],
            source=row["sumber"],
        )
        for row in read("job_levels.csv")
    ]
    return {"ranks": upsert(Rank, ranks), "job_levels": upsert(JobLevel, levels)}


def upsert(model: Any, rows: list[Any]) -> int:
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "code"
    ]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(rows)


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))
