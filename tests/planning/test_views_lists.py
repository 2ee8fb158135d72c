"""Seats, postponed needs, batches, fairness, a person's plan, the workbook: complete, narrow, and no query in a loop."""

from __future__ import annotations

import io

import openpyxl
import pytest

from bangkom.planning.models import PlanSeat, PostponedNeed


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def seat_of_joko(planned):
    """A seat of the other office that must never be seen by Bima or Sari."""
    programme = planned.city.programmes["E"]
    PlanSeat.objects.filter(employee=planned.cast.joko).delete()
    return PlanSeat.objects.create(
        run=planned.run, employee=planned.cast.joko, opd=planned.cast.joko.opd, programme=programme, quarter=1,
        cost=25_000, rank=900, jp=4,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/rencana/kursi/", "/rencana/ditunda/"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_one_and_three_rows(
    planned, sign_in, path, count, django_assert_num_queries
):
    model = PlanSeat if "kursi" in path else PostponedNeed
    keep = list(model.objects.filter(run=planned.run).values_list("pk", flat=True)[:count])
    model.objects.exclude(pk__in=keep).delete()
    client = sign_in(planned.cast.ratna_user)
    client.get(path)

    with django_assert_num_queries(7):  # the session among them
        page = page_of(client, path)

    assert page.count("data-label") > 0


def test_a_head_sees_the_seats_of_his_office_only(planned, sign_in, seat_of_joko):
    page = page_of(sign_in(planned.cast.bima_user), "/rencana/kursi/")

    assert "Joko Santoso" not in page
    assert "Pegawai 00" not in page
    assert page.count("Sari Wulandari") == planned.run.seats.filter(employee=planned.cast.sari).count()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_of_another_office_leaks_by_search_filter_or_file(planned, sign_in, seat_of_joko, kind):
    client = sign_in(planned.cast.bima_user)

    assert "Joko Santoso" not in page_of(client, "/rencana/kursi/?cari=joko")
    assert "Joko Santoso" not in page_of(client, f"/rencana/kursi/?opd={planned.cast.joko.opd_id}")
    assert "Joko Santoso" not in page_of(client, f"/rencana/ditunda/?opd={planned.cast.joko.opd_id}")
    file = b"".join(client.get(f"/rencana/kursi/?ekspor={kind}").streaming_content)
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(file)).active
        file = "|".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row).encode()
    assert b"Joko" not in file


def test_an_employee_sees_her_own_plan_and_nobody_elses(planned, sign_in):
    cast = planned.cast
    client = sign_in(cast.sari_user)

    page = page_of(client, f"/rencana/pegawai/{cast.sari.pk}/")

    assert "Rencana pengembangan saya" in page
    assert client.get(f"/rencana/pegawai/{cast.joko.pk}/").status_code == 404
    assert client.get("/rencana/kursi/").status_code == 403
    assert sign_in(cast.joko_user).get(f"/rencana/pegawai/{cast.sari.pk}/").status_code == 404


def test_the_planner_filters_by_programme_quarter_and_office(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)
    seat = planned.run.seats.order_by("rank").first()

    page = page_of(
        client, f"/rencana/kursi/?program={seat.programme_id}&triwulan={seat.quarter}&opd={seat.opd_id}"
    )

    expected = planned.run.seats.filter(
        programme=seat.programme_id, quarter=seat.quarter, opd=seat.opd_id
    ).count()
    assert f"{expected} kursi" in page


def test_the_register_says_the_reason_and_offers_the_way_in(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)
    need = planned.run.postponed.filter(programme__isnull=False).first()

    page = page_of(client, f"/rencana/ditunda/?alasan={need.reason}")

    assert str(need.get_reason_display()) in page
    assert f"pegawai={need.employee_id}&amp;program={need.programme_id}&amp;masuk=1" in page


def test_needs_that_nothing_brings_in_stand_last(planned, sign_in):
    rows = list(planned.run.postponed.order_by("loss", "pk").values_list("reason", flat=True))

    last = [reason for reason in rows if reason == "no_offering"]
    assert last
    assert rows[-len(last) :].count("no_offering") > 0
    assert rows[0] != "no_offering"


def test_batches_and_fairness_show_what_the_plan_holds(planned, sign_in):
    client = sign_in(planned.cast.ratna_user)

    batches = page_of(client, "/rencana/angkatan/")
    fairness = page_of(client, "/rencana/pemerataan/")

    assert all(row.programme.name in batches for row in planned.run.batches.select_related("programme"))
    assert "Perempuan" in fairness and "PPPK" in fairness and "Uji 1" in fairness


def test_the_workbook_adds_up_to_the_rupiah(planned, sign_in):
    answer = sign_in(planned.cast.ratna_user).get("/rencana/unduh/")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Ringkasan", "Dana", "Angkatan", "Pemerataan", "Kursi", "Ditunda"]
    money = [row[3] or 0 for row in book["Dana"].iter_rows(min_row=2, values_only=True)]
    batches = [row[-1] or 0 for row in book["Angkatan"].iter_rows(min_row=2, values_only=True)]
    seats = [row[7] or 0 for row in book["Kursi"].iter_rows(min_row=2, values_only=True)]
    assert sum(money) == sum(batches) == planned.run.summary["planned"]
    assert sum(seats) == sum(planned.run.seats.values_list("cost", flat=True))
    assert book["Kursi"].max_row - 1 == planned.run.summary["seats"]
    assert book["Ditunda"].max_row - 1 == planned.run.summary["postponed"]


def test_a_programme_shows_its_seats_to_those_who_read_the_plan(planned, sign_in):
    batch = planned.run.batches.order_by("-seats").first()
    path = f"/katalog/{batch.programme_id}/"

    assert "Dalam rencana" in page_of(sign_in(planned.cast.ratna_user), path)
    assert "Dalam rencana" not in page_of(sign_in(planned.cast.sari_user), path)
