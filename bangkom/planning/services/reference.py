"""Planning's reference tables: rules with their start dates, and the usual sources of funds."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from bangkom.planning.models import Fund, PlanningRule

FOLDER = Path(__file__).resolve().parent.parent / "data"
RULE_COLUMNS = (
    "name",
    "name_en",
    "help",
    "value",
    "lowest",
    "highest",
    "unit",
    "order",
    "verification",
    "source",
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Bring planning rules to the state of ``planning/data`` and add missing funds; repeatable.

    Rules are matched by key and start date: a value that an office entered for another day stays. A fund
    that exists keeps its name and account code.
    """
    rules = [_rule(row) for row in rows_of("planning_rules.csv")]
    PlanningRule.objects.bulk_create(
        rules, update_conflicts=True, unique_fields=("key", "valid_from"), update_fields=RULE_COLUMNS
    )
    funds = [Fund(code=r["code"], name=r["name"], by_opd=r["by_opd"] == "1") for r in rows_of("funds.csv")]
    Fund.objects.bulk_create(funds, ignore_conflicts=True)
    return {"planning_rules": len(rules), "funds": len(funds)}


def _rule(row: dict[str, str]) -> PlanningRule:
    numbers = {name: Decimal(row[name]) for name in ("value", "lowest", "highest")}
    texts = {name: row[name] for name in ("key", "name", "name_en", "help", "unit", "verification", "source")}
    valid_from = dt.date.fromisoformat(row["valid_from"])
    return PlanningRule(**texts, **numbers, order=int(row["order"]), valid_from=valid_from)
