"""Dictionaries in and out: what was read is what is written, and flaws are said."""

import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bangkom.foundation.models import AuditEntry
from bangkom.foundation.tabular import FileRefused
from bangkom.standards import queries, services
from bangkom.standards.enums import CompetencyKind
from bangkom.standards.errors import FrameworkRefused, FrameworkUnnamed
from bangkom.standards.models import Competency, CompetencyLevel, Framework

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def content_of(name):
    return gzip.decompress((FILES / f"{name}.gz").read_bytes())


def imported(content, filename="berkas", **options):
    return services.import_framework(services.read_framework(content, filename), **options)


def written(framework, kind):
    stream = io.BytesIO()
    services.write_framework(framework, stream, kind=kind)
    return stream.getvalue()


def columns(framework):
    return [
        (
            row.code, row.name, row.name_en, row.kind, row.field, row.definition,
            [(level.level, level.name, level.description, level.indicators) for level in row.levels.all()],
        )
        for row in framework.competencies.prefetch_related("levels")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["case_kamus_kompetensi_asn.json", "case_opensalt_sample.json"])
def test_case_package_comes_out_as_it_went_in(name):
    content = content_of(name)

    report = imported(content, name)

    assert json.loads(written(report.framework, "json")) == json.loads(content)


@pytest.mark.parametrize("name", ["case_kamus_kompetensi_asn.json", "case_opensalt_sample.json"])
def test_second_import_of_a_case_package_changes_nothing(name):
    first = imported(content_of(name), name)

    second = imported(content_of(name), name)

    assert (second.new, second.changed, second.same) == (0, 0, first.new)
    assert Framework.objects.count() == 1


def test_national_dictionary_keeps_kinds_levels_and_indicators():
    framework = imported(content_of("case_kamus_kompetensi_asn.json")).framework

    kinds = dict(framework.competencies.values_list("code", "kind"))
    assert kinds["MAN"] == CompetencyKind.GROUP
    assert kinds["M.8"] == CompetencyKind.MANAGERIAL
    assert kinds["SK.1"] == CompetencyKind.SOCIOCULTURAL
    assert len(kinds) == 11
    level = CompetencyLevel.objects.get(competency__code="M.1", level=1)
    assert (
        level.description == "Mampu bertindak sesuai nilai, norma, etika organisasi dalam kapasitas pribadi"
    )
    assert len(level.indicators) == 3
    assert level.indicators[0].startswith("Bertingkah laku sesuai dengan perkataan")


def test_flaws_of_a_foreign_export_are_reported_and_do_not_stop_it():
    found = services.read_framework(content_of("case_opensalt_sample.json"), "case.json")

    assert [(flaw.where, flaw.count, flaw.blocks) for flaw in found.flaws] == [
        ("CFDocument.lastChangeDateTime", 56, False),
        ("CFDocument.CFPackageURI", 1, False),
        ("CFItems[0].CFDocumentURI", 55, False),
        ("CFAssociations[0].destinationNodeURI", 21, False),
        ("CFAssociations[15].sequenceNumber", 2, False),
        ("CFDefinitions.CFItemTypes[0].description", 3, False),
    ]


def test_sequence_that_is_text_is_read_as_a_number():
    framework = imported(content_of("case_opensalt_sample.json")).framework

    assert sorted(framework.links.exclude(sequence=None).values_list("sequence", flat=True)) == [1, 2]


