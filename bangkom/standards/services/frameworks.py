"""Dictionaries from files into tables and back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from bangkom.foundation import audit
from bangkom.foundation.enums import Verification
from bangkom.foundation.tabular import FileRefused
from bangkom.standards.errors import FrameworkRefused, FrameworkUnnamed
from bangkom.standards.formats.case import read_case, write_case
from bangkom.standards.formats.rows import CompetencyRow, Flaw, FrameworkFile, LevelRow, LinkRow
from bangkom.standards.formats.sheets import read_table, write_table
from bangkom.standards.models import Competency, CompetencyLevel, CompetencyLink, Framework

BATCH = 500
COLUMNS = (
    "name",
    "name_en",
    "kind",
    "field",
    "definition",
    "max_level",
    "order",
    "case_id",
    "case",
    "search_text",
)


@dataclass
class ImportReport:
    """What an import did: rows by fate, and what in the file was not as its format says."""

    framework: Framework | None = None
    new: int = 0
    changed: int = 0
    same: int = 0
    # In the database but not in the file: kept, because posts and results may refer to them.
    missing: list[str] = field(default_factory=list)
    links: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


def read_framework(content: bytes, filename: str) -> FrameworkFile:
    """A dictionary file of any kind (CASE JSON, CSV, XLSX, ESCO). Raises ``FileRefused`` if unreadable."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        try:
            return read_case(json.loads(content.decode("utf-8-sig")))
        except (UnicodeDecodeError, json.JSONDecodeError) as broken:
            raise FileRefused(
                "file_corrupt",
                _("Berkas JSON ini rusak atau tidak utuh."),
                _("Ekspor kembali paket CASE dari sistem asalnya."),
            ) from broken
    return read_table(content, filename)


@transaction.atomic
def import_framework(
    found: FrameworkFile,
    *,
    code: str = "",
    version: str | None = None,
    title: str = "",
    valid_from: dt.date | None = None,
    actor: Any = None,
) -> ImportReport:
    """Store a dictionary: new rows are added, known codes updated, nothing is deleted. Repeating changes nothing.

    A new dictionary is there to be read; ``use_framework`` lets standards and assessments use it.
    Raises ``FrameworkRefused`` when the file has flaws that block and ``FrameworkUnnamed`` without a code.
    """
    if found.is_blocked:
        raise FrameworkRefused(found.flaws)
    code = code or found.code
    if not code:
        raise FrameworkUnnamed
    framework = _store_framework(
        found, code[:60], found.version if version is None else version, title, valid_from
    )
    report = ImportReport(framework=framework, flaws=found.flaws)
    _store_competencies(framework, found.competencies, report)
    _store_links(framework, found.links, report)
    audit.record(
        actor,
        "standards.framework.imported",
        framework,
        after={"new": report.new, "changed": report.changed, "same": report.same, "links": report.links},
    )
    return report


def _store_framework(
    found: FrameworkFile, code: str, version: str, title: str, valid_from: dt.date | None
) -> Framework:
    values: dict[str, Any] = {
        "title": (title or found.title or code)[:200],
        "language": found.language,
        "case_id": found.case_id,
        "source": found.source,
        "document": found.document,
    }
    if valid_from:
        values["valid_from"] = valid_from
    framework, _made = Framework.objects.update_or_create(
        code=code,
        version=version[:40],
        defaults=values,
        create_defaults={**values, "is_assessed": False, "verification": Verification.UNVERIFIED},
    )
    return framework


def _columns(row: CompetencyRow, order: int) -> dict[str, Any]:
    return {
        "name": row.name,
        "name_en": row.name_en,
        "kind": row.kind,
        "field": row.field,
        "definition": row.definition,
        "max_level": row.max_level,
        "order": order,
        "case_id": row.case_id,
        "case": row.case,
        "search_text": f"{row.name} {row.code}".lower()[:420],
    }


