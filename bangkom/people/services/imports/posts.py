"""Titles of posts: the same post in other words, and the level (jenjang) that a title implies."""

from __future__ import annotations

import re

from bangkom.foundation.tabular import words_of
from bangkom.people.importing import Person

# Names of levels of functional posts before PermenPANRB 1/2023. Longest first.
OLD_LEVELS = (
    ("pelaksana pemula", "pemula"), ("pelaksana lanjutan", "mahir"), ("pelaksana", "terampil"), ("pertama", "ahli pertama"),
    ("muda", "ahli muda"), ("madya", "ahli madya"), ("utama", "ahli utama"),
)  # fmt: skip
_ENDINGS = (
    ("ahli pertama", "JF-PT"), ("ahli muda", "JF-MU"), ("ahli madya", "JF-MA"), ("ahli utama", "JF-UT"), ("penyelia", "JF-PY"),
    ("mahir", "JF-MH"), ("pelaksana lanjutan", "JF-MH"), ("terampil", "JF-TR"), ("pelaksana pemula", "JF-PM"), ("pemula", "JF-PM"),
)  # fmt: skip
_LEVEL_FIRST = re.compile(r"^(ahli (?:pertama|muda|madya|utama)|pemula|terampil|mahir|penyelia) (.+)$")
_HEADS = re.compile(
    r"^(kepala (dinas|badan|satuan)|inspektur$|inspektur (kota|kabupaten|daerah)|sekretaris (daerah|dprd)|asisten|staf ahli|direktur)"
)
_MIDDLE = re.compile(
    r"^(camat|sekretaris|kepala (bidang|bagian|kantor)|inspektur pembantu|kabid|kabag|wakil direktur)\b"
)
_LOWER = re.compile(
    r"^(lurah|kepala (sub ?bag(ian)?|subag|seksi|sub ?bidang|uptd?|tata usaha)|kasi|kasubag|kasubbag|sekretaris (lurah|camat|kelurahan|kecamatan))\b"
)
_BY_ESELON = {"I": "JPT-M", "II": "JPT-P", "III": "ADM", "IV": "PWS", "V": "PWS"}


def same_post_titles(title: str, level: str = "") -> list[str]:
    """Words under which a post may be known: as written, level moved behind, old level names replaced."""
    plain = " ".join(words_of(title))
    found = [plain]
    if moved := _LEVEL_FIRST.match(plain):
        found.append(f"{moved[2]} {moved[1]}")
    for old, new in OLD_LEVELS:
        if plain.endswith(f" {old}") and not plain.endswith(f" {new}"):
            found.append(f"{plain.removesuffix(old)}{new}")
            break
    if level and not any(plain.endswith(ending) for ending, _code in _ENDINGS):
        words = " ".join(words_of(level))
        found.append(f"{plain} {words if words.startswith('ahli') else dict(OLD_LEVELS).get(words, words)}")
    return found


def guess_level(person: Person) -> str:
    """Code of the job level of a post that is not known yet: eselon first, then its words, else executive."""
    if person.eselon:
        return _BY_ESELON[person.eselon.split(".")[0]]
    for title in (" ".join(words_of(person.post_level)), *same_post_titles(person.post, person.post_level)):
        for ending, code in _ENDINGS:
            if title.endswith(ending):
                return code
    plain = " ".join(words_of(person.post))
    if person.post_kind != "functional":
        for pattern, code in ((_LOWER, "PWS"), (_HEADS, "JPT-P"), (_MIDDLE, "ADM")):
            if pattern.match(plain):
                return code
    if person.post_kind == "functional" or re.match(r"^(guru|dokter|perawat|bidan)\b", plain):
        return "JF-PT" if person.education_level in ("S1", "D4", "PROFESI", "S2", "S3") else "JF-TR"
    return "PLK"
