"""A small sample city, made once for a file of tests and gone after it."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction

from bangkom.config import sample

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The city of 540. What a test changes in it is seen by the next one: they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield sample.make_city(540, today=TODAY, say=lambda text: None)
        transaction.set_rollback(True)
