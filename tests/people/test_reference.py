"""Ranks and levels come from the package's tables, as often as one likes."""

import pytest

from bangkom.people.models import JobLevel, Rank
from bangkom.people.services import load_reference

pytestmark = pytest.mark.django_db


def test_load_reference_brings_both_families_of_ranks_and_all_levels():
    assert load_reference() == {"ranks": 34, "job_levels": 14}

    assert Rank.objects.filter(family="PNS").count() == 17
    assert Rank.objects.filter(family="PPPK").count() == 17
    assert str(Rank.objects.get(code="III/d")) == "Penata Tingkat I (III/d)"
    assert JobLevel.objects.get(code="JF-MA").retirement_age == 60


def test_load_reference_twice_changes_no_row_and_no_key():
    load_reference()
    before = [*Rank.objects.order_by("pk").values_list()], [*JobLevel.objects.order_by("pk").values_list()]

    load_reference()

    after = [*Rank.objects.order_by("pk").values_list()], [*JobLevel.objects.order_by("pk").values_list()]
    assert after == before


def test_load_reference_repairs_a_changed_row_and_keeps_a_row_of_the_agency():
    load_reference()
    JobLevel.objects.filter(code="JPT-P").update(name="Salah", retirement_age=1)
    JobLevel.objects.create(code="LOKAL", name="Jenjang lokal", family="executive")

    load_reference()

    level = JobLevel.objects.get(code="JPT-P")
    assert (level.name, level.retirement_age) == ("JPT Pratama", 60)
    assert JobLevel.objects.filter(code="LOKAL").count() == 1
