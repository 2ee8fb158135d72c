"""What is written about learning: reference tables, records, and the sums that are kept of them."""

from bangkom.records.services.counting import recount
from bangkom.records.services.records import add_record
from bangkom.records.services.reference import load_reference

__all__ = ["add_record", "load_reference", "recount"]