def test_change_made_here_is_written_over_the_original():
    framework = imported(content_of("case_kamus_kompetensi_asn.json")).framework
    competency = framework.competencies.get(code="M.1")
    competency.name, competency.definition = "Integritas diri", "Jujur."
    competency.save()
    level = competency.levels.get(level=2)
    level.description, level.indicators = "Mengingatkan rekan", [*level.indicators, "Menegur dengan sopan"]
    level.save()

    items = {
        item.get("humanCodingScheme"): item for item in json.loads(written(framework, "json"))["CFItems"]
    }

    assert items["M.1"]["abbreviatedStatement"] == "Integritas diri"
    assert items["M.1"]["fullStatement"] == "Integritas diri: Jujur."
    assert items["M.1.2"]["fullStatement"] == "Mengingatkan rekan"
    assert items["M.1.2.5"]["fullStatement"] == "Menegur dengan sopan"
    assert len(items) == 193


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_own_dictionary_survives_every_format(kind):
    services.load_dictionary()
    framework = Framework.objects.get(code="ASN")
    before = columns(framework)

    report = imported(written(framework, kind), f"kamus.{kind}", code="SALINAN", version="1")

    after = columns(report.framework)
    if kind == "json":  # CASE has no place for the English name and the field
        before = [(row[0], row[1], "", row[3], "", *row[5:]) for row in before]
        after = [
            (row[0], row[1], "", CompetencyKind(before[i][3]), "", *row[5:]) for i, row in enumerate(after)
        ]
    assert after == before
    assert report.flaws == []


def test_exported_case_package_of_our_own_is_free_of_flaws():
    services.load_dictionary()

    package = json.loads(written(Framework.objects.get(code="TEKNIS"), "json"))

    assert services.read_framework(json.dumps(package).encode(), "x.json").flaws == []
    assert len(package["CFItems"]) == 156 * 6


def test_loading_the_packaged_dictionary_twice_changes_nothing():
    first = services.load_dictionary()
    second = services.load_dictionary()

    assert [(report.new, report.same) for report in first] == [(9, 0), (156, 0)]
    assert [(report.new, report.changed, report.same) for report in second] == [(0, 0, 9), (0, 0, 156)]
    assert (
        sum(
            len(level.indicators)
            for level in CompetencyLevel.objects.filter(competency__framework__code="ASN")
        )
        == 136
    )


def test_dictionary_that_an_office_has_put_aside_stays_aside():
    services.load_dictionary()
    services.use_framework(framework=Framework.objects.get(code="TEKNIS"), is_assessed=False, actor=None)

    services.load_dictionary()

    assert set(queries.assessed_competencies().values_list("framework__code", flat=True)) == {"ASN"}


def test_imported_dictionary_is_not_offered_until_it_is_taken_into_use():
    framework = imported(content_of("case_kamus_kompetensi_asn.json")).framework
    assert queries.assessed_competencies().count() == 0

    services.use_framework(framework=framework, is_assessed=True, actor=None)
    services.use_framework(framework=framework, is_assessed=True, actor=None)

    assert queries.assessed_competencies().count() == 9
    assert AuditEntry.objects.filter(act="standards.framework.used").count() == 1


def test_import_adds_and_changes_but_never_deletes():
    imported(b"kode;kompetensi\nA;Satu\nB;Dua\n", code="UJI")

    report = imported(b"kode;kompetensi\nA;Satu baru\nC;Tiga\n", code="UJI")

    assert (report.new, report.changed, report.missing) == (1, 1, ["B"])
    assert list(Competency.objects.order_by("code").values_list("code", "name")) == [
        ("A", "Satu baru"), ("B", "Dua"), ("C", "Tiga"),
    ]  # fmt: skip


def test_changed_levels_replace_the_old_ones():
    head = "kode;kompetensi;level;deskripsi_level;indikator\n"
    imported(f"{head}A;Satu;1;lama;satu\nA;Satu;2;dua;\n".encode(), code="UJI")

    imported(f"{head}A;Satu;1;baru;satu\nA;;1;;lagi\n".encode(), code="UJI")

    assert list(CompetencyLevel.objects.values_list("level", "description", "indicators")) == [
        (1, "baru", ["satu", "lagi"])
    ]


def test_bad_rows_name_row_value_and_remedy_and_store_nothing():
    text = "kode;kompetensi;jenis;level\nA;Satu;Teknis;7\n;Dua;;\nA;Lain;;1\nB;Tiga;aneh;\n"

    with pytest.raises(FrameworkRefused, match="3 kesalahan") as refused:
        imported(text.encode(), code="UJI")

    assert [(flaw.where, flaw.value, flaw.blocks) for flaw in refused.value.flaws] == [
        ("baris 2", "7", True),
        ("baris 3", "Dua", True),
        ("baris 4", "Lain", True),
        ("baris 5", "aneh", False),
    ]
    assert Framework.objects.count() == 0


