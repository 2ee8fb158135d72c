"""The file that came, given back with a column of remedies."""

from __future__ import annotations

from typing import IO

from django.utils.translation import gettext as _

from bangkom.foundation.tabular import Remark, column_of, write_annotated

from .sheet import PeopleSheet


def write_remedies(read: PeopleSheet, stream: IO[bytes], *, with_private_columns: bool = True) -> None:
    """Write every sheet as it came, row n in row n, with a column “Perbaikan” beside the table.

    ``with_private_columns=False`` leaves the values of columns out that are not imported (NIK, phone and so on).
    """
    remarks: dict[str, dict[int, Remark]] = {}
    for fault in read.faults:
        rows = remarks.setdefault(fault.sheet, {})
        known = rows.get(fault.row, Remark(""))
        prefix = _("DITOLAK") if fault.is_refusal else _("Periksa")
        line = f"{prefix} {fault.column}: {fault.message} {fault.remedy}".replace(" :", ":")
        columns = (column_of(fault.column),) if fault.column else ()
        rows[fault.row] = Remark(
            f"{known.text}\n{line}".strip(), known.columns + columns, known.is_refused or fault.is_refusal
        )
    heads, hidden = {}, {}
    for table in read.tables:
        used = [column.index for column in table.header.columns if column.parts] or [table.sheet.width - 1]
        heads[table.sheet.name] = (
            (table.header.rows or [1])[-1] if table.header.rows else 0,
            max(max(used) + 1, table.sheet.width),
        )
        if not with_private_columns:
            hidden[table.sheet.name] = [column.index for column in table.mapped.refused]
    write_annotated(read.workbook.sheets, remarks, heads, stream, title=_("Perbaikan"), hidden_columns=hidden)
