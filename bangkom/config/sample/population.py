"""How many people of each kind work in each office, scaled to the wanted size."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from bangkom.config.sample.tables import read

# Codes of the population table that make up an office. The real list of offices is newer than the table.
PARTS = {
    "SETDA": ("OPD-59", "OPD-27", "OPD-33", "OPD-34", "OPD-35", "OPD-62", "OPD-61", "OPD-63", "OPD-12", "OPD-60", "OPD-22"),
    "DINKES": ("OPD-06", "OPD-37"),
}  # fmt: skip
SPORT_SHARE = 0.35


class Draft(NamedTuple):
    """One person before she has a name: what the population table says of her."""

    job: str
    kind: str
    ranks: str
    sex: str
    education: str
    ages: str
    part: str


def apportion(total: int, weights: list[float], rng: Random, floor: int = 0) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``total`` (largest remainders, ties by lot)."""
    sum_of_weights = sum(weights)
    exact = [total * weight / sum_of_weights for weight in weights]
    counts = [max(floor, int(value)) for value in exact]
    lots = [rng.random() for _ in weights]
    order = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], lots[i]))
    missing = total - sum(counts)
    for i in (order * (abs(missing) // max(len(order), 1) + 1))[: max(missing, 0)]:
        counts[i] += 1
    while (extra := sum(counts) - total) > 0:
        for i in sorted(range(len(counts)), key=lambda i: -counts[i])[:extra]:
            if counts[i] > floor:
                counts[i] -= 1
    return counts


def offices(people: int, rng: Random) -> Iterator[tuple[str, list[Draft]]]:
    """Every office with its drafts; an office has at least four people, whatever the size of the city."""
    cells = collections.defaultdict(list)
    for row in read("population.csv.gz"):
        cells[row["kode_opd"]].append(row)
    codes = [row for row in read("offices.csv") if row["kode"] != "DISPORA"]
    mine = [
        [cell for part in PARTS.get(row["kode"], (row["kode_penduduk"],)) for cell in cells[part]]
        for row in codes
    ]
    sizes = apportion(people, [sum(int(cell["jumlah"]) for cell in part) for part in mine], rng, floor=4)
    for office, part, size in zip(codes, mine, sizes, strict=True):
        counts = apportion(size, [int(cell["jumlah"]) for cell in part], rng)
        drafts = [draft for cell, count in zip(part, counts, strict=True) for draft in [_draft(cell)] * count]
        if office["kode"] == "DIKBUD":
            education, sport = split_sport(drafts)
            yield "DIKBUD", education
            yield "DISPORA", sport
        else:
            yield office["kode"], drafts


def _draft(cell: dict[str, str]) -> Draft:
    return Draft(
        cell["kelas_jabatan"],
        cell["status"],
        cell["golongan"],
        cell["jenis_kelamin"],
        cell["pendidikan"],
        cell["kelompok_umur"],
        cell["kode_opd"],
    )


def split_sport(drafts: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Youth and sport left the education office in December 2023, after the population table was made."""
    kept, moved = [], []
    for job in dict.fromkeys(draft.job for draft in drafts):
        group = [draft for draft in drafts if draft.job == job]
        count = 0 if job in ("JF Guru", "JPT Pratama") else round(SPORT_SHARE * len(group))
        moved += group[:count]
        kept += group[count:]
    if not moved:
        moved, kept = kept[-2:], kept[:-2]
    return kept, moved
