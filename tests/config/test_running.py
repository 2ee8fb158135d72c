"""Children live and end with the command that started them."""

from __future__ import annotations

import io
import socket
import subprocess

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bangkom.config import running
from tests.conftest import make_employee, make_opd

SLEEP = ["-c", "import time; time.sleep(60)"]


@pytest.fixture
def group():
    made = running.Group()
    yield made
    made.stop()


def test_stop_ends_every_child(group):
    group.start("satu", SLEEP)
    group.start("dua", SLEEP)
    children = [child for _name, child in group._children]

    group.stop()

    assert [child.poll() is not None for child in children] == [True, True]


def test_a_child_that_dies_is_named(group):
    group.start("Pekerja latar", ["-c", "raise SystemExit(3)"])
    with pytest.raises(running.Stopped, match=r"Pekerja latar berhenti sendiri \(kode 3\)"):
        group.wait()


def test_a_child_that_does_not_listen_is_killed(group, monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('siap', flush=True); time.sleep(60)"
    group.start("tuli", ["-c", deaf])
    child: subprocess.Popen = group._children[0][1]
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(1.5)

    group.stop()

    assert child.poll() == -9


def test_a_taken_port_names_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(running.PortTaken, match=f"--port {port + 1}"):
            running.check_port("127.0.0.1", port)


@pytest.mark.django_db
def test_demo_leaves_real_people_alone():
    make_employee("Sari Wulandari", make_opd("KOTA", "Kota sungguhan"))
    for options in ({}, {"reset": True}):
        with pytest.raises(CommandError, match="berisi 1 pegawai"):
            call_command("demo", no_serve=True, stderr=io.StringIO(), **options)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 539, 500_001])
def test_demo_names_the_sizes_it_can_make(people):
    with pytest.raises(CommandError, match="540 sampai 500000"):
        call_command("demo", people=people, no_serve=True, stderr=io.StringIO())
