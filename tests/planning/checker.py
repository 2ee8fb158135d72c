"""Is a stored plan lawful? Written from the rules, in whole numbers, without the builder and the solver.

``faults(run)`` reads the rows of a run and the tables it was made from (they must not have changed since) and
gives a sentence per broken rule. Nothing here imports the problem builder or the engine.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

from bangkom.assessment.models import LevelEstimate
from bangkom.catalogue.models import Programme, ProgrammeGain, TravelCost
from bangkom.people.models import Employee
from bangkom.planning.models import Ceiling, Mandate, PlanRun
from bangkom.records.models import DutyRule, LearningRecord, YearlyJp

STAYS_HOME = {"online", "webinar", "mentoring"}


class Case:
    """The rows of a run and everything that they are judged by, keyed plainly."""

    def __init__(self, run: PlanRun) -> None:
        self.run, self.rules = run, run.rules
        self.year = run.scenario.year.year
        self.seats = list(run.seats.order_by("employee_id", "quarter"))
        self.of = defaultdict(list)
        for seat in self.seats:
            self.of[seat.employee_id].append(seat)
        self.programme = {p.pk: p for p in Programme.objects.all()}
        self.gains = defaultdict(dict)
        for gain in ProgrammeGain.objects.all():
            self.gains[gain.programme_id][gain.competency_id] = float(gain.gain)
        people = Employee.objects.filter(left_on__isnull=True).select_related("position__level", "unit")
        self.person = {e.pk: e for e in people}
        self.mandate = dict(
            Mandate.objects.filter(year=run.scenario.year).values_list("employee_id", "programme_id")
        )
        self.last_taken, self.ever_taken = {}, set()
        for record in LearningRecord.objects.filter(programme__isnull=False):
            pair = (record.employee_id, record.programme_id)
            self.ever_taken.add(pair)
            self.last_taken[pair] = max(record.year, self.last_taken.get(pair, 0))
        self.pins = list(run.scenario.pins.all())
        end = datetime.date(self.year, 1, 1) + datetime.timedelta(
            days=round(365.2425 * self.rules["years_to_serve"])
        )
        self.leaving = {
            e.pk for e in people if not e.is_counted or (e.retires_on is not None and e.retires_on < end)
        }
        self.planned = [e for e in people if e.pk not in self.leaving or e.pk in self.mandate]

    def travel(self, employee: Employee, programme: Programme) -> int:
        if programme.mode in STAYS_HOME or not TravelCost.objects.exists():
            return 0
        found = TravelCost.objects.filter(
            zone=employee.unit.zone, place=programme.place, valid_from__lte=datetime.date(self.year, 1, 1)
        )
        return found.order_by("-valid_from")[0].amount


def faults(run: PlanRun) -> list[str]:
    case = Case(run)
    checks = (rights, own_limits, order, classes, absences, money, equity, wishes, register, figures)
    return [f"{check.__name__}: {fault}" for check in checks for fault in check(case)]


def rights(case: Case):
    """Open, offered in the quarter, allowed for her level, field and kind; not repeated too soon."""
    pinned = {(pin.employee_id, pin.programme_id) for pin in case.pins if pin.is_in}
    for seat in case.seats:
        person, programme = case.person[seat.employee_id], case.programme[seat.programme_id]
        name = f"{person} in {programme}"
        level = person.position.level.code if person.position else ""
        field = person.position.field if person.position else ""
        if not programme.is_open or seat.quarter not in programme.quarters:
            yield f"{name}: not offered in quarter {seat.quarter}"
        if programme.levels and level not in programme.levels:
            yield f"{name}: level {level} may not"
        if programme.fields and field not in programme.fields:
            yield f"{name}: field {field} may not"
        if programme.kinds and person.kind not in programme.kinds:
            yield f"{name}: kind {person.kind} may not"
        must = case.mandate.get(person.pk) == programme.pk
        if programme.only_mandatory and not must:
            yield f"{name}: only for those who must"
        if person.pk in case.leaving and not must:
            yield f"{name}: is not planned"
        pair = (person.pk, programme.pk)
        if (
            case.last_taken.get(pair, 0) >= case.year - case.rules["repeat_after_years"]
            and pair not in pinned
        ):
            yield f"{name}: was taken in {case.last_taken[pair]}"
        if seat.is_mandatory != must or seat.jp != programme.jp or seat.opd_id != person.opd_id:
            yield f"{name}: the row does not describe the seat"
    pairs = Counter((seat.employee_id, seat.programme_id) for seat in case.seats)
    yield from (f"{pair} is planned {number} times" for pair, number in pairs.items() if number > 1)


def own_limits(case: Case):
    """Days, JP and number of activities of a year; one activity away per quarter."""
    ceiling = {
        r.employment_kind: r.ceiling_jp
        for r in DutyRule.objects.order_by("from_year")
        if r.from_year <= case.year
    }
    have = dict(YearlyJp.objects.filter(year=case.year).values_list("employee_id", "jp"))
    for pk, seats in case.of.items():
        programmes = [case.programme[seat.programme_id] for seat in seats]
        duty = case.programme.get(case.mandate.get(pk))
        outside = duty is not None and bool(case.rules["mandate_outside_limits"] or pk in case.leaving)
        most_days = 0 if pk in case.leaving else int(case.rules["max_days_away_year"])
        most_jp = ceiling.get(case.person[pk].kind)
        most_jp = Decimal(str(case.rules["max_jp_year"])) if most_jp is None else Decimal(most_jp)
        most_jp = Decimal(0) if pk in case.leaving else max(most_jp - have.get(pk, Decimal(0)), Decimal(0))
        most_items = 1 if pk in case.leaving else int(case.rules["max_items_year"])
        days, jp = sum(p.days for p in programmes), sum(p.jp for p in programmes)
        if days > most_days + (duty.days if outside else 0):
            yield f"{case.person[pk]}: {days} days away"
        if jp > most_jp + (duty.jp if outside else 0):
            yield f"{case.person[pk]}: {jp} JP"
        if len(seats) > most_items:
            yield f"{case.person[pk]}: {len(seats)} activities"
        away = Counter(s.quarter for s, p in zip(seats, programmes, strict=True) if p.days)
        yield from (f"{case.person[pk]}: away twice in quarter {q}" for q, n in away.items() if n > 1)


def order(case: Case):
    """A prerequisite was taken before, or is planned in an earlier quarter."""
    for pk, seats in case.of.items():
        when = {seat.programme_id: seat.quarter for seat in seats}
        for seat in seats:
            first = case.programme[seat.programme_id].prerequisite_id
            if first and (pk, first) not in case.ever_taken and when.get(first, 99) >= seat.quarter:
                yield f"{case.person[pk]}: {case.programme[seat.programme_id]} before its prerequisite"


def classes(case: Case):
    """Batches and their sizes; seats of other modes; every row of batches is the seats it stands for."""
    count = Counter((seat.programme_id, seat.quarter) for seat in case.seats)
    rows = {(row.programme_id, row.quarter): row for row in case.run.batches.all()}
    if set(count) - set(rows):
        yield f"seats without a row of batches: {set(count) - set(rows)}"
    for (pk, quarter), row in rows.items():
        programme, seats = case.programme[pk], count[pk, quarter]
        name = f"{programme} quarter {quarter}"
        if row.seats != seats or row.cost_batches != row.batches * programme.cost_batch:
            yield f"{name}: the row says {row.seats} seats, there are {seats}"
        if programme.mode == "class":
            least, most = row.batches * programme.min_people, row.batches * programme.max_people
            if row.batches > programme.max_batches or not least <= seats <= most:
                yield f"{name}: {row.batches} batches with {seats} seats"
        elif row.batches or (programme.seats is not None and seats > programme.seats):
            yield f"{name}: {seats} seats of {programme.seats}, {row.batches} batches"


def absences(case: Case):
    """Person-days away per unit and quarter, against the staff that must stay."""
    staff = Counter(person.unit_id for person in case.person.values())
    away: Counter = Counter()
    for seat in case.seats:
        away[case.person[seat.employee_id].unit, seat.quarter] += case.programme[seat.programme_id].days
    share = (
        Fraction(str(case.rules["class_days_share"]))
        / 100
        * Fraction(str(case.rules["working_days_quarter"]))
    )
    for (unit, quarter), days in away.items():
        percent = unit.max_away_percent
        if unit.serves_public:
            percent = min(percent, 100 - Fraction(str(case.rules["counter_present_percent"])))
        if days > staff[unit.pk] * Fraction(percent) / 100 * share:
            yield f"{unit} quarter {quarter}: {days} person-days away with {staff[unit.pk]} staff"


def money(case: Case):
    """Each seat costs what its programme and travel cost; each fund pays what it should and no more."""
    funds = {fund.pk: fund for fund in {row.fund for row in case.run.money.select_related("fund")}}
    main = min((f for f in funds.values() if not f.by_opd), key=lambda f: f.code, default=None)
    by_code = {fund.code: fund for fund in funds.values()}
    paid: Counter = Counter()
    for seat in case.seats:
        person, programme = case.person[seat.employee_id], case.programme[seat.programme_id]
        cost = programme.cost_person + case.travel(person, programme)
        if seat.cost != cost:
            yield f"{person} in {programme}: {seat.cost} instead of {cost}"
        fund = by_code.get(programme.fund_person)
        own = fund is None or fund.by_opd
        if not own and seat.fund_id != fund.pk:
            yield f"{person} in {programme}: paid by fund {seat.fund_id}"
        paid[seat.fund_id, person.opd_id if own else None] += seat.cost
    for row in case.run.batches.all():
        cost = row.batches * case.programme[row.programme_id].cost_batch
        if cost:
            code = case.programme[row.programme_id].fund_batch
            paid[(by_code[code] if code else main).pk, None] += cost
    ceilings = {(c.fund_id, c.opd_id): c.amount for c in Ceiling.objects.filter(year=case.run.scenario.year)}
    percent = case.run.scenario.ceilings
    rows = {(row.fund_id, row.opd_id): row for row in case.run.money.all()}
    for key, amount in paid.items():
        if amount and (key not in rows or rows[key].planned != amount):
            yield f"fund {key}: {amount} paid, the row says {rows[key].planned if key in rows else None}"
    for key, row in rows.items():
        allowed = ceilings.get(key, 0) * percent.get(funds[row.fund_id].code, 100) // 100
        if row.ceiling != allowed or row.planned > allowed or row.planned != paid[key]:
            yield f"fund {key}: planned {row.planned}, paid {paid[key]}, ceiling {row.ceiling}, allowed {allowed}"


def equity(case: Case):
    """Least share of funded seats (classes and sent, not mandatory-only) of each group that is large enough."""

    def groups(person: Employee):
        yield ("equity_opd", person.opd_id)
        if person.sex in ("m", "f"):
            yield ("equity_sex", person.sex)
        yield ("equity_kind", person.kind.startswith("pppk"))

    size: Counter = Counter(group for person in case.planned for group in groups(person))
    funded = [
        seat
        for seat in case.seats
        if case.programme[seat.programme_id].mode in ("class", "sent")
        and not case.programme[seat.programme_id].only_mandatory
    ]
    have: Counter = Counter(g for seat in funded for g in groups(case.person[seat.employee_id]))
    for group, people in size.items():
        theta = int(case.rules[group[0]])
        counts = people >= case.rules["equity_min_people"]
        if counts and theta * people * len(funded) > 100 * len(case.planned) * (have[group] + 1):
            yield f"{group}: {have[group]} of {len(funded)} funded seats for {people} people"


def wishes(case: Case):
    """Mandates and pins are kept, or named as impossible."""
    unmet = {(person, programme) for _code, person, programme in case.run.summary["unmet"]}
    have = {(seat.employee_id, seat.programme_id): seat for seat in case.seats}
    for pair in case.mandate.items():
        if pair not in have and pair not in unmet:
            yield f"mandate {pair} is neither planned nor named"
    for pin in case.pins:
        pair = (pin.employee_id, pin.programme_id)
        if not pin.is_in and pair in have:
            yield f"{pair} is pinned out and planned"
        kept = pair in have and pin.quarter in (None, have[pair].quarter)
        if pin.is_in and not kept and pair not in unmet:
            yield f"{pair} is pinned in and neither planned nor named"
        if pin.is_in and pair in have and not have[pair].is_pinned:
            yield f"{pair}: the seat does not say that it is pinned"


def _needs(case: Case):
    planned = {person.pk for person in case.planned} - case.leaving
    for level in LevelEstimate.objects.filter(required__gt=0, employee__in=planned):
        if level.sure_gap + level.possible_gap >= case.rules["min_gap"]:
            yield level


def register(case: Case):
    """Every need without a seat is in the register once; what it says of classes is true."""
    touched = {
        (seat.employee_id, competency) for seat in case.seats for competency in case.gains[seat.programme_id]
    }
    rows = Counter((row.employee_id, row.competency_id) for row in case.run.postponed.all())
    expected = {(n.employee_id, n.competency_id) for n in _needs(case)} - touched
    if set(rows) != expected or any(number > 1 for number in rows.values()):
        yield f"{len(set(rows) - expected)} rows too many, {len(expected - set(rows))} missing"
    cells = {(row.programme_id, row.quarter): row for row in case.run.batches.all()}
    for row in case.run.postponed.select_related("programme"):
        cell = cells.get((row.programme_id, row.quarter))
        if row.reason == "not_opened" and cell is not None and cell.batches:
            yield f"{row.programme} quarter {row.quarter} is open"
        if row.reason == "class_full":
            is_class = row.programme.mode == "class"
            most = cell.batches * row.programme.max_people if is_class and cell else row.programme.seats
            if most is None or (cell.seats if cell else 0) < most:
                yield f"{row.programme} quarter {row.quarter} is not full"
        if row.reason == "no_offering" and row.programme_id:
            yield f"{row.employee_id}: no offering, yet {row.programme}"


def figures(case: Case):
    """The summary says what the rows say; the closed gap is computed anew."""
    summary, rate = case.run.summary, case.rules["rate2"]
    gap = closed = 0.0
    for need in _needs(case):
        raised = sum(
            case.gains[seat.programme_id].get(need.competency_id, 0) for seat in case.of[need.employee_id]
        )
        gap += need.sure_gap + rate * need.possible_gap
        closed += min(raised, need.sure_gap) + rate * min(max(raised - need.sure_gap, 0), need.possible_gap)
    expected = {
        "people": len(case.planned),
        "seats": len(case.seats),
        "reached": len({seat.employee_id for seat in case.seats}),
        "postponed": case.run.postponed.count(),
        "planned": sum(row.planned for row in case.run.money.all()),
        "ceiling": sum(row.ceiling for row in case.run.money.all()),
        "batches": sum(row.batches for row in case.run.batches.all()),
        "mandates": len(case.mandate),
    }
    for name, value in expected.items():
        if summary[name] != value:
            yield f"{name}: the summary says {summary[name]}, the rows {value}"
    for name, value in (("gap", gap), ("closed", closed)):
        if abs(summary[name] - value) > 0.01 + 1e-5 * value:
            yield f"{name}: the summary says {summary[name]}, the tables {value:.3f}"
    floor = {
        r.employment_kind: r.floor_jp
        for r in DutyRule.objects.order_by("from_year")
        if r.from_year <= case.year
    }
    have = dict(YearlyJp.objects.filter(year=case.year).values_list("employee_id", "jp"))
    duty = [p for p in case.planned if p.pk not in case.leaving and floor.get(p.kind)]
    met = [p for p in duty if have.get(p.pk, 0) + sum(s.jp for s in case.of[p.pk]) >= floor[p.kind]]
    if (summary["duty"], summary["duty_met"]) != (len(duty), len(met)):
        yield f"duty: the summary says {summary['duty_met']} of {summary['duty']}, the tables {len(met)} of {len(duty)}"
