"""The catalogue: programmes of the city and of others, with costs built from the cost standard."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.apps import apps

from bangkom.config.sample.load import Table, keys
from bangkom.config.sample.tables import read

# Amounts for which no standard was read (rupiah): a room and its equipment per day, meals and materials per
# participant and day, a trainer's fee per hour of 45 minutes.
ROOM_DAY, MEALS_DAY, TRAINER_JP = 750_000, 135_000, 300_000
BASE_PEOPLE = 5_400
GAIN_SOURCE = "perkiraan untuk kota contoh; belum ada kajian dampak"
VERIFIED = {"nyata": "unverified", "estimasi": "estimated"}


@dataclass(frozen=True)
class Offer:
    """What later stages need to know of a programme."""

    id: int
    code: str
    name: str
    provider: str
    form_id: int
    mode: str
    jp: float
    days: int
    fields: tuple[str, ...]
    mandatory: bool


def make_catalogue(people: int) -> dict[str, Offer]:
    """Write every programme of ``programmes.csv`` with what it raises; answers them by code.

    The table is made for a city of 5,400: seats and batches grow and shrink with the people.
    """
    scale = people / BASE_PEOPLE
    forms = keys("catalogue.LearningForm", "code")
    competencies = dict(
        apps.get_model("standards.Competency")
        ._default_manager.filter(framework__code__in=("ASN", "TEKNIS"))
        .values_list("code", "pk")
    )
    standard = dict(
        apps.get_model("catalogue.CostStandard")
        ._default_manager.order_by("valid_from")
        .values_list("code", "amount")
    )
    fields = (
        "code", "name", "form", "field", "provider", "mode", "jp", "days", "min_people", "max_people", "max_batches",
        "seats", "quarters", "place", "cost_batch", "cost_person", "fund_batch", "fund_person", "only_mandatory",
        "prerequisite", "levels", "fields", "verification", "source", "search_text",
    )  # fmt: skip
    table = Table("catalogue.Programme", fields)
    gains = Table(
        "catalogue.ProgrammeGain",
        ("programme", "competency", "gain"),
        source=GAIN_SOURCE,
        verification="estimated",
    )
    offers: dict[str, Offer] = {}
    place_of = {row["kode"]: table.next_id + number for number, row in enumerate(read("programmes.csv"))}
    for row in read("programmes.csv"):
        batch, person = costs(row, standard)
        areas = row["rumpun"].split("|") if row["rumpun"] else []
        # A class is paid by the agency; what an OPD pays itself has no fund of its own here.
        agency = row["dana"] if row["dana"] != "OPD" else ""
        text = f"{row['program']} {row['kode']} {row['penyelenggara']}".lower()[:260]
        key = table.add(
            row["kode"], row["program"], forms[row["bentuk"]], areas[0] if areas else "", row["penyelenggara"],
            row["cara"], float(row["jp"]), int(row["hari"]), int(row["min"]), int(row["maks"]), max(1, round(int(row["angkatan"] or 1) * scale)),
            max(2, round(int(row["kursi"]) * scale)) if row["kursi"] else None, table.json([int(one) for one in row["triwulan"].split("|")]),
            int(row["tempat"]), batch, person, "BKPSDM" if batch else "", agency, row["wajib"] == "1",
            place_of.get(row["prasyarat"]), table.json(row["jenjang"].split("|") if row["jenjang"] else []),
            table.json(areas), VERIFIED[row["mutu"]], row["sumber"], text,
        )  # fmt: skip
        for part in row["kenaikan"].split("|"):
            code, gain = part.split(":")
            gains.add(key, competencies[code], float(gain))
        offers[row["kode"]] = Offer(
            key, row["kode"], row["program"], row["penyelenggara"], forms[row["bentuk"]], row["cara"], float(row["jp"]),
            int(row["hari"]), tuple(areas), row["wajib"] == "1",
        )  # fmt: skip
    table.close()
    gains.close()
    return offers


def costs(row: dict[str, str], standard: dict[str, int]) -> tuple[int, int]:
    """Rupiah of a batch and of a participant, travel apart.

    Speakers are paid by the hour of 60 minutes and only at seminars, workshops, bimtek and the like; trainers of
    a training by the JP of 45 minutes (rules R1 and R2 of the cost rules). A participant who is sent gets the
    provider's fee and the training allowance of each day.
    """
    jp, days = float(row["jp"]), int(row["hari"])
    if row["cara"] == "sent":
        return 0, int(row["tarif"]) + standard["UH-DIKLAT-SULTRA"] * days
    if row["cara"] != "class":
        return 0, 0
    if row["honor"] == "narsum":
        hours = math.ceil(jp * 45 / 60)
        teaching = hours * standard["NARSUM-ES3"] + standard["MODERATOR"]
    else:
        teaching = round(jp * TRAINER_JP)
    return teaching + ROOM_DAY * days, MEALS_DAY * days