def test_file_without_a_code_must_be_named():
    with pytest.raises(FrameworkUnnamed, match="Isi kode kamus"):
        imported(b"kode;kompetensi\nA;Satu\n")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nama;umur\nA;1\n", "framework_no_header"),
        (b'{"CFDocument": ', "file_corrupt"),
        (b"\x1f\x8bkosong", "file_corrupt"),
    ],
)
def test_file_that_is_no_dictionary_is_refused_with_a_remedy(content, code):
    with pytest.raises(FileRefused) as refused:
        services.read_framework(content, "x")

    assert refused.value.code == code
    assert refused.value.remedy


def test_gzip_that_unpacks_beyond_the_limit_is_refused():
    with pytest.raises(FileRefused) as refused:
        services.read_framework(gzip.compress(b"a" * (61 * 2**20)), "bom.csv.gz")

    assert refused.value.code == "file_too_big"


@pytest.mark.parametrize(
    ("package", "where"),
    [
        ([], "CFDocument"),
        ({"CFDocument": {"title": "x"}, "CFItems": []}, "CFDocument.identifier"),
        ({"CFDocument": {"identifier": "d", "title": "x"}, "CFItems": [3]}, "CFItems[0]"),
        ({"CFDocument": {"identifier": "d", "title": "x"}, "CFItems": [{"identifier": "a"}]}, "CFItems[0].fullStatement"),
        (
            {
                "CFDocument": {"identifier": "d", "title": "x"},
                "CFItems": [{"identifier": "a", "fullStatement": "s"}] * 2,
            },
            "CFItems[1].identifier",
        ),
        (
            {"CFDocument": {"identifier": "d", "title": "x"}, "CFItems": [], "CFAssociations": {"a": 1}},
            "CFAssociations",
        ),
        (
            {"CFDocument": {"identifier": "d", "title": "x"}, "CFItems": [], "CFAssociations": [{}]},
            "CFAssociations[0]",
        ),
    ],
)  # fmt: skip
def test_package_that_cannot_be_read_is_refused_at_the_first_blocking_place(package, where):
    found = services.read_framework(json.dumps(package).encode(), "x.json")

    assert found.flaws[0].blocks
    assert found.flaws[0].where == where
    with pytest.raises(FrameworkRefused):
        services.import_framework(found)


def test_odd_but_readable_package_reports_every_oddity():
    package = {
        "CFDocument": {
            "identifier": "d", "title": "Uji", "uri": "u", "creator": "c", "adoptionStatus": "Final",
            "lastChangeDateTime": "kemarin",
        },
        "CFItems": [
            {"identifier": "a", "uri": "u", "fullStatement": "Satu", "lastChangeDateTime": "2020-01-01T00:00:00Z"},
            {"identifier": "b", "uri": "u", "fullStatement": "Dua", "humanCodingScheme": "K", "lastChangeDateTime": "2020-01-01T00:00:00Z"},
            {"identifier": "c", "uri": "u", "fullStatement": "x" * 400, "humanCodingScheme": "K", "lastChangeDateTime": "2020-01-01T00:00:00Z"},
        ],
        "CFAssociations": [
            {"identifier": "1", "uri": "u", "associationType": "isLike", "originNodeURI": "http://x/a",
             "destinationNodeURI": {"identifier": "b"}, "lastChangeDateTime": "2020-01-01T00:00:00Z"},
        ],
        "CFDefinitions": {"Aneh": []},
        "extensions": {"x": 1},
    }  # fmt: skip
    content = json.dumps(package).encode()

    report = imported(content)

    assert [flaw.where for flaw in report.flaws] == [
        "CFDocument.lastChangeDateTime",
        "CFDocument.adoptionStatus",
        "CFAssociations[0].originNodeURI",
    ]
    assert [flaw.count for flaw in report.flaws] == [1, 3, 1]
    # No code and the same code twice: the identifier stands in, and is not written into the file.
    assert sorted(report.framework.competencies.values_list("code", flat=True)) == ["K", "a", "c"]
    assert json.loads(written(report.framework, "json")) == package


