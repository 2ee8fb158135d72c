from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.utils.translation import gettext as _

from bangkom.foundation.errors import DomainError


class Command(BaseCommand):
    help = "Make the sample city if there is none, then serve it; prints the address and who can sign in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--people", type=int, default=0, help="size of the city, 540 to 500000 (default 5400)"
        )
        parser.add_argument(
            "--reset", action="store_true", help="throw the sample city away and make it anew"
        )
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--no-serve", action="store_true", help="make the city and end")

    def handle(self, *args: Any, **options: Any) -> None:
        from bangkom.config.running import check_port

        # A stop from outside ends the making of the city as Ctrl-C does; later the group of servers listens.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            if not options["no_serve"]:
                check_port(options["host"], options["port"])
            self.prepare(options["people"], options["reset"], quick=not options["no_serve"])
            if not options["no_serve"]:
                self.serve(options["host"], options["port"])
        except DomainError as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError(
                _("Dihentikan. Jalankan perintah ini lagi; yang belum selesai dibuat ulang.")
            ) from None

    # --- the city --------------------------------------------------------------------------------

    def prepare(self, people: int, reset: bool, *, quick: bool) -> None:
        from bangkom.config import sample

        if people and not sample.SMALLEST <= people <= sample.LARGEST:
            text = _("--people %(people)s di luar batas. Pakai angka %(low)s sampai %(high)s.")
            raise CommandError(text % {"people": people, "low": sample.SMALLEST, "high": sample.LARGEST})
        # Begun at once where the city will surely be made: it takes longer than the schema.
        self.solver = warm_solver() if reset or is_new_file() else None
        try:
            self.make(people, reset, quick)
        finally:
            if self.solver is not None and self.solver.poll() is None:
                self.solver.terminate()
                self.solver.wait()

    def make(self, people: int, reset: bool, quick: bool) -> None:
        from bangkom.config import sample

        self.step(_("Skema basis data"), lambda: call_command("migrate", verbosity=0, skip_checks=True))
        state, count = sample.state(), sample.people_count()
        if state == sample.NOTHING and count:
            raise sample.CityExists(count)
        if state == sample.PARTIAL or (reset and (state != sample.NOTHING)):
            self.step(_("Kota contoh lama dihapus"), self.clear)
            state = sample.NOTHING
        if state == sample.COMPLETE:
            if people and people != count:
                text = _(
                    "Kota contoh sudah ada dengan %(count)s pegawai; --reset membuatnya lagi dengan %(people)s."
                )
                self.say(text % {"count": count, "people": people})
            return
        self.solver = self.solver or warm_solver()
        sample.make_city(people or sample.USUAL, say=self.say)
        self.step(_("Penyelesai rencana disiapkan"), self.solver.wait)
        sample.make_plan(say=self.say, quick=quick)
        sample.mark_complete()

    def clear(self) -> None:
        """Empty the database: its file, or every table where the database is a server's."""
        if connection.vendor == "sqlite":
            path = Path(str(settings.DATABASES["default"]["NAME"]))
            connections.close_all()
            for suffix in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            call_command("migrate", verbosity=0, skip_checks=True)
        else:
            call_command("flush", verbosity=0, interactive=False)

    # --- the servers -----------------------------------------------------------------------------

    def serve(self, host: str, port: int) -> None:
        from bangkom.config import running, sample

        self.step(_("Berkas statis"), running.collect_static)
        give_up_open_jobs()
        sample.queue_plan()
        connections.close_all()

        def start(group: running.Group) -> None:
            running.start_worker(group)
            running.start_web(group, host, port)
            seconds = running.await_page(group, host, port)
            if not group.asked:
                self.say(
                    "  " + _("Halaman pertama menjawab setelah %(seconds).1f dtk") % {"seconds": seconds}
                )
                self.greet(host, port)

        running.run(start, before_stop=ask_jobs_to_stop)
        self.say(_("Selesai: peladen dan pekerja sudah berhenti."))

    def greet(self, host: str, port: int) -> None:
        from bangkom.config.sample.personas import PASSWORD, sign_ins

        lines = ["", _("bangkom berjalan di %(address)s") % {"address": f"http://{host}:{port}/"}, ""]
        lines.append(
            _("Masuk dengan NIP atau alamat surel; kata sandi semua: %(password)s") % {"password": PASSWORD}
        )
        rows = sign_ins()
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        lines += [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        ]
        lines += ["", _("Data kota ini buatan; tidak ada orang sungguhan. Ctrl-C menghentikan."), ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def say(self, text: str) -> None:
        self.stderr.write(text)

    def step(self, name: str, work: Any) -> None:
        began = time.monotonic()
        work()
        seconds = time.monotonic() - began
        if seconds > 0.3:
            self.say(f"  {name} ({seconds:.1f} s)")


def is_new_file() -> bool:
    """Whether the city will surely have to be made, so that the solver can be prepared meanwhile."""
    return connection.vendor == "sqlite" and not Path(str(settings.DATABASES["default"]["NAME"])).exists()


def give_up_open_jobs() -> None:
    """Jobs that an earlier run left behind: nobody works on them any more, and they would block new ones."""
    from django.utils import timezone

    jobs = apps.get_model("foundation.Job")._default_manager
    text = _("Pekerja latar berhenti sebelum pekerjaan ini selesai. Jalankan lagi.")
    jobs.filter(state="running").update(state="failed", error=text, ended_at=timezone.now())


def ask_jobs_to_stop() -> None:
    """Running jobs look at this mark twice a second, so the worker need not be made to end."""
    apps.get_model("foundation.Job")._default_manager.filter(state="running").update(cancel_requested=True)
    connections.close_all()


def warm_solver() -> subprocess.Popen[bytes]:
    """Compile the planner's kernels in another process while the city is made."""
    code = "from bangkom.engine.planner import warm_up; warm_up()"
    # Its failure is no harm: the kernels are then compiled when the plan is computed, which says what is wrong.
    return subprocess.Popen([sys.executable, "-c", code], cwd=settings.ROOT, stderr=subprocess.DEVNULL)
