"""What happened in the ledger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordAdded:
    """A learning record was written and the person's year recounted."""

    record_id: int
    employee_id: int
    year: int
