from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Write the reference tables of every room (ranks, dictionary, forms, rules); safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        from bangkom.config.reference import load_all

        for table, count in load_all().items():
            self.stdout.write(f"{table}: {count}")
