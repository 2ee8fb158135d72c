"""A small city in which every room has something to say about Sari and about Joko."""

import datetime

import pytest
from django.utils import timezone

from bangkom.assessment.models import EmployeeGap, GapBand, GapSummary, LevelEstimate
from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import LearningForm, Programme, ProgrammeGain
from bangkom.planning.models import Mandate, PlanRun, PlanSeat, PlanYear, PostponedNeed, Scenario
from bangkom.records import services
from bangkom.records.models import LearningRecord
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.models import Competency, Framework

YEAR = timezone.localdate().year
DAY = datetime.date(YEAR, 1, 2)


def programme(form, code, name, competency, gain, **values):
    made = Programme.objects.create(
        code=code, name=name, form=form, mode=Mode.ONLINE, jp=8, provider="LAN", **values
    )
    ProgrammeGain.objects.create(programme=made, competency=competency, gain=gain)
    return made


def gap(employee, competency, required, mean):
    missing = max(required - mean, 0)
    LevelEstimate.objects.create(
        employee=employee, competency=competency, opd=employee.opd, mean=mean, low=mean - 0.4, high=mean + 0.4,
        required=required, gap=missing, evidence_count=2,
    )  # fmt: skip


@pytest.fixture
def city(cast):
    """The cast with JP, gaps, a catalogue, a plan of next year and one of this year."""
    services.load_reference()
    framework = Framework.objects.create(code="ASN", title="Kamus", version="2017")
    cast.skills = [
        Competency.objects.create(
            framework=framework, code=code, name=name, kind=CompetencyKind.MANAGERIAL, order=order
        )
        for order, (code, name) in enumerate(
            [("M.1", "Integritas"), ("M.2", "Kerja Sama"), ("M.3", "Komunikasi")]
        )
    ]
    form = LearningForm.objects.create(
        code="NKL03",
        name="E-learning",
        path="pelatihan",
        group="nonklasikal",
        jp_mode="hours",
        valid_from="2019-01-01",
    )
    cast.form = form
    cast.honest = programme(form, "P1", "MOOC Integritas", cast.skills[0], "0.8")
    cast.together = programme(form, "P2", "Lokakarya Kerja Sama", cast.skills[1], "0.5")
    cast.for_teachers = programme(form, "P3", "Kelas Guru", cast.skills[1], "0.9", fields=["Pendidikan"])
    cast.required = programme(form, "P4", "Keselamatan Pasien", cast.skills[2], "0.4", only_mandatory=True)
    for employee in (cast.sari, cast.joko):
        gap(employee, cast.skills[0], 3, 1.8)
        gap(employee, cast.skills[1], 3, 2.4)
        gap(employee, cast.skills[2], 2, 2.5)
        EmployeeGap.objects.create(
            employee=employee, opd=employee.opd, jpm=80, ikk=20, band="Rendah", short_count=2, required_count=3,
            assessed_count=3, computed_on=DAY,
        )  # fmt: skip
    GapBand.objects.create(
        scheme="IKK", name="Rendah", from_percent=0, below_percent=25, valid_from="2019-01-01"
    )
    for opd in (None, cast.health, cast.education):
        GapSummary.objects.create(
            opd=opd, people=2, assessed_people=1, jpm=80, ikk=20, band="Rendah", bands={"Rendah": 2},
            computed_at=timezone.now(),
        )  # fmt: skip
    for employee, title, jp in ((cast.sari, "Pelatihan Triase", 12), (cast.joko, "Literasi Joko", 24)):
        LearningRecord.objects.create(
            employee=employee, form=form, title=title, organiser="BPSDM", starts_on=DAY, ends_on=DAY, year=YEAR,
            jp_claimed=jp, jp_counted=jp, certificate_number=f"{title}/1",
        )  # fmt: skip
    services.recount(YEAR)
    services.recount(YEAR - 1)
    cast.plan = plan(cast, YEAR + 1, planned=900, postponed=7)
    return cast


def plan(cast, year, **figures):
    """An active plan of a year that seats Sari and postpones a need of hers and of Joko's."""
    plan_year = PlanYear.objects.create(year=year)
    scenario = Scenario.objects.create(year=plan_year, name="Dasar", is_active=True)
    summary = {
        "people": 4, "gap": 10.0, "closed": 4.0, "ceiling": 1000, "planned": 500, "seats": 1, "reached": 1,
        "people_with_needs": 2, "postponed": 2,
        "by_opd": [{"opd": cast.health.pk, "name": "Dinkes", "reached": 1}],
        **figures,
    }  # fmt: skip
    run = PlanRun.objects.create(
        scenario=scenario, state="ready", is_current=True, summary=summary, distance_percent=3
    )
    PlanSeat.objects.create(
        run=run, employee=cast.sari, opd=cast.health, programme=cast.honest, quarter=2, cost=0, jp=8,
        closes=[[cast.skills[0].pk, 1.2, 0.8]],
    )  # fmt: skip
    for employee in (cast.sari, cast.joko):
        PostponedNeed.objects.create(
            run=run, employee=employee, opd=employee.opd, competency=cast.skills[1], gap=0.6, reason="budget",
            programme=cast.together,
        )  # fmt: skip
    return run


def mandate(cast, employee, year, which=None):
    plan_year, _made = PlanYear.objects.get_or_create(year=year)
    return Mandate.objects.create(
        year=plan_year, employee=employee, programme=which or cast.required, reason="Permenkes 11/2017"
    )
