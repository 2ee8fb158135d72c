"""Many people act at once: nobody is refused, nothing is lost, and the audit chain stays whole."""

import threading

import pytest
from django.db import connection, transaction

from bangkom.foundation import audit
from bangkom.foundation.models import AuditEntry
from bangkom.people.enums import RoleKind
from bangkom.people.models import Role
from tests.conftest import START, Cast, make_user

WRITERS = 200


def act_at_once(act, count: int = WRITERS) -> list[Exception]:
    """Run ``act(number)`` in ``count`` threads that start together; the errors they met."""
    errors: list[Exception] = []
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            gate.wait()
            act(number)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_200_writers_at_once_are_all_served_and_chained():
    cast = Cast()
    people = [make_user(f"orang{number}", f"Orang {number}") for number in range(WRITERS)]

    @transaction.atomic
    def give_role(number: int) -> None:
        # Reads before it writes: what SQLite refuses without IMMEDIATE.
        assert not Role.objects.filter(user=people[number]).exists()
        role = Role.objects.create(user=people[number], kind=RoleKind.AUDITOR, valid_from=START)
        audit.record(cast.ratna_user, "test.role.given", role, after={"number": number})

    errors = act_at_once(give_role)

    assert errors == []
    assert Role.objects.filter(kind=RoleKind.AUDITOR).count() == WRITERS
    assert AuditEntry.objects.count() == WRITERS
    assert list(audit.faults()) == []
