"""Tables of people. One file per subject; every model says which personal data it holds and why."""

from bangkom.people.models.employees import (
    EducationRecord,
    Employee,
    PositionRecord,
    RankRecord,
)
from bangkom.people.models.imports import ColumnMapping, ImportChange, ImportRow, ImportRun
from bangkom.people.models.organisation import JobLevel, Opd, OpdName, Position, Rank
from bangkom.people.models.users import Role, User

__all__ = [
    "ColumnMapping",
    "EducationRecord",
    "Employee",
    "ImportChange",
    "ImportRow",
    "ImportRun",
    "JobLevel",
    "Opd",
    "OpdName",
    "Position",
    "PositionRecord",
    "Rank",
    "RankRecord",
    "Role",
    "User",
]
