"""The engine's reasons in the words of the register."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangkom.engine.planner import Reason
from bangkom.planning.enums import PostponeReason
from bangkom.planning.services.compute.lines import Lines

WORDS = {
    Reason.NO_OFFERING: PostponeReason.NO_OFFERING,
    Reason.PREREQUISITE: PostponeReason.PREREQUISITE,
    Reason.OWN_ITEMS: PostponeReason.OWN_ITEMS,
    Reason.OWN_JP: PostponeReason.OWN_JP,
    Reason.OWN_DAYS: PostponeReason.OWN_DAYS,
    Reason.OWN_PERIOD: PostponeReason.OWN_QUARTER,
    Reason.NOT_OPENED: PostponeReason.NOT_OPENED,
    Reason.CLASS_FULL: PostponeReason.CLASS_FULL,
    Reason.UNIT: PostponeReason.UNIT,
    Reason.BUDGET: PostponeReason.BUDGET,
    Reason.EQUITY: PostponeReason.EQUITY,
    Reason.NOT_WORTH: PostponeReason.LESS_WORTH,
    Reason.PINNED_OUT: PostponeReason.PINNED_OUT,
    Reason.COURSE_TAKEN: PostponeReason.TAKEN,
}
_TABLE = np.array([WORDS[reason].value for reason in Reason], dtype=object)


def reasons_of(lines: Lines) -> NDArray[Any]:
    """One ``PostponeReason`` value per row of the register."""
    found = _TABLE[lines.plan.register.reason.astype("int64")]
    return np.where(lines.register_taken & (found == "pinned_out"), "taken", found)
