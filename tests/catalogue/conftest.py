"""Programmes of the catalogue's tests."""

from __future__ import annotations

import pytest

from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import LearningForm, Programme, ProgrammeGain
from bangkom.catalogue.services import load_reference
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.models import Competency, Framework


@pytest.fixture
def reference(db):
    return load_reference()


@pytest.fixture
def competency(db):
    book = Framework.objects.create(code="uji", title="Kamus uji")
    return Competency.objects.create(
        framework=book, code="M.1", name="Integritas", kind=CompetencyKind.MANAGERIAL
    )


@pytest.fixture
def make_programme(reference, competency):
    def make(code="PLY", **values):
        defaults = {
            "name": f"Pelatihan {code}", "mode": Mode.CLASS, "jp": 20, "days": 3, "min_people": 10, "max_people": 30,
            "cost_batch": 45_000_000, "cost_person": 500_000, "quarters": [1, 2, 4], "fund_batch": "BKPSDM",
            "fund_person": "BKPSDM",
        }  # fmt: skip
        form = LearningForm.objects.get(code="KL03")
        made = Programme.objects.create(code=code, form=form, **{**defaults, **values})
        ProgrammeGain.objects.create(programme=made, competency=competency, gain="0.75", source="kurikulum")
        return made

    return make
