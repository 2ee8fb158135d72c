"""The table: what it shows, what it counts, what it keeps in the address."""

import datetime as dt
import io
from dataclasses import dataclass

import pytest
from django.db.models import Q
from django.test import RequestFactory
from django.utils import translation
from python_calamine import CalamineWorkbook

from bangkom.foundation.models import Job
from bangkom.foundation.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    NumberRangeFilter,
    RowsAction,
    Search,
    Table,
    cells,
    selected_rows,
)

PATH = "/daftar/"


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    unit: str
    hours: int | None
    since: dt.date
    nip: str = "199005172015032001"


PEOPLE = [
    Person(1, "Sari", "Dinkes", 12, dt.date(2015, 3, 1)),
    Person(2, "Bima", "Dinkes", 20, dt.date(1999, 3, 1)),
    Person(3, "Joko", "Dikbud", None, dt.date(2005, 1, 1)),
    Person(4, "<Ratna>", "BKPSDM", 1500, dt.date(2008, 3, 1)),
]


class PersonTable(Table):
    caption = "Daftar orang"
    noun = "orang"
    columns = [
        Column("name", "Nama", sort=True, hideable=False),
        Column("unit", "Unit", sort=True),
        Column("hours", "JP", kind="integer", sort=True),
        Column("since", "Sejak", kind="date"),
        Column("nip", "NIP", hidden=True),
    ]
    search = Search(("name__icontains", "unit__icontains"), "Cari orang")
    filters = [
        ChoiceFilter("unit", "Unit", choices=[("Dinkes", "Dinas Kesehatan"), ("Dikbud", "Dinas Pendidikan")]),
        NumberRangeFilter("hours", "JP"),
        DateRangeFilter("since", "Sejak"),
        BooleanFilter(
            "known", "Ada JP", lookup=lambda rows, value: [row for row in rows if row.hours is not None]
        ),
    ]
    default_sort = "name"
    page_sizes = (25, 50)
    empty = Empty("Belum ada orang", "Impor dahulu.", "Impor", "/impor/")


def asked(query="", *, method="get", data=None, **headers):
    request = getattr(RequestFactory(), method)(PATH + query, data or {}, headers=headers)
    return request


