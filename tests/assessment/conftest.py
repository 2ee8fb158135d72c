"""Small ground for assessment: three competencies, standards of two levels, the packaged settings."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from bangkom.assessment import services
from bangkom.assessment.models import Evidence, Method
from bangkom.standards import services as standards
from bangkom.standards.enums import CompetencyKind, StandardState
from bangkom.standards.models import Competency, Framework, Standard, StandardItem

TODAY = timezone.localdate()


def rate(employee, competency, level, *, method="test", days_ago=0, assessor=None, name="", valid_until=None):
    """One result of ``employee``, as it would have been entered."""
    return Evidence.objects.create(
        employee=employee,
        competency=competency,
        method=Method.objects.get(code=method),
        level=level,
        assessed_on=TODAY - datetime.timedelta(days=days_ago),
        assessor=assessor,
        assessor_name=name,
        valid_until=valid_until,
    )


def require(items, *, level=None, field="", position=None):
    standard = Standard.objects.create(
        level=level,
        field=field,
        position=position,
        valid_from=datetime.date(2020, 1, 1),
        state=StandardState.IN_FORCE,
    )
    for competency, required in items.items():
        StandardItem.objects.create(standard=standard, competency=competency, level=required)
    return standard


@pytest.fixture
def ground(cast):
    """Nurses need integrity 3, service 3 and safety 4; clerks need integrity 2. Nobody is assessed yet."""
    services.load_reference()
    framework = Framework.objects.create(code="UJI", title="Kamus uji")
    integrity, service = (
        Competency.objects.create(
            framework=framework, code=code, name=name, kind=CompetencyKind.MANAGERIAL, order=order
        )
        for order, (code, name) in enumerate([("M.1", "Integritas"), ("M.5", "Pelayanan Publik")])
    )
    safety = Competency.objects.create(
        framework=framework,
        code="T.KES.1",
        name="Keselamatan Pasien",
        kind=CompetencyKind.TECHNICAL,
        field="Kesehatan",
    )
    nurses = require({integrity: 3, service: 3}, level=cast.level)
    technical = require({safety: 4}, level=cast.level, field="Kesehatan")
    clerks = require({integrity: 2}, level=cast.executive)
    standards.rebuild_requirements(tell=False)
    return SimpleNamespace(
        cast=cast, framework=framework, integrity=integrity, service=service, safety=safety,
        nurses=nurses, technical=technical, clerks=clerks,
    )  # fmt: skip
