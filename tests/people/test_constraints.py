"""What may never be stored, also where a key is empty: the same on both databases."""

import pytest
from django.db import IntegrityError, transaction

from bangkom.people.enums import RoleKind
from bangkom.people.models import Role
from bangkom.planning.models import Ceiling, Fund, PlanYear
from tests.conftest import START


def test_a_role_for_the_whole_government_is_stored_once(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(user=cast.ratna_user, kind=RoleKind.PLANNER, valid_from=START)

    assert Role.objects.filter(user=cast.ratna_user).count() == 1


def test_a_ceiling_of_the_agency_is_stored_once(db):
    year, fund = PlanYear.objects.create(year=2027), Fund.objects.create(code="APBD", name="APBD")
    Ceiling.objects.create(year=year, fund=fund, amount=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ceiling.objects.create(year=year, fund=fund, amount=2)

    assert list(Ceiling.objects.values_list("amount", flat=True)) == [1]
