"""Units, posts and ranks that a file names in its own words: found, or described so that they can be made.

Loaded once per file. A unit or post that does not exist yet gets a key (``u:…``, ``p:…``) under which the
preview shows it and applying makes it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import words_of
from bangkom.people.enums import OpdKind
from bangkom.people.importing import Person
from bangkom.people.models import JobLevel, Opd, OpdName, Position, Rank

from .posts import guess_level, same_post_titles

ALIKE = 0.9
MOST_GUESSES = 300
# Words with which a name of each kind begins.
KIND_WORDS = (
    ("dinas", OpdKind.DINAS), ("badan", OpdKind.BADAN), ("inspektorat", OpdKind.INSPECTORATE),
    ("sekretariat", OpdKind.SECRETARIAT), ("satuan polisi", OpdKind.SATPOL), ("kecamatan", OpdKind.DISTRICT),
    ("kelurahan", OpdKind.VILLAGE), ("puskesmas", OpdKind.CLINIC), ("rumah sakit", OpdKind.HOSPITAL),
    ("rsud", OpdKind.HOSPITAL), ("sd", OpdKind.SCHOOL), ("sdn", OpdKind.SCHOOL), ("smp", OpdKind.SCHOOL),
    ("smpn", OpdKind.SCHOOL), ("tk", OpdKind.SCHOOL), ("sekolah", OpdKind.SCHOOL), ("paud", OpdKind.SCHOOL),
)  # fmt: skip
_SPLIT = re.compile(r"\s+[-–|]\s+|\s*[;|>]\s*")


class Node(NamedTuple):
    """What matching needs of a unit."""

    id: int
    name: str
    office_id: int | None
    path: str
    kind: str


@dataclass
class Found:
    """A unit: ``id`` of one that exists, or ``key`` of one to make. Neither: the file names none or an unclear one."""

    id: int | None = None
    key: str = ""
    name: str = ""
    office_id: int | None = None
    path: str = ""
    problem: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.id or self.key)


@dataclass
class References:
    """Everything a file may refer to, by the words it may use."""

    nodes: dict[int, Node] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    levels: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    new_units: dict[str, dict[str, Any]] = field(default_factory=dict)
    new_posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Spellings that were taken for a unit of nearly the same name: told once per file.
    taken_for: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root: Node | None = None
        self._by_name: dict[str, list[int]] = {}
        self._posts: dict[str, list[tuple[int, int | None]]] = {}
        self.post_titles: dict[int, str] = {}
        self.retirement: dict[int, int] = {}
        self._unknown: set[str] = set()
        self._units: dict[tuple[str, str], list[Found]] = {}

    @classmethod
    def load(cls) -> References:
        """Four queries, whatever the size of the file."""
        self = cls()
        rows = Opd.objects.order_by("path").values_list(
            "pk", "name", "office_id", "path", "kind", "short_name"
        )
        for pk, name, office_id, path, kind, _short in rows:
            node = Node(pk, name, office_id, path, kind)
            self.nodes[pk] = node
            if self.root is None and kind == OpdKind.GOVERNMENT:
                self.root = node
        for node in self.nodes.values():
            self._name(node.name, node.id)
        for pk, _name, _office, _path, _kind, short_name in rows:
            self._name(short_name, pk)
        for pk, name in OpdName.objects.values_list("opd_id", "name"):
            self._name(name, pk)
        for pk, title, opd_id, age in Position.objects.order_by("pk").values_list(
            "pk", "title", "opd_id", "level__retirement_age"
        ):
            self._posts.setdefault(" ".join(words_of(title)), []).append((pk, opd_id))
            self.post_titles[pk], self.retirement[pk] = title, age
        self.ranks = dict(Rank.objects.values_list("code", "pk"))
        self.levels = {
            code: (pk, age, family)
            for code, pk, age, family in JobLevel.objects.values_list(
                "code", "pk", "retirement_age", "family"
            )
        }
        return self

    # --- units --------------------------------------------------------------------------------------

    def _name(self, name: str, pk: int) -> None:
        key = self.unit_key(name)
        if key and pk not in self._by_name.setdefault(key, []):
            self._by_name[key].append(pk)

    def unit_key(self, name: str) -> str:
        """Words of a unit's name without the government's own (``… Kota Kendari``), ``dan`` and signs."""
        words = [word for word in words_of(name) if word not in ("dan", "the")]
        own = [word for word in words_of(self.root.name if self.root else "") if word != "pemerintah"]
        if own and len(words) > len(own) and words[-len(own) :] == own:
            words = words[: -len(own)]
        return " ".join(words)

    def unit(self, unit_text: str, opd_text: str, current: int | None) -> Found:
        """The unit a row names. Among several of one name the person's own, then those of the named OPD."""
        key = (unit_text, opd_text)
        if key not in self._units:
            self._units[key] = self._candidates(unit_text, opd_text)
        candidates = self._units[key]
        if not candidates:
            return Found()
        here = self.nodes.get(current) if current else None
        if here is not None:
            for one in candidates:
                # A file that names only the OPD does not move anybody out of a unit inside it.
                if one.id and here.path.startswith(self.nodes[one.id].path):
                    return self.existing(here.id)
        if len(candidates) > 1:
            names = ", ".join(self._office_name(one) for one in candidates[:4])
            return Found(name=unit_text, problem=_("ada %(count)d unit bernama “%(name)s” (%(offices)s)") % {
                "count": len(candidates), "name": unit_text or opd_text, "offices": names})  # fmt: skip
        return candidates[0]

    def _office_name(self, one: Found) -> str:
        office = self.nodes.get(one.office_id or 0)
        return office.name if office else one.name

    def existing(self, pk: int) -> Found:
        node = self.nodes[pk]
        return Found(pk, "", node.name, node.office_id or node.id, node.path)

    def _candidates(self, unit_text: str, opd_text: str) -> list[Found]:
        parts = [part for part in _SPLIT.split(unit_text) if part.strip()] or [""]
        if len(parts) > 1 and not self._lookup(unit_text):
            unit_text, opd_text = parts[0], opd_text or parts[1]
        office = self._office(opd_text)
        if not unit_text:
            return [office] if office else []
        known = [self.existing(pk) for pk in self._lookup(unit_text)]
        if office is not None and office.id:
            inside = [one for one in known if one.path.startswith(office.path)]
            known = inside or ([office] if self.unit_key(office.name) == self.unit_key(unit_text) else [])
        elif office is not None:
            known = []
        if known or (not unit_text):
            nearest = min((one.path.count(".") for one in known), default=0)
            return [one for one in known if office is None or one.path.count(".") == nearest]
        return [self._to_make(unit_text, office)]

    def _lookup(self, name: str) -> list[int]:
        key = self.unit_key(name)
        if not key:
            return []
        if key in self._by_name:
            return self._by_name[key]
        self._unknown.add(key)
        if len(self._unknown) > MOST_GUESSES:  # a column of something else, not of units
            return []
        close = difflib.get_close_matches(key, self._by_name, 1, ALIKE)
        # "SDN 1" and "SDN 11" are alike to a machine only: numbers must be the same.
        if close and re.findall(r"\d+", close[0]) == re.findall(r"\d+", key):
            found = self._by_name[close[0]]
            self.taken_for[name] = self.nodes[found[0]].name
            return found
        return []

    def _office(self, name: str) -> Found | None:
        if not name:
            return None
        found = [pk for pk in self._lookup(name) if self.nodes[pk].kind != OpdKind.GOVERNMENT]
        if self.root and not found and self.unit_key(name) == self.unit_key(self.root.name):
            return None
        if found:
            return self.existing(min(found, key=lambda pk: self.nodes[pk].path.count(".")))
        return self._to_make(name, None)

    def _to_make(self, name: str, office: Found | None) -> Found:
        parent_key, parent_id = (
            (office.key, office.id) if office else ("", self.root.id if self.root else None)
        )
        key = f"u:{parent_key or parent_id or ''}/{self.unit_key(name)}"
        plain = " ".join(words_of(name))
        kind = next(
            (kind for word, kind in KIND_WORDS if plain == word or plain.startswith(f"{word} ")), OpdKind.UNIT
        )
        self.new_units.setdefault(
            key, {"name": name[:200], "kind": str(kind), "parent_id": parent_id, "parent_key": parent_key}
        )
        return Found(None, key, name, office.office_id if office else None)

    # --- posts --------------------------------------------------------------------------------------

    def post(self, person: Person, unit: Found, current: int | None) -> tuple[int | None, str]:
        """Key of the post a row names, or the key of one to make; (None, "") when it names none."""
        if not person.post:
            return None, ""
        for title in same_post_titles(person.post, person.post_level):
            known = self._posts.get(title, [])
            if current and any(pk == current for pk, _opd in known):
                return current, ""
            for wanted in (unit.id, unit.office_id, None):
                for pk, opd_id in known:
                    if opd_id == wanted and (opd_id is not None or wanted is None):
                        return pk, ""
            if len(known) == 1 and known[0][1] is not None and unit.office_id is None and not unit.key:
                return known[0][0], ""
        return None, self._post_to_make(person, unit)

    def _post_to_make(self, person: Person, unit: Found) -> str:
        level = guess_level(person)
        family = self.levels[level][2] if level in self.levels else "executive"
        is_own = family == "structural"
        key = f"p:{' '.join(words_of(person.post))}" + (f"/{unit.office_id or unit.key}" if is_own else "")
        self.new_posts.setdefault(key, {
            "title": person.post, "kind": family, "level": level, "eselon": person.eselon, "job_class": person.job_class,
            "opd_id": unit.office_id if is_own else None, "unit_key": unit.key if is_own and not unit.office_id else "",
        })  # fmt: skip
        return key

    def retirement_age(self, position_id: int | None, post_key: str) -> int:
        if position_id:
            return self.retirement[position_id]
        level = self.new_posts.get(post_key, {}).get("level", "")
        return self.levels[level][1] if level in self.levels else 58
