"""What is learnt from everybody: computed in a full run, and kept in its tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bangkom.assessment.models import LevelPrior, RaterLeniency
from bangkom.assessment.queries.columns import SPAN, Columns, default_priors
from bangkom.assessment.queries.settings import ModelRules
from bangkom.engine import gaps


def calibrate(columns: Columns, *, day: dt.date, rules: ModelRules) -> gaps.Calibration:
    return gaps.calibrate(
        columns.evidence,
        columns.methods,
        cell=columns.cell,
        default=default_priors(columns, day),
        strength=rules.prior_people,
        least_spread=rules.spread_floor,
        as_of=day.toordinal(),
    )


def store_calibration(columns: Columns, calibration: gaps.Calibration) -> None:
    """Replace the stored calibration. Raters without a comparison are left out: they are as unknown as new ones."""
    wide = len(columns.competencies)
    LevelPrior.objects.all().delete()
    LevelPrior.objects.bulk_create(
        [
            LevelPrior(
                level_id=columns.levels[cell // wide],
                competency_id=columns.competencies[cell % wide],
                mean=float(calibration.priors.mean[cell]),
                variance=float(calibration.priors.variance[cell]),
            )
            for cell in range(columns.cells)
        ],
        batch_size=2000,
    )
    names = {index: rater for rater, index in columns.raters.items()}
    found = calibration.leniency
    RaterLeniency.objects.all().delete()
    RaterLeniency.objects.bulk_create(
        [
            RaterLeniency(
                method_code=columns.method_codes[key // SPAN],
                **_rater_columns(names[key % SPAN]),
                shift=shift,
                variance=variance,
                compared=compared,
            )
            for key, shift, variance, compared in zip(
                found.key.tolist(),
                found.shift.tolist(),
                found.variance.tolist(),
                found.compared.tolist(),
                strict=True,
            )
            if compared
        ],
        batch_size=2000,
    )


def _rater_columns(rater: Any) -> dict[str, Any]:
    return {"assessor_id": rater} if isinstance(rater, int) else {"assessor_name": rater}
