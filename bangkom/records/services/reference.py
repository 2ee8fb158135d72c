"""The duty rules that the package brings along."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from bangkom.records.models import DutyRule

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Write the duty rules; running it again changes nothing, rows of the agency's own stay."""
    with (DATA / "duty_rules.csv").open(newline="", encoding="utf-8") as stream:
        rules = [
            DutyRule(
                employment_kind=row["employment_kind"],
                from_year=int(row["from_year"]),
                floor_jp=int(row["floor_jp"]) if row["floor_jp"] else None,
                ceiling_jp=int(row["ceiling_jp"]) if row["ceiling_jp"] else None,
                verification=row["verification"],
                source=row["source"],
            )
            for row in csv.DictReader(stream)
        ]
    DutyRule.objects.bulk_create(
        rules,
        update_conflicts=True,
        unique_fields=["employment_kind", "from_year"],
        update_fields=["floor_jp", "ceiling_jp", "verification", "source"],
    )
    return {"duty_rules": len(rules)}
