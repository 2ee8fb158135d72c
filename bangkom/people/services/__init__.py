"""Writes of people: reference tables, employees and their accounts, the tree of OPDs, roles."""

from bangkom.people.services.employees import change_employee, create_account, renew_password, search_text_of
from bangkom.people.services.imports import add_summary
from bangkom.people.services.opds import change_opd
from bangkom.people.services.reference import load_reference
from bangkom.people.services.roles import end_role, give_role

__all__ = [
    "add_summary",
    "change_employee",
    "change_opd",
    "create_account",
    "end_role",
    "give_role",
    "load_reference",
    "renew_password",
    "search_text_of",
]
