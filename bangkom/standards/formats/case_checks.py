"""What in a CASE package is not as CASE 1.0 says. Nothing here changes the package."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from bangkom.standards.formats.rows import Flaws

STATES = {"Private Draft", "Draft", "Adopted", "Deprecated"}
RELATIONS = {
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
}  # fmt: skip
DEFINITIONS = {"CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings"}


def check_package(package: Any, flaws: Flaws) -> None:
    """Add every flaw of ``package``; those without which nothing can be read block."""
    document = package.get("CFDocument") if isinstance(package, dict) else None
    items = package.get("CFItems") if isinstance(package, dict) else None
    if not isinstance(document, dict) or not isinstance(items, list):
        flaws.add(
            "CFDocument", None, _("Berkas ini bukan paket CASE: CFDocument atau CFItems tidak ada."),
            _("Ekspor kembali sebagai paket CASE 1.0 (CFPackage)."), blocks=True,
        )  # fmt: skip
        return
    _check_document(document, flaws)
    keys = _check_items(items, flaws)
    associations = package.get("CFAssociations") or []
    if isinstance(associations, list):
        keys.add(str(document.get("identifier")))
        _check_associations(associations, keys, flaws)
    else:
        _off_schema("CFAssociations", associations, flaws, blocks=True)
    _check_definitions(package.get("CFDefinitions"), flaws)


def _check_document(document: dict[str, Any], flaws: Flaws) -> None:
    for name in ("identifier", "title"):
        _needs(document, name, "CFDocument", flaws, blocks=True)
    for name in ("uri", "creator"):
        _needs(document, name, "CFDocument", flaws)
    _check_date(document, "CFDocument", flaws)
    _check_link(document, "CFPackageURI", "CFDocument", flaws)
    state = document.get("adoptionStatus")
    if state is not None and state not in STATES:
        _off_schema("CFDocument.adoptionStatus", state, flaws)


def _check_items(items: list[Any], flaws: Flaws) -> set[str]:
    keys: set[str] = set()
    for place, item in enumerate(items):
        where = f"CFItems[{place}]"
        if not isinstance(item, dict):
            _off_schema(where, item, flaws, blocks=True)
            continue
        for name in ("identifier", "fullStatement"):
            _needs(item, name, where, flaws, blocks=True)
        _needs(item, "uri", where, flaws)
        _check_date(item, where, flaws)
        _check_link(item, "CFDocumentURI", where, flaws)
        key = str(item.get("identifier"))
        if key in keys:
            flaws.add(
                f"{where}.identifier", key, _("Pengenal ini dipakai dua kali."),
                _("Beri setiap butir pengenal sendiri."), blocks=True,
            )  # fmt: skip
        keys.add(key)
    return keys


def _check_associations(associations: list[Any], keys: set[str], flaws: Flaws) -> None:
    for place, association in enumerate(associations):
        where = f"CFAssociations[{place}]"
        if not isinstance(association, dict) or not association.get("associationType"):
            _off_schema(where, association, flaws, blocks=True)
            continue
        for name in ("identifier", "uri", "originNodeURI", "destinationNodeURI"):
            _needs(association, name, where, flaws)
        _check_date(association, where, flaws)
        _check_link(association, "CFDocumentURI", where, flaws)
        if association["associationType"] not in RELATIONS:
            _off_schema(f"{where}.associationType", association["associationType"], flaws)
        sequence = association.get("sequenceNumber")
        if sequence is not None and (isinstance(sequence, bool) or not isinstance(sequence, int)):
            flaws.add(
                f"{where}.sequenceNumber", sequence, _("Nomor urut bukan bilangan, melainkan teks."),
                _("Tetap dibaca sebagai bilangan. Perbaiki pada sistem asal: tulis tanpa tanda kutip."),
            )  # fmt: skip
        for name in ("originNodeURI", "destinationNodeURI"):
            _check_link(association, name, where, flaws)
            link = association.get(name)
            if isinstance(link, dict) and str(link.get("identifier")) not in keys:
                flaws.add(
                    f"{where}.{name}", link.get("identifier"), _("Hubungan ini menunjuk butir di luar paket."),
                    _("Tidak perlu diperbaiki; hubungan tetap disimpan."),
                )  # fmt: skip


def _check_definitions(definitions: Any, flaws: Flaws) -> None:
    if definitions is None:
        return
    if not isinstance(definitions, dict) or set(definitions) - DEFINITIONS:
        _off_schema(
            "CFDefinitions", sorted(definitions) if isinstance(definitions, dict) else definitions, flaws
        )
        return
    for part, rows in definitions.items():
        for place, row in enumerate(rows if isinstance(rows, list) else [rows]):
            where = f"CFDefinitions.{part}[{place}]"
            for name in ("identifier", "uri", "title", "description", "lastChangeDateTime"):
                if not isinstance(row, dict) or not isinstance(row.get(name), str):
                    flaws.add(
                        f"{where}.{name}", None, _("CFDefinitions tidak menurut skema: isian wajib kosong."),
                        _("Tetap disimpan apa adanya. Lengkapi pada sistem asal."),
                    )  # fmt: skip


def _needs(row: dict[str, Any], name: str, where: str, flaws: Flaws, *, blocks: bool = False) -> None:
    if not row.get(name):
        remedy = (
            _("Lengkapi lalu impor kembali.") if blocks else _("Tetap dibaca. Lengkapi pada sistem asal.")
        )
        flaws.add(
            f"{where}.{name}", None, _("Isian wajib %(name)s kosong.") % {"name": name}, remedy, blocks=blocks
        )


def _check_date(row: dict[str, Any], where: str, flaws: Flaws) -> None:
    text = row.get("lastChangeDateTime")
    try:
        zoned = dt.datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        flaws.add(
            f"{where}.lastChangeDateTime", text, _("Waktu perubahan tidak lengkap: zona waktunya tidak ada."),
            _("Tetap disimpan apa adanya. Tulis misalnya 2017-05-25T18:05:33+00:00."),
        )  # fmt: skip


def _check_link(row: dict[str, Any], name: str, where: str, flaws: Flaws) -> None:
    if name in row and not isinstance(row[name], dict):
        flaws.add(
            f"{where}.{name}", row[name],
            _("%(name)s berupa alamat, seharusnya objek dengan title, identifier, dan uri.") % {"name": name},
            _("Tetap dibaca. Perbaiki pada sistem asal bila berkas dipakai bersama."),
        )  # fmt: skip


def _off_schema(where: str, value: Any, flaws: Flaws, *, blocks: bool = False) -> None:
    remedy = _("Perbaiki lalu impor kembali.") if blocks else _("Tetap disimpan apa adanya.")
    flaws.add(where, value, _("Isi tidak menurut skema CASE 1.0."), remedy, blocks=blocks)
