"""Names of people: degrees and titles taken off, letters in readable case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bangkom.foundation.tabular import clean

from .degrees import AMBIGUOUS, BACK, FRONT, FRONT_BARE, key_of

_FRONT_TOKEN = re.compile(r"^([A-Za-z]{1,7})\s*(\.+|\s|,)\s*", re.I)
_CHUNK = re.compile(r"[A-Za-z0-9]+")
_LOWER_WORDS = frozenset(["bin", "binti", "van", "der", "den", "von", "de", "al", "el"])
_LETTER_RUN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LONGEST_DEGREE = 5
# New study programmes bring new degrees; what is built like one is one.
_LIKE_DEGREE = re.compile(r"(S|M|B|Sp|A\.?\s?Md|A\.?\s?Ma|S\.?\s?Tr|M\.?\s?Tr)(\.\s?[A-Za-z]{1,9}){1,4}\.?")


class NameRead(NamedTuple):
    """A name and what stood around it. ``unsure``: words after the comma that are no known degree."""

    name: str = ""
    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    unsure: str = ""

    @property
    def degrees(self) -> list[str]:
        return [*self.front, *self.back]


@lru_cache(maxsize=16384)
def read_name(text: str) -> NameRead:
    """``Dr. Ir. H. LA ODE ALI, S.Pd., M.Si`` -> La Ode Ali with (Dr., Ir., H.) and (S.Pd., M.Si.)."""
    text = clean(text).strip(" ,;:-_*")
    if not text:
        return NameRead()
    text = re.sub(r"\(\s*alm(arhum(ah)?)?\.?\s*\)", "", text, flags=re.I).strip()
    front, rest = _take_front(text)
    name, _comma, tail = rest.partition(",")
    back: list[str] = []
    unsure = ""
    if tail:
        back, more_front, unsure, more_name = _read_tail(tail)
        front += more_front
        name = f"{name} {more_name}".strip()
    if not back:
        name, back = _split_bare_tail(name)
    else:
        name, more = _split_bare_tail(name)
        back = more + back
    name = name_case(re.sub(r"\s+", " ", re.sub(r"\.(?=[^\W\d_])", ". ", name)).strip(" ,;-"))
    return NameRead(name, tuple(_doctor(front, text, back)), tuple(dict.fromkeys(back)), unsure)


def _take_front(text: str) -> tuple[list[str], str]:
    front: list[str] = []
    while found := _FRONT_TOKEN.match(text):
        key = found[1].upper()
        dotted = found[2].startswith(".")
        if key not in FRONT or not (dotted or (key in FRONT_BARE and found[2] != ",")):
            break
        if found.end() >= len(text):
            break
        spelling = "dr." if found[1] == "dr" else FRONT[key]
        front.append(spelling)
        text = text[found.end() :].lstrip(" .,")
    return front, text


def _doctor(front: list[str], text: str, back: list[str]) -> list[str]:
    """``DR.`` in capitals is a physician when a specialist's or physician's degree follows."""
    if (
        "Dr." in front
        and re.match(r"^\W*DR\b", text)
        and any(one.startswith(("Sp.", "S.Ked")) for one in back)
    ):
        front[front.index("Dr.")] = "dr."
    return front


def _read_tail(tail: str) -> tuple[list[str], list[str], str, str]:
    """What stands after the first comma: degrees, titles that were put behind, unknown words, rest of the name."""
    back: list[str] = []
    front: list[str] = []
    unsure: list[str] = []
    name = ""
    for part in tail.split(","):
        part = part.strip(" .;-")
        if not part:
            continue
        known = degrees_in(part)
        if known is not None:
            back += known
        elif part.upper().strip(".") in ("H", "HJ", "DRS", "DRA", "IR", "DR", "PROF"):
            front.append(FRONT[part.upper().strip(".")])
        elif _LIKE_DEGREE.fullmatch(part):
            back.append(part.replace(" ", "").rstrip(".") + ".")
        elif "." in part or len(part) <= 5:
            back.append(part)
            unsure.append(part)
        else:
            name = f"{name} {part}".strip()
            unsure.append(part)
    return back, front, ", ".join(unsure), name


def degrees_in(text: str) -> list[str] | None:
    """Every degree in ``text`` in standard spelling, or None when some of it is no degree."""
    chunks = _CHUNK.findall(text)
    found: list[str] = []
    place = 0
    while place < len(chunks):
        for length in range(min(_LONGEST_DEGREE, len(chunks) - place), 0, -1):
            spelling = BACK.get("".join(chunks[place : place + length]).upper())
            if spelling:
                found.append(spelling)
                place += length
                break
        else:
            return None
    return found


def _split_bare_tail(name: str) -> tuple[str, list[str]]:
    """Degrees after a name without a comma: the longest tail that is nothing but degrees."""
    words = name.split()
    for start in range(1, len(words)):
        first = words[start]
        if len(first) == 1 and start + 1 == len(words):
            continue
        key = key_of(first)
        tail = " ".join(words[start:])
        if key in AMBIGUOUS and "." not in first and len(words) - start == 1:
            continue
        if key in AMBIGUOUS and "." not in tail:
            continue
        if not re.match(r"^[A-Za-z.\-]+$", tail.replace(" ", "")):
            continue
        if (known := degrees_in(tail)) and not (
            first.istitle() and "." not in tail and len(key) > 3 and not first.isupper()
        ):
            return " ".join(words[:start]), known
    return name, []


@lru_cache(maxsize=16384)
def name_case(name: str) -> str:
    """Capitals where a name has them. A name that already mixes large and small letters stays as it is."""
    letters = [sign for sign in name if sign.isalpha()]
    if not letters or not (
        all(sign.isupper() for sign in letters) or all(sign.islower() for sign in letters)
    ):
        return name
    words = name.split(" ")
    cased = []
    for place, word in enumerate(words):
        if place and word.lower() in _LOWER_WORDS and word.lower() in ("bin", "binti"):
            cased.append(word.lower())
        else:
            cased.append(_LETTER_RUN.sub(lambda found: found[0].capitalize(), word))
    return " ".join(cased)


def name_key(name: str) -> str:
    """Letters of a name for comparing: ``La Ode Ali`` and ``LAODE ALI`` are the same person's name."""
    return re.sub(r"[^a-z]", "", name.lower())


def standard_degrees(text: object, *, is_front: bool) -> list[str]:
    """Degrees of a column of their own (gelar depan, gelar belakang) in standard spelling."""
    written = clean(text)
    if not written:
        return []
    if is_front:
        found, rest = _take_front(f"{written.rstrip('. ,')}. x")
        return found if rest.strip(" .") == "x" else [written]
    result: list[str] = []
    for part in written.split(","):
        known = degrees_in(part)
        result += known if known else [part.strip()] if part.strip() else []
    return list(dict.fromkeys(result))
