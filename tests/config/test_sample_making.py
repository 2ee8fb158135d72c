"""Making the sample city: the same each time, and never where people are."""

from __future__ import annotations

import hashlib
from random import Random

import pytest
from django.apps import apps
from django.db import transaction

from bangkom.config import sample
from bangkom.config.sample.population import apportion
from bangkom.people.models import Employee
from tests.config.conftest import TODAY
from tests.conftest import make_employee, make_opd

TABLES = (
    "people.Opd", "people.Position", "people.Employee", "people.RankRecord", "people.PositionRecord",
    "people.EducationRecord", "standards.StandardItem", "catalogue.Programme", "catalogue.ProgrammeGain",
    "assessment.Evidence", "records.LearningRecord", "planning.Ceiling", "planning.Mandate",
)  # fmt: skip
NOT_COMPARED = {"id", "entered_at", "user_id"}


def digest() -> dict[str, str]:
    """Every row of every table without its keys, which differ from one database to the next."""
    found = {}
    for label in TABLES:
        model = apps.get_model(label)
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.attname not in NOT_COMPARED and not field.is_relation
        ]
        rows = sorted(repr(row) for row in model._default_manager.values_list(*names))
        found[label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@pytest.mark.django_db
def test_the_same_seed_and_day_make_the_same_city():
    made = []
    for _ in range(2):
        with transaction.atomic():
            sample.make_city(540, today=TODAY, say=lambda text: None)
            made.append(digest())
            transaction.set_rollback(True)

    assert made[0] == made[1]


@pytest.mark.django_db
def test_make_city_refuses_a_database_with_people():
    city = make_opd("KOTA", "Kota sungguhan")
    make_employee("Sari Wulandari", city)

    with pytest.raises(sample.CityExists, match="berisi 1 pegawai"):
        sample.make_city(540, today=TODAY, say=lambda text: None)

    assert (Employee.objects.count(), sample.is_sample()) == (1, False)


@pytest.mark.parametrize("total", [4, 17, 540])
def test_apportion_gives_exactly_the_total(total):
    counts = apportion(total, [1, 2, 3.5, 0.1], Random(1), floor=1)

    assert sum(counts) == total
    assert min(counts) >= 1
    assert counts[2] == max(counts)
