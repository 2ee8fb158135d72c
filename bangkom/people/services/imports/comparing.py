"""What a file would change: new, changed, same, gone, in doubt, refused. Reads in bulk, writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bangkom.people.enums import EmploymentKind, RowVerdict
from bangkom.people.importing import Fault, PeopleSheet, Person, name_key, read_name
from bangkom.people.importing.degrees import key_of
from bangkom.people.models import Employee
from bangkom.people.models.employees import search_text_of

from . import sentences as say
from .references import Found, References

# Standings in which the yearly duty of learning hours counts (employment_status of the reference tables).
COUNTED_STATES = frozenset(["Aktif", "Tugas Belajar"])
READ_FIELDS = (
    "id", "nip", "old_nip", "name", "front_title", "back_title", "kind", "legal_state", "sex", "birth_date", "birth_place",
    "unit_id", "opd_id", "position_id", "position_since", "rank_id", "rank_since", "education_level", "education_major",
    "graduated_year", "email", "entered_on", "retires_on", "left_on", "missing_since", "is_counted", "search_text",
)  # fmt: skip
LABEL_FIELDS = ("unit_id", "opd_id", "position_id", "rank_id")
# A file that holds so large a part of everybody (or of a group) says who has gone; a smaller one says nothing.
WHOLE, MOST = 0.8, 0.5
# More new units than this, and more than one for five people: probably the wrong column.
MOST_NEW_UNITS = 30


@dataclass
class RowPlan:
    """What one row of the file (or one person missing from it) would do.

    ``values``: ``set`` holds what would be written, ``expect`` what must still stand there, ``unit``/``post``
    keys of things to make. All plain values.
    """

    row: int
    verdict: RowVerdict
    name: str = ""
    sheet: str = ""
    employee_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[str]] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Comparison:
    """The outcome for a whole file. ``same`` counts people whom the file does not change."""

    plans: list[RowPlan]
    same: int
    new_units: dict[str, dict[str, Any]]
    new_posts: dict[str, dict[str, Any]]
    notices: list[dict[str, Any]]

    def counts(self) -> dict[str, int]:
        found = Counter(plan.verdict for plan in self.plans)
        return {**{verdict.value: found.get(verdict, 0) for verdict in RowVerdict}, "same": self.same}


def compare(read: PeopleSheet, today: dt.date) -> Comparison:
    """Set a file against what is stored."""
    return _Comparer(read, today).run()


class _Comparer:
    def __init__(self, read: PeopleSheet, today: dt.date) -> None:
        self.read, self.today = read, today
        self.references = References.load()
        self.stored = {row["id"]: row for row in Employee.objects.order_by("pk").values(*READ_FIELDS)}
        self.by_nip = {row["nip"]: row for row in self.stored.values() if row["nip"]}
        self.by_person: dict[tuple[str, dt.date | None], list[dict[str, Any]]] = defaultdict(list)
        for row in self.stored.values():
            if row["birth_date"] and not row["left_on"]:
                self.by_person[name_key(row["name"]), row["birth_date"]].append(row)
        self.rank_codes = {pk: code for code, pk in self.references.ranks.items()}
        self.matched: dict[int, RowPlan] = {}
        # New people by OPD and family: they count among those whom the file holds, now as when it comes again.
        self.newcomers: Counter[tuple[int | None, str]] = Counter()
        self.faults: dict[tuple[str, int], list[Fault]] = defaultdict(list)
        for fault in read.faults:
            self.faults[fault.sheet, fault.row].append(fault)
        self.plans: list[RowPlan] = []
        self.notices: list[dict[str, Any]] = []
        self.same = 0

    def run(self) -> Comparison:
        numbers = {person.nip for person in self.read.people}
        for person in self.read.people:
            self._take(person, numbers)
        doubtful = {(person.sheet, person.row): person for person in self.read.doubtful}
        for place in sorted(self.read.rejected_rows):
            self._take_refused(place, doubtful.get(place), numbers)
        self._take_gone()
        self._note_units()
        order = {table.sheet.name: index for index, table in enumerate(self.read.tables)}
        self.plans.sort(key=lambda plan: (order.get(plan.sheet, 99), plan.row, plan.name))
        references = self.references
        used = {plan.values.get(kind) for plan in self.plans for kind in ("unit", "post")}
        posts = {key: one for key, one in references.new_posts.items() if key in used}
        units = _with_parents(used | {one["unit_key"] for one in posts.values()}, references.new_units)
        return Comparison(self.plans, self.same, units, posts, self.notices)

    # --- people in the file -------------------------------------------------------------------------

    def _take(self, person: Person, numbers: set[str]) -> None:
        stored = self.by_nip.get(person.nip)
        if stored is not None:
            self._take_known(person, stored, RowVerdict.CHANGED, [])
            return
        namesakes = [row for row in self.by_person.get(person.key, ()) if row["nip"] not in numbers]
        if len(namesakes) == 1:
            self._take_known(person, namesakes[0], RowVerdict.DOUBT, [say.new_number(person, namesakes[0])])
            return
        self._take_new(person)

    def _take_refused(self, place: tuple[str, int], person: Person | None, numbers: set[str]) -> None:
        faults = [fault.as_dict() for fault in self.faults[place]]
        namesakes = []
        if person is not None:
            namesakes = [row for row in self.by_person.get(person.key, ()) if row["nip"] not in numbers]
        if person is not None and len(namesakes) == 1:
            self._take_known(person, namesakes[0], RowVerdict.DOUBT, faults)
            return
        name = self._name_at(place)
        self.plans.append(RowPlan(place[1], RowVerdict.REJECTED, name, place[0], faults=faults))

    def _name_at(self, place: tuple[str, int]) -> str:
        for table in self.read.tables:
            if table.sheet.name == place[0] and "name" in table.columns:
                row = table.sheet.rows[place[1] - 1]
                index = table.columns["name"]
                return read_name(str(row[index]) if index < len(row) else "").name[:150]
        return ""

    def _take_known(
        self, person: Person, stored: dict[str, Any], verdict: RowVerdict, faults: list[dict[str, Any]]
    ) -> None:
        plan = RowPlan(person.row, verdict, person.name[:150], person.sheet, stored["id"])
        plan.faults = faults or [fault.as_dict() for fault in self.faults.get((person.sheet, person.row), ())]
        if stored["id"] in self.matched:
            first = self.matched[stored["id"]]
            plan.verdict, plan.employee_id = RowVerdict.REJECTED, None
            plan.faults = [say.fault(person.row, "match_twice", _("Orang yang sama sudah dikenali pada baris %(row)d.") % {"row": first.row},
                                  _("Hapus salah satu baris."), sheet=person.sheet)]  # fmt: skip
            self.plans.append(plan)
            return
        self.matched[stored["id"]] = plan
        unit = self.references.unit(person.unit, person.opd, stored["unit_id"])
        wanted = self._wanted(person, stored, unit, plan)
        changed = {name: value for name, value in wanted.items() if value != stored[name]}
        for kind, place in (("unit", "unit_id"), ("post", "position_id")):
            if plan.values.get(kind):
                changed[place] = None  # made when applied
        self._follow(changed, wanted, stored)
        if not changed and verdict == RowVerdict.CHANGED:
            self.same += 1
            return
        plan.values |= {"set": {name: _plain(value) for name, value in changed.items()},
                        "expect": {name: _plain(stored[name]) for name in changed}}  # fmt: skip
        plan.changes = self._told(changed, stored, plan)
        self.plans.append(plan)

    def _wanted(self, person: Person, stored: dict[str, Any], unit: Found, plan: RowPlan) -> dict[str, Any]:
        """The fields as the file has them; a field of which it says nothing, or nothing new, is left out."""
        wanted: dict[str, Any] = {}
        if person.nip:
            wanted["nip"] = person.nip
        if name_key(person.name) != name_key(stored["name"]):
            wanted["name"] = person.name[:150]
        for name, parts, glue, size in (
            ("front_title", person.front, " ", 60),
            ("back_title", person.back, ", ", 120),
        ):
            text = glue.join(parts)[:size]
            if text and key_of(text) != key_of(stored[name]):
                wanted[name] = text
        for name in ("birth_place", "education_major"):
            text = getattr(person, name)
            if text and text.casefold() != stored[name].casefold():
                wanted[name] = text[:80] if name == "birth_place" else text
        for name in (
            "old_nip",
            "legal_state",
            "education_level",
            "email",
            "graduated_year",
            "rank_since",
            "position_since",
            "retires_on",
        ):
            if value := getattr(person, name):
                wanted[name] = value
        for name in ("sex", "birth_date", "entered_on"):
            value = getattr(person, name)
            if value and name not in person.derived:
                wanted[name] = value
        # What only the number implies does not undo that somebody is still a candidate or works part-time.
        if person.kind and not ("kind" in person.derived and _family(stored["kind"]) == _family(person.kind)):
            wanted["kind"] = person.kind
        if person.rank and person.rank in self.references.ranks:
            wanted["rank_id"] = self.references.ranks[person.rank]
        self._place(person, stored, unit, plan, wanted)
        return wanted

    def _place(
        self, person: Person, stored: dict[str, Any], unit: Found, plan: RowPlan, wanted: dict[str, Any]
    ) -> None:
        """Unit, OPD and post: keys of what exists, or of what applying makes."""
        here = unit
        if unit.problem:
            plan.faults.append(say.unclear_unit(person, unit))
        if unit.id:
            wanted["unit_id"], wanted["opd_id"] = unit.id, unit.office_id
        elif unit.key:
            plan.values["unit"] = unit.key
        elif stored["unit_id"]:
            here = self.references.existing(stored["unit_id"])
        position_id, key = self.references.post(person, here, stored["position_id"])
        if position_id:
            wanted["position_id"] = position_id
        elif key:
            plan.values["post"] = key

    def _follow(self, changed: dict[str, Any], wanted: dict[str, Any], stored: dict[str, Any]) -> None:
        """What follows from the changes: an old date does not belong to a new rank or post, and so on."""
        for place, since in (("rank_id", "rank_since"), ("position_id", "position_since")):
            if place in changed and since not in wanted and stored[since]:
                changed[since] = None
        if "legal_state" in changed:
            counted = changed["legal_state"] in COUNTED_STATES
            if counted != stored["is_counted"]:
                changed["is_counted"] = counted
        if {"name", "nip"} & changed.keys():
            changed["search_text"] = search_text_of(
                changed.get("name", stored["name"]), changed.get("nip", stored["nip"])
            )
        if stored["missing_since"]:
            changed["missing_since"] = None

    def _take_new(self, person: Person) -> None:
        plan = RowPlan(person.row, RowVerdict.NEW, person.name[:150], person.sheet)
        plan.faults = [fault.as_dict() for fault in self.faults.get((person.sheet, person.row), ())]
        unit = self.references.unit(person.unit, person.opd, None)
        if not unit.is_known:
            plan.verdict = RowVerdict.REJECTED
            plan.faults = [say.unclear_unit(person, unit) if unit.problem else say.no_unit(person)]
            self.plans.append(plan)
            return
        self.newcomers[unit.office_id, _family(person.kind)] += 1
        position_id, post_key = self.references.post(person, unit, None)
        legal_state = person.legal_state or "Aktif"
        values: dict[str, Any] = {
            "nip": person.nip, "old_nip": person.old_nip, "name": person.name[:150], "front_title": " ".join(person.front)[:60],
            "back_title": ", ".join(person.back)[:120], "kind": person.kind or EmploymentKind.PNS.value, "legal_state": legal_state,
            "sex": person.sex, "birth_date": person.birth_date, "birth_place": person.birth_place[:80], "unit_id": unit.id,
            "opd_id": unit.office_id, "position_id": position_id, "position_since": person.position_since,
            "rank_id": self.references.ranks.get(person.rank), "rank_since": person.rank_since,
            "education_level": person.education_level, "education_major": person.education_major,
            "graduated_year": person.graduated_year, "email": person.email, "entered_on": person.entered_on,
            "retires_on": person.retires_on or _retirement(person.birth_date, self.references.retirement_age(position_id, post_key)),
            "is_counted": legal_state in COUNTED_STATES, "search_text": search_text_of(person.name[:150], person.nip),
        }  # fmt: skip
        plan.values = {
            "set": {name: _plain(value) for name, value in values.items()},
            "unit": unit.key,
            "post": post_key,
        }
        plan.changes = self._told(
            {name: value for name, value in values.items() if value not in (None, "")}, None, plan
        )
        self.plans.append(plan)

    # --- people who are not in the file --------------------------------------------------------------

    def _take_gone(self) -> None:
        active = [row for row in self.stored.values() if not row["left_on"]]
        for row in self._expected(active):
            if row["id"] in self.matched or row["missing_since"]:
                continue
            plan = RowPlan(0, RowVerdict.GONE, row["name"], "", row["id"])
            plan.values = {
                "set": {"missing_since": self.today.isoformat()},
                "expect": {"missing_since": None},
            }
            self.plans.append(plan)

    def _expected(self, active: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Whom this file should hold: everybody, a family (PNS, PPPK) or single OPDs, by how many of them it holds."""
        if self._share(active, self.newcomers.total()) >= WHOLE:
            return active
        families: dict[str, list[dict[str, Any]]] = defaultdict(list)
        offices: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
        for row in active:
            families[_family(row["kind"])].append(row)
            offices[row["opd_id"], _family(row["kind"])].append(row)
        expected = []
        for family, rows in families.items():
            newcomers = sum(count for (_opd, kind), count in self.newcomers.items() if kind == family)
            if self._share(rows, newcomers) >= WHOLE:
                expected += rows
                continue
            for place, inside in offices.items():
                if place[1] == family and self._share(inside, self.newcomers[place]) >= MOST:
                    expected += inside
        return expected

    def _share(self, rows: list[dict[str, Any]], newcomers: int) -> float:
        held = sum(1 for row in rows if row["id"] in self.matched) + newcomers
        return held / (len(rows) + newcomers) if held else 0.0

    # --- in words -----------------------------------------------------------------------------------

    def _told(
        self, changed: dict[str, Any], stored: dict[str, Any] | None, plan: RowPlan
    ) -> dict[str, list[str]]:
        """Field -> [old, new] as a person reads it; what only the machine needs is left out."""
        told = {}
        for name, value in changed.items():
            if name in ("search_text", "opd_id"):
                continue
            old = "" if stored is None else self._word(name, stored[name])
            new = self._word(name, value)
            if name == "unit_id" and plan.values.get("unit"):
                new = self.references.new_units[plan.values["unit"]]["name"]
            if name == "position_id" and plan.values.get("post"):
                new = self.references.new_posts[plan.values["post"]]["title"]
            told[name.removesuffix("_id")] = [old, new]
        if stored is None and plan.values.get("post") and "position" not in told:
            told["position"] = ["", self.references.new_posts[plan.values["post"]]["title"]]
        if stored is None and plan.values.get("unit") and "unit" not in told:
            told["unit"] = ["", self.references.new_units[plan.values["unit"]]["name"]]
        return told

    def _word(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if name in ("unit_id", "opd_id"):
            return self.references.nodes[value].name
        if name == "position_id":
            return self.references.post_titles[value]
        if name == "rank_id":
            return self.rank_codes[value]
        if isinstance(value, dt.date):
            return value.strftime("%d-%m-%Y")
        return str(value)

    def _note_units(self) -> None:
        many = len(self.references.new_units)
        if many > MOST_NEW_UNITS and many * 5 > len(self.read.people):
            self.notices.append(say.too_many_units(many))
        for written, name in self.references.taken_for.items():
            self.notices.append(say.fault(None, "unit_alike", _("Unit “%(written)s” dianggap sama dengan “%(name)s”.")
                                       % {"written": written, "name": name}, _("Betulkan ejaannya bila bukan.")))  # fmt: skip


def _family(kind: str) -> str:
    return "pppk" if kind.startswith("pppk") else "pns"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _retirement(birth_date: dt.date | None, age: int) -> dt.date | None:
    """The first day of the month after the retirement age is reached."""
    if birth_date is None:
        return None
    month = birth_date.year * 12 + birth_date.month + age * 12
    return dt.date(month // 12, month % 12 + 1, 1)


def _with_parents(keys: set[Any], units: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The units to make with the units above them that have to be made first."""
    chosen: dict[str, dict[str, Any]] = {}

    def add(key: str) -> None:
        if not key or key in chosen or key not in units:
            return
        add(units[key]["parent_key"])
        chosen[key] = units[key]

    for key in sorted(key for key in keys if key):
        add(key)
    return chosen
