import datetime

import pytest
from django.core.management import call_command

from bangkom.records import services
from bangkom.records.models import YearlyJp

pytestmark = pytest.mark.django_db


def test_recount_duty_gives_everybody_the_duty_of_the_year(cast):
    services.load_reference()
    YearlyJp.objects.all().delete()

    call_command("recount_duty", year=2027, verbosity=0)

    found = YearlyJp.objects.filter(year=2027)
    assert set(found.values_list("employee_id", flat=True)) == {
        cast.sari.pk, cast.bima.pk, cast.joko.pk, cast.ratna.pk
    }  # fmt: skip
    assert set(found.values_list("floor_jp", "is_met")) == {(20, False)}


def test_recount_duty_takes_this_year_when_none_is_named(cast, capsys):
    services.load_reference()

    call_command("recount_duty")

    assert capsys.readouterr().out == f"duty of {datetime.date.today().year} counted\n"
