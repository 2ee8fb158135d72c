"""Dates, ranks and studies of one person, so that each fits the other."""

from __future__ import annotations

import collections
import datetime
from dataclasses import dataclass, field
from random import Random

from bangkom.config.sample.names import Draw
from bangkom.config.sample.population import Draft
from bangkom.config.sample.tables import read

AGES = {
    "<30": (22, 29),
    "30-34": (30, 34),
    "35-39": (35, 39),
    "40-44": (40, 44),
    "45-49": (45, 49),
    "50-54": (50, 54),
    "55+": (55, 57),
}
PNS_RANKS = [
    f"{group}/{letter}"
    for group, letters in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for letter in letters
]
FIRST_RANK = {"SD": 0, "SMP": 2, "SMA": 4, "D2": 5, "D3": 6, "S1": 8, "S2": 9, "S3": 10}
TOP_RANK = {
    "JPT Pratama": 15,
    "Administrator": 13,
    "Pengawas": 12,
    "JF Guru": 13,
    "JF Kesehatan": 14,
    "JF Teknis Lain": 13,
}
LEAST_RANK = {"JPT Pratama": 13, "Administrator": 11}
AGE_AT_DEGREE = {"SD": 13, "SMP": 16, "SMA": 19, "D2": 21, "D3": 22, "S1": 23, "S2": 30, "S3": 38}
PPPK_YEARS = ((2019, 1), (2021, 2), (2022, 4), (2023, 6), (2024, 5), (2025, 4))
CPNS_SHARE, PART_TIME_SHARE = 0.15, 0.2
SCHOOLS = {
    "Kesehatan": ("Poltekkes Kemenkes Kendari", "Universitas Mandala Waluya", "Universitas Halu Oleo", "Universitas Hasanuddin"),
    "Pendidikan": ("Universitas Halu Oleo", "Universitas Muhammadiyah Kendari", "IAIN Kendari", "Universitas Negeri Makassar", "Universitas Terbuka"),
}  # fmt: skip
OTHER_SCHOOLS = (
    "Universitas Halu Oleo",
    "Universitas Muhammadiyah Kendari",
    "Universitas Sulawesi Tenggara",
    "Universitas Hasanuddin",
    "Universitas Terbuka",
)


@dataclass
class Career:
    draft: Draft
    kind: str
    education: str
    birth: datetime.date
    entry: datetime.date
    rank: str
    rank_since: datetime.date
    ranks: list[tuple[str, datetime.date]] = field(default_factory=list)


