import datetime
from decimal import Decimal

import pytest

from bangkom.people.models import Employee
from bangkom.records import queries, services
from bangkom.records.enums import DutyState
from bangkom.records.models import YearlyJp

NOW = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(queries.timezone, "localdate", lambda: NOW)


def standing(jp, floor=None, ceiling=None, year=2026):
    return queries.Standing(year, Decimal(jp), floor, ceiling)


@pytest.mark.parametrize(
    ("found", "own", "said"),
    [
        (standing("12", 20), True, "12 dari 20 JP. Anda perlu 8 JP lagi sebelum 31 Desember."),
        (standing("12", 20), False, "12 dari 20 JP. Perlu 8 JP lagi sebelum 31 Desember."),
        (standing("11.6", 20), True, "11 dari 20 JP. Anda perlu 9 JP lagi sebelum 31 Desember."),
        (standing("20", 20), True, "20 dari 20 JP. Kewajiban tahun 2026 sudah terpenuhi."),
        (standing("12", 20, year=2025), True, "12 dari 20 JP. Kewajiban tahun 2025 kurang 8 JP."),
        (
            standing("10", None, 24),
            True,
            "10 dari paling banyak 24 JP. Anda masih dapat mengikuti 14 JP tahun ini.",
        ),
        (
            standing("10", None, 24),
            False,
            "10 dari paling banyak 24 JP. Masih dapat mengikuti 14 JP tahun ini.",
        ),
        (standing("24", None, 24), True, "24 dari paling banyak 24 JP tahun 2026."),
        (standing("26", None, 24), True, "26 JP. Batas 24 JP setahun bagi PPPK sudah terlampaui."),
        (standing("4"), True, "4 JP tercatat pada tahun 2026. Tidak ada kewajiban JP."),
    ],
)
def test_the_number_that_matters_is_said_in_words(found, own, said):
    assert found.sentence(own=own) == said


@pytest.mark.parametrize("tenths", range(250))
def test_what_is_shown_and_what_is_missing_add_up_to_the_duty(tenths):
    found = standing(Decimal(tenths) / 10, 20)

    assert found.shown_jp + found.missing_jp >= 20
    assert (found.missing_jp == 0) == (found.state == DutyState.MET)


@pytest.mark.django_db
def test_a_person_without_a_stored_sum_stands_at_zero_of_her_duty(cast):
    services.load_reference()

    assert queries.standing_of(cast.sari) == standing("0", 20)
    cast.sari.is_counted = False
    assert queries.standing_of(cast.sari) == standing("0")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "names"),
    [
        (DutyState.MET, ["Bima La Ode"]),
        (DutyState.SHORT, ["Sari Wulandari"]),
        (DutyState.WITHIN, ["Joko Santoso"]),
        (DutyState.OVER, []),
        (DutyState.NONE, ["Ratna Dewi"]),
    ],
)
def test_the_filter_of_a_state_finds_those_who_stand_so(cast, state, names):
    for employee, jp, floor, ceiling, is_met in (
        (cast.sari, 4, 20, None, False),
        (cast.bima, 24, 20, None, True),
        (cast.joko, 4, None, 24, True),
        (cast.ratna, 4, None, None, True),
    ):
        YearlyJp.objects.create(
            employee=employee,
            opd=employee.opd,
            year=2026,
            jp=jp,
            floor_jp=floor,
            ceiling_jp=ceiling,
            is_met=is_met,
        )

    rows = queries.as_duty_rows(queries.duty_filter(queries.duty_rows(cast.ratna_user, 2026), state))

    assert [row.employee__name for row in rows] == names
    assert all(queries.state_of(row.jp, row.floor_jp, row.ceiling_jp) == state for row in rows)


@pytest.mark.django_db
def test_every_state_of_everybody_is_found_by_exactly_one_filter(cast):
    services.load_reference()
    services.recount(2026)
    rows = queries.duty_rows(cast.ratna_user, 2026)

    found = [queries.duty_filter(rows, state).count() for state in DutyState]

    assert sum(found) == Employee.objects.count()


@pytest.mark.django_db
def test_summaries_of_an_office_and_of_the_city(cast):
    services.load_reference()
    services.recount(2026)

    health = next(row for row in queries.duty_by_opd(2026) if row.opd_id == cast.health.pk)
    assert (health.people, health.met_people, health.is_small, health.met_share) == (2, 0, True, 0.0)
    assert queries.duty_of_city(2026).people == 4
    assert queries.duty_of_opds([cast.health.pk, cast.education.pk], 2026).people == 3
    assert queries.duty_of_opds([cast.health.pk], 1999) is None
    assert [one.year for one in queries.duty_trend()] == [2026]
