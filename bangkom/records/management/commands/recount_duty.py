from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bangkom.records import queries, services


class Command(BaseCommand):
    help = "Count everybody's JP of a year against the duty again (run daily; needed at New Year and after a new rule)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="default: this year")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"] or queries.this_year()
        services.recount(year)
        self.stdout.write(f"duty of {year} counted")
