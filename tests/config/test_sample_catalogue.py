"""Costs of the sample catalogue follow the cost rules, and its programmes fit the dictionary."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps

from bangkom.config.sample.catalogue import MEALS_DAY, ROOM_DAY, TRAINER_JP, costs
from bangkom.config.sample.tables import read

STANDARD = {"NARSUM-ES3": 900_000, "MODERATOR": 700_000, "UH-DIKLAT-SULTRA": 110_000}
ROW = {"cara": "class", "jp": "16", "hari": "2", "honor": "narsum", "tarif": "0"}


def test_speakers_are_paid_by_the_hour_of_60_minutes():
    # 16 JP of 45 minutes are 12 hours.
    assert costs(ROW, STANDARD) == (12 * 900_000 + 700_000 + 2 * ROOM_DAY, 2 * MEALS_DAY)


def test_trainers_are_paid_by_the_jp():
    assert costs({**ROW, "honor": "pengajar"}, STANDARD) == (16 * TRAINER_JP + 2 * ROOM_DAY, 2 * MEALS_DAY)


def test_who_is_sent_costs_the_fee_and_the_allowance_of_each_day():
    row = {**ROW, "cara": "sent", "hari": "5", "tarif": "4500000"}
    assert costs(row, STANDARD) == (0, 4_500_000 + 5 * 110_000)


@pytest.mark.parametrize("mode", ["online", "webinar", "mentoring"])
def test_what_needs_no_room_costs_nothing(mode):
    assert costs({**ROW, "cara": mode}, STANDARD) == (0, 0)


def test_every_programme_names_real_fields_and_an_earlier_programme(city):
    fields = {row["rumpun"] for row in read("offices.csv")} | {row["rumpun"] for row in read("divisions.csv")}
    fields |= set(apps.get_model("standards.Competency").objects.values_list("field", flat=True))
    rows = read("programmes.csv")
    codes = {row["kode"] for row in rows}

    assert [
        row["kode"] for row in rows if row["rumpun"] and not set(row["rumpun"].split("|")) <= fields
    ] == []
    assert [row["kode"] for row in rows if row["prasyarat"] and row["prasyarat"] not in codes] == []
    assert apps.get_model("catalogue.Programme").objects.count() == len(rows) == 141


def test_records_stay_inside_their_year_and_before_today(city):
    records = apps.get_model("records.LearningRecord").objects
    wrong = [
        one.pk
        for one in records.all()
        if one.starts_on.year != one.year or one.ends_on > datetime.date(2026, 12, 31)
    ]

    assert wrong == []
    assert records.filter(ends_on__gt=city.today).count() == 0


def test_somewhat_more_than_half_meet_the_duty_of_the_year(city):
    summary = apps.get_model("records.DutySummary").objects.get(opd=None, year=2026)

    assert 0.45 < summary.met_people / summary.people < 0.7
