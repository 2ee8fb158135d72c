import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from bangkom.people.enums import RoleKind
from bangkom.records import queries, services
from bangkom.records.models import LearningRecord, YearlyJp
from tests.conftest import make_employee, make_user

pytestmark = pytest.mark.django_db
YEAR = queries.this_year()


@pytest.fixture
def ledger(cast, duty, technical):
    """Sari and Joko have learned this year, and all is counted."""
    day = datetime.date(YEAR, 1, 2)
    for employee, title, jp in ((cast.sari, "Pelatihan Triase", 12), (cast.joko, "Literasi Digital", 24)):
        LearningRecord.objects.create(
            employee=employee, form=technical, title=title, organiser="BPSDM", starts_on=day, ends_on=day, year=YEAR,
            jp_claimed=jp, jp_counted=jp, certificate_number=f"{title}/1",
        )  # fmt: skip
    services.recount(YEAR)
    return cast


@pytest.fixture
def officer(cast):
    return make_user("pengelola", "Pengelola", role=RoleKind.HR_OFFICER, opd=cast.health)


def titles(answer):
    return [row.title for row in answer.context["table"].rows]


def people(answer):
    return [row.employee__name for row in answer.context["table"].rows]


def test_my_record_says_the_number_and_lists_what_i_learned(ledger, sign_in):
    answer = sign_in(ledger.sari_user).get(reverse("records:my-record"))

    assert answer.context["standing"].sentence(own=True) in answer.content.decode()
    assert titles(answer) == ["Pelatihan Triase"]
    assert "Catat kegiatan" not in answer.content.decode()


def test_an_account_without_employee_is_told_so(cast, sign_in):
    answer = sign_in(make_user("operator", "Operator")).get(reverse("records:my-record"))

    assert "Akun ini bukan akun seorang pegawai" in answer.content.decode()


def test_the_record_of_sari_as_her_head_sees_it(ledger, sign_in):
    answer = sign_in(ledger.bima_user).get(reverse("records:employee-record", args=[ledger.sari.pk]))

    assert titles(answer) == ["Pelatihan Triase"]
    assert "Perlu 8 JP lagi" in answer.content.decode()


def test_a_file_of_the_record(ledger, sign_in):
    answer = sign_in(ledger.sari_user).get(
        reverse("records:my-record") + "?kolom=title,ends,jp,certificate&ekspor=csv"
    )

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert rows[0] == ["Kegiatan", "Selesai", "JP dihitung", "Nomor sertifikat"]
    assert (rows[1][0], rows[1][3]) == ("Pelatihan Triase", "Pelatihan Triase/1")
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ratna_user", ["Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]),
        ("bima_user", ["Bima La Ode", "Sari Wulandari"]),
        ("joko_user", ["Joko Santoso"]),
    ],
)
def test_the_duty_list_holds_ones_scope(ledger, sign_in, who, seen):
    assert people(sign_in(getattr(ledger, who)).get(reverse("records:duty-list"))) == seen


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("keadaan=met", ["Joko Santoso"]),
        ("keadaan=short&cari=sari", ["Sari Wulandari"]),
        ("opd={health}", ["Bima La Ode", "Sari Wulandari"]),
        ("status=pppk", []),
        ("tahun=1999", []),
        ("tahun=abcd&keadaan=x", ["Bima La Ode", "Joko Santoso", "Ratna Dewi", "Sari Wulandari"]),
        ("urut=-jp&per=25", ["Joko Santoso", "Sari Wulandari", "Ratna Dewi", "Bima La Ode"]),
    ],
)
def test_filters_of_the_duty_list(ledger, sign_in, query, seen):
    place = f"{reverse('records:duty-list')}?{query.format(health=ledger.health.pk)}"

    answer = sign_in(ledger.ratna_user).get(place)

    found = people(answer)
    if "urut" in query:  # two with no JP follow in any order
        found, seen = (found[:2], sorted(found[2:])), (seen[:2], sorted(seen[2:]))
    assert found == seen


def test_joko_finds_nothing_of_sari(ledger, sign_in):
    client = sign_in(ledger.joko_user)

    assert client.get(reverse("records:employee-record", args=[ledger.sari.pk])).status_code == 404
    assert client.get(reverse("records:record-add", args=[ledger.sari.pk])).status_code == 403
    for query in ("", "?cari=sari", f"?opd={ledger.health.pk}", "?keadaan=short"):
        page = client.get(reverse("records:duty-list") + query).content.decode()
        assert "Sari Wulandari" not in page and ledger.sari.nip not in page
    offices = client.get(reverse("records:duty-offices"))
    assert [row.opd_id for row in offices.context["table"].rows] == [ledger.education.pk]
    assert offices.context["total"].people == 1
    file = client.get(reverse("records:duty-list") + "?ekspor=csv")
    assert b"Sari" not in b"".join(file.streaming_content)


