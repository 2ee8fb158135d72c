"""1EdTech CASE 1.0 packages, in and out.

Reading keeps every original item and association (in ``case`` of the row that it belongs to), so that writing
gives back what was read; a column that was changed here since is written over the original.

Items of a type "Level"/"Indikator" below a competency become its levels; items that have other children
become groups; all else are competencies. Specification: CASE 1.0, information model and JSON binding.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.utils.translation import gettext as _

from bangkom.standards.enums import CompetencyKind
from bangkom.standards.formats.case_checks import check_package
from bangkom.standards.formats.rows import CompetencyRow, Flaws, FrameworkFile, LevelRow, LinkRow

LEVEL_TYPES = {"level", "tingkat"}
INDICATOR_TYPES = {"indikator", "indicator", "perilaku"}
CHILD = "isChildOf"
PARTS = ("CFDocument", "CFItems", "CFAssociations")
NO_DATE = "2000-01-01T00:00:00+00:00"

Item = dict[str, Any]


def read_case(package: Any) -> FrameworkFile:
    """A parsed CASE package as rows. Flaws are reported; only missing keys and statements block."""
    flaws = Flaws()
    check_package(package, flaws)
    if any(flaw.blocks for flaw in flaws.all()):
        return FrameworkFile(flaws=flaws.all())
    document = package["CFDocument"]
    tree = _Tree(package["CFItems"], package.get("CFAssociations") or [], str(document["identifier"]))
    rest = {key: value for key, value in package.items() if key not in PARTS}
    return FrameworkFile(
        title=str(document["title"])[:200],
        code=_code_of(str(document["title"])),
        version=str(document.get("version") or "")[:40],
        language=str(document.get("language") or "id")[:10],
        case_id=str(document["identifier"])[:64],
        source=str(document.get("publisher") or document.get("creator") or "")[:300],
        document={"CFDocument": document, "rest": rest, "parts": [part for part in PARTS if part in package]},
        competencies=tree.competencies(),
        links=[_link(association) for association in package.get("CFAssociations") or []],
        flaws=flaws.all(),
    )


def type_of(item: Item) -> str:
    return str(item.get("CFItemType") or "").strip().lower()


def _code_of(title: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", title.upper()).strip("-")[:60]


def _link(association: Item) -> LinkRow:
    sequence = association.get("sequenceNumber")
    number = int(str(sequence)) if str(sequence or "").lstrip("-").isdigit() else None
    return LinkRow(
        kind=str(association["associationType"])[:40],
        origin=_node(association.get("originNodeURI"))[:64],
        destination=_node(association.get("destinationNodeURI"))[:64],
        case_id=str(association.get("identifier") or "")[:64],
        sequence=number,
        case=association,
    )


def _node(link: Any) -> str:
    """Identifier of a node that is given as an object or, off the specification, as an address."""
    if isinstance(link, dict):
        return str(link.get("identifier") or "")
    return str(link or "").rstrip("/").rsplit("/", 1)[-1]


class _Tree:
    """Items by their isChildOf associations."""

    def __init__(self, items: list[Item], associations: list[Item], root: str) -> None:
        self.items = {str(item["identifier"]): item for item in items}
        self.place = {str(item["identifier"]): place for place, item in enumerate(items)}
        self.root = root
        self.parent: dict[str, str] = {}
        self.sequence: dict[str, int] = {}
        self.children: dict[str, list[str]] = {}
        for association in associations:
            link = _link(association)
            if link.kind == CHILD and link.origin in self.items:
                self.parent.setdefault(link.origin, link.destination)
                self.sequence.setdefault(link.origin, link.sequence or 0)
                self.children.setdefault(link.destination, []).append(link.origin)

    def competencies(self) -> list[CompetencyRow]:
        codes: set[str] = set()
        return [
            self._competency(key, item, codes)
            for key, item in self.items.items()
            if not self._is_part(key, LEVEL_TYPES | INDICATOR_TYPES)
        ]

    def _is_part(self, key: str, types: set[str]) -> bool:
        """Whether the item is a level or indicator of some competency (not a lone item of that type)."""
        return type_of(self.items[key]) in types and self.parent.get(key) in self.items

    def _parts(self, key: str, types: set[str]) -> list[str]:
        found = [child for child in self.children.get(key, ()) if self._is_part(child, types)]
        return sorted(found, key=lambda child: (self.sequence[child], self.place[child]))

    def _competency(self, key: str, item: Item, codes: set[str]) -> CompetencyRow:
        code, name, definition = columns_of(item)
        if code in codes:
            code = key[:120]
        codes.add(code)
        levels, kept = [], []
        for number, child in enumerate(self._parts(key, LEVEL_TYPES), start=1):
            row, record = self._level(child, number)
            levels.append(row)
            kept.append(record)
        return CompetencyRow(
            code=code,
            name=name,
            kind=self._kind(key),
            definition=definition,
            max_level=max((row.level for row in levels), default=5),
            case_id=key[:64],
            case={"at": self.place[key], "item": item, "levels": kept},
            levels=levels,
        )

    def _level(self, key: str, number: int) -> tuple[LevelRow, dict[str, Any]]:
        item = self.items[key]
        indicators = self._parts(key, INDICATOR_TYPES)
        row = LevelRow(
            level=self.sequence[key] or number,
            name=str(item.get("abbreviatedStatement") or "")[:60],
            description=str(item["fullStatement"]),
            indicators=[str(self.items[child]["fullStatement"]) for child in indicators],
        )
        record = {
            "at": self.place[key],
            "level": row.level,
            "item": item,
            "indicators": [{"at": self.place[child], "item": self.items[child]} for child in indicators],
        }
        return row, record

    def _kind(self, key: str) -> str:
        item = self.items[key]
        grouping = any(not self._is_part(child, LEVEL_TYPES) for child in self.children.get(key, ()))
        if grouping or type_of(item) in {"kelompok", "group"}:
            return CompetencyKind.GROUP
        above: str | None = key
        while above in self.items:
            words = f"{self.items[above].get('fullStatement')}".lower()
            if above != key and "sosial" in words:
                return CompetencyKind.SOCIOCULTURAL
            if above != key and "manajerial" in words:
                return CompetencyKind.MANAGERIAL
            above, seen = self.parent.get(above), above
            if above == seen:
                break
        return CompetencyKind.TECHNICAL


def columns_of(item: Item) -> tuple[str, str, str]:
    """Code, name and definition that an item stands for."""
    statement = str(item["fullStatement"])
    short = str(item.get("abbreviatedStatement") or "")
    code = str(item.get("humanCodingScheme") or item["identifier"])[:120]
    if short:
        rest = statement[len(short) :].lstrip(": ") if statement.startswith(short) else statement
        return code, short[:300], rest
    return code, statement[:300], statement if len(statement) > 300 else ""


# --- writing ------------------------------------------------------------------------------------


def write_case(framework: FrameworkFile) -> dict[str, Any]:
    """Rows as a CASE package. What was read from CASE comes out as it came in, unless it was changed."""
    writer = _Writer(framework)
    for competency in framework.competencies:
        writer.competency(competency)
    return writer.package()


class _Writer:
    def __init__(self, framework: FrameworkFile) -> None:
        self.framework = framework
        kept = framework.document.get("CFDocument")
        self.key = framework.case_id or _identifier(framework.code, framework.version)
        self.document = self._changed_document(dict(kept)) if kept else self._new_document()
        self.date = str(self.document.get("lastChangeDateTime") or NO_DATE)
        self.items: list[tuple[float, int, Item]] = []
        self.made: list[Item] = []
        self.parented = {link.origin for link in framework.links if link.kind == CHILD}

    def _changed_document(self, document: Item) -> Item:
        if str(document.get("title"))[:200] != self.framework.title:
            document["title"] = self.framework.title
        if str(document.get("version") or "")[:40] != self.framework.version:
            document["version"] = self.framework.version
        return document

    def _new_document(self) -> Item:
        framework = self.framework
        return {
            "identifier": self.key,
            "uri": f"urn:uuid:{self.key}",
            "creator": framework.source or _("Pemerintah daerah"),
            "title": framework.title,
            "lastChangeDateTime": framework.document.get("lastChangeDateTime") or NO_DATE,
            "language": framework.language,
            "version": framework.version,
            "adoptionStatus": "Adopted",
            "CFPackageURI": {
                "title": framework.title,
                "identifier": self.key,
                "uri": f"urn:uuid:{self.key}",
            },
        }

    def competency(self, row: CompetencyRow) -> None:
        kept = row.case.get("item")
        if kept:
            item = dict(kept)
            code, name, definition = columns_of(kept)
            if (name, definition) != (row.name, row.definition):
                item["abbreviatedStatement"] = row.name
                item["fullStatement"] = f"{row.name}: {row.definition}" if row.definition else row.name
            # A code that was made from the identifier (none or twice in the file) is not written back.
            if row.code not in (code, str(kept["identifier"])[:120]):
                item["humanCodingScheme"] = row.code
            self._put(item, row.case["at"])
            key = str(item["identifier"])
        else:
            kind = "Kelompok" if row.kind == CompetencyKind.GROUP else "Kompetensi"
            statement = f"{row.name}: {row.definition}" if row.definition else row.name
            item = self._made(
                row.code, statement, kind, parent=None, sequence=len(self.items) + 1, key=row.case_id
            )
            item["abbreviatedStatement"] = row.name
            key = item["identifier"]
        records = {record["level"]: record for record in row.case.get("levels", ())}
        for level in row.levels:
            self._level(row, key, level, records.get(level.level))

    def _level(self, row: CompetencyRow, parent: str, level: LevelRow, record: dict[str, Any] | None) -> None:
        code = f"{row.code}.{level.level}"
        if record:
            item = dict(record["item"])
            if item["fullStatement"] != level.description:
                item["fullStatement"] = level.description
            self._put(item, record["at"])
            key = str(item["identifier"])
        else:
            item = self._made(
                code, level.description or level.name, "Level", parent=parent, sequence=level.level
            )
            if level.name:
                item["abbreviatedStatement"] = level.name
            key = item["identifier"]
        kept = record["indicators"] if record else []
        for place, text in enumerate(level.indicators):
            if place < len(kept):
                self._put({**kept[place]["item"], "fullStatement": text}, kept[place]["at"])
            else:
                self._made(f"{code}.{place + 1}", text, "Indikator", parent=key, sequence=place + 1)

    def _put(self, item: Item, at: float) -> None:
        self.items.append((at, len(self.items), item))

    def _made(
        self, code: str, statement: str, kind: str, *, parent: str | None, sequence: int, key: str = ""
    ) -> Item:
        """A new item with the association that hangs it below its parent (the document without one)."""
        key = key or _identifier(self.key, code)
        item: Item = {
            "identifier": key,
            "CFDocumentURI": self._link_to_document(),
            "fullStatement": statement,
            "humanCodingScheme": code,
            "CFItemType": kind,
            "language": self.framework.language,
            "uri": f"urn:uuid:{key}",
            "lastChangeDateTime": self.date,
        }
        self._put(item, float("inf"))
        if parent is None and key in self.parented:
            return item
        below = parent or self.key
        association = _identifier(key, below)
        self.made.append(
            {
                "identifier": association,
                "CFDocumentURI": self._link_to_document(),
                "associationType": CHILD,
                "sequenceNumber": sequence,
                "uri": f"urn:uuid:{association}",
                "originNodeURI": {"title": statement[:80], "identifier": key, "uri": f"urn:uuid:{key}"},
                "destinationNodeURI": {"title": below, "identifier": below, "uri": f"urn:uuid:{below}"},
                "lastChangeDateTime": self.date,
            }
        )
        return item

    def _link_to_document(self) -> Item:
        return {"title": self.document["title"], "identifier": self.key, "uri": self.document["uri"]}

    def package(self) -> dict[str, Any]:
        framework = self.framework
        items = [item for _at, _place, item in sorted(self.items, key=lambda entry: entry[:2])]
        links = [link.case or self._new_link(link) for link in framework.links] + self.made
        package: dict[str, Any] = {"CFDocument": self.document, "CFItems": items}
        if links or "CFAssociations" in framework.document.get("parts", PARTS):
            package["CFAssociations"] = links
        package.update(framework.document.get("rest", {}))
        return package

    def _new_link(self, link: LinkRow) -> Item:
        key = link.case_id or _identifier(link.origin, link.kind, link.destination)
        made: Item = {
            "identifier": key,
            "CFDocumentURI": self._link_to_document(),
            "associationType": link.kind,
            "uri": f"urn:uuid:{key}",
            "originNodeURI": _reference(link.origin),
            "destinationNodeURI": _reference(link.destination),
            "lastChangeDateTime": self.date,
        }
        return made if link.sequence is None else made | {"sequenceNumber": link.sequence}


def _reference(key: str) -> Item:
    return {"title": key, "identifier": key, "uri": f"urn:uuid:{key}"}


def _identifier(*parts: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:bangkom:" + "/".join(parts)))
