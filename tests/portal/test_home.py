import datetime

import pytest
from django.urls import reverse

from bangkom.people.enums import RoleKind
from bangkom.planning.models import PlanSeat
from bangkom.portal import drawings
from bangkom.portal.queries import own
from bangkom.portal.views.home import greeting, learning_of
from bangkom.records.models import LearningRecord
from tests.conftest import make_user
from tests.portal.conftest import DAY, YEAR, gap, mandate, programme

pytestmark = pytest.mark.django_db


def home(sign_in, user):
    answer = sign_in(user).get(reverse("portal:home"))
    assert answer.status_code == 200
    return answer


# --- one's own learning -----------------------------------------------------------------------------


def test_sari_sees_her_hours_her_gaps_and_what_is_planned(city, sign_in):
    page = home(sign_in, city.sari_user).content.decode()

    assert "12 dari 20 JP. Anda perlu 8 JP lagi sebelum 31 Desember." in page
    assert "2 dari 3 kompetensi jabatan ini belum terpenuhi." in page
    assert "1,8 dari 3, kurang 1,2" in page
    assert f"Triwulan II {YEAR + 1} (Apr–Jun)" in page
    assert "Menutup kesenjangan Integritas." in page
    assert "Pelatihan Triase/1" in page


def test_the_card_suggests_what_admits_her_and_is_not_planned_already(city):
    card = own.own_card(city.sari_user)

    assert [gap.name for gap in card.gaps] == ["Integritas", "Kerja Sama"]
    # MOOC Integritas is planned, Kelas Guru is for teachers, Keselamatan Pasien for those who must.
    assert [one.name for one in card.suggested] == ["Lokakarya Kerja Sama"]
    assert card.suggestion_for(city.skills[1].pk).name == "Lokakarya Kerja Sama"
    assert card.suggestion_for(city.skills[0].pk) is None


def test_suggestions_close_most_first_and_then_cost_least_time(city):
    programme(city.form, "A", "Kerja Sama Panjang", city.skills[1], "0.5", days=3)
    programme(city.form, "B", "Kerja Sama Kecil", city.skills[1], "0.2")
    programme(city.form, "C", "Kerja Sama Besar", city.skills[1], "2.0", days=9)

    names = [one.name for one in own.own_card(city.sari_user).suggested]

    assert names == ["Kerja Sama Besar", "Lokakarya Kerja Sama", "Kerja Sama Panjang", "Kerja Sama Kecil"]


def test_a_gap_without_a_programme_suggests_nothing(city):
    gap(city.bima, city.skills[2], 5, 1.0)

    card = own.own_card(city.bima_user)

    assert [one.name for one in card.gaps] == ["Komunikasi"]
    assert card.suggested == []


def test_required_stands_before_planned_and_overdue_before_required(city):
    mandate(city, city.sari, YEAR)
    mandate(city, city.sari, YEAR - 1, city.together)

    lines = learning_of(own.own_card(city.sari_user))

    assert [(str(line.word), line.tone) for line in lines] == [
        ("Terlambat", "danger"),
        ("Wajib", "warning"),
        ("Direncanakan", "info"),
    ]
    assert lines[0].why == "Permenkes 11/2017"


def test_a_required_training_that_was_taken_is_not_required_any_more(city):
    mandate(city, city.sari, YEAR)
    LearningRecord.objects.create(
        employee=city.sari, programme=city.required, form=city.form, title="Keselamatan Pasien", starts_on=DAY,
        ends_on=DAY, year=YEAR, jp_claimed=8, jp_counted=8,
    )  # fmt: skip

    assert own.own_card(city.sari_user).mandates == []


def test_a_required_training_in_the_plan_is_shown_once_with_its_quarter(city):
    mandate(city, city.sari, YEAR + 1, city.honest)

    lines = learning_of(own.own_card(city.sari_user))

    assert [(str(line.word), line.when) for line in lines] == [("Wajib", f"Triwulan II {YEAR + 1} (Apr–Jun)")]


def test_what_is_over_is_not_planned_any_more(city, monkeypatch):
    from bangkom.planning.queries import active_plan

    monkeypatch.setattr(active_plan.timezone, "localdate", lambda: datetime.date(YEAR + 1, 7, 1))

    card = own.own_card(city.sari_user)

    assert [seat.is_over for seat in card.seats] == [True]
    assert card.next_seat is None
    assert learning_of(card) == []


def test_an_employee_without_anything_is_told_what_to_do_next(cast, sign_in):
    page = home(sign_in, cast.sari_user).content.decode()

    assert "Belum ada pelatihan yang wajib atau direncanakan untuk Anda." in page
    assert "Belum ada sertifikat tercatat." in page
    assert "Belum ada angka untuk ditampilkan." in page


def test_an_account_with_neither_employee_nor_role_is_told_whom_to_ask(cast, sign_in):
    page = home(sign_in, make_user("baru", "Baru")).content.decode()

    assert "Hubungi operator BKPSDM." in page


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (10, "Selamat pagi, Sari Wulandari"),
        (11, "Selamat siang, Sari Wulandari"),
        (15, "Selamat sore, Sari Wulandari"),
        (18, "Selamat malam, Sari Wulandari"),
    ],
)
def test_the_greeting_knows_the_hour(cast, monkeypatch, hour, said):
    from bangkom.portal.views import home as view

    monkeypatch.setattr(view.timezone, "localtime", lambda: datetime.datetime(2026, 1, 1, hour))

    assert greeting(cast.sari_user) == said


