from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Write the sample city's people to an XLSX, for trying the import; --quirks as offices send it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="OUT.xlsx")
        parser.add_argument(
            "--quirks", action="store_true", help="with all that real personnel files have in them"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other quirks")

    def handle(self, *args: Any, **options: Any) -> None:
        from bangkom.config.sample import is_sample
        from bangkom.config.sample.export import export_people

        if not is_sample():
            raise CommandError(
                _("Basis data ini tidak berisi kota contoh. Jalankan manage.py demo --no-serve lebih dahulu.")
            )
        count = export_people(Path(options["path"]), quirks=options["quirks"], seed=options["seed"])
        self.stdout.write(
            _("%(count)s pegawai ditulis ke %(path)s") % {"count": count, "path": options["path"]}
        )
