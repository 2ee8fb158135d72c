"""``python3 manage.py test``: every check of a checkout, the one command of README, CI and a colleague."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

ROOT = Path(__file__).resolve().parents[4]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Command(BaseCommand):
    help = "Run every check: lint, types, import contracts, tests on SQLite and PostgreSQL, browser tests."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", help="only these tests, on SQLite, without the other checks")
        parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
        parser.add_argument(
            "--fail-skips", action="store_true", help="a missing PostgreSQL or Chromium is a fault"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.failed: list[str] = []
        if options["paths"]:
            raise SystemExit(self.pytest("SQLite", options["paths"], {}))
        self.static_checks()
        missing = self.missing()
        for line in missing:
            self.say(f"SKIPPED {line}")
        if missing and options["fail_skips"]:
            self.failed.append("something is missing: " + "; ".join(missing))
        if options["database"] in ("postgres", "both"):
            self.on_postgres()
        if self.failed:
            self.say("FAILED before the last tests: " + ", ".join(self.failed))
        if options["database"] in ("sqlite", "both"):
            # Last, so that the last line is pytest's own.
            code = self.pytest("SQLite", ["tests"], {})
            if code:
                self.failed.append("tests on SQLite")
        raise SystemExit(1 if self.failed else 0)

    def static_checks(self) -> None:
        tools = Path(sys.executable).parent
        self.run_check("ruff", [str(tools / "ruff"), "check", "."])
        self.run_check("ruff format", [str(tools / "ruff"), "format", "--check", "."])
        self.run_check("import contracts", [str(tools / "lint-imports"), "--no-cache"])
        self.run_check("mypy", [str(tools / "mypy"), "--no-error-summary"])
        self.run_check("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"])

    def run_check(self, name: str, command: list[str]) -> None:
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        self.say(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.1f} s)")
        if done.returncode:
            self.failed.append(name)
            self.say((done.stdout + done.stderr)[-6000:])

    def missing(self) -> list[str]:
        from tests.support import postgres

        found = []
        if postgres.programs() is None:
            found.append(f"tests on PostgreSQL: no server found ({postgres.INSTALL})")
        if not any(shutil.which(name) for name in CHROMIUM):
            found.append("browser tests: no Chromium found (apt install chromium)")
        return found

    def on_postgres(self) -> None:
        from tests.support import postgres

        if postgres.programs() is None:
            return
        with self.cluster_or_fault(postgres) as url:
            # What pages look like does not depend on the database: the walk through all of them is done once.
            if url and self.pytest("PostgreSQL", ["tests"], {"DATABASE_URL": url}, "-m", "not walk"):
                self.failed.append("tests on PostgreSQL")

    @contextlib.contextmanager
    def cluster_or_fault(self, postgres: Any) -> Iterator[str]:
        try:
            cluster = postgres.cluster()
            url = cluster.__enter__()
        except RuntimeError as error:
            self.failed.append(str(error))
            yield ""
            return
        try:
            yield url
        finally:
            cluster.__exit__(None, None, None)

    def pytest(self, name: str, paths: list[str], environment: dict[str, str], *more: str) -> int:
        self.say(f"Tests on {name}")
        workers = ["-n", "2", "--dist", "loadgroup"] if len(paths) == 1 and paths[0] == "tests" else []
        command = [sys.executable, "-m", "pytest", "-q", *workers, *more, *paths]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