def test_learn_gives_a_reason_for_every_offer(city, sign_in):
    page = sign_in(city.sari_user).get(reverse("portal:learn")).content.decode()

    assert "Lokakarya Kerja Sama" in page
    assert (
        "Kerja Sama: jabatan Anda menuntut tingkat 3, perkiraan 2,4; program ini menaikkan sekitar 0,5."
        in page
    )
    assert "Kelas Guru" not in page


# --- blocks by role ---------------------------------------------------------------------------------


def blocks(answer):
    return {
        name for name in ("card", "planner", "leadership", "office", "health") if answer.context.get(name)
    }


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("sari_user", {"card"}),
        ("bima_user", {"card", "office"}),
        ("ratna_user", {"card", "planner"}),
    ],
)
def test_each_sees_the_blocks_of_her_roles(city, sign_in, who, shown):
    assert blocks(home(sign_in, getattr(city, who))) == shown


@pytest.mark.parametrize(
    ("kind", "shown", "said"),
    [
        (RoleKind.LEADERSHIP, {"leadership"}, "Buka halaman pimpinan"),
        (RoleKind.OPERATOR, {"health"}, "Kesehatan sistem"),
        (RoleKind.AUDITOR, {"leadership"}, "Buka jejak audit"),
        (RoleKind.PARTNER, set(), "Hubungi operator BKPSDM."),
    ],
)
def test_roles_without_an_employee_have_a_home(city, sign_in, kind, shown, said):
    answer = home(sign_in, make_user(str(kind), "Seorang", role=kind))

    assert blocks(answer) == shown
    assert said in answer.content.decode()


def test_the_head_sees_the_figures_of_his_office_alone(city, sign_in):
    mandate(city, city.sari, YEAR)
    mandate(city, city.joko, YEAR)

    figures = home(sign_in, city.bima_user).context["office"]

    assert (figures.people, figures.due, figures.planned_people) == (2, 1, 1)
    assert (figures.duty.people, figures.duty.met_people) == (2, 0)
    assert [one.opd_id for one in figures.gaps] == [city.health.pk]


def test_the_planner_sees_the_city_and_her_next_step(city, sign_in):
    answer = home(sign_in, city.ratna_user)

    assert [figure.value for figure in answer.context["planner"]] == ["4", "25%", "40%", "Rp900", "1", "7"]
    assert answer.context["next_step"].text == (
        f"Rencana {YEAR + 1} siap: sisa pagu Rp100, 7 kebutuhan ditunda. Tinjau alasannya."
    )


def test_the_next_step_of_an_empty_city_is_the_personnel_file(db, sign_in):
    user = make_user("ratna", "Ratna", role=RoleKind.PLANNER)

    step = home(sign_in, user).context["next_step"]

    assert "Mulai dengan berkas kepegawaian" in step.text
    assert step.url == reverse("people:import-list")


def test_the_next_step_after_the_file_is_the_assessment(cast, sign_in):
    assert "Masukkan hasil penilaian" in home(sign_in, cast.ratna_user).context["next_step"].text


def test_the_next_step_of_a_year_without_plan_is_to_compute_it(city, sign_in):
    from bangkom.planning.models import PlanYear

    PlanYear.objects.create(year=YEAR + 2)

    assert f"Rencana {YEAR + 2} belum dihitung" in home(sign_in, city.ratna_user).context["next_step"].text


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("who", "queries"), [("sari_user", 7), ("bima_user", 10), ("ratna_user", 10)])
def test_the_home_asks_the_same_number_of_queries(
    city, sign_in, django_assert_num_queries, who, queries, more
):
    for number in range(more):
        for employee in (city.sari, city.bima, city.ratna):
            LearningRecord.objects.create(
                employee=employee, form=city.form, title=f"T{number}", starts_on=DAY, ends_on=DAY, year=YEAR,
                jp_claimed=1, jp_counted=1, certificate_number=str(number),
            )  # fmt: skip
    client = sign_in(getattr(city, who))
    client.get(reverse("portal:home"))

    with django_assert_num_queries(1 + queries):  # the session among them
        client.get(reverse("portal:home"))


def test_the_home_of_a_head_says_her_own_hours_and_duties_and_leaves_the_rest_to_its_pages(city, sign_in):
    gap(city.bima, city.skills[2], 5, 1.0)

    answer = home(sign_in, city.bima_user)

    card = answer.context["card"]
    assert (card.person.pk, card.gaps, card.suggested, card.certificates) == (city.bima.pk, [], [], [])
    assert "gaps" not in answer.context
    for name in ("portal:learn", "assessment:my-gap", "records:my-record"):
        assert f'href="{reverse(name)}"' in answer.content.decode()


def test_the_home_of_a_head_shows_when_her_required_training_is_held(city, sign_in):
    mandate(city, city.bima, YEAR + 1)
    PlanSeat.objects.create(
        run=city.plan, employee=city.bima, opd=city.health, programme=city.required, quarter=3, cost=0, jp=8
    )

    line = home(sign_in, city.bima_user).context["learning"][0]

    assert line.why == "Permenkes 11/2017"
    assert line.when == drawings.quarter_text(YEAR + 1, 3)
