"""The dictionary and the default levels that come with the package, put into the database. Repeatable."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

from django.db import transaction

from bangkom.foundation.enums import Verification
from bangkom.standards.enums import CompetencyKind, StandardState
from bangkom.standards.formats.rows import FrameworkFile, LevelRow
from bangkom.standards.formats.sheets import read_table
from bangkom.standards.models import Competency, Framework, Standard, StandardItem
from bangkom.standards.queries.subjects import job_levels
from bangkom.standards.services.frameworks import ImportReport, import_framework
from bangkom.standards.services.requirements import rebuild_requirements

DATA = Path(__file__).resolve().parents[1] / "data"
NATIONAL, TECHNICAL = "ASN", "TEKNIS"
VERIFIED_WORDS = {
    "terverifikasi": Verification.VERIFIED,
    "belum terverifikasi": Verification.UNVERIFIED,
    "perkiraan": Verification.ESTIMATED,
}


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Everything that comes with the package: dictionaries, default standards, requirements of the posts."""
    reports = load_dictionary()
    return {
        "competencies": sum(report.total for report in reports),
        "standards": load_default_standards(),
        "requirements": rebuild_requirements(),
    }


def _read(name: str) -> FrameworkFile:
    return read_table((DATA / name).read_bytes(), name)


@cache
def fields() -> tuple[str, ...]:
    """Names of the fields of work (rumpun) that technical competencies are sorted by."""
    with (DATA / "rumpun.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["rumpun"] for row in csv.DictReader(lines))


@transaction.atomic
def load_dictionary() -> list[ImportReport]:
    """Put the national dictionary (code ASN) and the technical one (code TEKNIS) into the database."""
    national = import_framework(
        _read("kamus_asn.csv.gz"),
        code=NATIONAL,
        version="2017",
        title="Kamus Kompetensi Manajerial dan Sosial Kultural",
    )
    technical = _read("kamus_teknis.csv")
    with (DATA / "tingkat_teknis.csv").open(encoding="utf-8", newline="") as lines:
        levels = [
            LevelRow(int(row["level"]), row["nama_level"], row["deskripsi_level"])
            for row in csv.DictReader(lines)
        ]
    for row in technical.competencies:
        row.levels = list(levels)
    own = import_framework(technical, code=TECHNICAL, version="1", title="Kompetensi Teknis menurut Rumpun")
    for report, state in ((national, Verification.VERIFIED), (own, Verification.ESTIMATED)):
        # Only once: an office may later decide not to use one of them.
        fresh = {"is_assessed": True} if report.new == report.total else {}
        Framework.objects.filter(pk=report.framework.pk).update(verification=state, **fresh)  # type: ignore[union-attr]
    return [national, own]


@transaction.atomic
def load_default_standards() -> int:
    """Make version 1 of each jenjang's standard, and of each field at that jenjang; how many were made.

    Whatever has a version already is left alone: an office's own standard is never overwritten.
    """
    known = {level.code: level.pk for level in job_levels()}
    taken = set(Standard.objects.filter(position=None).values_list("level", "field"))
    by_kind, by_field = _competencies()
    made: list[tuple[Standard, list[tuple[int, int]]]] = []
    with (DATA / "tingkat_wajib.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            level = known.get(row["jenjang"])
            if level is None:
                continue
            core = [(pk, int(row["manajerial"])) for pk in by_kind[CompetencyKind.MANAGERIAL]]
            core += [(pk, int(row["sosial_kultural"])) for pk in by_kind[CompetencyKind.SOCIOCULTURAL]]
            state = VERIFIED_WORDS[row["mutu"]]
            subjects = [("", core, state)] + [
                (field, [(pk, int(row["teknis"])) for pk in found], Verification.ESTIMATED)
                for field, found in by_field.items()
            ]
            made += [
                (_standard(level, field, row, verification), items)
                for field, items, verification in subjects
                if items and (level, field) not in taken
            ]
    Standard.objects.bulk_create([standard for standard, _items in made])
    StandardItem.objects.bulk_create(
        [
            StandardItem(standard=standard, competency_id=competency, level=level)
            for standard, items in made
            for competency, level in items
        ],
        batch_size=1000,
    )
    return len(made)


def _competencies() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Keys of the loaded competencies: of the national dictionary by kind, of the technical one by field."""
    by_kind: dict[str, list[int]] = {CompetencyKind.MANAGERIAL: [], CompetencyKind.SOCIOCULTURAL: []}
    by_field: dict[str, list[int]] = {}
    rows = Competency.objects.filter(framework__code__in=[NATIONAL, TECHNICAL])
    for pk, code, kind, field in rows.values_list("pk", "framework__code", "kind", "field"):
        if code == NATIONAL:
            by_kind[kind].append(pk)
        else:
            by_field.setdefault(field, []).append(pk)
    return by_kind, by_field


def _standard(level: int, field: str, row: dict[str, str], verification: Verification) -> Standard:
    return Standard(
        level_id=level,
        field=field,
        version=1,
        valid_from=dt.date.fromisoformat(row["berlaku_sejak"]),
        state=StandardState.IN_FORCE,
        verification=verification,
        source=row["sumber"][:300],
    )