def names(query, rows=PEOPLE, table=PersonTable):
    return [row.name for row in table(asked(query), rows).rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?cari=dinkes", ["Bima", "Sari"]),
        ("?cari=dinkes sari", ["Sari"]),
        ("?unit=Dikbud", ["Joko"]),
        ("?unit=Lain", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?hours-dari=13", ["<Ratna>", "Bima"]),
        ("?hours-dari=13&hours-sampai=20", ["Bima"]),
        ("?hours-dari=1e999999", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?hours-dari=NaN", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?hours-dari=banyak", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?since-sampai=2005-01-01", ["Bima", "Joko"]),
        ("?known=1", ["<Ratna>", "Bima", "Sari"]),
        ("?urut=hours", ["Sari", "Bima", "<Ratna>", "Joko"]),
        ("?urut=-hours", ["<Ratna>", "Bima", "Sari", "Joko"]),
        ("?urut=since", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?hal=99", ["<Ratna>", "Bima", "Joko", "Sari"]),
        ("?hal=-1&per=7", ["<Ratna>", "Bima", "Joko", "Sari"]),
    ],
)
def test_table_shows_the_rows_that_the_address_asks_for(query, expected):
    assert names(query) == expected


def test_table_escapes_what_is_not_safe_and_keeps_what_is():
    class Linked(PersonTable):
        columns = [Column("name", "Nama", cell=lambda row: cells.link(f"/p/?a=1&b={row.pk}", row.name))]

    html = str(Linked(asked(), PEOPLE[3:]))

    assert '<a href="/p/?a=1&amp;b=4">&lt;Ratna&gt;</a>' in html
    assert "<Ratna>" not in html


def test_table_writes_numbers_dates_and_unknown_values_as_the_office_does():
    with translation.override("id"):
        html = str(PersonTable(asked(), PEOPLE))

    assert '<td class="bk-num" data-label="JP">1.500</td>' in html
    assert '<td class="bk-nowrap" data-label="Sejak">1 Mar 2015</td>' in html
    assert '<td class="bk-num" data-label="JP"><span class="bk-none" aria-hidden="true">–</span></td>' in html


def test_table_says_which_rows_of_how_many():
    rows = [Person(i, f"P{i:04}", "Dinkes", i, dt.date(2020, 1, 1)) for i in range(5400)]
    with translation.override("id"):
        html = str(PersonTable(asked("?hal=3"), rows))
        part = str(PersonTable(asked("?cari=P0001"), rows))

    assert '<p class="bk-shown">51–75 dari 5.400 orang</p>' in html
    assert '<a href="/daftar/?hal=2" rel="prev">' in html
    assert '<p class="bk-shown">1 orang</p>' in part


def test_address_keeps_foreign_parameters_and_drops_empty_ones():
    table = PersonTable(asked("?tahun=2027&cari=&unit=Dinkes&urut=-hours&hal=1&kolom=unit,hours"), PEOPLE)

    assert table.state.canonical() == "/daftar/?tahun=2027&unit=Dinkes&urut=-hours&kolom=unit,hours"
    assert table.state.url("unit") == "/daftar/?tahun=2027&urut=-hours&kolom=unit,hours"


def test_two_tables_on_a_page_do_not_hear_each_other():
    request = asked("?a-cari=sari&b-urut=-name")

    assert [row.name for row in PersonTable(request, PEOPLE, prefix="a-").rows] == ["Sari"]
    assert [row.name for row in PersonTable(request, PEOPLE, prefix="b-").rows] == [
        "Sari",
        "Joko",
        "Bima",
        "<Ratna>",
    ]


def test_columns_are_chosen_by_the_address_then_by_the_device():
    chosen = PersonTable(asked("?kolom=nip"), PEOPLE)
    request = asked()
    request.COOKIES["bangkom-kolom-person"] = "hours.unknown"
    kept = PersonTable(request, PEOPLE)

    assert [column.name for column in chosen.state.columns] == ["name", "nip"]
    assert [column.name for column in kept.state.columns] == ["name", "hours"]
    assert [column.name for column in PersonTable(asked(), PEOPLE).state.columns] == [
        "name",
        "unit",
        "hours",
        "since",
    ]


def test_choosing_columns_is_kept_on_the_device_and_leaves_an_address_to_pass_on():
    response = PersonTable(asked("?kolom=name&kolom=nip&simpan-kolom=1&unit=Dinkes"), PEOPLE).respond(
        "x.html"
    )

    assert response.status_code == 302
    assert response.url == "/daftar/?unit=Dinkes&kolom=name,nip"
    assert response.cookies["bangkom-kolom-person"].value == "name.nip"


def test_htmx_gets_the_part_it_asks_for_and_the_short_address():
    headers = {"HX-Request": "true", "HX-Target": "div#tabel-person-hasil"}
    table = PersonTable(asked("?cari=sari&unit=", **headers), PEOPLE)
    response = table.respond("x.html")
    text = response.content.decode()

    assert response.headers["HX-Push-Url"] == "/daftar/?cari=sari"
    assert text.startswith('<div class="bk-results" id="tabel-person-hasil">')
    assert table.results() in text
    assert text.endswith('hx-swap-oob="innerHTML">1 orang</p>')


def test_htmx_part_equals_what_a_reload_shows():
    headers = {"HX-Request": "true", "HX-Target": "section#tabel-person"}
    part = PersonTable(asked("?urut=-hours", **headers), PEOPLE).respond("x.html").content.decode()

    assert part == str(PersonTable(asked("?urut=-hours"), PEOPLE))


@pytest.mark.parametrize(
    ("before", "after", "header"),
    [
        ("", "?cari=sa", "HX-Push-Url"),
        ("?cari=s", "?cari=sa", "HX-Replace-Url"),
        ("?cari=sa", "?cari=sa&unit=Dinkes", "HX-Push-Url"),
        ("?cari=sa", "", "HX-Push-Url"),
    ],
)
def test_going_on_typing_makes_no_new_step_for_the_back_button(before, after, header):
    headers = {
        "HX-Request": "true",
        "HX-Target": "div#tabel-person-hasil",
        "HX-Current-URL": f"http://x{PATH}{before}",
    }
    response = PersonTable(asked(after, **headers), PEOPLE).respond("x.html")

    assert [name for name in response.headers if name.endswith("-Url")] == [header]


def test_a_page_restored_from_history_is_not_a_part():
    headers = {
        "HX-Request": "true",
        "HX-History-Restore-Request": "true",
        "HX-Target": "section#tabel-person",
    }

    assert PersonTable(asked("", **headers), PEOPLE).interrupt() is None


def exported(query, kind):
    response = PersonTable(asked(f"{query}&ekspor={kind}"), PEOPLE).respond("x.html")
    content = b"".join(response.streaming_content)
    response.file_to_stream.close()
    return content


def test_export_holds_exactly_the_shown_columns_rows_and_order():
    content = exported("?unit=Dinkes&urut=-hours&kolom=hours,nip&per=25", "xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert rows == [
        ["Nama", "JP", "NIP"],
        ["Bima", 20.0, "199005172015032001"],
        ["Sari", 12.0, "199005172015032001"],
    ]


def test_csv_export_keeps_long_numbers_as_text():
    text = exported("?unit=Dikbud&kolom=nip", "csv").decode("utf-8-sig")

    assert text.splitlines() == ["Nama;NIP", "Joko;'199005172015032001"]


def test_empty_table_says_what_to_do_and_a_narrowed_one_how_to_widen():
    empty = str(PersonTable(asked(), []))
    narrowed = str(PersonTable(asked("?cari=xyz&per=50"), PEOPLE))

    assert '<p class="bk-empty-title">Belum ada orang</p><p>Impor dahulu.</p>' in empty
    assert 'role="search"' not in empty
    assert '<a class="btn btn-primary" href="/daftar/?per=50">' in narrowed


def test_the_sorted_column_says_so_and_turns_round():
    html = str(PersonTable(asked("?urut=hours"), PEOPLE))

    assert '<th scope="col" class="bk-num" aria-sort="ascending"><a id="tabel-person-urut-hours"' in html
    assert 'href="/daftar/?urut=-hours">JP</a>' in html
    assert html.count("aria-sort") == 1


class ActedTable(PersonTable):
    actions = [
        RowsAction("invite", "Undang", "/undang/", all_matching=True),
        RowsAction("drop", "Keluarkan", "/keluar/", when=lambda request: False),
    ]


def test_acts_are_offered_to_those_who_may():
    html = str(ActedTable(asked(), PEOPLE))

    assert html.count('name="pilih"') == 4
    assert 'value="invite" formaction="/undang/"' in html
    assert "Keluarkan" not in html


def test_an_act_gets_the_ticked_rows_and_no_others():
    request = asked(method="post", data={"pilih": ["1", "3", "99"], "aksi": "invite"})

    assert [row.name for row in selected_rows(ActedTable, request, PEOPLE)] == ["Sari", "Joko"]


def test_an_act_on_all_gets_every_row_of_the_filter():
    request = asked(method="post", data={"semua": "1", "saring": "unit=Dinkes&hal=2", "pilih": ["3"]})

    assert {row.name for row in selected_rows(ActedTable, request, PEOPLE)} == {"Sari", "Bima"}


def test_an_unknown_option_is_refused():
    with pytest.raises(TypeError, match="page_size"):
        PersonTable(asked(), PEOPLE, page_size=5)


# --- on the database ---------------------------------------------------------------------------------


class JobTable(Table):
    noun = "pekerjaan"
    columns = [Column("title", "Judul", sort="title"), Column("kind", "Jenis", sort=("kind", "title"))]
    search = Search(("title__contains",))
    filters = [
        ChoiceFilter("kind", "Jenis", choices=lambda request: [("plan", request.path), ("import", "Impor")]),
        BooleanFilter("done", "Selesai", lookup=Q(state="done")),
    ]
    default_sort = "title"
    page_sizes = (2, 100)


@pytest.fixture
def jobs(db):
    return [Job.objects.create(kind=kind, title=title) for kind, title in
            [("plan", "b"), ("import", "a"), ("plan", "a"), ("plan", "c"), ("import", "d")]]  # fmt: skip


def test_equal_rows_are_ordered_by_key(jobs):
    table = JobTable(asked("?per=100"), Job.objects.all())

    assert [row.pk for row in table.rows] == [jobs[i].pk for i in (1, 2, 0, 3, 4)]


def test_pages_hold_every_row_once_in_both_directions(jobs):
    for order in ("kind", "-kind", "title"):
        shown = [
            row.pk
            for page in (1, 2, 3)
            for row in JobTable(asked(f"?hal={page}&urut={order}"), Job.objects.all()).rows
        ]
        whole = [row.pk for row in JobTable(asked(f"?per=100&urut={order}"), Job.objects.all()).rows]

        assert shown == whole


def test_filters_search_and_choices_narrow_a_queryset(jobs):
    assert [row.pk for row in JobTable(asked("?kind=plan&cari=a"), Job.objects.all()).rows] == [jobs[2].pk]
    assert JobTable(asked("?done=1"), Job.objects.all()).total == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_two_queries_whatever_its_length(db, count, django_assert_num_queries):
    Job.objects.bulk_create([Job(kind="plan", title=str(n)) for n in range(count)])

    with django_assert_num_queries(1 if count == 1 else 2):
        str(JobTable(asked(), Job.objects.all()))


def test_a_large_count_is_kept_and_a_small_one_is_fresh(db, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("bangkom.foundation.tables.sources.KEEP_COUNT_FROM", 3)
    Job.objects.bulk_create([Job(kind="plan", title=str(n)) for n in range(3)])
    str(JobTable(asked(), Job.objects.all()))

    with django_assert_num_queries(1):
        str(JobTable(asked(), Job.objects.all()))
    Job.objects.filter(title="0").update(kind="import")
    assert JobTable(asked("?kind=plan"), Job.objects.all()).total == 2


def test_ticked_keys_outside_what_one_may_see_are_not_found(jobs):
    request = asked(method="post", data={"pilih": [str(jobs[0].pk), str(jobs[1].pk), "x'"]})
    clean = asked(method="post", data={"pilih": [str(jobs[0].pk), str(jobs[1].pk), "9" * 40]})
    mine = Job.objects.filter(kind="plan")

    assert list(selected_rows(JobTable, clean, mine)) == [jobs[0]]
    assert list(selected_rows(JobTable, request, mine)) == []
