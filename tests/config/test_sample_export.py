"""The exported personnel file holds everybody, clean or as offices send it."""

from __future__ import annotations

import re

from python_calamine import CalamineWorkbook

from bangkom.config.sample.export import export_people
from bangkom.people.models import Employee


def rows_of(path):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_clean_file_has_one_header_and_one_row_each(city, tmp_path):
    assert export_people(tmp_path / "a.xlsx") == 540
    rows = rows_of(tmp_path / "a.xlsx")
    nips = {row[3] for row in rows[1:]}

    assert rows[0][:4] == ["Nama", "Gelar Depan", "Gelar Belakang", "NIP"]
    assert nips == set(Employee.objects.values_list("nip", flat=True))


def test_a_file_with_quirks_still_holds_every_number(city, tmp_path):
    export_people(tmp_path / "b.xlsx", quirks=True)
    rows = rows_of(tmp_path / "b.xlsx")
    cells = [str(row[2]) for row in rows[8:]]
    nips = [re.sub(r"\D", "", cell)[-18:] for cell in cells if cell]

    assert sorted(nips) == sorted(Employee.objects.values_list("nip", flat=True))
    assert [int(cell) for cell in rows[7][:5]] == [1, 2, 3, 4, 5]
    spellings = {re.sub(r"\d", "9", cell) for cell in cells if cell}
    assert {"9" * 18, "'" + "9" * 18, "99999999 999999 9 999", "NIP. 99999999 999999 9 999"} <= spellings
    assert any(str(row[13]).startswith("Kendari, ") for row in rows[-10:])
