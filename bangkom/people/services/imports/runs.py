"""The way of a personnel file: received, mapped, previewed, applied, undone."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangkom.foundation import audit, events
from bangkom.foundation.tabular import Workbook, clean, pack, read_workbook, unpack
from bangkom.people.enums import ImportState, RowVerdict
from bangkom.people.errors import ImportNotApplied, ImportNotReady, ReferenceMissing
from bangkom.people.events import EmployeesChanged
from bangkom.people.importing import PeopleSheet, read_people, write_remedies
from bangkom.people.models import ColumnMapping, ImportRow, ImportRun, JobLevel, Rank

from .applying import write_rows
from .changes import insert_columns
from .comparing import Comparison, compare
from .undoing import take_back

# How long the rows of a file are kept after it was applied, undone or left lying.
KEPT_DAYS = 30
Tell = Callable[[int, int, str], Any]


def _silent(done: int, total: int, note: str = "") -> None:
    return None


def receive_file(*, content: bytes, filename: str, actor: Any) -> ImportRun:
    """Read a file and keep it for mapping. A file that cannot be read raises ``FileRefused`` and leaves nothing.

    Columns that are not imported (NIK, phone and so on) are not kept either.
    """
    read = read_file(content, filename, with_rows=False)
    return _keep(read, filename, actor)


def read_file(
    content: bytes | Workbook,
    filename: str = "",
    *,
    mapping: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
    with_rows: bool = True,
) -> PeopleSheet:
    """Read a file with the mappings that were corrected before; without rows only tables and columns. Stores nothing."""
    book = content if isinstance(content, Workbook) else read_workbook(content, filename)
    remembered = dict(ColumnMapping.objects.values_list("header_signature", "mapping"))
    return read_people(
        book, filename, mapping, sheet, today=timezone.localdate(), remembered=remembered, with_rows=with_rows
    )


def store_preview(read: PeopleSheet, filename: str, *, actor: Any) -> ImportRun:
    """Keep a file that was read already together with its preview, in the caller's transaction."""
    _check_reference()
    run = _keep(read, filename, actor)
    _keep_outcome(run, read, compare(read, timezone.localdate()))
    return run


def _keep(read: PeopleSheet, filename: str, actor: Any) -> ImportRun:
    forget_old_runs()
    dropped = {table.sheet.name: [column.index for column in table.mapped.refused] for table in read.tables}
    heads = {table.sheet.name: max(table.header.rows, default=0) for table in read.tables}
    # Sheets without people may hold anything; they are not kept.
    names = {table.sheet.name for table in read.tables}
    book = Workbook(read.workbook.filename, read.workbook.kind, read.workbook.sha256,
                    [sheet for sheet in read.workbook.sheets if sheet.name in names])  # fmt: skip
    packed = pack(book, dropped, heads)
    with transaction.atomic():
        run = ImportRun(
            file_name=PurePath(filename).name[-200:], file_hash=read.workbook.sha256, owner=_person(actor)
        )
        _describe(run, read)
        run.file.save(f"{read.workbook.sha256[:32]}.gz", ContentFile(packed), save=False)
        try:
            run.save()
        except BaseException:
            run.file.delete(save=False)
            raise
    return run


def _person(actor: Any) -> Any:
    return actor if actor is not None and getattr(actor, "pk", None) else None


def _describe(run: ImportRun, read: PeopleSheet) -> None:
    main = read.main
    run.sheet, run.header_signature, run.header_rows = main.sheet.name[:100], main.signature, main.header.rows
    run.mapping = {
        "chosen": main.mapped.by_letter,
        "columns": [
            {"letter": one.column.letter, "title": one.column.title, "field": one.field if one.use == "take" else "",
             "use": one.use, "confidence": one.confidence, "rivals": list(one.rivals),
             "examples": [clean(value)[:40] for value in one.examples]}
            for one in main.mapped.proposals
        ],
        "sheets": [[table.sheet.name, len(table.body.records)] for table in read.tables],
    }  # fmt: skip
    run.warnings = read.notices
    run.counts = {"file": read.counts}


def kept_workbook(run: ImportRun) -> Workbook:
    """The file as it was kept, without the columns that are not imported."""
    with run.file.open("rb") as stream:
        return unpack(stream.read())