def test_esco_list_becomes_competencies_with_their_parents():
    text = (
        "conceptUri,preferredLabel,altLabels,description,skillType,broaderUris\n"
        "http://data.europa.eu/esco/skill/aaa,manage staff,,Assign tasks.,skill,http://x/p1|http://x/p2\n"
        "http://data.europa.eu/esco/skill/aaa,manage staff,,,,\n"
        "http://elsewhere/bbb,odd,,,,\n"
    )

    report = imported(text.encode(), "esco.csv")

    assert report.framework.code == "ESCO"
    assert list(report.framework.competencies.values_list("code", "name", "definition")) == [
        ("aaa", "manage staff", "Assign tasks.")
    ]
    assert list(report.framework.links.values_list("origin", "destination")) == [("aaa", "p1"), ("aaa", "p2")]
    assert [(flaw.where, flaw.count) for flaw in report.flaws] == [("baris 3", 2)]
    assert "ESCO classification of the European Commission" in report.framework.source
    package = json.loads(written(report.framework, "json"))
    assert [item["identifier"] for item in package["CFItems"]] == ["aaa"]
    assert len(package["CFAssociations"]) == 2


def test_cell_that_looks_like_a_formula_comes_back_as_it_was():
    imported(b"kode;kompetensi\nA;-berani- bicara\n", code="UJI")
    framework = Framework.objects.get()

    content = written(framework, "csv")

    assert b"'-berani" in content
    assert imported(content, code="UJI").same == 1


# --- command line ---------------------------------------------------------------------------------


def test_command_imports_and_reports_flaws(tmp_path, capsys):
    path = tmp_path / "case.json"
    path.write_bytes(content_of("case_opensalt_sample.json"))

    call_command("import_framework", path, "--code", "SALT", "--dictionary-version", "2")

    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "code": "SALT", "new": 16, "changed": 0, "same": 0, "missing": 0, "links": 39, "flaws": 6,
    }  # fmt: skip
    assert "CFAssociations[15].sequenceNumber (2x): Nomor urut bukan bilangan" in err
    assert Framework.objects.get().version == "2"


def test_command_with_check_stores_nothing(tmp_path, capsys):
    path = tmp_path / "k.csv"
    path.write_text("kode;kompetensi\nA;Satu\n")

    call_command("import_framework", path, "--check")

    assert json.loads(capsys.readouterr().out) == {"competencies": 1, "links": 0, "flaws": 0}
    assert Framework.objects.count() == 0


def test_command_refuses_what_the_service_refuses(tmp_path):
    path = tmp_path / "k.csv"
    path.write_text("kode;kompetensi;level\nA;Satu;9\n")

    with pytest.raises(CommandError, match="1 kesalahan"):
        call_command("import_framework", path, "--code", "UJI")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_framework", tmp_path / "tidak-ada.csv")
    path.write_text("kode;kompetensi\nA;Satu\n")
    with pytest.raises(CommandError, match="tidak menyebut kode kamus"):
        call_command("import_framework", path)


def test_command_exports_by_the_ending_of_the_file(tmp_path, capsys):
    services.load_dictionary()

    call_command("export_framework", "ASN", tmp_path / "asn.json", "--dictionary-version", "2017")

    assert len(json.loads((tmp_path / "asn.json").read_text())["CFItems"]) == 9 * 6 + 136
    assert "9 competencies" in capsys.readouterr().out
    with pytest.raises(CommandError, match="must be one of"):
        call_command("export_framework", "ASN", tmp_path / "asn.pdf")
    with pytest.raises(CommandError, match="Known: ASN, TEKNIS"):
        call_command("export_framework", "LAIN", tmp_path / "x.csv")
