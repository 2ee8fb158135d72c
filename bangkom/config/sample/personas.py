"""The people of the sample city who can sign in, one for each way of working with the house."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Known to everybody: it opens nothing but a city that does not exist.
PASSWORD = "kota-contoh-kendari"  # noqa: S105
BORN = datetime.date(1991, 1, 1)
MAIL = "kota-contoh.test"


@dataclass(frozen=True)
class Persona:
    key: str
    part: Any
    role: str
    office: str = ""
    scoped: bool = False
    name: str = ""
    # Filters of employees, the nearest fit first.
    fits: tuple[Q, ...] = ()


WOMAN = Q(sex="f", kind="pns", legal_state="Aktif")
STAFF = Q(kind="pns", legal_state="Aktif")


def _title(text: str) -> Q:
    return Q(position__title__startswith=text)


PERSONAS = (
    Persona(
        "sari", _("ASN, perawat di puskesmas"), "", "DINKES", name="Sari Wulandari",
        fits=(
            WOMAN & _title("Perawat Ahli Pertama") & Q(unit__kind="clinic"), WOMAN & _title("Perawat") & Q(unit__kind="clinic"),
            WOMAN & Q(unit__kind="clinic"), WOMAN,
        ),
    ),
    Persona("bima", _("Kepala Dinas Kesehatan"), "head", "DINKES", True, fits=(_title("Kepala Dinas"),)),
    Persona(
        "kepegawaian", _("Pengelola kepegawaian Dinas Kesehatan"), "hr_officer", "DINKES", True,
        fits=(_title("Kepala Subbagian Umum"), _title("Sekretaris"), STAFF),
    ),
    Persona("joko", _("Kepala Dinas Komunikasi dan Informatika"), "head", "DISKOMINFO", True, fits=(_title("Kepala Dinas"),)),
    Persona(
        "ratna", _("Perencana BKPSDM"), "planner", "BKPSDM", name="Ratna Dewi",
        fits=(WOMAN & _title("Analis Pengembangan Kompetensi"), WOMAN & Q(position__kind="functional"), WOMAN, STAFF),
    ),
    Persona(
        "penyelenggara", _("Penyelenggara BKPSDM"), "organiser", "BKPSDM",
        fits=(STAFF & Q(position__kind="functional"), STAFF, Q()),
    ),
    Persona("sekda", _("Pimpinan: Sekretaris Daerah"), "leadership", "SETDA", fits=(_title("Sekretaris Daerah"),)),
    Persona(
        "pemeriksa", _("Pemeriksa (Inspektorat)"), "auditor", "ITDA",
        fits=(STAFF & _title("Auditor"), STAFF & Q(position__kind="functional"), STAFF, Q()),
    ),
    Persona(
        "operator", _("Operator sistem"), "operator", "DISKOMINFO",
        fits=(STAFF & _title("Pranata Komputer"), STAFF, Q()),
    ),
)  # fmt: skip


def make_personas(today: datetime.date) -> int:
    """Give the personas their names, users and roles."""
    employees = apps.get_model("people.Employee")._default_manager
    user_model, role_model = apps.get_model("people.User"), apps.get_model("people.Role")
    password = make_password(PASSWORD)
    taken: set[int] = set()
    for persona in PERSONAS:
        employee = _find(persona, taken)
        taken.add(employee.pk)
        name = persona.name or employee.name
        user = user_model(
            username=employee.nip,
            email=f"{persona.key}@{MAIL}",
            name=name,
            password=password,
            must_change_password=False,
        )
        user.save()
        employees.filter(pk=employee.pk).update(
            user=user, name=name, email=user.email, search_text=f"{name} {employee.nip}".lower()
        )
        if persona.role:
            opd = employee.opd if persona.scoped else None
            role_model(user=user, kind=persona.role, opd=opd, valid_from=today.replace(month=1, day=1)).save()
    return len(PERSONAS)


def _find(persona: Persona, taken: set[int]) -> Any:
    """The employee who plays a persona: of the first filter that anybody fits, the first hired one."""
    here = (
        apps.get_model("people.Employee")
        ._default_manager.filter(opd__code=persona.office)
        .exclude(pk__in=taken)
        .select_related("opd", "unit", "supervisor")
        .order_by("pk")
    )
    for fit in persona.fits:
        found = list(here.filter(fit)[:40])
        if found and persona.key == "sari":
            # The head of a clinic is hired first; Sari is one of those whom she leads, in her thirties.
            led = [one for one in found if one.supervisor and one.supervisor.unit_id == one.unit_id]
            return min(led or found, key=lambda one: abs((one.birth_date or BORN).year - BORN.year))
        if found:
            return found[0]
    return here.first()


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Part, name, NIP and e-mail of each persona in this database, in the order of ``PERSONAS``."""
    users = apps.get_model("people.User")._default_manager.filter(email__endswith=f"@{MAIL}")
    by_mail = {user.email: user for user in users}
    rows = []
    for persona in PERSONAS:
        if user := by_mail.get(f"{persona.key}@{MAIL}"):
            rows.append((str(persona.part), user.name, user.username, user.email))
    return rows
