"""Import a competency dictionary (CASE JSON, CSV, XLSX, ESCO)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bangkom.foundation.errors import DomainError
from bangkom.standards import services
from bangkom.standards.errors import FrameworkRefused
from bangkom.standards.formats.rows import Flaw


class Command(BaseCommand):
    help = "Import a competency dictionary (CASE JSON, CSV, XLSX, ESCO); nothing is deleted."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="", help="code of the dictionary; the file's own by default")
        parser.add_argument(
            "--dictionary-version", help="version of the dictionary; the file's own by default"
        )
        parser.add_argument("--title", default="", help="title; the file's own by default")
        parser.add_argument(
            "--valid-from", type=dt.date.fromisoformat, help="first day, for example 2026-01-01"
        )
        parser.add_argument("--check", action="store_true", help="only read and report, store nothing")

    def handle(self, *args: Any, file: Path, code: str, title: str, check: bool, **options: Any) -> None:
        try:
            found = services.read_framework(file.read_bytes(), file.name)
            self._tell(found.flaws)
            if check:
                self._count(
                    competencies=len(found.competencies), links=len(found.links), flaws=len(found.flaws)
                )
                return
            report = services.import_framework(
                found,
                code=code,
                version=options["dictionary_version"],
                title=title,
                valid_from=options["valid_from"],
            )
        except OSError as missing:
            raise CommandError(f"{file}: {missing.strerror}") from missing
        except FrameworkRefused as refused:
            raise CommandError(str(refused)) from refused
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self._count(
            code=report.framework.code if report.framework else "",
            new=report.new,
            changed=report.changed,
            same=report.same,
            missing=len(report.missing),
            links=report.links,
            flaws=len(report.flaws),
        )

    def _tell(self, flaws: list[Flaw]) -> None:
        for flaw in flaws:
            times = f" ({flaw.count}x)" if flaw.count > 1 else ""
            self.stderr.write(f"{flaw.where}{times}: {flaw.message} {flaw.remedy}")

    def _count(self, **counts: Any) -> None:
        self.stdout.write(json.dumps(counts, ensure_ascii=False))
