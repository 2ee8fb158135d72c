"""The cast and the ground of every test: Sari, her head Bima, Ratna of BKPSDM, and Joko who must see nothing."""

from __future__ import annotations

import datetime

import pytest

from bangkom.people.enums import EmploymentKind, OpdKind, PositionKind, RoleKind, Sex
from bangkom.people.models import Employee, JobLevel, Opd, Position, Rank, Role, User

START = datetime.date(2020, 1, 1)
PASSWORD = "rumah-besar-di-kendari"


def make_opd(code: str, name: str, kind: OpdKind = OpdKind.DINAS, parent: Opd | None = None, **values) -> Opd:
    opd = Opd.objects.create(code=code, name=name, kind=kind, parent=parent, **values)
    opd.path = f"{parent.path if parent else ''}{opd.pk}."
    opd.office = parent.office if parent is not None and parent.office_id else (opd if parent else None)
    opd.save()
    return opd


def make_user(username: str, name: str, *, role: RoleKind | None = None, opd: Opd | None = None) -> User:
    user = User.objects.create_user(username, f"{username}@contoh.test", PASSWORD, name=name)
    if role:
        Role.objects.create(user=user, kind=role, opd=opd, valid_from=START)
    return user


def make_employee(
    name: str, opd: Opd, *, nip: str | None = None, user: User | None = None, **values
) -> Employee:
    defaults = {
        "kind": EmploymentKind.PNS,
        "sex": Sex.FEMALE,
        "birth_date": datetime.date(1990, 5, 17),
        "search_text": f"{name} {nip or ''}".lower(),
    }
    office = opd.office or opd
    return Employee.objects.create(
        name=name, nip=nip, unit=opd, opd=office, user=user, **{**defaults, **values}
    )


class Cast:
    """Two offices and the people of every test. Sari and Bima work in health, Joko in education."""

    def __init__(self) -> None:
        self.city = make_opd("KDI", "Pemerintah Kota Kendari", OpdKind.GOVERNMENT)
        self.health = make_opd("DINKES", "Dinas Kesehatan", parent=self.city, serves_public=True)
        self.education = make_opd("DIKBUD", "Dinas Pendidikan dan Kebudayaan", parent=self.city)
        self.clinic = make_opd("PKM-01", "Puskesmas Mata", OpdKind.CLINIC, parent=self.health)
        self.level = JobLevel.objects.create(
            code="JF-PT", name="JF Ahli Pertama", family=PositionKind.FUNCTIONAL, order=9, retirement_age=58
        )
        self.executive = JobLevel.objects.create(
            code="PLK", name="Pelaksana", family=PositionKind.EXECUTIVE, order=6, retirement_age=58
        )
        self.rank = Rank.objects.create(code="III/b", family="PNS", name="Penata Muda Tingkat I", order=10)
        self.nurse = Position.objects.create(
            code="PERAWAT-PT", title="Perawat Ahli Pertama", kind=PositionKind.FUNCTIONAL, level=self.level,
            field="Kesehatan",
        )  # fmt: skip
        self.clerk = Position.objects.create(
            code="PENGADMINISTRASI",
            title="Pengadministrasi Umum",
            kind=PositionKind.EXECUTIVE,
            level=self.executive,
        )
        self.sari_user = make_user("199005172015032001", "Sari Wulandari")
        self.bima_user = make_user("197503101999031002", "Bima La Ode", role=RoleKind.HEAD, opd=self.health)
        self.joko_user = make_user(
            "198001012005011003", "Joko Santoso", role=RoleKind.HEAD, opd=self.education
        )
        self.ratna_user = make_user("198208082008032004", "Ratna Dewi", role=RoleKind.PLANNER)
        self.bima = make_employee(
            "Bima La Ode", self.health, nip="197503101999031002", user=self.bima_user, sex=Sex.MALE,
            birth_date=datetime.date(1975, 3, 10), position=self.clerk, rank=self.rank,
        )  # fmt: skip
        self.sari = make_employee(
            "Sari Wulandari", self.clinic, nip="199005172015032001", user=self.sari_user, position=self.nurse,
            rank=self.rank, supervisor=self.bima, back_title="S.Kep.",
        )  # fmt: skip
        self.joko = make_employee(
            "Joko Santoso", self.education, nip="198001012005011003", user=self.joko_user, sex=Sex.MALE,
            birth_date=datetime.date(1980, 1, 1), position=self.clerk, rank=self.rank,
        )  # fmt: skip
        self.ratna = make_employee(
            "Ratna Dewi", self.city, nip="198208082008032004", user=self.ratna_user,
            birth_date=datetime.date(1982, 8, 8), position=self.clerk, rank=self.rank,
        )  # fmt: skip


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture
def sign_in(client):
    """``sign_in(user)`` gives the test client that person's session."""

    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture(autouse=True)
def quick_and_alone(settings, tmp_path):
    """Cheap passwords, own files, no cache left over from another test."""
    from django.core.cache import cache

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
