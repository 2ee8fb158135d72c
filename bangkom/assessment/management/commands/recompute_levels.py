"""Estimate all competency levels and gaps anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bangkom.assessment import services
from bangkom.foundation.errors import DomainError
from bangkom.standards import services as standards


class Command(BaseCommand):
    help = "Rebuild requirements, levels, gaps and their summaries for everybody (run daily)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            standards.rebuild_requirements(tell=False)
            done = services.recompute_levels(tell=self._tell)
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{done.people} people, {done.pairs} levels, {done.evidence} results")

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done}/{total}")
