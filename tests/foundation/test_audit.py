import pytest

from bangkom.foundation import audit
from bangkom.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


def three_entries(cast):
    for number in range(3):
        audit.record(cast.ratna_user, "test.thing.done", cast.health, after={"number": number}, reason="uji")


def test_a_sound_trail_has_no_fault(cast):
    three_entries(cast)

    assert list(audit.faults()) == []


def test_a_changed_entry_is_found(cast):
    three_entries(cast)
    AuditEntry.objects.filter(sequence=2).update(reason="lain")

    assert list(audit.faults()) == ["entry 2 was changed"]


def test_a_missing_entry_is_found(cast):
    three_entries(cast)
    AuditEntry.objects.filter(sequence=2).delete()

    assert list(audit.faults()) == ["entries 2 to 2 are missing", "entry 3 does not follow the one before it"]


def test_a_cut_end_is_found(cast):
    three_entries(cast)
    AuditEntry.objects.filter(sequence=3).delete()

    assert list(audit.faults()) == ["the trail should end at entry 3 and ends at 2"]


def test_two_swapped_entries_are_found(cast):
    three_entries(cast)
    AuditEntry.objects.filter(sequence=2).update(sequence=99)
    AuditEntry.objects.filter(sequence=3).update(sequence=2)
    AuditEntry.objects.filter(sequence=99).update(sequence=3)

    assert len(list(audit.faults())) >= 2
