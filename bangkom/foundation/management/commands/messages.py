from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bangkom.foundation import messages


class Command(BaseCommand):
    help = (
        "Collect the texts of code and templates into locale/en and compile it; lists what is not translated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        package = Path(settings.PACKAGE)
        path = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
        known, found = messages.read_po(path), messages.collect(package)
        for key, message in found.items():
            if key in known:
                message.translations = known[key].translations
        messages.write_po(path, "en", found)
        messages.compile_all(package)
        open_texts = [m for m in found.values() if not m.is_translated]
        for message in open_texts:
            self.stdout.write(message.text)
        gone = len(set(known) - set(found))
        self.stderr.write(f"{len(found)} texts, {len(open_texts)} not translated, {gone} no longer used")
