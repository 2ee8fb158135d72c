from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from bangkom.foundation.errors import DomainError


class Command(BaseCommand):
    help = "Serve for real: web server and background worker together, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--workers", type=int, default=2, help="web server processes (default 2)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process (default 4)")
        parser.add_argument(
            "--job-workers", type=int, default=1, help="background workers; 0: they run elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from bangkom.config import running

        host, port = options["host"], options["port"]
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            text = _(
                "%(count)s perubahan skema belum diterapkan. Buat cadangan, lalu jalankan manage.py migrate."
            )
            raise CommandError(text % {"count": len(pending)})

        def start(group: running.Group) -> None:
            for _number in range(options["job_workers"]):
                running.start_worker(group)
            running.start_web(group, host, port, workers=options["workers"], threads=options["threads"])
            running.await_page(group, host, port)
            if not group.asked:
                self.stdout.write(
                    _("bangkom berjalan di %(address)s") % {"address": f"http://{host}:{port}/"}
                )
                self.stdout.flush()

        try:
            running.check_port(host, port)
            running.collect_static()
            connections.close_all()
            running.run(start)
        except DomainError as refused:
            raise CommandError(str(refused)) from None
