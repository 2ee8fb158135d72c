"""One object per kind of address argument: of Sari's OPD (own) and of Joko's (other)."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.db import transaction

from bangkom.assessment import services as assessment
from bangkom.assessment.models import Evidence, Method
from bangkom.catalogue.models import LearningForm, Programme
from bangkom.foundation.models import Job
from bangkom.people.enums import RoleKind
from bangkom.people.models import ImportRun, Role
from bangkom.planning.models import Pin, PlanRun, PlanTrial, PlanYear, Scenario
from bangkom.standards import services as standards
from bangkom.standards.models import Competency, Framework, Standard, StandardItem
from tests.conftest import START, Cast

IMPORT_ACTS = ("show", "columns", "map", "confirm", "apply", "undo", "discard", "remedies")


class Objects:
    """Finds the arguments of an address. ``own`` belongs to the health office, ``other`` to education."""

    # Acts that change the client's session for the acts after them.
    left_out = {("account_logout", "POST"), ("account_login", "POST"), ("account_signup", "POST")}

    def __init__(self, cast: Cast, users: dict[str, Any]) -> None:
        self.cast, self.users = cast, users

    def arguments(self, name: str, names: list[str], target: str) -> dict[str, Any]:
        if not names:
            return {}
        maker = self.makers.get(name) or self.makers.get(name.split(":")[0] + ":*")
        assert maker is not None, f"say in tests/access/objects.py which object {name} takes"
        value = maker(target == "own")
        return value if isinstance(value, dict) else {names[0]: value}

    def prepare(self) -> None:
        """A year, standards and results, so that the pages have something to show or to hide."""
        assert self.scenario and self.standard
        for own in (True, False):
            self.evidence(own)
        standards.rebuild_requirements()
        assessment.recompute_levels()

    @contextlib.contextmanager
    def untouched(self) -> Iterator[None]:
        """Whatever a request changed is taken back, so that the order of requests does not matter."""
        with transaction.atomic():
            point = transaction.savepoint()
            yield
            transaction.savepoint_rollback(point)

    @cached_property
    def makers(self) -> dict[str, Callable[[bool], Any]]:
        """Address (or all of a room) -> its object; what belongs to no office is the same for both."""
        return {
            "foundation:*": self.job,
            "portal:*": self.employee,
            "people:*": self.employee,
            "people:opd-show": self.opd,
            "people:opd-edit": self.opd,
            "people:role-end": self.role,
            **{f"people:import-{act}": self.import_run for act in IMPORT_ACTS},
            "standards:*": lambda own: self.standard.pk,
            "standards:competency-show": lambda own: self.competency.pk,
            "standards:framework-show": lambda own: self.framework.pk,
            "standards:framework-use": lambda own: self.framework.pk,
            "standards:framework-export": lambda own: {"pk": self.framework.pk, "kind": "csv"},
            "standards:position-show": lambda own: self.cast.nurse.pk,
            "assessment:*": self.employee,
            "assessment:office-gap": self.opd,
            "assessment:evidence-correct": self.evidence,
            "assessment:evidence-withdraw": self.evidence,
            "assessment:gap-list": lambda own: self.competency.pk,
            "assessment:position-people": lambda own: self.cast.nurse.pk,
            "assessment:standard-impact": lambda own: self.standard.pk,
            "catalogue:*": lambda own: self.programme.pk,
            "records:*": self.employee,
            "planning:*": lambda own: self.scenario.pk,
            "planning:employee-plan": self.employee,
            "planning:pin-remove": self.pin,
            **{f"planning:trial-{act}": self.trial for act in ("show", "stop", "keep", "discard")},
        }

    def employee(self, own: bool) -> int:
        return (self.cast.sari if own else self.cast.joko).pk

    def opd(self, own: bool) -> int:
        return (self.cast.health if own else self.cast.education).pk

    def job(self, own: bool) -> int:
        """A job of the planner, and one of somebody else."""
        owner = self.cast.ratna_user if own else self.cast.joko_user
        return Job.objects.get_or_create(kind="test", title="Uji", owner=owner)[0].pk

    def role(self, own: bool) -> int:
        opd = self.cast.health if own else self.cast.education
        day = START + datetime.timedelta(days=1)
        values = {"user": self.cast.sari_user, "kind": RoleKind.HEAD, "opd": opd, "valid_from": day}
        return Role.objects.get_or_create(**values, valid_until=day)[0].pk

    def import_run(self, own: bool) -> int:
        run, _ = ImportRun.objects.get_or_create(
            file_name="pegawai.xlsx", file_hash="0", state="preview", owner=self.cast.ratna_user
        )
        return run.pk

    def evidence(self, own: bool) -> int:
        found, _ = Evidence.objects.get_or_create(
            employee_id=self.employee(own),
            competency=self.competency,
            method=self.method,
            level=2,
            assessed_on=START,
        )
        return found.pk

    def pin(self, own: bool) -> int:
        found, _ = Pin.objects.get_or_create(
            scenario=self.scenario,
            employee_id=self.employee(own),
            programme=self.programme,
            is_in=True,
            reason="uji",
        )
        return found.pk

    def trial(self, own: bool) -> int:
        """A trial of the planner, and one of somebody else."""
        owner = self.cast.ratna_user if own else self.cast.joko_user
        run = PlanRun.objects.get_or_create(scenario=self.scenario, state="ready")[0]
        return PlanTrial.objects.get_or_create(scenario=self.scenario, base=run, owner=owner)[0].pk

    @cached_property
    def framework(self) -> Framework:
        return Framework.objects.create(code="UJI", title="Kamus uji")

    @cached_property
    def competency(self) -> Competency:
        return Competency.objects.create(
            framework=self.framework, code="M1", name="Integritas", kind="managerial"
        )

    @cached_property
    def method(self) -> Method:
        return Method.objects.create(code="uji", name="Uji", sd="0.5", valid_from=START)

    @cached_property
    def standard(self) -> Standard:
        standard = Standard.objects.create(
            level=self.cast.level, valid_from=START, version=9, state="in_force"
        )
        StandardItem.objects.create(standard=standard, competency=self.competency, level=3)
        return standard

    @cached_property
    def programme(self) -> Programme:
        form = LearningForm.objects.create(
            code="KL03",
            path="pelatihan",
            group="klasikal",
            name="Pelatihan teknis",
            jp_mode="programme",
            valid_from=START,
        )
        return Programme.objects.create(
            code="P1", name="Pelatihan uji", form=form, mode="class", jp=20, quarters=[1]
        )

    @cached_property
    def scenario(self) -> Scenario:
        year = PlanYear.objects.create(year=2027)
        Scenario.objects.create(year=year, name="Dasar", is_active=True)
        return Scenario.objects.create(year=year, name="Lain")
