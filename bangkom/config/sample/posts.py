"""Posts: real titles of the national personnel system, and the structural ones that the tree brings."""

from __future__ import annotations

import collections
from dataclasses import dataclass
from random import Random

from bangkom.config.sample.load import Table, keys
from bangkom.config.sample.names import Draw
from bangkom.config.sample.tables import read

SKILL, EXPERT = ("PM", "TR", "MH", "PY"), ("PT", "MU", "MA")
CLASS = {"PM": 5, "TR": 6, "MH": 7, "PY": 8, "PT": 8, "MU": 9, "MA": 11, "SD": 1, "SMA": 5, "D3": 6, "S1": 7}
STRUCTURAL_CLASS = {"II.a": 15, "II.b": 14, "III.a": 12, "III.b": 11, "IV.a": 9, "IV.b": 8}
# How often a profession is met among health staff of an education; what is left out is met seldom.
HEALTH = {
    "D3": {"Perawat": 44, "Bidan": 30, "Asisten Apoteker": 5, "Nutrisionis": 4, "Sanitarian": 5, "Pranata Laboratorium Kesehatan": 5, "Perekam Medis": 3, "Terapis Gigi dan Mulut": 3, "Radiografer": 1},
    "S1": {"Perawat": 36, "Bidan": 12, "Dokter": 18, "Dokter Gigi": 4, "Apoteker": 6, "Epidemiolog Kesehatan": 4, "Penyuluh Kesehatan Masyarakat": 7, "Administrator Kesehatan": 4, "Nutrisionis": 3, "Sanitarian": 4, "Fisioterapis": 2},
    "S2": {"Dokter": 30, "Administrator Kesehatan": 25, "Epidemiolog Kesehatan": 20, "Penyuluh Kesehatan Masyarakat": 15, "Perawat": 10},
}  # fmt: skip
HEALTH["SMA"] = {"Perawat": 60, "Asisten Apoteker": 25, "Pranata Laboratorium Kesehatan": 15}
TEACHING = {"Guru": 970, "Pengawas Sekolah": 14, "Penilik": 8, "Pamong Belajar": 8}


@dataclass(frozen=True)
class Post:
    id: int
    title: str
    kind: str
    level: str
    field: str
    retirement_age: int
    family: str = ""


class Posts:
    FIELDS = (
        "code", "title", "kind", "level", "eselon", "job_class", "field", "opd", "siasn_id", "search_text",
    )  # fmt: skip

    def __init__(self, rng: Random) -> None:
        self._table = Table("people.Position", self.FIELDS)
        self._levels = keys("people.JobLevel", "code")
        self._rng = rng
        self.functional: dict[tuple[str, str], Post] = {}
        self._families: dict[str, list[str]] = collections.defaultdict(list)
        self._executive: dict[tuple[str, str], list[Post]] = collections.defaultdict(list)
        self._structural: dict[tuple[str, int | None], Post] = {}
        self.all: list[Post] = []
        for row in read("functional_posts.csv"):
            self._functional(row)
        for row in read("executive_posts.csv"):
            post = self._add(
                row["jabatan"],
                "executive",
                "PLK",
                "",
                CLASS[row["pendidikan"]],
                row["rumpun"],
                None,
                row["siasn_id"],
                58,
            )
            self._executive[row["rumpun"], row["pendidikan"]].append(post)
        self._health = {education: Draw(rng, weights.items()) for education, weights in HEALTH.items()}
        self._teaching = Draw(rng, TEACHING.items())

    def close(self) -> int:
        return self._table.close()

    def _functional(self, row: dict[str, str]) -> None:
        letter, family = row["jenjang"], row["keluarga"]
        post = self._add(
            row["jabatan"], "functional", f"JF-{letter}", "", CLASS[letter], row["rumpun"], None, row["siasn_id"],
            int(row["bup"]), family,
        )  # fmt: skip
        self.functional[family, letter] = post
        if family not in self._families[row["rumpun"]]:
            self._families[row["rumpun"]].append(family)

    def _add(
        self, title: str, kind: str, level: str, eselon: str, job_class: int, field: str, opd_id: int | None,
        siasn_id: str, retirement_age: int, family: str = "",
    ) -> Post:  # fmt: skip
        code = f"{level}-{len(self.all) + 1:04}"
        key = self._table.add(
            code, title, kind, self._levels[level], eselon, job_class, field, opd_id, siasn_id, title.lower()
        )
        post = Post(key, title, kind, level, field, retirement_age, family)
        self.all.append(post)
        return post

    def structural(self, title: str, level: str, eselon: str, field: str, opd_id: int | None = None) -> Post:
        """A structural post, made the first time that it is asked for."""
        if (title, opd_id) not in self._structural:
            age = 60 if level == "JPT-P" else 58
            self._structural[title, opd_id] = self._add(
                title, "structural", level, eselon, STRUCTURAL_CLASS[eselon], field, opd_id, "", age
            )
        return self._structural[title, opd_id]

    def executive(self, field: str, education: str) -> Post:
        """A post of the executing staff for a field and an education, or the nearest that exists."""
        nearest = {
            "S1": ("S1", "D3", "SMA"),
            "D3": ("D3", "SMA", "S1"),
            "SMA": ("SMA", "SD", "D3"),
            "SD": ("SD", "SMA"),
        }
        for try_field in (field, "Administrasi"):
            for try_education in nearest[education]:
                if found := self._executive.get((try_field, try_education)):
                    return self._rng.choice(found)
        raise LookupError(field)

    def expert(self, field: str, education: str, rank: str, sex: str, job: str) -> Post:
        """A functional post of a job class ("JF Guru", "JF Kesehatan", "JF Teknis Lain") that fits a person."""
        letters: tuple[str, ...] = EXPERT if education in ("S1", "S2", "S3") else SKILL
        if job == "JF Guru":
            family, letters = self._teaching(), EXPERT
            if family == "Pengawas Sekolah" and rank not in ("III/c", "III/d", "IV/a", "IV/b", "IV/c"):
                family = "Guru"
        elif job == "JF Kesehatan":
            family = self._health[education if education in self._health else "S2"]()
            if family == "Bidan" and sex == "L":
                family = "Perawat"
        else:
            families = self._families.get(field) or self._families["Administrasi"]
            family = self._rng.choice(families)
        return self._nearest(family, _letter(rank, letters))

    def _nearest(self, family: str, letter: str) -> Post:
        order = (*SKILL, *EXPERT)
        at = order.index(letter)
        for other in sorted(order, key=lambda one: abs(order.index(one) - at)):
            if post := self.functional.get((family, other)):
                return post
        raise LookupError(family)

    def before(self, post: Post) -> Post | None:
        """The post of the same family one level lower, if there is one."""
        order = (*SKILL, *EXPERT)
        at = order.index(post.level[3:])
        return self.functional.get((post.family, order[at - 1])) if at else None


def _letter(rank: str, letters: tuple[str, ...]) -> str:
    """Level of a functional post that goes with a rank."""
    if letters == EXPERT:
        if rank in ("III/c", "III/d", "XI", "XII"):
            return "MU"
        return "MA" if rank.startswith("IV/") else "PT"
    if rank in ("V", "II/a"):
        return "TR"
    if rank.startswith("II/") or rank in ("VI", "VII"):
        return "TR"
    return "MH" if rank in ("III/a", "III/b", "IX") else "PY"
