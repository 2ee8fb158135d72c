"""What a personnel file costs: the sample city's own people, exported with the quirks of real files.

    python3 benchmarks/import_people.py [--people 5400]

Four imports on a copy of the city: the same people with changes, joiners and leavers (preview and apply), the same
file again, undoing, and a first file into an empty house. The last line is one JSON object; times in seconds.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import io
import json
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

from _environment import city, enter

_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember"
MONTHS = _MONTHS.split()
HEAD = [
    "NO",
    "NAMA",
    "NIP",
    "TEMPAT, TGL. LAHIR",
    "L/P",
    "PANGKAT",
    "",
    "JABATAN",
    "",
    "UNIT KERJA",
    "OPD",
    "PENDIDIKAN",
    "",
    "NO. HP",
]
SUBHEAD = ["", "", "", "", "", "GOL. RUANG", "TMT", "NAMA", "TMT", "", "", "TINGKAT", "LULUS TAHUN", ""]


def main() -> None:
    enter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5400)
    parser.add_argument("--home", help="folder of an existing sample city")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bangkom-import-") as folder:
        results = run_in(Path(folder), options)
    print(json.dumps({"benchmark": "import_people", "people": options.people, **results}))


def run_in(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    if os.environ.get("DATABASE_URL"):
        raise SystemExit("This benchmark copies the city's SQLite file; unset DATABASE_URL.")
    home = city(options.people, options.home)
    from django.conf import settings
    from django.db import connection

    original = Path(settings.DATABASES["default"]["NAME"])
    connection.close()
    copy = folder / original.name
    shutil.copy(original, copy)
    for extra in ("-wal", "-shm"):
        if (side := original.with_name(original.name + extra)).exists():
            shutil.copy(side, copy.with_name(copy.name + extra))
    connection.settings_dict["NAME"] = str(copy)
    settings.MEDIA_ROOT = folder / "media"
    print(f"city: {home}")
    return {**measure_changes(), **measure_first(folder)}


def measure_changes() -> dict[str, object]:
    from bangkom.people.services import imports

    before = table_hash()
    content = messy_file(export_rows())
    results: dict[str, object] = {"file_kb": len(content) // 1024}
    run, results["preview_s"] = timed(lambda: preview(content))
    _, results["apply_s"] = timed(lambda: imports.apply_run(run=run, actor=None))
    results["preview_and_apply_s"] = round(results["preview_s"] + results["apply_s"], 2)
    results["counts"] = {name: count for name, count in run.counts["verdicts"].items() if count}
    applied = table_hash()
    again, results["again_preview_s"] = timed(lambda: preview(content))
    imports.apply_run(run=again, actor=None)
    results["again_changes_nothing"] = table_hash() == applied
    _, results["undo_s"] = timed(lambda: imports.undo_run(run=run, actor=None))
    results["undo_restores_exactly"] = table_hash() == before != applied
    return results


def measure_first(folder: Path) -> dict[str, object]:
    """The same people as the first file of an empty house."""
    from django.core.management import call_command
    from django.db import connection

    from bangkom.people.services import imports, load_reference

    content = messy_file(export_rows())
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "empty.sqlite3")
    call_command("migrate", verbosity=0)
    load_reference()
    before = table_hash()
    run, preview_s = timed(lambda: preview(content))
    _, apply_s = timed(lambda: imports.apply_run(run=run, actor=None))
    made = run.counts["verdicts"]["new"]
    _, undo_s = timed(lambda: imports.undo_run(run=run, actor=None))
    return {"first_new": made, "first_preview_s": preview_s, "first_apply_s": apply_s, "first_undo_s": undo_s,
            "first_preview_and_apply_s": round(preview_s + apply_s, 2), "first_undo_restores_exactly": table_hash() == before}  # fmt: skip


def preview(content: bytes):
    from bangkom.people.services import imports

    return imports.preview_run(imports.receive_file(content=content, filename="daftar.xlsx", actor=None))


def timed(work):
    began = time.perf_counter()
    result = work()
    return result, round(time.perf_counter() - began, 2)


def table_hash() -> str:
    """Every row and column of the tables that an import may touch."""
    from bangkom.people import models

    digest = hashlib.sha256()
    for model in (
        models.Employee,
        models.RankRecord,
        models.PositionRecord,
        models.EducationRecord,
        models.Opd,
        models.Position,
    ):
        for row in model.objects.order_by("pk").values_list().iterator(chunk_size=5000):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def export_rows() -> list[dict[str, object]]:
    from bangkom.people.models import Employee

    fields = ("nip", "name", "front_title", "back_title", "birth_date", "birth_place", "sex", "rank__code", "rank_since",
              "position__title", "position_since", "unit__name", "opd__name", "education_level", "graduated_year")  # fmt: skip
    return list(
        Employee.objects.filter(left_on__isnull=True).order_by("opd__name", "name", "pk").values(*fields)
    )


def messy_file(people: list[dict[str, object]]) -> bytes:
    """A DUK list: letterhead, merged two-row header, numbers, headings, footers, and cells in every spelling.

    One in forty has a new golongan, one in fifty is missing, one in a hundred joins, one in two hundred has a bad cell.
    """
    import xlsxwriter

    dice = random.Random(7471)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    page = book.add_worksheet("DUK")
    for row, title in enumerate(
        ("PEMERINTAH KOTA KENDARI", "DAFTAR URUT KEPANGKATAN", "Keadaan: November 2026")
    ):
        page.write_string(row, 0, title)
    for column, (above, below) in enumerate(zip(HEAD, SUBHEAD, strict=True)):
        page.write_string(4, column, above)
        page.write_string(5, column, below)
        page.write_number(6, column, column + 1)
    for left, right in ((5, 6), (7, 8), (11, 12)):
        page.merge_range(4, left, 4, right, HEAD[left])
    row, office = 7, None
    for number, person in enumerate(people):
        if number % 50 == 7:
            continue
        if person["opd__name"] != office:
            office = person["opd__name"]
            page.write_string(row, 0, office.upper())
            row += 1
        for column, value in enumerate(cells_of(number, person, dice)):
            if isinstance(value, (int, float)):
                page.write_number(row, column, value)
            elif value:
                page.write_string(row, column, value)
        row += 1
        if number % 400 == 399:  # the header again, as on every printed page
            for column, (above, below) in enumerate(zip(HEAD, SUBHEAD, strict=True)):
                page.write_string(row, column, above)
                page.write_string(row + 1, column, below)
            row += 2
    page.write_string(row + 1, 7, "Kendari, 24 November 2026")
    page.write_string(row + 2, 7, "Kepala BKPSDM,")
    book.close()
    return stream.getvalue()


def cells_of(number: int, person: dict[str, object], dice: random.Random) -> list[object]:
    nip, born = str(person["nip"]), person["birth_date"]
    if number % 100 == 41:  # somebody new
        nip = f"{nip[:15]}{(int(nip[15:]) + 500) % 900 + 1:03}"
        born = None
    spellings = (
        nip,
        f"'{nip}",
        f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}",
        f"{nip} / KARPEG",
        f"NIP. {nip}",
    )
    shown_nip: object = dice.choice(spellings)
    if number % 200 == 13:
        shown_nip = dice.choice((nip[:17], int(nip), "", f"{nip[:4]}13{nip[6:]}"))
    name = " ".join(
        filter(None, (person["front_title"], dice.choice((str(person["name"]), str(person["name"]).upper()))))
    )
    name += " LAIN" if born is None else ""
    name += f", {person['back_title']}" if person["back_title"] else ""
    rank = str(person["rank__code"] or "")
    if number % 40 == 3 and rank.startswith("III/") and rank[-1] < "d":
        rank = f"III/{chr(ord(rank[-1]) + 1)}"
    return [number + 1, name, shown_nip, birth(person, born, dice),
            dice.choice({"m": ("L", "Laki-laki", "1", "Pria"), "f": ("P", "Perempuan", "2", "Wanita")}[str(person["sex"])]),
            spelled_rank(rank, dice), spelled_date(person["rank_since"], dice), str(person["position__title"] or "").upper(),
            spelled_date(person["position_since"], dice), person["unit__name"], person["opd__name"], person["education_level"],
            str(person["graduated_year"] or ""), f"0812{number:08}"]  # fmt: skip


def birth(person: dict[str, object], born: object, dice: random.Random) -> str:
    if not isinstance(born, datetime.date):
        return ""
    place = str(person["birth_place"]).upper()
    return dice.choice(
        (
            f"{place}, {born:%d/%m/%Y}",
            f"{place}, {born.day} {MONTHS[born.month - 1]} {born.year}",
            f"{born:%d-%m-%Y}",
        )
    )


def spelled_rank(rank: str, dice: random.Random) -> str:
    if "/" not in rank:
        return rank
    group, letter = rank.split("/")
    return dice.choice(
        (
            rank,
            f"{group}{letter.upper()}",
            f"{group} {letter}",
            f"{group}-{letter.upper()}",
            f"Gol. {rank}",
            f"{group}.{letter}",
        )
    )


def spelled_date(day: object, dice: random.Random) -> object:
    if not isinstance(day, datetime.date):
        return dice.choice(("", "-", "null"))
    serial = (day - datetime.date(1899, 12, 30)).days
    return dice.choice(
        (
            f"{day:%d-%m-%Y}",
            f"{day:%d/%m/%Y}",
            f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            serial,
            str(serial),
            day.isoformat(),
        )
    )


if __name__ == "__main__":
    main()
