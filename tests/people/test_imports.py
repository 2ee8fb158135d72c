"""A personnel file against what is stored: preview, apply, repeat, undo. Runs on both databases."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from bangkom.foundation import events
from bangkom.foundation.models import AuditEntry
from bangkom.foundation.tabular import FileRefused
from bangkom.people.errors import ImportBuiltUpon, ImportNotApplied, ImportNotReady, PreviewStale
from bangkom.people.events import EmployeesChanged
from bangkom.people.models import (
    ColumnMapping,
    EducationRecord,
    Employee,
    ImportRow,
    ImportRun,
    Opd,
    Position,
    PositionRecord,
    Rank,
    RankRecord,
    User,
)
from bangkom.people.services import imports, load_reference

from .personnel_files import nip, siasn_rows, workbook

pytestmark = pytest.mark.django_db

HEAD = [
    "NAMA",
    "NIP",
    "TGL LAHIR",
    "GOL",
    "TMT GOL",
    "JABATAN",
    "TMT JABATAN",
    "UNIT KERJA",
    "OPD",
    "PENDIDIKAN",
]
SARI = [
    "Sari Wulandari, S.Kep.",
    "199005172015032001",
    "17-05-1990",
    "III/b",
    "",
    "Perawat Ahli Pertama",
    "",
    "Puskesmas Mata",
    "Dinas Kesehatan",
    "",
]
BIMA = [
    "Bima La Ode",
    "197503101999031002",
    "10-03-1975",
    "III/b",
    "",
    "Pengadministrasi Umum",
    "",
    "Dinas Kesehatan",
    "",
    "",
]
JOKO = [
    "Joko Santoso",
    "198001012005011003",
    "01-01-1980",
    "III/b",
    "",
    "Pengadministrasi Umum",
    "",
    "Dinas Pendidikan dan Kebudayaan",
    "",
    "",
]
RATNA = [
    "Ratna Dewi",
    "198208082008032004",
    "08-08-1982",
    "III/b",
    "",
    "Pengadministrasi Umum",
    "",
    "",
    "Pemerintah Kota Kendari",
    "",
]
EVERYBODY = [SARI, BIMA, JOKO, RATNA]
TABLES = (User, Employee, RankRecord, PositionRecord, EducationRecord, Opd, Position, Rank)


@pytest.fixture
def ground(cast):
    load_reference()
    return cast


def file_of(*people, head=HEAD):
    return workbook([head, *people])


def receive(*people, actor=None, **options):
    run = imports.receive_file(content=file_of(*people, **options), filename="daftar.xlsx", actor=actor)
    return imports.preview_run(run)


def changed(person, **values):
    return [values.get(title, cell) for title, cell in zip(HEAD, person, strict=True)]


def verdicts(run):
    return {name: count for name, count in run.counts["verdicts"].items() if count}


def state() -> str:
    """A hash over every row and column of the tables that an import may touch."""
    digest = hashlib.sha256()
    for model in TABLES:
        for row in model.objects.order_by("pk").values_list():
            digest.update(json.dumps(row, default=str).encode())
    return digest.hexdigest()


def test_a_file_that_says_what_is_stored_changes_nothing(ground):
    run = receive(*EVERYBODY)

    assert verdicts(run) == {"same": 4}
    assert run.rows.count() == 0


def test_a_row_of_every_verdict(ground):
    run = receive(
        changed(SARI, GOL="III/c", **{"TMT GOL": "01-04-2026"}),
        changed(BIMA, NIP="12"),
        changed(RATNA, NIP="198208082009032004"),
        ["La Ode Baru, S.Pd", "199501012020121003", "", "III/a", "01-12-2020", "Guru Ahli Pertama", "", "Dinas Pendidikan dan Kebudayaan", "", "S1"],
        ["Wa Salah", "123", "", "", "", "", "", "", "", ""],
    )  # fmt: skip

    assert [(row.row, row.verdict, row.name) for row in run.rows.order_by("row", "name")] == [
        (0, "gone", "Joko Santoso"), (2, "changed", "Sari Wulandari"), (3, "doubt", "Bima La Ode"), (4, "doubt", "Ratna Dewi"), (5, "new", "La Ode Baru"),
        (6, "rejected", "Wa Salah"),
    ]  # fmt: skip
    sari = run.rows.get(row=2)
    assert sari.changes == {"rank": ["III/b", "III/c"], "rank_since": ["", "01-04-2026"]}
    assert run.rows.get(row=3).faults[0]["code"] == "nip_length"
    assert run.rows.get(row=4).changes == {"nip": ["198208082008032004", "198208082009032004"]}
    assert run.rows.get(row=6).faults[0]["remedy"]
    assert Employee.objects.count() == 4


def test_who_is_not_in_the_file_is_flagged_and_comes_back(ground):
    people = [
        [f"Orang {chr(65 + n)}bu", nip(n, sex=1), "", "III/a", "", "Guru", "", "Dinas Kesehatan", "", ""]
        for n in range(8)
    ]
    imports.apply_run(run=receive(*EVERYBODY, *people), actor=None)

    run = receive(SARI, JOKO, RATNA, *people)
    assert verdicts(run) == {"gone": 1, "same": 11}
    imports.apply_run(run=run, actor=None)
    ground.bima.refresh_from_db()
    assert ground.bima.missing_since is not None
    assert verdicts(receive(SARI, JOKO, RATNA, *people)) == {"same": 11}

    back = receive(*EVERYBODY, *people)
    assert back.rows.get().changes == {"missing_since": [f"{ground.bima.missing_since:%d-%m-%Y}", ""]}
    imports.apply_run(run=back, actor=None)
    ground.bima.refresh_from_db()
    assert ground.bima.missing_since is None


def test_a_file_of_one_office_says_nothing_of_the_others(ground):
    assert verdicts(receive(SARI, BIMA)) == {"same": 2}
    assert verdicts(receive(SARI)) == {"same": 1, "gone": 1}


def test_applying_new_people_makes_them_with_their_history_and_nothing_twice(ground):
    rows = siasn_rows(40)
    content = workbook(rows)
    run = imports.preview_run(
        imports.receive_file(content=content, filename="siasn.xlsx", actor=ground.ratna_user)
    )
    assert verdicts(run) == {"new": 40, "gone": 4}
    imports.apply_run(run=run, actor=ground.ratna_user)

    assert Employee.objects.count() == 44
    person = Employee.objects.select_related("unit", "opd", "position__level", "rank").get(
        nip=rows[2][1].strip("'")
    )
    assert (person.name, person.kind, person.sex, person.legal_state) == (
        "Wa Ode Siti Bbb",
        "pns",
        "f",
        "Aktif",
    )
    assert (person.position.title, person.position.level.family) == (rows[2][43].title(), "functional")
    assert person.rank.code == rows[2][36]
    assert person.search_text == f"wa ode siti bbb {person.nip}"
    assert person.retires_on > dt.date(2026, 1, 1)
    assert [record.since for record in person.rank_history.all()] == [dt.date(2019, 4, 1)]
    assert [(record.position, record.unit, record.until) for record in person.position_history.all()] == [
        (person.position, person.unit, None)
    ]
    assert [(record.level, record.graduated_year) for record in person.education_history.all()] == [
        ("S1", 1999)
    ]
    bappeda = Opd.objects.get(name="Bappeda")
    assert (bappeda.parent, bappeda.office, bappeda.path) == (
        ground.city,
        bappeda,
        f"{ground.city.path}{bappeda.pk}.",
    )
    assert AuditEntry.objects.filter(act="people.import.applied", actor=ground.ratna_user).count() == 1

    before = state()
    again = imports.preview_run(imports.receive_file(content=content, filename="siasn.xlsx", actor=None))
    assert verdicts(again) == {"same": 40}
    imports.apply_run(run=again, actor=None)
    assert state() == before


def test_undo_restores_every_table_exactly(ground):
    people = [
        [f"Orang {chr(65 + n)}bu", nip(n, sex=1), "", "III/a", "", "Guru", "", "Dinas Baru", "", "S1"]
        for n in range(20)
    ]
    before = state()
    run = receive(
        changed(SARI, GOL="III/c", JABATAN="Perawat Ahli Muda", PENDIDIKAN="S2", **{"UNIT KERJA": "Klinik Baru", "TMT GOL": "01-04-2026"}),
        changed(BIMA, NAMA="Bima Ode", **{"UNIT KERJA": "Puskesmas Mata", "TMT JABATAN": "01-02-2026"}),
        changed(RATNA, NIP="198208082009032004"),
        *people,
    )  # fmt: skip
    imports.confirm_rows(run=run, rows=list(run.rows.filter(verdict="doubt").values_list("pk", flat=True)))
    imports.apply_run(run=run, actor=None)
    assert state() != before
    ground.sari.refresh_from_db()
    assert (ground.sari.unit.name, ground.sari.opd, ground.sari.position.title) == (
        "Klinik Baru",
        ground.health,
        "Perawat Ahli Muda",
    )
    assert Employee.objects.get(pk=ground.ratna.pk).nip == "198208082009032004"
    assert Employee.objects.get(pk=ground.bima.pk).search_text == "bima ode 197503101999031002"

    imports.undo_run(run=run, actor=None)

    assert state() == before
    assert run.applied_changes.count() == 0


def test_a_move_closes_the_open_record_of_the_old_post(ground):
    PositionRecord.objects.create(
        employee=ground.sari, position=ground.nurse, unit=ground.clinic, since=dt.date(2015, 3, 1)
    )
    imports.apply_run(
        run=receive(changed(SARI, JABATAN="Perawat Ahli Muda", **{"TMT JABATAN": "01-02-2026"})), actor=None
    )

    assert [
        (one.position.title, one.since, one.until) for one in ground.sari.position_history.order_by("since")
    ] == [
        ("Perawat Ahli Pertama", dt.date(2015, 3, 1), dt.date(2026, 1, 31)),
        ("Perawat Ahli Muda", dt.date(2026, 2, 1), None),
    ]


def test_doubt_without_a_yes_is_left_alone(ground):
    run = receive(SARI, JOKO, BIMA, changed(RATNA, NIP="198208082009032004"))
    imports.apply_run(run=run, actor=None)

    ground.ratna.refresh_from_db()
    assert (ground.ratna.nip, ground.ratna.missing_since) == ("198208082008032004", None)


def test_a_lost_number_with_a_yes_updates_all_but_the_number(ground):
    run = receive(SARI, BIMA, JOKO, changed(RATNA, NIP=int(RATNA[1]), GOL="III/d"))
    row = run.rows.get()
    assert (row.verdict, row.faults[0]["code"], row.employee_id) == (
        "doubt",
        "nip_lost_digits",
        ground.ratna.pk,
    )
    imports.confirm_rows(run=run, rows=[row.pk])
    imports.apply_run(run=run, actor=None)

    ground.ratna.refresh_from_db()
    assert (ground.ratna.nip, ground.ratna.rank.code) == ("198208082008032004", "III/d")


def test_applying_or_undoing_twice_is_refused(ground):
    run = receive(changed(SARI, GOL="III/c"))
    imports.apply_run(run=run, actor=None)
    with pytest.raises(ImportNotReady):
        imports.apply_run(run=run, actor=None)
    imports.undo_run(run=run, actor=None)
    with pytest.raises(ImportNotApplied):
        imports.undo_run(run=run, actor=None)


def test_what_changed_since_the_preview_is_not_overwritten(ground):
    run = receive(changed(SARI, GOL="III/c"))
    Employee.objects.filter(pk=ground.sari.pk).update(rank=Rank.objects.get(code="IV/a"))

    with pytest.raises(PreviewStale, match="1 data"):
        imports.apply_run(run=run, actor=None)
    run.refresh_from_db()
    assert run.state == "preview"
    assert run.applied_changes.count() == 0


def test_undo_is_refused_when_somebody_built_on_it(ground):
    run = receive(changed(SARI, GOL="III/c"))
    imports.apply_run(run=run, actor=None)
    Employee.objects.filter(pk=ground.sari.pk).update(rank=Rank.objects.get(code="IV/a"))
    before = state()

    with pytest.raises(ImportBuiltUpon, match="1 data"):
        imports.undo_run(run=run, actor=None)
    assert state() == before
    run.refresh_from_db()
    assert run.state == "applied"


def test_undo_is_refused_when_a_new_person_has_learned_something(ground):
    run = receive(
        ["La Ode Baru", "199501012020121003", "", "III/a", "", "Guru", "", "Dinas Kesehatan", "", ""]
    )
    imports.apply_run(run=run, actor=None)
    form = apps.get_model("catalogue.LearningForm").objects.create(
        code="KL03",
        name="Pelatihan",
        path="pelatihan",
        group="klasikal",
        jp_mode="programme",
        valid_from=dt.date(2019, 1, 1),
    )
    person = Employee.objects.get(nip="199501012020121003")
    apps.get_model("records.LearningRecord").objects.create(
        employee=person, form=form, title="Pelatihan", starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 3, 2), year=2026,
        jp_claimed=5, jp_counted=5,
    )  # fmt: skip

    with pytest.raises(ImportBuiltUpon, match="1 data"):
        imports.undo_run(run=run, actor=None)
    assert Employee.objects.filter(nip="199501012020121003").exists()


def test_who_signs_in_with_her_number_goes_on_with_the_new_one(ground):
    run = receive(SARI, BIMA, JOKO, changed(RATNA, NIP="198208082009032004"))
    imports.confirm_rows(run=run, rows=[run.rows.get().pk])
    imports.apply_run(run=run, actor=None)
    ground.ratna_user.refresh_from_db()
    assert ground.ratna_user.username == "198208082009032004"

    imports.undo_run(run=run, actor=None)
    ground.ratna_user.refresh_from_db()
    assert ground.ratna_user.username == "198208082008032004"


def test_units_of_one_name_are_told_apart_by_their_office(ground):
    for office in (ground.health, ground.education):
        unit = Opd.objects.create(
            code=f"S-{office.pk}", name="Sekretariat", kind="unit", parent=office, office=office
        )
        unit.path = f"{office.path}{unit.pk}."
        unit.save()
    new = ["La Ode Baru", "199501012020121003", "", "III/a", "", "Guru", "", "Sekretariat", "", ""]

    unclear = receive(new).rows.get(row=2)
    assert (unclear.verdict, unclear.faults[0]["code"]) == ("rejected", "unit_ambiguous")
    clear = receive(changed(new, OPD="DINAS KESEHATAN KOTA KENDARI"))
    imports.apply_run(run=clear, actor=None)
    assert Employee.objects.get(nip=new[1]).unit.parent == ground.health


def test_a_unit_with_a_typing_error_is_taken_for_the_known_one_and_said_so(ground):
    run = receive(changed(BIMA, **{"UNIT KERJA": "DINAS KESEHTAN"}))

    assert verdicts(run)["same"] == 1
    assert [one["code"] for one in run.warnings] == ["unit_alike"]


def test_an_empty_house_gets_its_tree_from_the_file(db):
    load_reference()
    run = receive(
        [
            "La Ode Baru",
            "199501012020121003",
            "",
            "III/a",
            "",
            "Kepala Bidang Gizi",
            "",
            "Bidang Gizi",
            "Dinas Kesehatan",
            "",
        ]
    )
    imports.apply_run(run=run, actor=None)

    person = Employee.objects.get()
    assert (person.unit.name, person.opd.name, person.opd.kind, person.opd.parent.kind) == (
        "Bidang Gizi", "Dinas Kesehatan", "dinas", "government",
    )  # fmt: skip
    assert (person.position.level.code, person.position.opd) == ("ADM", person.opd)
    imports.undo_run(run=run, actor=None)
    assert (Employee.objects.count(), Opd.objects.count(), Position.objects.count()) == (0, 0, 0)


def test_a_corrected_mapping_is_remembered_for_the_same_header(ground):
    head = [*HEAD[:7], "TEMPAT", *HEAD[8:]]
    run = imports.receive_file(content=file_of(SARI, head=head), filename="a.xlsx", actor=ground.ratna_user)
    mapping = {**run.mapping["chosen"], "H": "unit"}
    imports.preview_run(run, mapping=mapping)

    assert ColumnMapping.objects.get().mapping == mapping
    again = imports.receive_file(content=file_of(BIMA, SARI, head=head), filename="b.xlsx", actor=None)
    assert again.mapping["chosen"] == mapping


def test_private_columns_are_not_kept_in_the_stored_file(ground):
    head = [*HEAD, "NIK", "NO HP", "ALAMAT"]
    people = [[*SARI, "7471010101750001", "081234567", "Jl. Melati"]]
    run = imports.receive_file(content=file_of(*people, head=head), filename="a.xlsx", actor=None)
    imports.preview_run(run)

    kept = json.dumps([sheet.rows for sheet in imports.runs.kept_workbook(run).sheets], default=str)
    assert "NIK" in kept
    for secret in ("7471010101750001", "081234567", "Melati"):
        assert secret not in kept
    assert imports.remedies_of(run)[:2] == b"PK"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)],
)
def test_a_broken_file_leaves_no_trace(ground, settings, content):
    before = state()
    with pytest.raises(FileRefused) as caught:
        imports.receive_file(content=content, filename="rusak.xlsx", actor=ground.ratna_user)

    assert caught.value.remedy
    assert (ImportRun.objects.count(), ImportRow.objects.count(), state()) == (0, 0, before)
    assert not list(settings.MEDIA_ROOT.rglob("*")) if settings.MEDIA_ROOT.exists() else True


def test_a_fault_while_applying_leaves_everything_as_it_was(ground, monkeypatch):
    run = receive(
        changed(SARI, GOL="III/c"),
        ["Baru", "199501012020121003", "", "III/a", "", "Guru", "", "Dinas X", "", ""],
    )
    before = state()
    monkeypatch.setattr(imports.changes.ChangeLog, "write", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        imports.apply_run(run=run, actor=None)
    assert state() == before
    assert ImportRun.objects.get().state == "preview"


def test_rows_and_files_are_forgotten_after_thirty_days(ground):
    applied = receive(changed(SARI, GOL="III/c"))
    imports.apply_run(run=applied, actor=None)
    waiting = receive(changed(SARI, GOL="III/d"))
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    ImportRun.objects.update(created_at=long_ago)
    ImportRun.objects.filter(pk=applied.pk).update(applied_at=long_ago)

    assert imports.forget_old_runs() == 2
    assert list(ImportRun.objects.values_list("pk", "file")) == [(applied.pk, "")]
    assert (ImportRow.objects.count(), applied.applied_changes.count(), waiting.pk > 0) == (0, 0, True)


def test_comparing_asks_the_same_number_of_questions_whatever_the_size(ground, django_assert_num_queries):
    for count in (2, 30):
        read = imports.read_file(workbook(siasn_rows(count)), "a.xlsx")
        with django_assert_num_queries(6):
            imports.compare(read, dt.date(2026, 11, 24))


def test_command_previews_applies_and_undoes(ground, tmp_path):
    path, report, out = tmp_path / "daftar.xlsx", tmp_path / "r.json", tmp_path / "out.xlsx"
    path.write_bytes(file_of(changed(SARI, GOL="III/c"), changed(BIMA, NIP="12"), JOKO, RATNA))
    before = state()

    call_command("import_people", str(path), "--json", str(report), "--annotated", str(out), verbosity=0)
    told = json.loads(report.read_text())
    assert state() == before
    assert ImportRun.objects.count() == 0
    assert (told["header_rows"], told["counts"]["changed"], told["counts"]["doubt"]) == ([1], 1, 1)
    assert [one["row"] for one in told["rejected"]] == [3]
    assert out.read_bytes()[:2] == b"PK"

    call_command("import_people", str(path), "--apply", "--json", str(report), verbosity=0)
    number = json.loads(report.read_text())["applied"]["run"]
    ground.sari.refresh_from_db()
    assert ground.sari.rank.code == "III/c"
    call_command("import_people", "--undo", str(number), verbosity=0)
    assert state() == before


def test_command_refuses_a_broken_file_with_its_remedy(ground, tmp_path):
    path, report = tmp_path / "rusak.xlsx", tmp_path / "r.json"
    path.write_bytes(b"PK\x03\x04broken")

    with pytest.raises(CommandError, match="rusak") as caught:
        call_command("import_people", str(path), "--apply", "--json", str(report))
    assert caught.value.returncode == 2
    assert json.loads(report.read_text())["error"]["code"] == "file_corrupt"
    assert ImportRun.objects.count() == 0


def test_every_table_an_import_may_touch_is_hashed_here():
    touched = {
        "User",
        "Employee",
        "RankRecord",
        "PositionRecord",
        "EducationRecord",
        "Opd",
        "Position",
        "Rank",
    }
    others = {model.__name__ for model in apps.get_app_config("people").get_models()} - touched
    assert others == {
        "Role",
        "OpdName",
        "JobLevel",
        "ImportRun",
        "ImportRow",
        "ImportChange",
        "ColumnMapping",
    }


def test_undoing_tells_the_offices_that_lost_people(ground, django_capture_on_commit_callbacks):
    heard = []
    events.subscribe(EmployeesChanged, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run = receive(
                ["La Ode Baru", "199501012020121003", "", "III/a", "", "Guru", "", "Dinas Kesehatan", "", ""]
            )
            imports.apply_run(run=run, actor=None)
        new = Employee.objects.get(nip="199501012020121003")
        with django_capture_on_commit_callbacks(execute=True):
            imports.undo_run(run=run, actor=None)
    finally:
        events._receivers[EmployeesChanged].remove(heard.append)

    assert [event.employee_ids for event in heard] == [(new.pk,), (min(ground.sari.pk, ground.bima.pk),)]


def test_a_column_that_is_no_unit_is_doubted_and_costs_no_guessing(ground):
    people = [
        [
            f"Orang {chr(97 + n % 26)}{chr(97 + n // 26)}",
            nip(n, sex=1),
            "",
            "",
            "",
            "",
            "",
            f"Jalan {n}",
            "",
            "",
        ]
        for n in range(400)
    ]
    run = receive(*people)

    assert "many_new_units" in [one["code"] for one in run.warnings]
    assert len(run.counts["new_units"]) == 400
