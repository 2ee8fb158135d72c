"""Compute a scenario's plan from the command line."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from bangkom.foundation.errors import DomainError
from bangkom.planning import services
from bangkom.planning.models import Scenario


class Command(BaseCommand):
    help = "Compute the plan of a year's active scenario (or a named one) and make it current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="budget year; the newest one by default")
        parser.add_argument("--scenario", help="name of the scenario; the active one by default")
        parser.add_argument("--no-frontier", action="store_true", help="skip the plans at other budgets")
        parser.add_argument("--effort", default="auto", choices=("auto", "quick", "standard", "thorough"))

    def handle(self, *args: Any, **options: Any) -> None:
        scenario = self._scenario(options["year"], options["scenario"])
        say = self._say if options["verbosity"] else None
        try:
            with override("id"):
                run = services.compute(
                    scenario, say, with_frontier=not options["no_frontier"], effort=options["effort"]
                )
        except DomainError as refused:
            raise CommandError(str(refused)) from None
        wanted = ("people", "seats", "batches", "reached", "postponed", "planned", "ceiling", "gap", "closed")
        figures = {name: run.summary[name] for name in wanted}
        figures |= {
            "run": run.pk,
            "objective": run.objective,
            "bound": run.bound,
            "distance_percent": run.distance_percent,
            "seconds": run.seconds,
        }
        self.stdout.write(json.dumps(figures))

    def _scenario(self, year: int | None, name: str | None) -> Scenario:
        found = Scenario.objects.select_related("year").order_by("-year__year")
        if year:
            found = found.filter(year__year=year)
        scenario = (found.filter(name=name) if name else found.filter(is_active=True)).first()
        if scenario is None:
            raise CommandError("No such scenario. Open the year on the planner's table first (Meja Rencana).")
        return scenario

    def _say(self, done: int, total: int, note: str) -> None:
        self.stderr.write(f"{done:3d}/{total} {note}")
