"""Writes of assessment: evidence in, levels and gaps rebuilt from it."""

from bangkom.assessment.services.levels import recompute_levels
from bangkom.assessment.services.loading import load_reference
from bangkom.assessment.services.summaries import rebuild_summaries

__all__ = ["load_reference", "rebuild_summaries", "recompute_levels"]
