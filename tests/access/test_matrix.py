"""Every address × every role × an object of the own OPD and of another: the answers are those of matrix.csv.

A new address fails here until it has its rows. ``WRITE_MATRIX=1 python3 manage.py test tests/access`` writes
the answers as they are now; read every changed line before you commit it: the file is the promise.

Answers: ``in`` the page opens (or refuses the empty form, or sends on), ``sign-in`` the sign-in page,
``no`` 403, ``hidden`` 404.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from bangkom.people.enums import RoleKind
from tests.access.objects import Objects
from tests.conftest import make_user

MATRIX = Path(__file__).with_name("matrix.csv")
ROLES = ["anonymous", "employee", "head", "hr_officer", "planner", "organiser", "partner", "leadership",
         "auditor", "operator"]  # fmt: skip


def addresses() -> dict[str, list[str]]:
    """Name of each address with the names of its arguments."""
    found: dict[str, list[str]] = {}

    def collect(resolver, space=""):
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                found[f"{space}{entry.name}"] = list(entry.pattern.converters)
            else:
                collect(entry, f"{entry.namespace}:" if entry.namespace else space)

    collect(get_resolver())
    return found


def answer_of(client: Client, url: str, method: str) -> str:
    response = client.get(url) if method == "GET" else client.post(url, {})
    if response.status_code in (301, 302) and response.headers["Location"].startswith("/masuk/"):
        return "sign-in"
    names = {200: "in", 204: "in", 302: "in", 400: "in", 422: "in", 403: "no", 404: "hidden", 405: "method"}
    return names.get(response.status_code, str(response.status_code))


def walk(objects: Objects) -> list[dict[str, str]]:
    rows = []
    clients = {role: Client() for role in ROLES}
    for role, user in objects.users.items():
        clients[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name, arguments in sorted(addresses().items()):
        for target in ("own", "other") if arguments else ("-",):
            values = objects.arguments(name, arguments, target)
            url = reverse(name, kwargs=values)
            for method in ("GET", "POST"):
                if (name, method) in objects.left_out:
                    continue
                row = {"address": name, "method": method, "object": target}
                for role in ROLES:
                    with objects.untouched():
                        row[role] = answer_of(clients[role], url, method)
                if {row[role] for role in ROLES} - {"method"}:
                    rows.append(row)
    return rows


@pytest.fixture
def objects(cast) -> Objects:
    call_command("load_reference", verbosity=0)
    users = {
        "employee": cast.sari_user,
        "head": cast.bima_user,
        "hr_officer": make_user("petugas", "Petugas", role=RoleKind.HR_OFFICER, opd=cast.health),
        "planner": cast.ratna_user,
        **{
            kind.value: make_user(kind.value, kind.label, role=kind)
            for kind in (
                RoleKind.ORGANISER,
                RoleKind.PARTNER,
                RoleKind.LEADERSHIP,
                RoleKind.AUDITOR,
                RoleKind.OPERATOR,
            )  # fmt: skip
        },
    }
    objects = Objects(cast, users)
    objects.prepare()
    return objects


def test_every_role_gets_the_promised_answer_at_every_address(objects):
    found = walk(objects)

    if os.environ.get("WRITE_MATRIX"):
        with open(MATRIX, "w", newline="") as stream:
            writer = csv.DictWriter(stream, ["address", "method", "object", *ROLES], lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    with open(MATRIX, newline="") as stream:
        promised = list(csv.DictReader(stream))
    assert found == promised
