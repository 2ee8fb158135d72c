"""The one table of the house: search, filters and order in the URL, pages, columns, ticks, exports.

A room declares a ``Table`` in its ``tables.py``; a view gives it rows and lets it answer:

    table = EmployeeTable(request, queries.employees_for(request.user))
    return table.respond("people/employee_list.html", {"title": _("Pegawai")})

See ``docs/how-to/table.md``.
"""

from bangkom.foundation.tables.columns import Column, Empty, RowsAction, Search
from bangkom.foundation.tables.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    NumberRangeFilter,
)
from bangkom.foundation.tables.table import Table, selected_rows

__all__ = [
    "BooleanFilter",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "Empty",
    "Filter",
    "NumberRangeFilter",
    "RowsAction",
    "Search",
    "Table",
    "selected_rows",
]
