"""Puts the drafts of an office into its units: heads first, so that everybody has somebody above."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from bangkom.config.sample.careers import Career
from bangkom.config.sample.organisation import Office, Unit
from bangkom.config.sample.people import Crew
from bangkom.config.sample.population import Draft
from bangkom.config.sample.posts import Post

ORDER = ("JPT Pratama", "Administrator", "Pengawas", "JF Kesehatan", "JF Guru", "JF Teknis Lain", "Pelaksana")
AGES = ("55+", "50-54", "45-49", "40-44", "35-39", "30-34", "<30")
# People of the sample city with a part in its stories: office, name, sex. See personas.py.
KNOWN_HEADS = {"DINKES": ("Bima Prasetya", "L"), "DISKOMINFO": ("Joko Santoso", "L")}
HEAD_TITLE = {"inspectorate": "Inspektur Daerah", "satpol": "Kepala Satuan Polisi Pamong Praja"}
UPPER = (
    "Asisten Pemerintahan dan Kesejahteraan Rakyat", "Asisten Perekonomian dan Pembangunan", "Asisten Administrasi Umum",
    "Staf Ahli Bidang Pemerintahan, Hukum dan Politik", "Staf Ahli Bidang Ekonomi dan Pembangunan",
    "Staf Ahli Bidang Kemasyarakatan dan Sumber Daya Manusia",
)  # fmt: skip
SUBSECTIONS = (
    ("Kepala Subbagian Umum dan Kepegawaian", "Sumber Daya Manusia"), ("Kepala Subbagian Perencanaan dan Keuangan", "Ekonomi dan Keuangan"),
)  # fmt: skip
DISTRICT_SECTIONS = (
    *SUBSECTIONS, ("Kepala Seksi Pemerintahan Kecamatan", "Kewilayahan"), ("Kepala Seksi Ketenteraman dan Ketertiban Kecamatan", "Ketenteraman, Ketertiban dan Perlindungan Masyarakat"),
    ("Kepala Seksi Pemberdayaan Masyarakat Kecamatan", "Pemberdayaan Masyarakat"),
)  # fmt: skip
VILLAGE_SECTIONS = (
    "Kepala Seksi Pemerintahan Kelurahan",
    "Kepala Seksi Kesejahteraan dan Pembangunan Kelurahan",
)
OFFICE_WORK = (
    "Administrasi",
    "Ekonomi dan Keuangan",
    "Administrasi",
    "Sumber Daya Manusia",
    "Perencanaan dan Manajemen",
)


class Staffing:
    """One office being staffed. ``heads`` keeps who leads which unit, for the supervisors of the others."""

    def __init__(self, crew: Crew, office: Office, drafts: list[Draft], above: int | None) -> None:
        self._crew, self._office, self._above = crew, office, above
        ranked = sorted(
            drafts, key=lambda one: (ORDER.index(one.job), one.ranks != "IV", AGES.index(one.ages))
        )
        self._jobs = {job: [draft for draft in ranked if draft.job == job] for job in ORDER}
        self.heads: dict[int, int] = {}
        self._turn: dict[int, int] = {}

    def run(self) -> int:
        """Hire everybody; answers the key of the office's head."""
        head = self._head()
        if self._office.unit.kind == "district":
            self._district()
        else:
            self._leaders(head)
        for draft in [*self._jobs["JPT Pratama"], *self._jobs["Administrator"], *self._jobs["Pengawas"]]:
            self._jobs["JF Teknis Lain"].insert(0, draft._replace(job="JF Teknis Lain"))
        self._professionals()
        self._others()
        return head

    # --- leaders ---------------------------------------------------------------------------------

    def _head(self) -> int:
        unit = self._office.unit
        if unit.kind == "district":
            title, level, eselon = f"Camat {unit.name.removeprefix('Kecamatan ')}", "ADM", "III.a"
            draft = self._take("Administrator")
        else:
            title = HEAD_TITLE.get(unit.kind, f"Kepala {unit.name}")
            if unit.kind == "secretariat":
                title = "Sekretaris Daerah" if unit.code == "SETDA" else "Sekretaris DPRD"
            level, eselon = "JPT-P", "II.a" if unit.code == "SETDA" else "II.b"
            draft = self._take("JPT Pratama", part=unit.part)
        name, sex = KNOWN_HEADS.get(unit.code, ("", draft.sex))
        draft = draft._replace(
            job="JPT Pratama" if level == "JPT-P" else "Administrator", ranks="IV", sex=sex, kind="PNS"
        )
        draft = draft._replace(ages=max(draft.ages, "45-49") if draft.ages != "<30" else "45-49")
        if draft.education in ("SD/SMP", "SMA", "Diploma"):
            draft = draft._replace(education="S2")
        head = self._lead(
            draft, unit, title, level, eselon, unit.field, self._above, opd_id=unit.id, name=name
        )
        self.heads[unit.id] = head
        return head

    def _take(self, job: str, part: str = "") -> Draft:
        """The most senior draft of a job class, or of the classes after it when there is none."""
        for other in ORDER[ORDER.index(job) :]:
            for draft in self._jobs[other]:
                if not part or other != job or draft.part == part:
                    self._jobs[other].remove(draft)
                    return draft
        raise LookupError(job)

    def _lead(
        self, draft: Draft, unit: Unit, title: str, level: str, eselon: str, field: str, above: int | None, *,
        opd_id: int | None = None, name: str = "",
    ) -> int:  # fmt: skip
        post = self._crew.posts.structural(title, level, eselon, field, opd_id)
        return self._crew.hire(draft, unit, lambda _: post, above, name)

    def _leaders(self, head: int) -> None:
        """Secretary, heads of divisions and of subsections, as far as there are drafts for them."""
        office, jobs = self._office, self._jobs
        unit = office.unit
        if unit.code == "SETDA":
            for title, draft in zip(UPPER, list(jobs["JPT Pratama"]), strict=False):
                jobs["JPT Pratama"].remove(draft)
                self._lead(
                    draft,
                    unit,
                    title,
                    "JPT-P",
                    "II.b",
                    "Hukum, Politik dan Pemerintahan",
                    head,
                    opd_id=unit.id,
                )
        hospital = [draft for draft in jobs["Administrator"] if draft.part == "OPD-37"]
        self._hospital_leaders(head, hospital)
        if office.secretariat and jobs["Administrator"]:
            title = f"Sekretaris {unit.name}"
            self.heads[office.secretariat.id] = self._lead(
                jobs["Administrator"].pop(0),
                office.secretariat,
                title,
                "ADM",
                "III.a",
                "Administrasi",
                head,
                opd_id=unit.id,
            )
        for division in office.divisions:
            if (leader := self._for_division(division, "Administrator")) is not None:
                named = division.name if division.name.startswith("Inspektur") else f"Kepala {division.name}"
                eselon = "III.a" if unit.kind in ("secretariat", "inspectorate") else "III.b"
                self.heads[division.id] = self._lead(
                    leader, division, named, "ADM", eselon, division.field, head, opd_id=unit.id
                )
        self._sections(head)

    def _for_division(self, division: Unit, job: str) -> Draft | None:
        options = self._jobs[job]
        draft = next((one for one in options if division.part and one.part == division.part), None)
        if draft is None and not division.part:
            draft = next((one for one in options if not self._has_division(one.part)), None)
        if draft is not None:
            options.remove(draft)
        return draft

    def _has_division(self, part: str) -> bool:
        return any(division.part == part for division in self._office.divisions)

    def _hospital_leaders(self, head: int, drafts: list[Draft]) -> None:
        for hospital in self._office.hospitals:
            if drafts:
                draft = drafts.pop(0)
                self._jobs["Administrator"].remove(draft)
                eselon = "III.a" if hospital.code == "RSUD-KDI" else "III.b"
                self.heads[hospital.id] = self._lead(
                    draft, hospital, f"Direktur {hospital.name}", "ADM", eselon, "Kesehatan", head
                )
        for title, draft in zip(
            ("Kepala Bagian Tata Usaha", "Kepala Bidang Pelayanan Medik"), drafts, strict=False
        ):
            hospital = self._office.hospitals[0]
            self._jobs["Administrator"].remove(draft)
            self._lead(
                draft,
                hospital,
                f"{title} {hospital.name}",
                "ADM",
                "III.b",
                "Kesehatan",
                self.heads[hospital.id],
            )

    def _sections(self, head: int) -> None:
        office, supervisors = self._office, self._jobs["Pengawas"]
        for hospital, draft in zip(
            itertools.cycle(office.hospitals), [d for d in supervisors if d.part == "OPD-37"], strict=False
        ):
            supervisors.remove(draft)
            title = f"Kepala Subbagian Umum {hospital.name}"
            self._lead(
                draft, hospital, title, "PWS", "IV.a", "Administrasi", self.heads.get(hospital.id, head)
            )
        if office.unit.kind == "secretariat":
            for division in office.divisions:
                if (leader := self._for_division(division, "Pengawas")) is not None:
                    above = self.heads.get(division.id, head)
                    key = self._lead(
                        leader,
                        division,
                        f"Kepala Subbagian pada {division.name}",
                        "PWS",
                        "IV.a",
                        division.field,
                        above,
                    )
                    self.heads.setdefault(division.id, key)
            return
        desk = office.secretariat or office.unit
        for (title, field), draft in zip(SUBSECTIONS, list(supervisors), strict=False):
            supervisors.remove(draft)
            self._lead(draft, desk, title, "PWS", "IV.a", field, self.heads.get(desk.id, head))
        for division, draft in zip(office.divisions * 2, list(supervisors), strict=False):
            supervisors.remove(draft)
            title = f"Kepala Seksi pada {division.name}"
            self._lead(
                draft,
                division,
                title,
                "PWS",
                "IV.a",
                division.field,
                self.heads.get(division.id, head),
                opd_id=office.unit.id,
            )

    def _district(self) -> None:
        office, jobs = self._office, self._jobs
        unit, head = office.unit, self.heads[office.unit.id]
        desk = office.secretariat or unit
        if jobs["Administrator"]:
            self.heads[desk.id] = self._lead(
                jobs["Administrator"].pop(0),
                desk,
                "Sekretaris Kecamatan",
                "ADM",
                "III.b",
                "Kewilayahan",
                head,
            )
        for village in office.villages:
            if jobs["Pengawas"]:
                self.heads[village.id] = self._lead(
                    jobs["Pengawas"].pop(0), village, "Lurah", "PWS", "IV.a", "Kewilayahan", head
                )
        for title, field in DISTRICT_SECTIONS:
            if jobs["Pengawas"]:
                self._lead(
                    jobs["Pengawas"].pop(0), desk, title, "PWS", "IV.a", field, self.heads.get(desk.id, head)
                )
        for title in ("Sekretaris Kelurahan", *VILLAGE_SECTIONS):
            for village in office.villages:
                if jobs["Pengawas"]:
                    self._lead(
                        jobs["Pengawas"].pop(0),
                        village,
                        title,
                        "PWS",
                        "IV.b",
                        "Kewilayahan",
                        self.heads.get(village.id, head),
                    )

    # --- everybody else --------------------------------------------------------------------------

    def _professionals(self) -> None:
        """Health staff to clinics and hospitals, teachers to schools; the most senior one leads a unit."""
        office = self._office
        places = [
            clinic for clinic in office.clinics for _ in range(1 if clinic.code.startswith("PUSTU") else 3)
        ]
        # The first round gives every clinic its head.
        rounds = itertools.chain(office.clinics, itertools.cycle(places or [office.unit]))
        wards = itertools.chain(
            office.hospitals,
            itertools.cycle([*office.hospitals[:1] * 5, *office.hospitals[1:] * 2] or [office.unit]),
        )
        for draft in self._jobs["JF Kesehatan"]:
            unit = next(wards) if draft.part == "OPD-37" else next(rounds)
            self._hire(draft, unit)
        rooms = itertools.cycle(office.schools or [office.unit])
        for draft in self._jobs["JF Guru"]:
            self._hire(draft, next(rooms))

    def _others(self) -> None:
        """Two of five work in the secretariat, the others in the divisions or villages."""
        office = self._office
        inside: list[Unit] = office.divisions or office.villages or [office.unit]
        desk = office.secretariat or inside[-1]
        rotation = itertools.cycle(inside)
        clinics, schools = (
            itertools.cycle(office.clinics or inside),
            itertools.cycle(office.schools or inside),
        )
        wards = itertools.cycle(office.hospitals or inside)
        for number, draft in enumerate([*self._jobs["JF Teknis Lain"], *self._jobs["Pelaksana"]]):
            part = next(
                (division for division in office.divisions if division.part and division.part == draft.part),
                None,
            )
            if part is not None:
                unit = part
            elif draft.part == "OPD-37" and office.hospitals:
                unit = next(wards)
            elif number % 5 in (1, 3):
                unit = desk
            elif number % 5 == 4 and draft.job == "Pelaksana" and (office.clinics or office.schools):
                unit = next(clinics if office.clinics else schools)
            else:
                unit = self._without_part(rotation, inside)
            self._hire(draft, unit)

    def _without_part(self, rotation: Iterable[Unit], inside: list[Unit]) -> Unit:
        for unit in rotation:
            if not unit.part or all(one.part for one in inside):
                return unit
        return inside[0]

    def _hire(self, draft: Draft, unit: Unit) -> None:
        crew, head = self._crew, self.heads[self._office.unit.id]
        field = unit.field
        if unit is self._office.secretariat:
            turn = self._turn[unit.id] = self._turn.get(unit.id, -1) + 1
            field = OFFICE_WORK[turn % len(OFFICE_WORK)]

        def choose(career: Career) -> Post:
            if draft.job.startswith("JF"):
                return crew.posts.expert(field, career.education, career.rank, draft.sex, draft.job)
            education = {"SMP": "SD", "D2": "D3", "S2": "S1", "S3": "S1"}.get(
                career.education, career.education
            )
            return crew.posts.executive(field, education)

        above = self.heads.get(unit.id) or self._leader_of(unit) or head
        key = crew.hire(draft, unit, choose, above)
        if unit.kind in ("clinic", "school") and unit.id not in self.heads:
            self.heads[unit.id] = key

    def _leader_of(self, unit: Unit) -> int | None:
        """Who leads the heads of schools: the division of their kind of school."""
        if unit.kind != "school":
            return None
        word = {"SD": "SD", "SMP": "SMP", "TK": "PAUD"}[unit.code.split("-")[0]]
        return next(
            (self.heads.get(one.id) for one in self._office.divisions if word in one.name.split()), None
        )
