from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bangkom.foundation import audit
from bangkom.foundation.models import AuditEntry


class Command(BaseCommand):
    help = "Check the audit trail: finds any changed, missing or swapped entry."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} fault(s) in the audit trail")
        self.stdout.write(f"{AuditEntry.objects.count()} entries, all sound")
