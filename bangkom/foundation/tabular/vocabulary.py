"""What a caller knows about the titles of its columns, and how well a title fits them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise

from .text import words_of

Words = frozenset[str]
# A title that fits less than this is not proposed.
THRESHOLD = 0.6


@dataclass(frozen=True)
class Field:
    """One thing a column may hold.

    ``titles``: accepted titles, best first. ``looks_like`` judges a value. ``is_distinctive``: the values
    alone tell what the column is. ``is_strict``: a title with more or fewer words is another thing.
    ``use``: "take", "leave" (known, of no use here) or "refuse" (must never be taken in).
    """

    name: str
    label: str | Promise
    titles: tuple[str, ...]
    looks_like: Callable[[object], bool] | None = None
    is_distinctive: bool = False
    is_strict: bool = False
    use: str = "take"


@dataclass
class Vocabulary:
    """All fields of one kind of import. ``anchors`` are the fields that make a row a record.

    ``expand`` replaces words before comparing (``tgl`` -> ``tanggal``); an empty replacement drops the word.
    """

    fields: Iterable[Field]
    anchors: tuple[str, ...]
    expand: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = tuple(self.fields)
        self.by_name = {one.name: one for one in self.fields}
        self._fits: dict[tuple[str, ...], dict[str, float]] = {}

    @cached_property
    def _known(self) -> list[tuple[Words, Field, float]]:
        return [
            (frozenset(self.words(title)), one, min(0.1, rank * 0.01))
            for one in self.fields
            for rank, title in enumerate(one.titles)
        ]

    @cached_property
    def _exact(self) -> dict[tuple[str, ...], dict[str, float]]:
        exact: dict[tuple[str, ...], dict[str, float]] = {}
        for one in self.fields:
            for rank, title in enumerate(one.titles):
                words = tuple(sorted(self.words(title)))
                exact.setdefault(words, {}).setdefault(one.name, 1.0 - min(0.1, rank * 0.01))
        return exact

    @cached_property
    def _all_words(self) -> list[str]:
        return sorted({word for words, _one, _malus in self._known for word in words if len(word) > 4})

    def words(self, title: str) -> tuple[str, ...]:
        """The words of ``title``, abbreviations written out."""
        expanded: list[str] = []
        for word in words_of(title):
            expanded.extend(self.expand.get(word, word).split())
        return tuple(expanded)

    def fits(self, given: tuple[str, ...]) -> dict[str, float]:
        """Field name -> fit (0..1) of a title, given as its parts from the top header row down."""
        known, parts = self._fits.get(given), given
        if known is None:
            # A line in brackets under a title explains it: "(ribu rupiah)".
            parts = tuple(part for part in parts if not (part[:1] == "(" and part[-1:] == ")")) or parts
            known = self._fits_of(self.words(" ".join(parts)))
            for start in range(1, len(parts)):
                if max(known.values(), default=0) >= THRESHOLD:
                    break
                # A band above says nothing we know ("DATA PEGAWAI" over everything): the lines below decide.
                for name, fit in self._fits_of(self.words(" ".join(parts[start:]))).items():
                    known[name] = max(known.get(name, 0), fit * 0.88)
            self._fits[given] = known
        return known

    def _fits_of(self, words: tuple[str, ...]) -> dict[str, float]:
        if not words or len(words) > 12:
            return {}
        # "unit kerja kerja" is not "unit kerja" on first sight; a band that repeats its column is ("JABATAN NAMA JABATAN").
        for given in (words, tuple(dict.fromkeys(words))):
            if (exact := self._exact.get(tuple(sorted(given)))) is not None:
                return dict(exact)
        corrected = frozenset(self._corrected(word) for word in words)
        malus = 0.05 if corrected != frozenset(words) else 0.0
        if (exact := self._exact.get(tuple(sorted(corrected)))) is not None:
            return {name: fit - malus for name, fit in exact.items()}
        fits: dict[str, float] = {}
        for known, one, _malus in self._known:
            if one.is_strict or not (shared := len(known & corrected)):
                continue
            if known <= corrected:
                base = 0.5 if len(known) > 1 else 0.4
                fit = base + 0.4 * len(known) / len(corrected)
            elif corrected <= known:
                fit = 0.35 + 0.4 * len(corrected) / len(known)
            else:
                fit = 0.6 * shared / len(known | corrected)
            fits[one.name] = max(fits.get(one.name, 0), fit - malus)
        return fits

    def _corrected(self, word: str) -> str:
        if not 5 <= len(word) <= 30 or word in self._all_words:
            return word
        close = difflib.get_close_matches(word, self._all_words, 1, 0.8)
        return close[0] if close else word
