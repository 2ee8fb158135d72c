"""Employees with their histories: hires a draft into a post, and keeps the roll for the later stages."""

from __future__ import annotations

import collections
import datetime
from array import array
from collections.abc import Callable
from random import Random

from bangkom.config.sample.careers import Career, Careers
from bangkom.config.sample.load import Table, keys
from bangkom.config.sample.names import Names
from bangkom.config.sample.organisation import Unit
from bangkom.config.sample.population import Draft
from bangkom.config.sample.posts import Post, Posts

KINDS = ("pns", "cpns", "pppk", "pppk_part")
AWAY_ON_STUDY, ON_LEAVE = 0.012, 0.003


class Roll:
    """What the later stages need of everybody, by the place in the order of hiring: small arrays, not objects."""

    def __init__(self) -> None:
        self.first_id = 0
        self.unit, self.office, self.post = array("i"), array("i"), array("i")
        self.supervisor = array("i")
        self.kind, self.age = array("b"), array("b")
        self.entry, self.since = array("i"), array("i")
        self.counted = array("b")

    def __len__(self) -> int:
        return len(self.unit)


class Crew:
    FIELDS = (
        "id", "nip", "name", "front_title", "back_title", "kind", "legal_state", "sex", "birth_date", "birth_place",
        "unit", "opd", "position", "position_since", "rank", "rank_since", "education_level", "education_major",
        "graduated_year", "supervisor", "entered_on", "retires_on", "is_counted", "search_text",
    )  # fmt: skip

    def __init__(self, rng: Random, today: datetime.date, posts: Posts) -> None:
        self._rng, self.today, self.posts = rng, today, posts
        self._careers, self._names = Careers(rng, today), Names(rng)
        self._rank_ids = keys("people.Rank", "code")
        self._employees = Table("people.Employee", self.FIELDS)
        self._ranks = Table("people.RankRecord", ("employee", "rank", "since"))
        self._positions = Table("people.PositionRecord", ("employee", "position", "unit", "since", "until"))
        self._studies = Table(
            "people.EducationRecord", ("employee", "level", "major", "institution", "graduated_year")
        )
        self._serials: collections.Counter[str] = collections.Counter()
        self._place_of = {post.id: place for place, post in enumerate(posts.all)}
        self.roll = Roll()
        self.roll.first_id = self._employees.next_id

    def close(self) -> dict[str, int]:
        tables = {
            "people": self._employees,
            "ranks": self._ranks,
            "posts": self._positions,
            "studies": self._studies,
        }
        return {name: table.close() for name, table in tables.items()}

    def hire(
        self,
        draft: Draft,
        unit: Unit,
        choose: Callable[[Career], Post],
        supervisor: int | None,
        name: str = "",
    ) -> int:
        """Write one person into a unit, with the post that ``choose`` finds for her career; answers her key."""
        career = self._careers.draw(draft)
        post = choose(career)
        retires = _retirement(career.birth, post.retirement_age)
        while retires <= self.today:
            career.birth = career.birth.replace(year=career.birth.year + 1, day=min(career.birth.day, 28))
            retires = _retirement(career.birth, post.retirement_age)
        nip = self._number(career)
        name = name or self._names.person(draft.sex)
        major, front, back = self._careers.studies(career, post.family, post.field)
        since = self._since(career, post)
        state = self._state(career, post)
        graduated = self._careers.graduated(career)
        key = self._employees.next_id
        self._employees.add(
            key, nip, name, front, back, career.kind, state, "m" if draft.sex == "L" else "f", career.birth,
            self._names.place(), unit.id, unit.office_id, post.id, since, self._rank_ids.get(career.rank),
            career.rank_since if career.rank else None, career.education, major, graduated, supervisor, career.entry,
            retires, state != "CLTN", f"{name} {nip}".lower(),
        )  # fmt: skip
        self._ranks.extend((key, self._rank_ids[rank], on) for rank, on in career.ranks)
        self._studies.add(key, career.education, major, self._careers.school(career, post.field), graduated)
        if career.education in ("S2", "S3"):
            self._studies.add(
                key, "S1", major, self._careers.school(career, post.field), max(graduated - 7, 1980)
            )
        self._keep_post(key, career, post, unit, since)
        self._enroll(career, unit, post, supervisor, since, state)
        unit.people += 1
        return key

    def _number(self, career: Career) -> str:
        """An NIP, or the number of a contract; the serial counts people who share the digits before it."""
        middle = f"{career.entry:%Y%m}" if career.kind in ("pns", "cpns") else f"{career.entry:%Y}21"
        stem = f"{career.birth:%Y%m%d}{middle}{'1' if career.draft.sex == 'L' else '2'}"
        self._serials[stem] += 1
        return f"{stem}{self._serials[stem]:03}"

    def _since(self, career: Career, post: Post) -> datetime.date:
        """Since when the post is held; one leader in seven was appointed within the last year."""
        if career.kind != "pns":
            return career.entry
        longest = (self.today - career.entry).days
        days = self._rng.randint(20, 2600 if post.kind != "structural" or self._rng.random() > 0.15 else 360)
        return (
            (self.today - datetime.timedelta(days=min(days, longest))).replace(day=1)
            if days < longest
            else career.entry
        )

    def _state(self, career: Career, post: Post) -> str:
        if career.kind != "pns" or post.kind == "structural":
            return "Aktif"
        lot = self._rng.random()
        if lot < ON_LEAVE:
            return "CLTN"
        young = self.today.year - career.birth.year < 42
        return (
            "Tugas Belajar"
            if young and career.education in ("D3", "S1") and lot < 2 * AWAY_ON_STUDY
            else "Aktif"
        )

    def _keep_post(self, key: int, career: Career, post: Post, unit: Unit, since: datetime.date) -> None:
        earlier = None
        if since > career.entry and career.kind == "pns":
            earlier = self.posts.before(post) if post.kind == "functional" else None
            if post.kind != "functional":
                education = career.education if career.education in ("SD", "SMA", "D3", "S1") else "S1"
                earlier = self.posts.executive(post.field, education)
        if earlier is not None and earlier.id != post.id:
            self._positions.add(key, earlier.id, unit.id, career.entry, since)
        self._positions.add(key, post.id, unit.id, since, None)

    def _enroll(
        self, career: Career, unit: Unit, post: Post, supervisor: int | None, since: datetime.date, state: str
    ) -> None:
        roll = self.roll
        if post.id not in self._place_of:
            self._place_of = {one.id: place for place, one in enumerate(self.posts.all)}
        roll.unit.append(unit.id)
        roll.office.append(unit.office_id or unit.id)
        roll.post.append(self._place_of[post.id])
        roll.supervisor.append(supervisor or 0)
        roll.kind.append(KINDS.index(career.kind))
        roll.age.append(self.today.year - career.birth.year)
        roll.entry.append(career.entry.toordinal())
        roll.since.append(since.toordinal())
        roll.counted.append(state != "CLTN")


def _retirement(birth: datetime.date, age: int) -> datetime.date:
    """The first day of the month after the retirement age is reached."""
    month = birth.year * 12 + birth.month + age * 12
    return datetime.date(month // 12, month % 12 + 1, 1)
