"""Write a preview into the tables: exactly what was shown, as one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.db.models import Q

from bangkom.people.enums import RowVerdict
from bangkom.people.errors import PreviewStale
from bangkom.people.models import (
    EducationRecord,
    Employee,
    ImportRow,
    ImportRun,
    JobLevel,
    Opd,
    Position,
    PositionRecord,
    RankRecord,
    User,
)

from .changes import ChangeLog, current_columns, plain, value_of

# Columns of a new employee that must be untouched when the import is undone.
CHECKED = ("nip", "name", "unit_id", "position_id", "rank_id", "user_id", "supervisor_id", "left_on")
_HISTORY = {
    "rank_id",
    "rank_since",
    "position_id",
    "position_since",
    "unit_id",
    "education_level",
    "education_major",
}


def write_rows(run: ImportRun, today: dt.date) -> list[int]:
    """Apply the rows of a run inside the caller's transaction; answers the keys of all touched employees.

    Raises ``PreviewStale`` when a row no longer stands as the preview saw it.
    """
    rows = list(
        run.rows.filter(Q(verdict__in=[RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.GONE])
                        | Q(verdict=RowVerdict.DOUBT, confirmed=True))
    )  # fmt: skip
    return _Writer(run, rows, today).write()


class _Writer:
    def __init__(self, run: ImportRun, rows: list[ImportRow], today: dt.date) -> None:
        self.run, self.today = run, today
        self.new = [row for row in rows if row.verdict == RowVerdict.NEW]
        self.old = [row for row in rows if row.verdict != RowVerdict.NEW]
        self.log = ChangeLog(run)

    def write(self) -> list[int]:
        self._check_old()
        self._check_new()
        self.units = self._make_units()
        self.posts = self._make_posts()
        made = self._make_employees()
        self._change_employees()
        self._rename_accounts()
        self._keep_ranks(made)
        self._keep_positions(made)
        self._keep_education(made)
        self.log.write()
        return [*made, *self.changed]

    # --- is it still as shown? ------------------------------------------------------------------------

    def _check_old(self) -> None:
        """Every column that would be changed must hold what the preview saw."""
        wanted = {row.employee_id: (*row.values["expect"], *_HISTORY) for row in self.old}
        self.before = current_columns(Employee, wanted)  # type: ignore[arg-type]
        stale = 0
        for row in self.old:
            now = self.before.get(row.employee_id)  # type: ignore[arg-type]
            if now is None or any(plain(now[name]) != kept for name, kept in row.values["expect"].items()):
                stale += 1
        if stale:
            raise PreviewStale(count=stale)

    def _check_new(self) -> None:
        numbers = [row.values["set"]["nip"] for row in self.new]
        numbers += [row.values["set"]["nip"] for row in self.old if "nip" in row.values["set"]]
        taken = 0
        for start in range(0, len(numbers), 500):
            taken += Employee.objects.filter(nip__in=numbers[start : start + 500]).count()
        if taken:
            raise PreviewStale(count=taken)

    # --- units and posts ------------------------------------------------------------------------------

    def _used(self, kind: str) -> set[str]:
        return {key for row in (*self.new, *self.old) if (key := row.values.get(kind))}

    def _make_units(self) -> dict[str, Opd]:
        """New units, parents first; a unit right below the government is an OPD of its own."""
        planned = self.run.counts.get("new_units", {})
        wanted = self._used("unit")
        posts = self.run.counts.get("new_posts", {})
        wanted |= {posts[key]["unit_key"] for key in self._used("post") if posts[key]["unit_key"]}
        wanted |= {planned[key]["parent_key"] for key in wanted if planned[key]["parent_key"]}
        made: dict[str, Opd] = {}
        root = None
        if wanted and not Opd.objects.exists():
            root = self._root()
        parents = Opd.objects.in_bulk({one["parent_id"] for one in planned.values() if one["parent_id"]})
        for is_child in (False, True):
            batch = [key for key in planned if key in wanted and bool(planned[key]["parent_key"]) == is_child]
            rows = []
            for key in batch:
                one = planned[key]
                parent = made[one["parent_key"]] if is_child else parents.get(one["parent_id"]) or root
                rows.append(Opd(
                    code=_code("U"), name=one["name"], kind=one["kind"], parent=parent, valid_from=None,
                    office_id=parent.office_id if parent else None, source=f"impor {self.run.pk}",
                    zone=parent.zone if parent else 0,
                ))  # fmt: skip
            for key, unit in zip(batch, self.log.create(Opd, rows, ("name", "parent_id")), strict=True):
                unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}."
                unit.office_id = unit.office_id or unit.pk
                made[key] = unit
            Opd.objects.bulk_update([made[key] for key in batch], ["path", "office_id"], batch_size=200)
        return made

    def _root(self) -> Opd:
        """The government itself, when the tree is still empty."""
        root = Opd(
            code=_code("P"), name="Pemerintah Daerah", kind="government", source=f"impor {self.run.pk}"
        )
        (root,) = self.log.create(Opd, [root], ("name",))
        root.path = f"{root.pk}."
        root.save(update_fields=["path"])
        return root

    def _make_posts(self) -> dict[str, Position]:
        planned = self.run.counts.get("new_posts", {})
        levels = dict(JobLevel.objects.values_list("code", "pk"))
        used = self._used("post")
        keys = [key for key in planned if key in used]
        rows = []
        for key in keys:
            one = planned[key]
            unit = self.units.get(one["unit_key"])
            rows.append(Position(
                code=_code("J"), title=one["title"], kind=one["kind"], level_id=levels[one["level"]], eselon=one["eselon"],
                job_class=one["job_class"], opd_id=unit.office_id if unit else one["opd_id"], search_text=one["title"].lower(),
            ))  # fmt: skip
        return dict(zip(keys, self.log.create(Position, rows, ("title", "level_id", "opd_id")), strict=True))

    # --- employees ------------------------------------------------------------------------------------

    def _values(self, row: ImportRow) -> dict[str, Any]:
        values = {name: value_of(Employee, name, kept) for name, kept in row.values["set"].items()}
        if unit := self.units.get(row.values.get("unit", "")):
            values["unit_id"], values["opd_id"] = unit.pk, unit.office_id
        if post := self.posts.get(row.values.get("post", "")):
            values["position_id"] = post.pk
        return values

    def _make_employees(self) -> dict[int, dict[str, Any]]:
        """Key -> values of the new employees."""
        rows = [self._values(row) for row in self.new]
        keys = self.log.insert(Employee, rows, by="nip", checked=CHECKED)
        return {keys[row["nip"]]: row for row in rows}

    def _change_employees(self) -> None:
        self.changed: dict[int, dict[str, Any]] = {row.employee_id: self._values(row) for row in self.old}  # type: ignore[misc]
        missing = {pk: {"opd_id"} for pk, values in self.changed.items() if "opd_id" in values}
        for pk, now in current_columns(Employee, missing).items():
            self.before[pk] |= now
        self.log.change(Employee, self.changed, self.before)

    def _rename_accounts(self) -> None:
        """Who signs in with her number goes on with the new one."""
        renamed = {
            self.before[pk]["nip"]: values["nip"] for pk, values in self.changed.items() if "nip" in values
        }
        found = User.objects.filter(username__in=[old for old in renamed if old]).values_list(
            "pk", "username"
        )
        accounts = dict(found)
        self.log.change(
            User,
            {pk: {"username": renamed[old]} for pk, old in accounts.items()},
            {pk: {"username": old} for pk, old in accounts.items()},
        )

    # --- histories ------------------------------------------------------------------------------------

    def _with(self, names: set[str]) -> list[int]:
        return [pk for pk, values in self.changed.items() if names & values.keys()]

    def _after(self, pk: int) -> dict[str, Any]:
        return {**self.before[pk], **self.changed[pk]}

    def _keep_ranks(self, made: dict[int, dict[str, Any]]) -> None:
        first = [
            {"employee_id": pk, "rank_id": one["rank_id"], "since": one["rank_since"]}
            for pk, one in made.items()
            if one["rank_id"] and one["rank_since"]
        ]
        self.log.insert(RankRecord, first, by="employee_id")
        wanted = set()
        changed = self._with({"rank_id", "rank_since"})
        for pk in changed:
            now = self._after(pk)
            if now["rank_id"] and now["rank_since"]:
                wanted.add((pk, now["rank_id"], now["rank_since"]))
        known = set()
        for start in range(0, len(changed), 500):
            known |= set(RankRecord.objects.filter(employee_id__in=changed[start : start + 500])
                         .values_list("employee_id", "rank_id", "since"))  # fmt: skip
        rows = [
            RankRecord(employee_id=pk, rank_id=rank, since=since)
            for pk, rank, since in sorted(wanted - known)
        ]
        self.log.create(RankRecord, rows)

    def _keep_positions(self, made: dict[int, dict[str, Any]]) -> None:
        first = [
            {
                "employee_id": pk,
                "position_id": one["position_id"],
                "unit_id": one["unit_id"],
                "since": one["position_since"],
            }
            for pk, one in made.items()
            if one["position_id"]
        ]
        self.log.insert(PositionRecord, first, by="employee_id")
        rows = []
        changed = self._with({"position_id", "position_since", "unit_id"})
        still_open: dict[int, list[PositionRecord]] = defaultdict(list)
        for start in range(0, len(changed), 500):
            for record in PositionRecord.objects.filter(
                employee_id__in=changed[start : start + 500], until__isnull=True
            ).order_by("pk"):
                still_open[record.employee_id].append(record)
        updates: dict[int, dict[str, Any]] = {}
        before: dict[int, dict[str, Any]] = {}
        for pk in changed:
            now = self._after(pk)
            if not now["position_id"]:
                continue
            same = [
                one
                for one in still_open[pk]
                if (one.position_id, one.unit_id) == (now["position_id"], now["unit_id"])
            ]
            if same and same[-1].since != now["position_since"] and now["position_since"]:
                updates[same[-1].pk], before[same[-1].pk] = (
                    {"since": now["position_since"]},
                    {"since": same[-1].since},
                )
            since = now["position_since"] or (None if same else self.today)
            for record in still_open[pk]:
                if same and record.pk == same[-1].pk:
                    continue
                last = (since or self.today) - dt.timedelta(days=1)
                until = max(last, record.since) if record.since else last
                updates[record.pk], before[record.pk] = {"until": until}, {"until": None}
            if not same:
                rows.append(
                    PositionRecord(
                        employee_id=pk, position_id=now["position_id"], unit_id=now["unit_id"], since=since
                    )
                )
        self.log.create(PositionRecord, rows)
        self.log.change(PositionRecord, updates, before)

    def _keep_education(self, made: dict[int, dict[str, Any]]) -> None:
        first = [
            {"employee_id": pk, "level": one["education_level"], "major": one["education_major"],
             "graduated_year": one["graduated_year"]}
            for pk, one in made.items()
            if one["education_level"]
        ]  # fmt: skip
        self.log.insert(EducationRecord, first, by="employee_id")
        wanted = {}
        changed = self._with({"education_level", "education_major"})
        years = current_columns(Employee, dict.fromkeys(changed, ("graduated_year",)))
        for pk in changed:
            now = self._after(pk)
            if now["education_level"]:
                wanted[pk] = (now["education_level"], now["education_major"], years[pk]["graduated_year"])
        known = set()
        for start in range(0, len(changed), 500):
            known |= set(EducationRecord.objects.filter(employee_id__in=changed[start : start + 500])
                         .values_list("employee_id", "level", "major"))  # fmt: skip
        rows = [
            EducationRecord(employee_id=pk, level=level, major=major, graduated_year=year)
            for pk, (level, major, year) in sorted(wanted.items())
            if (pk, level, major) not in known
        ]
        self.log.create(EducationRecord, rows)


def _code(letter: str) -> str:
    return f"{letter}-{uuid.uuid4().hex[:12].upper()}"