def preview_run(
    run: ImportRun, *, mapping: Mapping[str, str | None] | None = None, tell: Tell = _silent
) -> ImportRun:
    """Set the file against what is stored and keep the outcome row by row. Changes no person.

    A mapping that differs from the proposal is remembered for every file with the same header.
    """
    if run.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        raise ImportNotReady
    _check_reference()
    tell(0, 4, _("Membaca berkas"))
    chosen = mapping if mapping is not None else run.mapping.get("chosen")
    read = read_file(kept_workbook(run), run.file_name, mapping=chosen)
    tell(1, 4, _("Membandingkan dengan data yang tersimpan"))
    outcome = compare(read, timezone.localdate())
    tell(2, 4, _("Menyimpan pratinjau"))
    with transaction.atomic():
        if mapping is not None and dict(mapping) != run.mapping.get("chosen"):
            ColumnMapping.objects.update_or_create(
                header_signature=read.main.signature, defaults={"mapping": dict(mapping), "owner": run.owner}
            )
        _describe(run, read)
        _keep_outcome(run, read, outcome)
    tell(4, 4, _("Pratinjau siap"))
    return run


def _check_reference() -> None:
    if not Rank.objects.exists() or not JobLevel.objects.exists():
        raise ReferenceMissing


def _keep_outcome(run: ImportRun, read: PeopleSheet, outcome: Comparison) -> None:
    run.rows.all().delete()
    names = ("run_id", "row", "verdict", "employee_id", "name", "values", "changes", "faults", "confirmed")
    insert_columns(ImportRow, names, (
        (run.pk, plan.row, plan.verdict.value, plan.employee_id, plan.name, {**plan.values, "sheet": plan.sheet}, plan.changes,
         plan.faults, False)
        for plan in outcome.plans
    ))  # fmt: skip
    run.warnings = [*run.warnings, *outcome.notices]
    run.counts = {
        "file": read.counts,
        "verdicts": outcome.counts(),
        "new_units": outcome.new_units,
        "new_posts": outcome.new_posts,
    }
    run.state, run.error = ImportState.PREVIEW, ""
    run.save()


def confirm_rows(*, run: ImportRun, rows: list[int], is_confirmed: bool = True) -> int:
    """A human's yes (or no) to rows in doubt, by their keys; answers how many."""
    if run.state != ImportState.PREVIEW:
        raise ImportNotReady
    return run.rows.filter(pk__in=rows, verdict=RowVerdict.DOUBT).update(confirmed=is_confirmed)


@transaction.atomic
def apply_run(*, run: ImportRun, actor: Any) -> ImportRun:
    """Apply the preview: all of it or nothing, and only once. Rows in doubt without a yes are left out.

    Audited by counts. Publishes ``EmployeesChanged``.
    """
    now = timezone.now()
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.PREVIEW).update(
        state=ImportState.APPLIED, applied_at=now
    )
    if not moved:
        raise ImportNotReady
    run.refresh_from_db()
    touched = write_rows(run, timezone.localdate())
    audit.record(actor, "people.import.applied", run, after=run.counts["verdicts"])
    if touched:
        events.publish(EmployeesChanged(tuple(touched)))
    return run


@transaction.atomic
def undo_run(*, run: ImportRun, actor: Any) -> ImportRun:
    """Take an applied import back as a whole: every table is as it was before.

    Raises ``ImportBuiltUpon`` when somebody changed or used what it wrote. Publishes ``EmployeesChanged``.
    """
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.APPLIED).update(
        state=ImportState.UNDONE, undone_at=timezone.now()
    )
    if not moved:
        raise ImportNotApplied
    run.refresh_from_db()
    touched = take_back(run)
    audit.record(actor, "people.import.undone", run, before=run.counts["verdicts"])
    if touched:
        events.publish(EmployeesChanged(tuple(touched)))
    return run


def discard_run(*, run: ImportRun) -> None:
    """Throw away a file that was not applied: rows and file."""
    if run.state in (ImportState.APPLIED, ImportState.UNDONE):
        raise ImportNotReady
    _forget(run)


def _forget(run: ImportRun) -> None:
    name, storage = run.file.name, run.file.storage
    run.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def forget_old_runs() -> int:
    """Delete the rows and files of imports that ended, or were left lying, more than 30 days ago."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    old = [
        run
        for run in ImportRun.objects.filter(created_at__lt=before)
        if (run.undone_at or run.applied_at or run.created_at) < before and run.file
    ]
    for run in old:
        if run.state in (ImportState.APPLIED, ImportState.UNDONE):
            run.rows.all().delete()
            run.applied_changes.all().delete()
            run.file.delete(save=False)
            run.mapping = {}
            run.save(update_fields=["file", "mapping"])
        else:
            _forget(run)
    return len(old)


def remedies_of(run: ImportRun) -> bytes:
    """The kept file with a column of remedies, as XLSX."""
    read = read_file(kept_workbook(run), run.file_name, mapping=run.mapping.get("chosen"))
    return annotated(read)


def annotated(read: PeopleSheet) -> bytes:
    stream = io.BytesIO()
    write_remedies(read, stream)
    return stream.getvalue()
