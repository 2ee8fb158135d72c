"""Writes of assessment: evidence in, levels and gaps rebuilt from it."""

from bangkom.assessment.services.evidence import correct_evidence, record_evidence, withdraw_evidence
from bangkom.assessment.services.levels import RECOMPUTE, queue_recompute, recompute_levels
from bangkom.assessment.services.loading import load_reference
from bangkom.assessment.services.result_files import Defaults, Fault, ResultFile, read_results
from bangkom.assessment.services.results import store_results
from bangkom.assessment.services.summaries import rebuild_summaries

__all__ = [
    "RECOMPUTE",
    "Defaults",
    "Fault",
    "ResultFile",
    "correct_evidence",
    "load_reference",
    "queue_recompute",
    "read_results",
    "rebuild_summaries",
    "recompute_levels",
    "record_evidence",
    "store_results",
    "withdraw_evidence",
]
