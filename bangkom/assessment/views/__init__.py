"""Pages of assessment, by subject."""

from bangkom.assessment.views.matching import employee_posts, position_people
from bangkom.assessment.views.offices import city_gap, gap_list, heat_map, office_gap, people_list, recompute
from bangkom.assessment.views.person import (
    employee_gap,
    evidence_add,
    evidence_correct,
    evidence_withdraw,
    my_gap,
)
from bangkom.assessment.views.results import result_import
from bangkom.assessment.views.standards import standard_impact

__all__ = [
    "city_gap",
    "employee_gap",
    "employee_posts",
    "evidence_add",
    "evidence_correct",
    "evidence_withdraw",
    "gap_list",
    "heat_map",
    "my_gap",
    "office_gap",
    "people_list",
    "position_people",
    "recompute",
    "result_import",
    "standard_impact",
]
