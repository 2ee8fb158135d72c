"""What is read of the catalogue: programmes with their costs, forms, and what rooms above add to a programme."""

from bangkom.catalogue.queries.costs import CostExample, cost_example
from bangkom.catalogue.queries.extensions import (
    Fact,
    add_programme_facts,
    fund_choices,
    offer_funds,
    programme_facts,
)
from bangkom.catalogue.queries.programmes import (
    LIST_FIELDS,
    field_choices,
    form_choices,
    gains_of,
    level_names,
    place_choices,
    programme_rows,
    programmes_raising,
)

__all__ = [
    "LIST_FIELDS",
    "CostExample",
    "Fact",
    "add_programme_facts",
    "cost_example",
    "field_choices",
    "form_choices",
    "fund_choices",
    "gains_of",
    "level_names",
    "offer_funds",
    "place_choices",
    "programme_facts",
    "programme_rows",
    "programmes_raising",
]
