"""Import a personnel file from the command line: first what it would change, with ``--apply`` for real."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.foundation.errors import DomainError
from bangkom.foundation.tabular import FileRefused, read_workbook
from bangkom.people.enums import RowVerdict
from bangkom.people.importing import PeopleSheet
from bangkom.people.models import ImportRun, Rank
from bangkom.people.services import imports, load_reference

VERDICTS = ("new", "changed", "same", "gone", "doubt", "rejected")


class Command(BaseCommand):
    help = "Import a personnel file (XLSX, XLS, CSV): preview, or --apply; --undo RUN takes one back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the personnel file")
        parser.add_argument("--apply", action="store_true", help="apply what the preview shows")
        parser.add_argument("--json", metavar="REPORT", help="write the whole report as JSON")
        parser.add_argument(
            "--annotated", metavar="OUT.xlsx", help="give the file back with a column of remedies"
        )
        parser.add_argument("--sheet", help="read only this sheet")
        parser.add_argument(
            "--map", metavar="LETTER=FIELD", nargs="+", help="columns, instead of the proposal"
        )
        parser.add_argument(
            "--confirm", metavar="ROW", nargs="+", type=int, default=[], help="yes to rows in doubt"
        )
        parser.add_argument("--undo", metavar="RUN", type=int, help="take back the import with this number")

    def handle(self, *args: Any, **options: Any) -> None:
        self._prepare()
        try:
            if options["undo"]:
                self._undo(options["undo"])
            elif options["file"]:
                self._import(options)
            else:
                raise CommandError(_("Sebutkan berkasnya, atau --undo dengan nomor impornya."))
        except FileRefused as refused:
            self._write_json(options["json"], {
                "file": Path(options["file"]).name, "header_rows": [], "rows": [], "warnings": [], "counts": {"rows": 0, "rejected": 0},
                "rejected": [], "error": {"code": refused.code, "message": refused.problem, "remedy": refused.remedy},
            })  # fmt: skip
            raise CommandError(str(refused), returncode=2) from refused
        except DomainError as refused:
            raise CommandError(str(refused), returncode=2) from refused

    def _prepare(self) -> None:
        """A new SQLite database gets its tables, an empty one the ranks and levels that every file refers to."""
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        if not Rank.objects.exists():
            load_reference()

    def _undo(self, number: int) -> None:
        run = ImportRun.objects.filter(pk=number).first()
        if run is None:
            raise CommandError(_("Tidak ada impor nomor %(number)d.") % {"number": number})
        imports.undo_run(run=run, actor=None)
        self.stdout.write(
            _("Impor %(number)d dibatalkan; data kembali seperti sebelumnya.") % {"number": number}
        )

    def _import(self, options: dict[str, Any]) -> None:
        path = Path(options["file"])
        mapping = dict(pair.split("=", 1) for pair in options["map"]) if options["map"] else None
        book = read_workbook(path)
        read = imports.read_file(book, path.name, mapping=mapping, sheet=options["sheet"])
        report = read.to_report()
        if options["annotated"]:
            Path(options["annotated"]).write_bytes(imports.annotated(read))
        if options["apply"]:
            verdicts, number = self._apply(read, path.name, options["confirm"])
            report["applied"] = {"run": number, **verdicts}
        else:
            outcome = imports.compare(read, timezone.localdate())
            verdicts = outcome.counts()
            report["preview"] = [_plan(plan) for plan in outcome.plans]
            report["new_units"] = [one["name"] for one in outcome.new_units.values()]
            report["new_posts"] = [one["title"] for one in outcome.new_posts.values()]
        report["counts"] = {
            **report["counts"],
            **{name: verdicts[name] for name in VERDICTS if name != "rejected"},
        }
        self._write_json(options["json"], report)
        self._tell(report, verdicts)

    def _apply(self, read: PeopleSheet, name: str, confirmed: list[int]) -> tuple[dict[str, int], int]:
        with transaction.atomic():
            run = imports.store_preview(read, name, actor=None)
            if confirmed:
                rows = run.rows.filter(row__in=confirmed, verdict=RowVerdict.DOUBT).values_list(
                    "pk", flat=True
                )
                imports.confirm_rows(run=run, rows=list(rows))
            imports.apply_run(run=run, actor=None)
        return run.counts["verdicts"], run.pk

    def _write_json(self, target: str | None, report: dict[str, Any]) -> None:
        if target:
            Path(target).write_text(
                json.dumps(report, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
            )

    def _tell(self, report: dict[str, Any], verdicts: dict[str, int]) -> None:
        rows = report["counts"]["rows"]
        head = _("%(file)s: judul kolom baris %(head)s, %(rows)d baris pegawai.")
        self.stdout.write(head % {"file": report["file"], "head": report["header_rows"], "rows": rows})
        self.stdout.write(
            _(
                "Baru %(new)d, berubah %(changed)d, sama %(same)d, tidak ada di berkas %(gone)d, diragukan %(doubt)d, ditolak %(rejected)d."
            )
            % verdicts
        )
        line = _("baris %(row)s kolom %(column)s: %(message)s %(remedy)s")
        for fault in report["rejected"][:20]:
            self.stdout.write("  " + line % fault)
        if len(report["rejected"]) > 20:
            more = _("… dan %(count)d lagi (lihat --json atau --annotated).")
            self.stdout.write("  " + more % {"count": len(report["rejected"]) - 20})
        for warning in [one for one in report["warnings"] if one["row"] is None]:
            self.stdout.write(f"  {warning['message']} {warning['remedy']}")
        if "applied" in report:
            done = _("Diterapkan sebagai impor %(number)d. Batalkan dengan: import_people --undo %(number)d")
            self.stdout.write(done % {"number": report["applied"]["run"]})
        else:
            self.stdout.write(_("Belum ada yang disimpan. Tambahkan --apply untuk menerapkan."))


def _plan(plan: imports.RowPlan) -> dict[str, Any]:
    return {"row": plan.row, "verdict": plan.verdict.value, "name": plan.name, "changes": plan.changes,
            "reasons": plan.faults if plan.verdict == RowVerdict.DOUBT else []}  # fmt: skip
