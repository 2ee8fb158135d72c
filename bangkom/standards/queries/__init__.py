"""Reads of standards: dictionaries, competencies, post standards, and what a post demands."""

from bangkom.standards.queries.dictionary import (
    assessed_competencies,
    competencies_of,
    competency_by_code,
    competency_kinds,
    framework_choices,
    frameworks,
    used_fields,
)
from bangkom.standards.queries.posts import (
    ItemLine,
    compare_posts,
    newest_in_force,
    posts_requiring,
    requirement_rows,
    requirements_of,
    standard_lines,
    standards,
)
from bangkom.standards.queries.resolution import (
    Demand,
    affected_position_ids,
    resolve_requirements,
    subject_of,
)
from bangkom.standards.queries.subjects import job_levels, positions

__all__ = [
    "Demand",
    "ItemLine",
    "affected_position_ids",
    "assessed_competencies",
    "compare_posts",
    "competencies_of",
    "competency_by_code",
    "competency_kinds",
    "framework_choices",
    "frameworks",
    "job_levels",
    "newest_in_force",
    "positions",
    "posts_requiring",
    "requirement_rows",
    "requirements_of",
    "resolve_requirements",
    "standard_lines",
    "standards",
    "subject_of",
    "used_fields",
]
