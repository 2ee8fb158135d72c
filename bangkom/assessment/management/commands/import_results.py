"""Import assessment results (XLSX, XLS, CSV); stores nothing without --apply."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bangkom.assessment import queries, services
from bangkom.foundation.errors import DomainError


class Command(BaseCommand):
    help = "Check a file of assessment results and, with --apply, store it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="store the results if no row is wrong")
        parser.add_argument("--method", help="code of the method of rows without one (ac, test, …)")
        parser.add_argument("--date", type=dt.date.fromisoformat, help="day of rows without one")
        parser.add_argument("--assessor", default="", help="assessor of rows without one")
        parser.add_argument("--json", type=Path, help="write the report to this file")
        parser.add_argument("--annotated", type=Path, help="write the file with a column of remedies")

    def handle(self, *args: Any, file: Path, apply: bool, annotated: Path | None, **options: Any) -> None:
        try:
            found = services.read_results(file.read_bytes(), file.name, defaults=self._defaults(options))
            if annotated:
                annotated.write_bytes(found.annotated())
            written = services.store_results(found, actor=None) if apply and not found.faults else 0
        except OSError as missing:
            raise CommandError(f"{file}: {missing.strerror}") from missing
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        report = {
            "results": len(found.results),
            "people": found.people,
            "new": len(found.new),
            "changed": len(found.changed),
            "same": found.same,
            "written": written,
            "rejected": [vars(fault) for fault in found.faults],
        }
        if options["json"]:
            options["json"].write_text(json.dumps(report, ensure_ascii=False, indent=1))
        for fault in found.faults:
            self.stderr.write(f"{fault.row}{fault.column}: {fault.sentence}")
        self.stdout.write(json.dumps({**report, "rejected": len(found.faults)}))
        if apply and found.faults:
            raise CommandError("Nothing was stored: mend the rows above first.")

    def _defaults(self, options: dict[str, Any]) -> services.Defaults:
        method = None
        if options["method"]:
            known = {found.code: found for found in queries.methods_in_force(timezone.localdate())}
            method = known.get(options["method"])
            if method is None:
                raise CommandError(f"--method {options['method']}: use one of {', '.join(known)}")
        return services.Defaults(method, options["date"], options["assessor"])