def _store_competencies(framework: Framework, rows: list[CompetencyRow], report: ImportReport) -> None:
    known = {found.code: found for found in framework.competencies.prefetch_related("levels")}
    new: list[Competency] = []
    changed: list[Competency] = []
    levels: list[tuple[Competency, list[LevelRow]]] = []
    for order, row in enumerate(rows, start=1):
        values = _columns(row, order)
        competency = known.pop(row.code, None)
        if competency is None:
            competency = Competency(framework=framework, code=row.code, **values)
            new.append(competency)
            levels.append((competency, row.levels))
            continue
        same_levels = [_level_key(level) for level in competency.levels.all()] == [
            _level_key(level) for level in row.levels
        ]
        if same_levels and all(getattr(competency, name) == value for name, value in values.items()):
            report.same += 1
            continue
        for name, value in values.items():
            setattr(competency, name, value)
        changed.append(competency)
        if not same_levels:
            levels.append((competency, row.levels))
    Competency.objects.bulk_create(new, batch_size=BATCH)
    Competency.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    _store_levels(levels)
    report.new, report.changed, report.missing = len(new), len(changed), sorted(known)


def _level_key(level: CompetencyLevel | LevelRow) -> tuple[Any, ...]:
    return level.level, level.name, level.description, level.indicators


def _store_levels(wanted: list[tuple[Competency, list[LevelRow]]]) -> None:
    """Levels are part of their competency and nobody refers to them, so they are replaced."""
    CompetencyLevel.objects.filter(
        competency__in=[owner for owner, _rows in wanted if owner.levels.all()]
    ).delete()
    CompetencyLevel.objects.bulk_create(
        [
            CompetencyLevel(
                competency=owner,
                level=row.level,
                name=row.name,
                description=row.description,
                indicators=row.indicators,
            )
            for owner, rows in wanted
            for row in rows
        ],
        batch_size=BATCH,
    )


def _store_links(framework: Framework, rows: list[LinkRow], report: ImportReport) -> None:
    names = ("case_id", "kind", "origin", "destination", "sequence", "case")
    wanted = [tuple(getattr(row, name) for name in names) for row in rows]
    stored = list(framework.links.order_by("pk").values_list(*names))
    report.links = len(wanted)
    if stored == wanted:
        return
    framework.links.all().delete()
    CompetencyLink.objects.bulk_create(
        [CompetencyLink(framework=framework, **dict(zip(names, row, strict=True))) for row in wanted],
        batch_size=BATCH,
    )


@transaction.atomic
def use_framework(*, framework: Framework, is_assessed: bool, actor: Any) -> None:
    """Let standards and assessments use a dictionary, or no longer offer it there (what is stored stays)."""
    moved = (
        Framework.objects.filter(pk=framework.pk)
        .exclude(is_assessed=is_assessed)
        .update(is_assessed=is_assessed)
    )
    if moved:
        audit.record(actor, "standards.framework.used", framework, after={"is_assessed": is_assessed})
        framework.refresh_from_db()


def framework_file(framework: Framework) -> FrameworkFile:
    """The rows of a stored dictionary, as its files hold them."""
    return FrameworkFile(
        title=framework.title,
        code=framework.code,
        version=framework.version,
        language=framework.language,
        case_id=framework.case_id,
        source=framework.source,
        document=framework.document or _dated(framework),
        competencies=[_row(found) for found in framework.competencies.prefetch_related("levels")],
        links=[
            LinkRow(link.kind, link.origin, link.destination, link.case_id, link.sequence, link.case)
            for link in framework.links.order_by("pk")
        ],
    )


def _dated(framework: Framework) -> dict[str, Any]:
    return {"lastChangeDateTime": f"{framework.valid_from}T00:00:00+00:00"} if framework.valid_from else {}


def _row(found: Competency) -> CompetencyRow:
    return CompetencyRow(
        code=found.code,
        name=found.name,
        kind=found.kind,
        name_en=found.name_en,
        field=found.field,
        definition=found.definition,
        max_level=found.max_level,
        case_id=found.case_id,
        case=found.case,
        levels=[
            LevelRow(level.level, level.name, level.description, level.indicators)
            for level in found.levels.all()
        ],
    )


def write_framework(framework: Framework, stream: IO[bytes], *, kind: str) -> None:
    """Write a dictionary as ``json`` (CASE 1.0), ``csv`` or ``xlsx``."""
    found = framework_file(framework)
    if kind == "json":
        stream.write(json.dumps(write_case(found), ensure_ascii=False, indent=1).encode())
    else:
        write_table(found, stream, kind=kind)
