"""A small made-up city: enough people, programmes and money that every rule of the plan can bind."""

from __future__ import annotations

import datetime
import random

from bangkom.assessment.models import LevelEstimate
from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import LearningForm, Programme, ProgrammeGain
from bangkom.catalogue.services import load_reference as load_catalogue
from bangkom.people.enums import EmploymentKind, PositionKind, Sex
from bangkom.people.models import Employee, JobLevel, Opd, Position
from bangkom.planning import services
from bangkom.planning.models import Mandate, Scenario
from bangkom.records.models import DutyRule, LearningRecord
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.models import Competency, Framework
from tests.conftest import make_opd

YEAR = 2027


class City:
    """``people`` employees in three OPDs, eight competencies, nine programmes, ceilings that do not suffice."""

    def __init__(self, people: int = 60, *, seed: int = 7, batch_minimum: int = 5) -> None:
        self.random = random.Random(seed)
        load_catalogue()
        services.load_reference()
        self._places()
        self._competencies()
        self._programmes(batch_minimum)
        self._people(people)
        DutyRule.objects.get_or_create(employment_kind="pns", from_year=2017, defaults={"floor_jp": 20})
        DutyRule.objects.get_or_create(employment_kind="pppk", from_year=2018, defaults={"ceiling_jp": 24})
        self.year = services.make_year(
            year=YEAR,
            apbd=1_400_000_000_000,
            money=[
                services.Money("BKPSDM", people * 700_000),
                services.Money("OPD", people * 90_000, opd_id=self.opds[0].pk),
                services.Money("OPD", people * 45_500, opd_id=self.opds[1].pk),
            ],
        )
        self.scenario: Scenario = self.year.scenarios.get()

    def _places(self) -> None:
        root = Opd.objects.filter(kind="government").first() or make_opd("KOTA", "Kota Uji", "government")
        self.opds = [
            make_opd(f"OPD-{n}", f"Dinas Uji {n}", parent=root, short_name=f"Uji {n}") for n in (1, 2, 3)
        ]
        self.units = [*self.opds]
        for number, opd in enumerate(self.opds):
            unit = make_opd(
                f"UNIT-{number}", f"Loket {number}", "unit", parent=opd, serves_public=True, zone=number % 3
            )
            self.units.append(unit)
        levels = [
            ("ADM", PositionKind.STRUCTURAL),
            ("JF-TR", PositionKind.FUNCTIONAL),
            ("PLK-U", PositionKind.EXECUTIVE),
        ]
        self.posts = []
        for order, (code, family) in enumerate(levels):
            level, _made = JobLevel.objects.get_or_create(
                code=code, defaults={"name": code, "family": family, "order": order}
            )
            for field in ("Kesehatan", ""):
                post = Position.objects.create(
                    code=f"{code}-{field}",
                    title=f"Jabatan {code} {field}",
                    kind=family,
                    level=level,
                    field=field,
                )
                self.posts.append(post)

    def _competencies(self) -> None:
        book = Framework.objects.create(code="uji", title="Kamus uji")
        kinds = (
            [CompetencyKind.MANAGERIAL] * 4 + [CompetencyKind.SOCIOCULTURAL] + [CompetencyKind.TECHNICAL] * 4
        )
        self.competencies = [
            Competency.objects.create(
                framework=book, code=f"K{n}", name=f"Kompetensi {n}", kind=kind, order=n
            )
            for n, kind in enumerate(kinds)
        ]

    def _programmes(self, least: int) -> None:
        form = LearningForm.objects.get(code="KL03")
        rows = [
            ("A", Mode.CLASS, 16, 2, 4_500_300, 200_100, "BKPSDM", "BKPSDM", {}, [(0, 1.0), (1, 0.5)]),
            ("B", Mode.CLASS, 24, 3, 6_000_000, 150_000, "BKPSDM", "", {}, [(2, 1.2)]),
            ("C", Mode.SENT, 40, 5, 0, 3_250_750, "", "BKPSDM", {"place": 1, "seats": 4}, [(5, 1.5)]),
            ("D", Mode.ONLINE, 10, 0, 0, 0, "", "", {}, [(3, 0.4)]),
            ("E", Mode.WEBINAR, 4, 0, 0, 25_000, "", "", {"seats": 15}, [(4, 0.5)]),
            ("F", Mode.MENTORING, 2.4, 0, 0, 0, "", "", {"seats": 5}, [(5, 0.6), (6, 0.3)]),
            (
                "G",
                Mode.CLASS,
                20,
                2,
                3_000_000,
                100_000,
                "BKPSDM",
                "BKPSDM",
                {"fields": ["Kesehatan"]},
                [(6, 1.0)],
            ),
            (
                "H",
                Mode.SENT,
                80,
                10,
                0,
                5_000_000,
                "",
                "BKPSDM",
                {"levels": ["ADM"], "kinds": ["pns"]},
                [(0, 2.0)],
            ),
            ("W", Mode.ONLINE, 12, 0, 0, 50_000, "", "BKPSDM", {"only_mandatory": True}, [(4, 0.3)]),
        ]
        self.programmes: dict[str, Programme] = {}
        for code, mode, jp, days, batch, person, fund_batch, fund_person, more, gains in rows:
            values = {"min_people": least, "max_people": 12, "max_batches": 1} if mode == Mode.CLASS else {}
            made = Programme.objects.create(
                code=code, name=f"Program {code}", form=form, mode=mode, jp=jp, days=days, cost_batch=batch,
                cost_person=person, fund_batch=fund_batch, fund_person=fund_person,
                quarters=[1, 2, 3, 4] if code != "B" else [2, 3], **{**values, **more},
            )  # fmt: skip
            self.programmes[code] = made
            ProgrammeGain.objects.bulk_create(
                ProgrammeGain(programme=made, competency=self.competencies[k], gain=gain) for k, gain in gains
            )
        self.programmes["B"].prerequisite = self.programmes["D"]
        self.programmes["B"].save()

    def _people(self, number: int) -> None:
        draw = self.random
        self.people = Employee.objects.bulk_create(
            Employee(
                name=f"Pegawai {n:05d}", nip=f"19{n:016d}", kind=draw.choice([EmploymentKind.PNS] * 3 + [EmploymentKind.PPPK]),
                sex=draw.choice(Sex.values), unit=unit, opd=unit.office, position=draw.choice(self.posts),
                retires_on=datetime.date(2027, 9, 1) if n % 23 == 5 else datetime.date(2049, 1, 1),
                search_text=f"pegawai {n:05d}",
            )
            for n in range(number)
            for unit in [draw.choice(self.units)]
        )  # fmt: skip
        levels = []
        for person in self.people:
            for competency in draw.sample(self.competencies, 5):
                sure, possible = draw.choice([0, 0.3, 0.9, 1.4]), draw.choice([0.1, 0.4, 0.7])
                levels.append(
                    LevelEstimate(
                        employee=person, competency=competency, opd_id=person.opd_id, mean=2, low=1, high=3,
                        required=3, gap=1, sure_gap=sure, possible_gap=possible, evidence_count=1,
                    )
                )  # fmt: skip
        LevelEstimate.objects.bulk_create(levels, batch_size=2000)
        form = LearningForm.objects.get(code="NKL03")
        day = datetime.date(2026, 3, 2)
        LearningRecord.objects.bulk_create(
            LearningRecord(
                employee=person, programme=self.programmes["D"], form=form, title="Program D", starts_on=day,
                ends_on=day, year=2026, jp_claimed=10, jp_counted=10,
            )
            for person in self.people[::4]
        )  # fmt: skip

    def mandate(self, *places: int, programme: str = "W") -> None:
        for place in places:
            Mandate.objects.create(
                year=self.year,
                employee=self.people[place],
                programme=self.programmes[programme],
                reason="PPPK baru",
            )
