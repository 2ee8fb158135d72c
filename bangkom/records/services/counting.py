"""Yearly sums of JP and the duty summaries, rebuilt by the database in a few statements.

Two SQL statements, the same on SQLite and PostgreSQL, count a city of 54,000 in about a second; a loop over
model instances takes most of a minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection, transaction

from bangkom.records.models import DutySummary, YearlyJp

CHUNK = 5_000

# People in service at some time of the year. One who left, or is not counted (leave outside the state's
# cost, suspension), has her JP summed but no duty.
_SUMS = """
INSERT INTO records_yearlyjp (employee_id, opd_id, year, jp, floor_jp, ceiling_jp, is_met)
SELECT e.id, e.opd_id, %(year)s, ROUND(COALESCE(learned.jp, 0), 1), duty.floor_jp, duty.ceiling_jp,
       COALESCE(learned.jp, 0) >= COALESCE(duty.floor_jp, 0)
       AND COALESCE(learned.jp, 0) <= COALESCE(duty.ceiling_jp, 100000)
FROM people_employee e
LEFT JOIN (
    SELECT employee_id, ROUND(SUM(jp_counted), 1) AS jp FROM records_learningrecord
    WHERE year = %(year)s {chosen_records} GROUP BY employee_id
) learned ON learned.employee_id = e.id
LEFT JOIN (
    SELECT rule.employment_kind, rule.floor_jp, rule.ceiling_jp FROM records_dutyrule rule
    WHERE rule.from_year = (
        SELECT MAX(newest.from_year) FROM records_dutyrule newest
        WHERE newest.employment_kind = rule.employment_kind AND newest.from_year <= %(year)s
    )
) duty ON duty.employment_kind = e.kind AND e.is_counted AND e.left_on IS NULL
WHERE (e.left_on IS NULL OR e.left_on >= %(first_day)s) {chosen_people}
ON CONFLICT (employee_id, year) DO UPDATE SET
    opd_id = excluded.opd_id, jp = excluded.jp, floor_jp = excluded.floor_jp,
    ceiling_jp = excluded.ceiling_jp, is_met = excluded.is_met
"""

# The duty is a floor: people with a ceiling only (PPPK) cannot miss it and are not counted here.
_SUMMARIES = """
INSERT INTO records_dutysummary (opd_id, year, people, met_people, jp_total)
SELECT {opd}, year, COUNT(*), SUM(CASE WHEN is_met THEN 1 ELSE 0 END), ROUND(SUM(jp), 1)
FROM records_yearlyjp WHERE year = %(year)s AND floor_jp IS NOT NULL GROUP BY {group}
"""


@transaction.atomic
def recount(year: int, employee_ids: Iterable[int] | None = None) -> int:
    """Rebuild ``YearlyJp`` of a year (of everybody, or of some) and the year's ``DutySummary``.

    Returns how many people were counted. May run twice without harm.
    """
    values: dict[str, Any] = {"year": year, "first_day": f"{year}-01-01"}
    counted = 0
    with connection.cursor() as cursor:
        if employee_ids is None:
            YearlyJp.objects.filter(year=year, employee__left_on__lt=values["first_day"]).delete()
            cursor.execute(_SUMS.format(chosen_records="", chosen_people=""), values)
            counted = cursor.rowcount
        else:
            ids = iter(employee_ids)
            while part := sorted(set(islice(ids, CHUNK))):
                # Keys are integers of our own, so they stand in the statement: no driver limits their number.
                listed = ",".join(str(int(key)) for key in part)
                cursor.execute(
                    _SUMS.format(
                        chosen_records=f"AND employee_id IN ({listed})",
                        chosen_people=f"AND e.id IN ({listed})",
                    ),
                    values,
                )
                counted += cursor.rowcount
        DutySummary.objects.filter(year=year).delete()
        cursor.execute(_SUMMARIES.format(opd="opd_id", group="opd_id, year"), values)
        cursor.execute(_SUMMARIES.format(opd="NULL", group="year"), values)
    return counted
