"""Competency levels as estimates with intervals, the gaps they leave, JPM and IKK.

Refuses to know where a number is stored, which regulation set it, or who may see it: variances, half-lives,
bands and default priors all come in as data. Method and formulas: docs/algorithms/gaps.md.
"""

from bangkom.engine.gaps.bands import Bands, ikk_index, jpm_index
from bangkom.engine.gaps.evidence import NO_ASSESSOR, NO_EXPIRY, Evidence, EvidenceError, Methods
from bangkom.engine.gaps.leniency import Leniency, estimate_leniency
from bangkom.engine.gaps.levels import Calibration, Levels, calibrate, estimate_levels
from bangkom.engine.gaps.measures import Gaps, measure_gaps
from bangkom.engine.gaps.priors import Priors, fit_priors
from bangkom.engine.gaps.summaries import CellSummary, GroupSummary, summarise_cells, summarise_people

__all__ = [
    "NO_ASSESSOR",
    "NO_EXPIRY",
    "Bands",
    "Calibration",
    "CellSummary",
    "Evidence",
    "EvidenceError",
    "Gaps",
    "GroupSummary",
    "Leniency",
    "Levels",
    "Methods",
    "Priors",
    "calibrate",
    "estimate_leniency",
    "estimate_levels",
    "fit_priors",
    "ikk_index",
    "jpm_index",
    "measure_gaps",
    "summarise_cells",
    "summarise_people",
]
