"""Reads of assessment: settings of the model, evidence, levels, gaps, matches."""

from bangkom.assessment.queries.employees import employees, holders_of
from bangkom.assessment.queries.evidence import Weights, evidence_for, person_weights
from bangkom.assessment.queries.impact import CompetencyImpact, Impact, impact_of
from bangkom.assessment.queries.levels import (
    CompetencyLevel,
    EvidenceLine,
    gap_rows,
    levels_of,
    people_rows,
    person_levels,
)
from bangkom.assessment.queries.matches import (
    Match,
    match_people,
    match_posts,
    people_for_post,
    posts_for_person,
)
from bangkom.assessment.queries.offices import (
    HeatCells,
    fields_with_gaps,
    heat_cells,
    office_cells,
    office_rows,
    office_summary,
)
from bangkom.assessment.queries.settings import (
    IKK,
    JPM_MAPPING,
    JPM_SELECTION,
    band_label,
    bands_of,
    methods_in_force,
    rules_in_force,
)

__all__ = [
    "IKK",
    "JPM_MAPPING",
    "JPM_SELECTION",
    "CompetencyImpact",
    "CompetencyLevel",
    "EvidenceLine",
    "HeatCells",
    "Impact",
    "Match",
    "Weights",
    "band_label",
    "bands_of",
    "employees",
    "evidence_for",
    "fields_with_gaps",
    "gap_rows",
    "heat_cells",
    "holders_of",
    "impact_of",
    "levels_of",
    "match_people",
    "match_posts",
    "methods_in_force",
    "office_cells",
    "office_rows",
    "office_summary",
    "people_for_post",
    "people_rows",
    "person_levels",
    "person_weights",
    "posts_for_person",
    "rules_in_force",
]