def test_sari_has_no_list_of_others(ledger, sign_in):
    assert sign_in(ledger.sari_user).get(reverse("records:duty-list")).status_code == 403
    assert sign_in(ledger.sari_user).get(reverse("records:duty-offices")).status_code == 403


def values(form, **changed):
    return {
        "title": "Bimtek Arsip",
        "form": form.pk,
        "organiser": "ANRI",
        "starts_on": f"{YEAR - 1}-03-02",
        "ends_on": f"{YEAR - 1}-03-04",
        "jp_claimed": "10",
        "certificate_number": "77/ANRI",
        **changed,
    }


def test_an_officer_adds_a_record_and_the_year_is_counted(ledger, officer, technical, sign_in):
    client = sign_in(officer)
    place = reverse("records:record-add", args=[ledger.sari.pk])

    answer = client.post(place, values(technical))

    assert answer.url == reverse("records:employee-record", args=[ledger.sari.pk])
    assert YearlyJp.objects.get(employee=ledger.sari, year=YEAR - 1).jp == Decimal(10)
    assert "Kegiatan tercatat dengan 10 JP." in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"jp_claimed": "0"}, "lebih besar dari atau sama dengan 0.1"),
        ({"jp_claimed": "abc"}, "JP harus berupa angka"),
        ({"ends_on": f"{YEAR - 1}-03-01"}, "Tanggal selesai tidak boleh sebelum tanggal mulai"),
        ({"ends_on": "2999-01-01"}, "yang belum tiba"),
        ({"starts_on": "0026-03-02"}, "Tanggal mulai terlalu lama"),
        ({"title": ""}, "Nama kegiatan"),
    ],
)
def test_a_wrong_record_comes_back_with_its_remedy(ledger, officer, technical, sign_in, changed, said):
    answer = sign_in(officer).post(
        reverse("records:record-add", args=[ledger.sari.pk]), values(technical, **changed)
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="77/ANRI"' in answer.content.decode()
    assert LearningRecord.objects.filter(employee=ledger.sari).count() == 1


def test_the_same_certificate_twice_is_refused_on_the_form(ledger, officer, technical, sign_in):
    client = sign_in(officer)
    place = reverse("records:record-add", args=[ledger.sari.pk])
    client.post(place, values(technical))

    answer = client.post(place, values(technical, title="Judul lain"))

    assert answer.status_code == 422
    assert "Kegiatan ini sudah tercatat: Bimtek Arsip" in answer.content.decode()


def test_a_ceiling_of_the_form_is_told(ledger, officer, sign_in):
    from tests.records.conftest import learning_form

    form = learning_form("NKL03", "E-learning", max_jp_per_day=Decimal(3))
    client = sign_in(officer)

    answer = client.post(reverse("records:record-add", args=[ledger.sari.pk]), values(form, jp_claimed="20"))

    assert "Dihitung 9 dari 20 JP" in client.get(answer.url).content.decode()


def test_an_officer_adds_nothing_outside_the_office(ledger, officer, technical, sign_in):
    place = reverse("records:record-add", args=[ledger.joko.pk])

    assert sign_in(officer).post(place, values(technical)).status_code == 404
    assert LearningRecord.objects.filter(employee=ledger.joko).count() == 1


@pytest.mark.parametrize("extra", [0, 2])
def test_lists_ask_the_same_number_of_queries(ledger, sign_in, django_assert_num_queries, extra):
    for number in range(extra):
        make_employee(
            f"Tambahan {number}", ledger.clinic, nip=f"19900101201501100{number}", position=ledger.nurse
        )
    services.recount(YEAR)
    client = sign_in(ledger.ratna_user)
    for name, queries_asked in (("records:duty-list", 5), ("records:duty-offices", 5)):
        client.get(reverse(name))
        with django_assert_num_queries(1 + queries_asked):  # session, user, roles, years, figures, rows
            client.get(reverse(name))


@pytest.mark.parametrize("extra", [0, 2])
def test_a_record_page_asks_the_same_number_of_queries(
    ledger, technical, sign_in, django_assert_num_queries, extra
):
    day = datetime.date(YEAR, 1, 5)
    for number in range(extra):
        LearningRecord.objects.create(
            employee=ledger.sari, form=technical, title=f"T{number}", organiser="X", starts_on=day, ends_on=day,
            year=YEAR, jp_claimed=1, jp_counted=1,
        )  # fmt: skip
    client = sign_in(ledger.sari_user)
    client.get(reverse("records:my-record"))

    with django_assert_num_queries(7):  # session, user, employee, this year, the years, roles, rows
        client.get(reverse("records:my-record"))
