"""Small ground for standards: three competencies of the office, and standards of two levels."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from bangkom.standards import services
from bangkom.standards.enums import CompetencyKind, StandardState
from bangkom.standards.models import Competency, Framework, Standard, StandardItem

EARLY = datetime.date(2020, 1, 1)


def make_standard(
    *, level=None, field="", position=None, items=None, valid_from=EARLY, version=1, state=None
):
    standard = Standard.objects.create(
        level=level, field=field, position=position, version=version, valid_from=valid_from,
        state=state or StandardState.IN_FORCE,
    )  # fmt: skip
    for competency, required in (items or {}).items():
        StandardItem.objects.create(standard=standard, competency=competency, level=required)
    return standard


@pytest.fixture
def ground(cast):
    """Nurses (JF-PT) need integrity 2 and, in health, safety 2; clerks (PLK) need integrity 1."""
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
    default = make_standard(level=cast.level, items={integrity: 2, service: 2})
    technical = make_standard(level=cast.level, field="Kesehatan", items={safety: 2})
    clerks = make_standard(level=cast.executive, items={integrity: 1})
    services.rebuild_requirements()
    return SimpleNamespace(
        cast=cast, framework=framework, integrity=integrity, service=service, safety=safety,
        default=default, technical=technical, clerks=clerks,
    )  # fmt: skip