class Careers:
    def __init__(self, rng: Random, today: datetime.date) -> None:
        self._rng, self.today = rng, today
        years = [
            (int(row["tahun"]), int(row["bobot"]))
            for row in read("entry_years.csv")
            if int(row["tahun"]) < today.year
        ]
        self._entries = {
            # Nobody enters before 19 or after 36.
            age: Draw(
                rng,
                [
                    (year, weight)
                    for year, weight in years
                    if 19 + (age >= 55) * 2 <= age - (today.year - year) <= 36
                ]
                or [(today.year - max(age - 24, 1), 1)],
            )
            for age in range(20, 66)
        }
        self._contracts = Draw(rng, [(year, weight) for year, weight in PPPK_YEARS if year < today.year])
        self._majors: dict[tuple[str, str], list[tuple[str, str]]] = collections.defaultdict(list)
        for row in read("majors.csv"):
            self._majors[row["untuk"], row["pendidikan"]].append((row["jurusan"], row["gelar"]))

    def draw(self, draft: Draft) -> Career:
        """Everything but the post: kind, education, birth, entry, rank and the ranks before."""
        rng = self._rng
        low, high = AGES[draft.ages]
        expert = draft.job.startswith("JF") and draft.ranks == "IV" and draft.education in ("S1", "S2", "S3")
        until_60 = draft.job == "JPT Pratama" or expert
        age = rng.randint(low, high + 2 if until_60 and low == 55 else high)
        birth = self.today - datetime.timedelta(days=age * 365.25 + rng.randint(3, 360))
        kind = self._kind(draft, age)
        education = self._education(draft, kind)
        if kind == "cpns":
            entry = _first(self.today - datetime.timedelta(days=rng.randint(90, 420)))
        elif kind == "pns":
            entry = datetime.date(self._entries[min(age, 65)](), rng.choice((1, 3, 4, 12)), 1)
        else:
            entry = datetime.date(max(self._contracts(), birth.year + 20), rng.choice((1, 3, 4, 6)), 1)
        entry = min(entry, _first(self.today - datetime.timedelta(days=40)))
        if kind in ("pppk", "pppk_part"):
            rank = draft.ranks if kind == "pppk" else ""
            return Career(draft, kind, education, birth, entry, rank, entry, [(rank, entry)] if rank else [])
        return self._ranks(Career(draft, kind, education, birth, entry, "", entry))

    def _kind(self, draft: Draft, age: int) -> str:
        if draft.kind == "PPPK":
            return "pppk"
        lot = self._rng.random()
        if draft.job == "Pelaksana" and draft.ranks == "II" and age < 50 and lot < PART_TIME_SHARE:
            return "pppk_part"
        young = age < 30 and draft.ranks in ("II", "III") and draft.job not in ("Pengawas", "Administrator")
        return "cpns" if young and lot < CPNS_SHARE else "pns"

    def _education(self, draft: Draft, kind: str) -> str:
        if draft.education == "SD/SMP":
            return self._rng.choice(("SD", "SMP", "SMP"))
        if draft.education == "Diploma":
            return "D2" if draft.job == "JF Guru" and draft.ages in ("50-54", "55+") else "D3"
        return draft.education

    def _ranks(self, career: Career) -> Career:
        """A rank by years of service inside the group of the population table, and the steps that led to it."""
        rng, draft = self._rng, career.draft
        first = FIRST_RANK[career.education]
        low, high = _group(draft.ranks)
        top = min(high, TOP_RANK.get(draft.job, 13))
        if career.kind == "cpns":
            career.rank, career.rank_since = PNS_RANKS[min(max(first, low), high)], career.entry
            career.ranks = [(career.rank, career.entry)]
            return career
        years = self.today.year - career.entry.year
        # Four years a step on paper; in life many wait longer.
        order = max(low, LEAST_RANK.get(draft.job, 0), min(first + int(years / rng.uniform(4.0, 7.5)), top))
        if order <= first:
            career.rank, career.rank_since = PNS_RANKS[order], career.entry
            career.ranks = [(career.rank, career.entry)]
            return career
        since = self.today - datetime.timedelta(
            days=rng.randint(30, min(1460, max(31, (self.today - career.entry).days)))
        )
        since = max(datetime.date(since.year, 4 if since.month < 10 else 10, 1), career.entry)
        if since > self.today:
            since = max(datetime.date(since.year - 1, 10, 1), career.entry)
        steps = [(order, since)]
        while steps[-1][0] > min(first, order) and (before := _years_before(steps[-1][1], 4)) > career.entry:
            steps.append((steps[-1][0] - 1, before))
        if steps[-1][1] > career.entry:
            steps.append((max(0, min(first, steps[-1][0] - 1)), career.entry))
        career.rank, career.rank_since = PNS_RANKS[order], since
        career.ranks = [(PNS_RANKS[step], on) for step, on in reversed(steps)]
        return career

    def studies(self, career: Career, family: str, field_name: str) -> tuple[str, str, str]:
        """Major, title before and titles after the name, for a profession or a field."""
        education = career.education
        options = (
            self._majors.get((f"@{family}", education))
            or (self._majors.get((field_name, education)) if family or self._rng.random() < 0.75 else None)
            or self._majors.get(("*", education))
            or [("", "")]
        )
        major, degree = self._rng.choice(options)
        front = {"Dokter": "dr.", "Dokter Gigi": "drg.", "Apoteker": "apt."}.get(family, "")
        if degree in ("Dr.", "drh."):
            front, degree = f"{degree} {front}".strip(), ""
        if career.birth.year < 1970 and degree in ("S.Pd.", "S.Sos.", "S.E.", "S.IP.") and not front:
            front, degree = ("Drs." if career.draft.sex == "L" else "Dra."), ""
        if self.today.year - career.birth.year > 45 and self._rng.random() < 0.06:
            front = f"{'H.' if career.draft.sex == 'L' else 'Hj.'} {front}".strip()
        if education == "S2" and degree.startswith("M.") and self._rng.random() < 0.6:
            bachelor = self._majors.get((field_name, "S1")) or self._majors["*", "S1"]
            degree = f"{self._rng.choice(bachelor)[1]}, {degree}".strip(", ")
        return major, front, degree

    def school(self, career: Career, field_name: str) -> str:
        if career.education in ("SD", "SMP", "SMA"):
            return f"{'SMA' if career.education == 'SMA' else career.education} Negeri {self._rng.randint(1, 12)}"
        return self._rng.choice(SCHOOLS.get(field_name, OTHER_SCHOOLS))

    def graduated(self, career: Career) -> int:
        year = career.birth.year + AGE_AT_DEGREE[career.education] + self._rng.choice((0, 0, 1, 1, 2, 3))
        latest = career.entry.year if career.education not in ("S2", "S3") else self.today.year - 1
        return min(year, latest)


def _group(group: str) -> tuple[int, int]:
    places = [i for i, rank in enumerate(PNS_RANKS) if rank.split("/")[0] == group]
    return places[0], places[-1]


def _first(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def _years_before(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year - years)
