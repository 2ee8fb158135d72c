"""Propose which column holds which field, with a confidence, from titles and values together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .errors import MappingRefused
from .header import Column, Header
from .reader import Row, Sheet
from .text import column_of, is_empty
from .vocabulary import THRESHOLD, Vocabulary

_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """One column, the field proposed for it (None: none) and how sure that is. ``use`` as in ``Field``."""

    column: Column
    field: str | None
    confidence: float
    use: str = "take"
    rivals: tuple[str, ...] = ()
    examples: tuple[object, ...] = ()


@dataclass
class Mapped:
    """The columns of a table and what each is taken for. ``columns``: field -> 0-based column."""

    proposals: list[Proposal]
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def by_letter(self) -> dict[str, str]:
        """The mapping as it is shown, corrected and remembered: ``{"C": "name"}``."""
        letters = {one.column.index: one.column.letter for one in self.proposals}
        return {letters[index]: name for name, index in self.columns.items()}

    @property
    def refused(self) -> list[Column]:
        return [one.column for one in self.proposals if one.use == "refuse"]


def sample_rows(sheet: Sheet, header: Header) -> list[Row]:
    """Rows below the header that look like records: the fuller ones of the first few hundred."""
    rows = [
        row for row in sheet.rows[header.first : header.first + 400] if sum(1 for c in row if c != "") > 2
    ]
    step = max(1, len(rows) // _SAMPLE)
    return rows[::step][:_SAMPLE]


def propose(sheet: Sheet, header: Header, vocabulary: Vocabulary) -> Mapped:
    """Give each column at most one field and each field at most one column, the surest pairs first."""
    rows = sample_rows(sheet, header)
    values = {
        column.index: [
            row[column.index] for row in rows if column.index < len(row) and not is_empty(row[column.index])
        ]
        for column in header.columns
    }
    pairs = [
        pair for column in header.columns for pair in _candidates(column, values[column.index], vocabulary)
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].index))
    chosen: dict[int, tuple[str, float]] = {}
    taken: dict[str, int] = {}
    lost: dict[int, list[tuple[str, float]]] = {}
    for confidence, column, name in pairs:
        if column.index in chosen:
            continue
        shareable = vocabulary.by_name[name].use != "take"
        if name in taken and not shareable:
            lost.setdefault(column.index, []).append((name, confidence))
            continue
        if column.index in lost and confidence < 0.8:
            continue  # its best field went elsewhere; a poor second is no answer
        chosen[column.index] = name, confidence
        taken.setdefault(name, column.index)
    return _mapped(header, values, vocabulary, chosen, taken, lost)


def _mapped(
    header: Header,
    values: dict[int, list[object]],
    vocabulary: Vocabulary,
    chosen: dict[int, tuple[str, float]],
    taken: dict[str, int],
    lost: dict[int, list[tuple[str, float]]],
) -> Mapped:
    proposals: list[Proposal] = []
    columns: dict[str, int] = {}
    for column in header.columns:
        examples = tuple(values[column.index][:3])
        if not column.parts and not values[column.index]:
            continue
        name, confidence = chosen.get(column.index, ("", 0.0))
        use = vocabulary.by_name[name].use if name else "leave"
        rivals = tuple(
            header.columns[taken[rival]].letter
            for rival, _confidence in lost.get(column.index, ())
            if not name and taken[rival] != column.index
        )
        if use == "take" and name:
            columns[name] = column.index
        shown = () if use == "refuse" else examples
        proposals.append(Proposal(column, name or None, round(confidence, 2), use, rivals, shown))
    return Mapped(proposals, columns)


def _candidates(
    column: Column, values: list[object], vocabulary: Vocabulary
) -> list[tuple[float, Column, str]]:
    fits = vocabulary.fits(column.parts) if column.parts else {}
    found = []
    for one in vocabulary.by_name.values():
        fit = fits.get(one.name, 0.0)
        like = _likeness(one.looks_like, values)
        if fit >= THRESHOLD:
            confidence = fit if like is None else 0.75 * fit + 0.25 * like
            if not values and one.use == "take":
                confidence -= 0.1
            found.append((confidence, column, one.name))
        elif one.is_distinctive and len(values) >= 3 and like is not None and like >= 0.6:
            found.append((0.45 + 0.3 * like, column, one.name))
    return found


def _likeness(looks_like: Callable[[object], bool] | None, values: list[object]) -> float | None:
    if looks_like is None or not values:
        return None
    return sum(1 for value in values if looks_like(value)) / len(values)


def given_mapping(
    sheet: Sheet, header: Header, vocabulary: Vocabulary, given: Mapping[str, str | None]
) -> Mapped:
    """Use a mapping made by a person (``{"C": "name"}``) instead of the proposal; refuses what must not be taken."""
    proposed = propose(sheet, header, vocabulary)
    columns: dict[str, int] = {}
    for letters, name in given.items():
        if not name:
            continue
        _check_pair(letters, name, columns, sheet, vocabulary)
        columns[name] = column_of(letters)
    names = {index: name for name, index in columns.items()}
    proposals = []
    for one in proposed.proposals:
        name = names.get(one.column.index)
        if name is None and one.use == "take":
            proposals.append(Proposal(one.column, None, 0.0, "leave", (), one.examples))
        elif name is None or one.use == "refuse":
            if name is not None:
                raise _refused_column(one.column.letter, one.column.title)
            proposals.append(one)
        else:
            proposals.append(Proposal(one.column, name, 1.0, "take", (), one.examples))
    return Mapped(proposals, columns)


def _check_pair(
    letters: str, name: str, columns: dict[str, int], sheet: Sheet, vocabulary: Vocabulary
) -> None:
    known = vocabulary.by_name.get(name)
    if known is None or known.use == "leave":
        raise MappingRefused(
            "mapping_field",
            _("Isian “%(name)s” tidak dikenal.") % {"name": name},
            _("Pilih salah satu isian yang tersedia pada daftar."),
        )
    if known.use == "refuse":
        raise _refused_column(letters, known.label)
    if name in columns:
        raise MappingRefused(
            "mapping_twice",
            _("Isian “%(name)s” dipasangkan dengan dua kolom.") % {"name": known.label},
            _("Pilih satu kolom saja untuk isian itu."),
        )
    try:
        within = 0 <= column_of(letters) < sheet.width
    except ValueError:
        within = False
    if not within:
        raise MappingRefused(
            "mapping_column",
            _("Kolom %(letters)s tidak ada pada lembar ini.") % {"letters": letters},
            _("Periksa huruf kolomnya pada berkas."),
        )


def _refused_column(letters: str, title: str | Promise) -> MappingRefused:
    return MappingRefused(
        "mapping_refused",
        _("Kolom %(letters)s (%(title)s) berisi data pribadi yang tidak diperlukan.")
        % {"letters": letters, "title": title},
        _("Biarkan kolom itu tidak dipasangkan."),
    )
