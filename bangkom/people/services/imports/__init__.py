"""Import of personnel files: read and compared first, applied as one transaction, undone as a whole."""

from bangkom.people.services.imports.comparing import Comparison, RowPlan, compare
from bangkom.people.services.imports.runs import (
    annotated,
    apply_run,
    confirm_rows,
    discard_run,
    forget_old_runs,
    preview_run,
    read_file,
    receive_file,
    remedies_of,
    store_preview,
    undo_run,
)
from bangkom.people.services.imports.undoing import add_summary

__all__ = [
    "Comparison",
    "RowPlan",
    "add_summary",
    "annotated",
    "apply_run",
    "compare",
    "confirm_rows",
    "discard_run",
    "forget_old_runs",
    "preview_run",
    "read_file",
    "receive_file",
    "remedies_of",
    "store_preview",
    "undo_run",
]
