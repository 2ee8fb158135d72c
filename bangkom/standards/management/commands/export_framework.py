"""Export a competency dictionary; the ending of the file decides the format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bangkom.standards import queries, services

KINDS = {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}


class Command(BaseCommand):
    help = "Export a competency dictionary to OUT (.json is CASE 1.0, .csv, .xlsx)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("out", type=Path)
        parser.add_argument("--dictionary-version", help="version; the newest by default")

    def handle(
        self, *args: Any, code: str, out: Path, dictionary_version: str | None, **options: Any
    ) -> None:
        kind = KINDS.get(out.suffix.lower())
        if kind is None:
            raise CommandError(f"{out.name}: the ending must be one of {', '.join(KINDS)}")
        found = queries.frameworks().filter(code=code)
        if dictionary_version is not None:
            found = found.filter(version=dictionary_version)
        framework = found.order_by("valid_from", "pk").last()
        if framework is None:
            known = ", ".join(sorted(set(queries.frameworks().values_list("code", flat=True)))) or "none"
            raise CommandError(f"{code}: no such dictionary. Known: {known}")
        with out.open("wb") as stream:
            services.write_framework(framework, stream, kind=kind)
        self.stdout.write(f"{out}: {framework.competency_count} competencies")  # type: ignore[attr-defined]
