"""The catalogue's reference tables: learning forms, cost standards, travel by zone and place."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from bangkom.catalogue.models import CostStandard, LearningForm, TravelCost

FOLDER = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Bring learning forms, cost standards and travel costs to the state of ``catalogue/data``.

    Rows are matched by their key and start date; amounts that an office entered for another day stay.
    Running it again changes nothing. Returns the number of rows per table.
    """
    return {
        "learning_forms": _load(LearningForm, "learning_forms.csv", ("code", "valid_from")),
        "cost_standards": _load(CostStandard, "cost_standards.csv", ("code", "valid_from")),
        "travel_costs": _load(TravelCost, "travel_costs.csv", ("zone", "place", "valid_from")),
    }


def _load(model: type[models.Model], name: str, key: tuple[str, ...]) -> int:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        rows = [model(**_typed(model, row)) for row in csv.DictReader(stream)]
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in key]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=columns)
    return len(rows)


def _typed(model: type[models.Model], row: dict[str, str]) -> dict[str, Any]:
    """The values of a row as the model's fields hold them; an empty cell of a number is unknown."""
    values: dict[str, Any] = {}
    for name, text in row.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        if text == "" and field.null:
            values[name] = None
        elif isinstance(field, models.DecimalField):
            values[name] = Decimal(text)
        else:
            values[name] = field.to_python(text)
    return values
