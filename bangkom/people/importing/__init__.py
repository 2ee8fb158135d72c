"""Personnel files as pure values: nothing here reads or writes the database.

``read_people`` turns a file into people, faults and notices; ``write_remedies`` gives the file back.
"""

from .annotated import write_remedies
from .faults import Fault, Finding
from .names import name_case, name_key, read_name
from .nip import Nip, NipRead, check_nip, read_nip
from .ranks import PNS_TITLES, PPPK_RANKS, read_rank
from .records import Person
from .sheet import PeopleSheet, person_dict, read_people
from .tables import Table
from .vocabulary import FIELD_LABELS, PEOPLE

__all__ = [
    "FIELD_LABELS",
    "PEOPLE",
    "PNS_TITLES",
    "PPPK_RANKS",
    "Fault",
    "Finding",
    "Nip",
    "NipRead",
    "PeopleSheet",
    "Person",
    "Table",
    "check_nip",
    "name_case",
    "name_key",
    "person_dict",
    "read_name",
    "read_nip",
    "read_people",
    "read_rank",
    "write_remedies",
]
