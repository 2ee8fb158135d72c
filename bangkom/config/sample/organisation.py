"""The tree of offices and units, with the history of their names."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from bangkom.config.sample.load import Table
from bangkom.config.sample.state import ROOT_CODE
from bangkom.config.sample.tables import read

# What a unit of each kind may spare at once, in per cent of its people.
AWAY = {"clinic": 15, "hospital": 12, "school": 12, "village": 25}
ESTIMATED = "perkiraan untuk kota contoh"
PLACES = "Kepmendagri 300.2.2-2430/2025 (github.com/cahyadsn/wilayah, MIT)"
CLINICS = "data terbuka aplikasi kesehatan kota, Mar 2020 (15 puskesmas)"


@dataclass
class Unit:
    """A node of the tree with what staffing needs to know of it."""

    id: int
    code: str
    name: str
    kind: str
    field: str
    office_id: int | None
    path: str
    zone: int = 0
    public: bool = False
    part: str = ""
    people: int = 0


@dataclass
class Office:
    """An OPD with its units by the way they are staffed."""

    unit: Unit
    secretariat: Unit | None = None
    divisions: list[Unit] = field(default_factory=list)
    villages: list[Unit] = field(default_factory=list)
    clinics: list[Unit] = field(default_factory=list)
    hospitals: list[Unit] = field(default_factory=list)
    schools: list[Unit] = field(default_factory=list)

    def units(self) -> list[Unit]:
        rest = [*self.divisions, *self.villages, *self.clinics, *self.hospitals, *self.schools]
        return [self.unit, *([self.secretariat] if self.secretariat else []), *rest]


class Tree:
    """Writes the nodes while they are thought out; keeps them for the other stages."""

    FIELDS = (
        "id", "code", "name", "short_name", "kind", "parent_id", "office_id", "path", "serves_public", "zone",
        "max_away_percent", "valid_from", "source",
    )  # fmt: skip

    def __init__(self) -> None:
        names = tuple(name.removesuffix("_id") for name in self.FIELDS)
        self._opds = Table("people.Opd", names)
        self._names = Table(
            "people.OpdName", ("opd", "name", "parent", "valid_from", "valid_until", "legal_basis")
        )
        self.root = self._node(
            None, ROOT_CODE, "Pemerintah Kota Kendari", "Pemkot Kendari", "government", "Administrasi"
        )
        self.offices: dict[str, Office] = {}

    def _node(
        self, parent: Unit | None, code: str, name: str, short: str, kind: str, field: str, *, zone: int | None = None,
        public: bool = False, since: datetime.date | None = None, source: str = ESTIMATED, part: str = "",
    ) -> Unit:  # fmt: skip
        key = self._opds.next_id
        is_office = parent is not None and parent.office_id is None
        office_id = key if is_office else (parent.office_id if parent else None)
        zone = zone if zone is not None else (parent.zone if parent else 0)
        unit = Unit(
            key,
            code,
            name,
            kind,
            field,
            office_id,
            f"{parent.path if parent else ''}{key}.",
            zone,
            public,
            part,
        )
        self._opds.add(
            key, code, name, short, kind, parent.id if parent else None, office_id, unit.path, public, zone,
            AWAY.get(kind, 20), since, source,
        )  # fmt: skip
        return unit

    def build(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Make every office. ``counts`` holds, per office, its teachers ("JF Guru"), health staff and total."""
        divisions: dict[str, list[dict[str, str]]] = {}
        for row in read("divisions.csv"):
            divisions.setdefault(row["kode_opd"], []).append(row)
        for row in read("offices.csv"):
            self._office(row, divisions.get(row["kode"], []), counts.get(row["kode"], {}))

    def close(self) -> int:
        self._names.close()
        return self._opds.close()

    def _office(
        self, row: dict[str, str], divisions: list[dict[str, str]], counts: Mapping[str, int]
    ) -> None:
        since = _day(row["berlaku_sejak"])
        villages = [village for village in read("villages.csv") if village["kode_kecamatan"] == row["kode"]]
        unit = self._node(
            self.root, row["kode"], row["nama"], row["singkatan"], row["jenis"], row["rumpun"],
            zone=int(villages[0]["zona"]) if villages else 0, public=row["melayani"] == "1", since=since,
            source=row["sumber"], part=row["kode_penduduk"],
        )  # fmt: skip
        self._history(unit, row, since)
        office = self.offices[row["kode"]] = Office(unit)
        if row["jenis"] != "secretariat":
            office.secretariat = self._node(
                unit, f"{row['kode']}-SEK", "Sekretariat", "Sekretariat", "unit", "Administrasi"
            )
        for number, division in enumerate(divisions, 1):
            source = row["sumber"] if division["mutu"] == "nyata" else ESTIMATED
            code = f"{row['kode']}-B{number:02}"
            name, part = division["nama"], division["kode_penduduk"]
            office.divisions.append(
                self._node(unit, code, name, "", "unit", division["rumpun"], source=source, part=part)
            )
        for village in villages:
            name = f"Kelurahan {village['kelurahan']}"
            office.villages.append(
                self._node(
                    unit,
                    village["kode"],
                    name,
                    village["kelurahan"],
                    "village",
                    "Kewilayahan",
                    public=True,
                    source=PLACES,
                )
            )
        if row["kode"] == "DINKES":
            self._health(office, counts.get("JF Kesehatan", 0))
        if row["kode"] == "DIKBUD":
            self._schools(office, counts.get("JF Guru", 0))

    def _history(self, unit: Unit, row: dict[str, str], since: datetime.date | None) -> None:
        """The name in force, and before it the one that the rules of December 2023 replaced."""
        if row["nama_lama"]:
            before = _day(row["berlaku_lama"])
            self._names.add(unit.id, row["nama_lama"], self.root.id, before, since, row["dasar_lama"])
        self._names.add(unit.id, row["nama"], self.root.id, since, None, row["dasar_hukum"])

    def _health(self, office: Office, staff: int) -> None:
        for row in read("clinics.csv"):
            office.clinics.append(
                self._node(
                    office.unit,
                    row["kode"],
                    row["nama"],
                    "",
                    "clinic",
                    "Kesehatan",
                    zone=int(row["zona"]),
                    public=True,
                    source=CLINICS,
                )
            )
        # A larger city has more small stations, not larger health centres.
        villages = read("villages.csv")
        for number in range(max(0, staff // 48 - 22)):
            village = villages[number % len(villages)]
            round_of = f" {number // len(villages) + 1}" if number >= len(villages) else ""
            name = f"Puskesmas Pembantu {village['kelurahan']}{round_of}"
            office.clinics.append(
                self._node(
                    office.unit,
                    f"PUSTU-{number + 1:03}",
                    name,
                    "",
                    "clinic",
                    "Kesehatan",
                    zone=int(village["zona"]),
                    public=True,
                )
            )
        for code, name, basis in (
            ("RSUD-KDI", "RSUD Kota Kendari", "Perwali 55/2022"), ("RSUD-AH", "RSUD Antero Hamra", "Perwali 62/2022"),
        ):  # fmt: skip
            hospital = self._node(
                office.unit, code, name, name, "hospital", "Kesehatan", public=True, source=basis
            )
            self._names.add(hospital.id, name, office.unit.id, datetime.date(2022, 8, 5), None, basis)
            office.hospitals.append(hospital)

    def _schools(self, office: Office, teachers: int) -> None:
        """Schools in numbers that fit the teachers: about 17 in a primary and 26 in a middle school."""
        zones = [int(row["zona"]) for row in read("villages.csv")]
        kinds = (
            ("SD", "SD Negeri {} Kendari", 0.62, 17),
            ("SMP", "SMP Negeri {} Kendari", 0.3, 26),
            ("TK", "TK Negeri {} Kendari", 0.08, 8),
        )
        for short, name, share, size in kinds:
            for number in range(1, max(1, round(teachers * share / size)) + 1):
                office.schools.append(
                    self._node(
                        office.unit,
                        f"{short}-{number:03}",
                        name.format(number),
                        "",
                        "school",
                        "Pendidikan",
                        zone=zones[(number * 7) % len(zones)],
                        public=True,
                    )
                )


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
