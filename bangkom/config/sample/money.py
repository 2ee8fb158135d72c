"""The planned year: ceilings of the legal order of magnitude, and the trainings that some must take."""

from __future__ import annotations

import collections
import datetime
from random import Random
from typing import Any

from bangkom.config.sample.catalogue import BASE_PEOPLE, Offer
from bangkom.config.sample.load import Table
from bangkom.config.sample.people import KINDS, Roll
from bangkom.config.sample.posts import Posts

# For a city of 5,400; a larger or smaller one has more or less in proportion.
APBD = 1_400_000_000_000
AGENCY, PARTNERS, OFFICES = 1_750_000_000, 60_000_000, 430_000_000
APBD_SOURCE = (
    "APBD Kota Kendari 2026 sekitar Rp1,4 triliun (sultratop, 29 Nov 2025), dipakai untuk tahun berikutnya"
)
MONEY_SOURCE = "perkiraan: bersama-sama 0,16 % dari APBD (pedoman APBD 2019; untuk 2026 belum terverifikasi)"
# Leaders appointed within a year who are to be sent, in a city of 5,400.
SENT = {"PKN2": ("JPT-P", 1), "PKA": ("ADM", 4), "PKP": ("PWS", 12)}
REASONS = {
    "LATSAR": "Perlan 1/2021: Latsar sekali dalam masa percobaan CPNS",
    "PKN2": "Perlan 5/2022: pelatihan kepemimpinan bagi JPT Pratama yang baru diangkat",
    "PKA": "Perlan 5/2022: pelatihan kepemimpinan bagi administrator yang baru diangkat",
    "PKP": "Perlan 6/2022: pelatihan kepemimpinan bagi pengawas yang baru diangkat",
    "ORI-PPPK": "KepLAN 289/K.1/PDP.07/2022: orientasi PPPK yang baru diangkat",
}


def make_year(year: int, roll: Roll) -> Any:
    """Open the year with its ceilings: one of the agency, one of partners, one of each OPD by its people."""
    from bangkom.planning.services import Money, make_year

    scale = len(roll) / BASE_PEOPLE
    per_office = collections.Counter(roll.office)
    money = [
        Money("BKPSDM", _round(AGENCY * scale), source=MONEY_SOURCE),
        Money("MITRA", _round(PARTNERS * scale), source="perkiraan: kelas yang dibayar mitra"),
    ]
    for office, people in sorted(per_office.items()):
        amount = _round(OFFICES * scale * people / len(roll))
        money.append(Money("OPD", amount, opd_id=office, source=MONEY_SOURCE))
    return make_year(year=year, apbd=round(APBD * scale), source=APBD_SOURCE, money=money)


def _round(rupiah: float) -> int:
    return round(rupiah / 100_000) * 100_000


def make_mandates(
    year: Any, roll: Roll, posts: Posts, offers: dict[str, Offer], today: datetime.date, rng: Random
) -> int:
    """Write who must take what in the planned year; answers how many."""
    table = Table("planning.Mandate", ("employee", "programme", "reason"), year=year.pk)
    scale = len(roll) / BASE_PEOPLE
    recent = today.toordinal() - 365
    levels = [posts.all[place].level for place in roll.post]
    chosen: dict[int, str] = {}
    for i, kind in enumerate(roll.kind):
        if KINDS[kind] == "cpns":
            chosen[i] = "LATSAR"
        elif KINDS[kind] == "pppk" and roll.entry[i] > recent:
            chosen[i] = "ORI-PPPK"
    for code, (level, count) in SENT.items():
        newly = [
            i for i, held in enumerate(levels) if held == level and roll.since[i] > recent and roll.counted[i]
        ]
        for i in sorted(rng.sample(newly, min(len(newly), max(1, round(count * scale))))):
            chosen[i] = code
    for i in sorted(chosen):
        table.add(roll.first_id + i, offers[chosen[i]].id, REASONS[chosen[i]])
    return table.close()
