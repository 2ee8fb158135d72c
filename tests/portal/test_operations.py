import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from bangkom.foundation import audit
from bangkom.foundation.models import AuditEntry, Job
from bangkom.people.enums import RoleKind
from bangkom.portal.queries import operations
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
TRAIL = "portal:audit-list"


@pytest.fixture
def auditor(cast):
    return make_user("pemeriksa", "Pemeriksa", role=RoleKind.AUDITOR)


@pytest.fixture
def operator(cast):
    return make_user("operator", "Operator", role=RoleKind.OPERATOR)


@pytest.fixture
def trail(cast):
    audit.record(
        cast.ratna_user,
        "planning.ceilings.set",
        cast.health,
        before={"a": 1, "b": None},
        after={"a": 2, "b": "x"},
    )
    audit.record(None, "people.role.given", cast.health, after={"kind": "head"}, reason="SK 1/2026")
    return cast


def acts(answer):
    return [row.act for row in answer.context["table"].rows]


def test_the_trail_shows_who_did_what_and_what_changed(trail, auditor, sign_in):
    answer = sign_in(auditor).get(reverse(TRAIL))

    page = answer.content.decode()
    assert acts(answer) == ["people.role.given", "planning.ceilings.set"]
    for text in ("Ratna Dewi", "Sistem", "a: 1 → 2", "b: – → x", "kind: head", "SK 1/2026"):
        assert text in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("ruang=people.", ["people.role.given"]),
        ("cari=ratna", ["planning.ceilings.set"]),
        ("cari=SK+1", ["people.role.given"]),
        ("tanggal-sampai=2000-01-01", []),
        ("urut=sequence", ["planning.ceilings.set", "people.role.given"]),
    ],
)
def test_search_and_filters_of_the_trail(trail, auditor, sign_in, query, seen):
    assert acts(sign_in(auditor).get(f"{reverse(TRAIL)}?{query}")) == seen


def test_a_file_of_the_trail(trail, auditor, sign_in):
    answer = sign_in(auditor).get(f"{reverse(TRAIL)}?kolom=act,actor,changes,reason&ekspor=csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert rows[1:] == [
        ["people.role.given", "Sistem", "kind: head", "SK 1/2026"],
        ["planning.ceilings.set", "Ratna Dewi", "a: 1 → 2; b: – → x", ""],
    ]


def test_reading_the_trail_adds_nothing_to_it(trail, auditor, sign_in):
    before = AuditEntry.objects.count()

    sign_in(auditor).get(reverse(TRAIL))

    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("who", ["sari_user", "bima_user", "joko_user", "ratna_user"])
def test_the_trail_is_read_by_auditors_and_operators(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(reverse(TRAIL)).status_code == 403
    assert sign_in(getattr(cast, who)).get(reverse("portal:job-list")).status_code == 403


@pytest.mark.parametrize("extra", [0, 2])
def test_the_trail_asks_the_same_number_of_queries(trail, auditor, sign_in, django_assert_num_queries, extra):
    for _number in range(extra):
        audit.record(trail.ratna_user, "planning.ceilings.set", trail.health)
    client = sign_in(auditor)
    client.get(reverse(TRAIL))

    with django_assert_num_queries(4):  # the session among them
        client.get(reverse(TRAIL))


def test_health_counts_what_waits_and_what_failed(cast):
    now = timezone.now()
    for state, ended in (
        ("waiting", None),
        ("running", None),
        ("failed", now),
        ("failed", now - datetime.timedelta(days=8)),
    ):
        Job.objects.create(kind="x", title=state, owner=cast.ratna_user, state=state, ended_at=ended)
    old = Job.objects.create(kind="x", title="lama", owner=None, state="waiting")
    Job.objects.filter(pk=old.pk).update(created_at=now - datetime.timedelta(minutes=6))

    found = operations.health()

    assert (found.waiting, found.running, found.failed, found.stuck) == (2, 1, 1, 1)
    assert found.database in ("SQLite", "PostgreSQL")
    assert found.free_gigabytes > 0


def test_the_operator_is_warned_of_work_that_nobody_takes(cast, operator, sign_in):
    old = Job.objects.create(kind="x", title="lama", owner=None, state="waiting")
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(minutes=6))

    page = sign_in(operator).get(reverse("portal:home")).content.decode()

    assert "Pastikan pekerja (worker) berjalan." in page


def test_the_operator_sees_the_jobs_of_everybody(cast, operator, sign_in):
    Job.objects.create(kind="x", title="Hitung rencana", owner=cast.ratna_user, state="failed", error="Penuh")

    answer = sign_in(operator).get(reverse("portal:job-list") + "?keadaan=failed")

    assert [row.title for row in answer.context["table"].rows] == ["Hitung rencana"]
    assert "Penuh" in answer.content.decode()
