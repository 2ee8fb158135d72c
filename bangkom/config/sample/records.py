"""What people have learned in the last three years, so that a little more than half meet the year's duty."""

from __future__ import annotations

import datetime
import math
from random import Random

from bangkom.config.sample.catalogue import Offer
from bangkom.config.sample.load import Table
from bangkom.config.sample.people import KINDS, Roll
from bangkom.config.sample.posts import Posts

YEARS = 3
# Share of people with a duty who meet it, the oldest year first; the last year is not over yet.
MET = (0.47, 0.52, 0.55)
FLOOR, CEILING = 20, 24
OVER_CEILING = 0.05
# Activities that are in no catalogue: form, title, organiser, JP, days.
OUTSIDE = (
    ("KL11", "Sosialisasi Peraturan Disiplin PNS", "BKPSDM Kota Kendari", 4, 1),
    ("KL11", "Sosialisasi Netralitas ASN", "Kesbangpol Kota Kendari", 4, 1),
    ("KL06", "Seminar Nasional Tata Kelola Pemerintahan Daerah", "Universitas Halu Oleo", 4, 1),
    ("KL06", "Seminar Reformasi Birokrasi Tematik", "Kementerian PANRB", 4, 1),
    ("KL07", "Lokakarya Penyusunan Sasaran Kinerja Pegawai", "BKPSDM Kota Kendari", 5, 1),
    ("KL10", "Bimbingan Teknis Aplikasi SRIKANDI", "Dinas Perpustakaan dan Kearsipan", 10, 2),
    ("KL10", "Bimbingan Teknis Pengelolaan Keuangan Daerah (SIPD)", "BKAD Kota Kendari", 16, 2),
    ("NKL01", "Coaching kinerja bersama atasan", "Perangkat daerah", 4, 1),
    ("NKL09", "Belajar mandiri peraturan terbaru", "Perangkat daerah", 2, 1),
    ("NKL03", "E-learning Literasi Digital ASN", "Kementerian Komunikasi dan Digital", 6, 2),
)


class Records:
    FIELDS = (
        "employee", "programme", "form", "title", "organiser", "starts_on", "ends_on", "year", "jp_claimed", "jp_counted",
        "certificate_number", "certificate_on",
    )  # fmt: skip

    def __init__(
        self,
        rng: Random,
        today: datetime.date,
        roll: Roll,
        posts: Posts,
        offers: dict[str, Offer],
        forms: dict[str, int],
    ) -> None:
        self._rng, self._today, self._roll, self._posts = rng, today, roll, posts
        self._offers, self._forms = offers, forms
        self._table = Table("records.LearningRecord", self.FIELDS, source="kota contoh")
        self._open = [
            offer
            for offer in offers.values()
            if not offer.mandatory and offer.mode in ("online", "webinar", "class")
        ]
        self._by_field: dict[str, list[Offer]] = {}
        self._general = [offer for offer in self._open if not offer.fields and offer.mode != "class"]
        self._lean = {office: rng.gauss(0, 0.1) for office in sorted(set(roll.office))}
        self._number = 0

    def write(self) -> int:
        for place in range(len(self._roll)):
            for back in range(YEARS - 1, -1, -1):
                self._year(place, self._today.year - back, MET[YEARS - 1 - back])
        return self._table.close()

    def _year(self, place: int, year: int, met: float) -> None:
        """One person's year: activities until the drawn sum is reached (or would be passed)."""
        roll, rng = self._roll, self._rng
        entry = datetime.date.fromordinal(roll.entry[place])
        if entry.year > year:
            return
        used = self._duties(place, year, entry)
        kind = KINDS[roll.kind[place]]
        if kind.startswith("pppk"):
            least, most = 0, (CEILING if rng.random() > OVER_CEILING else CEILING + 12)
            goal = rng.uniform(0, most) if entry.year < year else rng.uniform(0, most / 2)
        elif rng.random() < met + self._lean[roll.office[place]]:
            least, most = FLOOR, FLOOR + 22
            goal = FLOOR + rng.expovariate(0.2)
        else:
            least, most, goal = 0, FLOOR - 1, rng.uniform(0, FLOOR - 2)
        self._fill(place, year, goal, least, most, used)

    def _fill(self, place: int, year: int, goal: float, least: int, most: int, used: set[str]) -> None:
        done = 0.0
        for _attempt in range(9):
            if done >= goal and done >= least:
                return
            form, title, organiser, jp, days, offer = self._activity(place)
            if title in used or done + jp > most:
                continue
            used.add(title)
            done += jp
            self._add(place, year, form, title, organiser, jp, days, offer)

    def _activity(self, place: int) -> tuple[int, str, str, float, int, Offer | None]:
        """Half of what people do is in no catalogue; of the rest most is online."""
        rng = self._rng
        lot = rng.random()
        if lot < 0.5:
            form, title, organiser, jp, days = rng.choice(OUTSIDE)
            return self._forms[form], title, organiser, jp, days, None
        field = self._posts.all[self._roll.post[place]].field
        options = self._general if lot < 0.75 else self._mine(field)
        offer = rng.choice(options or self._general)
        days = offer.days or max(1, math.ceil(offer.jp / 3))
        return offer.form_id, offer.name, offer.provider, offer.jp, days, offer

    def _mine(self, field: str) -> list[Offer]:
        if field not in self._by_field:
            self._by_field[field] = [offer for offer in self._open if field in offer.fields]
        return self._by_field[field]

    def _duties(self, place: int, year: int, entry: datetime.date) -> set[str]:
        """Trainings that belong to an appointment: Latsar, orientation, leadership training."""
        roll, rng = self._roll, self._rng
        kind, since = KINDS[roll.kind[place]], datetime.date.fromordinal(roll.since[place])
        level = self._posts.all[roll.post[place]].level
        if kind == "pppk" and entry.year == year:
            # Outside the 24 JP of the contract year, so it counts nothing here.
            return self._duty(place, year, "ORI-PPPK", counted=0)
        if kind == "pns" and entry.year + 1 == year:
            return self._duty(place, year, "LATSAR")
        code = {"ADM": "PKA", "PWS": "PKP", "JPT-P": "PKN2"}.get(level)
        if code and since.year + 1 == year and rng.random() < 0.5:
            return self._duty(place, year, code)
        return set()

    def _duty(self, place: int, year: int, code: str, counted: float | None = None) -> set[str]:
        offer = self._offers[code]
        days = 20 if offer.mode == "online" else 100
        self._add(place, year, offer.form_id, offer.name, offer.provider, offer.jp, days, offer, counted)
        return {offer.name}

    def _add(
        self, place: int, year: int, form: int, title: str, organiser: str, jp: float, days: int, offer: Offer | None,
        counted: float | None = None,
    ) -> None:  # fmt: skip
        first, last = datetime.date(year, 1, 8), min(datetime.date(year, 12, 20), self._today)
        start = first + datetime.timedelta(days=self._rng.randint(0, max(0, (last - first).days - days)))
        end = min(start + datetime.timedelta(days=days - 1), max(last, start))
        self._number += 1
        number = f"{self._number:06}/SERT/{year}" if self._rng.random() < 0.92 else ""
        self._table.add(
            self._roll.first_id + place, offer.id if offer else None, form, title, organiser, start, end, year, jp,
            jp if counted is None else counted, number, end if number else None,
        )  # fmt: skip
