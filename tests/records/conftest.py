import datetime

import pytest
from django.apps import apps

from bangkom.records import services


def learning_form(code="KL03", name="Pelatihan teknis", **values):
    model = apps.get_model("catalogue", "LearningForm")
    defaults = {"path": "pelatihan", "group": "pelatihan_klasikal", "jp_mode": "programme"}
    return model.objects.create(
        code=code, name=name, valid_from=datetime.date(2019, 1, 1), **{**defaults, **values}
    )


@pytest.fixture
def duty(db):
    services.load_reference()


@pytest.fixture
def technical(db):
    return learning_form()
