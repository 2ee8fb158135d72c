"""Worker and web server as child processes of one command: started together, stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bangkom.foundation.errors import DomainError

PATIENCE = 15
STARTING = 60


class PortTaken(DomainError):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            _(
                "Alamat %(host)s:%(port)s sudah dipakai program lain. Pakai nomor lain, misalnya --port %(other)s."
            )
            % {"host": host, "port": port, "other": port + 1}
        )


class Stopped(DomainError):
    """A child has ended although nobody asked it to."""


class Group:
    """Child processes that live as long as this one. ``wait`` returns after Ctrl-C or SIGTERM."""

    def __init__(self) -> None:
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.asked = False

    def start(self, name: str, arguments: list[str]) -> None:
        """Start ``python ARGUMENTS`` out of reach of the terminal's Ctrl-C: stopping is ours, in order."""
        path = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "PYTHONPATH": path, "BANGKOM_HOME": str(settings.HOME)}
        child = subprocess.Popen([sys.executable, *arguments], env=environment, start_new_session=True)  # noqa: S603
        self._children.append((name, child))

    def listen(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal ask for the end instead of breaking in."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._ask)

    def _ask(self, *_: Any) -> None:
        self.asked = True

    def check(self) -> None:
        """Raise ``Stopped`` when a child is dead."""
        for name, child in self._children:
            code = child.poll()
            if code is not None and not self.asked:
                raise Stopped(
                    _(
                        "%(name)s berhenti sendiri (kode %(code)s). Baca pesan di atas, lalu jalankan perintah ini lagi."
                    )
                    % {"name": name, "code": code}
                )

    def wait(self) -> None:
        while not self.asked:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask every child to end, the newest first, and make it after a while."""
        for _name, child in reversed(self._children):
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for _name, child in reversed(self._children):
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill(child)
        self._children = []


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a child and what it started itself."""
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def check_port(host: str, port: int) -> None:
    """Raise ``PortTaken`` unless somebody could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(host, port) from None


# Pages come first: jobs get what is left of the processors.
WORKER = """
import os
if hasattr(os, "nice"):
    os.nice(10)
from django.core.management import execute_from_command_line
options = ["--no-startup-delay", "--no-reload", "--interval", "0.25", "-v", "0"]
execute_from_command_line(["bangkom", "db_worker", *options])
"""


def start_worker(group: Group) -> None:
    group.start(_("Pekerja latar"), ["-c", WORKER])


def start_web(group: Group, host: str, port: int, *, workers: int = 2, threads: int = 4) -> None:
    group.start(
        _("Peladen web"),
        [
            "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
            "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning", "bangkom.config.wsgi:application",
        ],
    )  # fmt: skip


def await_page(group: Group, host: str, port: int, path: str = "/masuk/") -> float:
    """Seconds until the first page answers. Raises ``Stopped`` when a child dies or nothing comes."""
    began = time.monotonic()
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"
    while time.monotonic() - began < STARTING and not group.asked:
        group.check()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except urllib.error.HTTPError as error:
            raise Stopped(
                _("Halaman pertama menjawab %(code)s. Jalankan manage.py check dan baca pesan di atas.")
                % {"code": error.code}
            ) from None
        except OSError:
            time.sleep(0.05)
    if group.asked:
        return time.monotonic() - began
    raise Stopped(_("Halaman pertama belum menjawab setelah %(seconds)s detik.") % {"seconds": STARTING})


def collect_static() -> bool:
    """Gather the static files for the web server when any of them is newer than the last gathering."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return False
    seen = sorted(
        f"{path} {(state := storage.path(path)) and Path(state).stat().st_mtime_ns} {Path(state).stat().st_size}"
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    stamp, mark = "\n".join(seen), Path(settings.STATIC_ROOT) / "gathered.txt"
    if mark.exists() and mark.read_text() == stamp:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(stamp)
    return True


def run(start: Callable[[Group], None], before_stop: Callable[[], None] | None = None) -> None:
    """Start children by ``start``, stay until asked to end, and end them all whatever happens."""
    group = Group()
    group.listen()
    try:
        start(group)
        group.wait()
    finally:
        if before_stop is not None:
            before_stop()
        group.stop()
