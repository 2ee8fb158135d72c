"""Units and the whole city: the same gaps, added up."""

from dataclasses import dataclass

import numpy as np

from bangkom.engine.gaps.bands import jpm_index
from bangkom.engine.gaps.evidence import Flags, Floats, Ints
from bangkom.engine.gaps.levels import Levels
from bangkom.engine.gaps.measures import Gaps


@dataclass(frozen=True)
class CellSummary:
    """One row per cell (unit x competency), over the pairs in which a level is required.

    ``people`` who need the competency, ``assessed`` of them with evidence, ``short`` with a mean below the
    requirement, ``surely_short`` with a sure gap; means of ``required`` and ``level``; sums of what is ``missing``
    by the mean, of ``sure`` and of ``uncertain``, in levels; ``jpm`` of the cell (sum over sum). Means and JPM are
    NaN in an empty cell.
    """

    people: Ints
    assessed: Ints
    short: Ints
    surely_short: Ints
    required: Floats
    level: Floats
    missing: Floats
    sure: Floats
    uncertain: Floats
    jpm: Floats


@dataclass(frozen=True)
class GroupSummary:
    """One row per group of people: how many have a JPM, its mean, and how many stand in each band."""

    people: Ints
    jpm: Floats
    in_band: Ints


def summarise_cells(
    cell: Ints, required: Floats, levels: Levels, gaps: Gaps, *, cells: int, capped: bool = True
) -> CellSummary:
    """Add up pairs into ``cells``; ``cell`` numbers the cell of each pair. A pair with required 0 is left out."""
    needed = required > 0
    where, demand = cell[needed], required[needed]

    def count(flags: Flags) -> Ints:
        totals: Ints = np.bincount(where[flags[needed]], minlength=cells).astype(np.int64)
        return totals

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(where, weights=values, minlength=cells), dtype=np.float64)

    people = count(needed)

    def average(values: Floats) -> Floats:
        means: Floats = np.divide(total(values), people, out=np.full(cells, np.nan), where=people > 0)
        return means

    return CellSummary(
        people=people,
        assessed=count(levels.rows > 0),
        short=count(gaps.gap < 0),
        surely_short=count(gaps.sure > 0),
        required=average(demand),
        level=average(levels.mean[needed]),
        missing=total(np.maximum(-gaps.gap[needed], 0.0)),
        sure=total(gaps.sure[needed]),
        uncertain=total(gaps.uncertain[needed]),
        jpm=jpm_index(levels.mean[needed], demand, where, people=cells, capped=capped),
    )


def summarise_people(group: Ints, jpm: Floats, band: Ints, *, groups: int, bands: int) -> GroupSummary:
    """Mean JPM of each group, every person counting once, and people per band; a person without JPM is left out."""
    known = ~np.isnan(jpm)
    people = np.bincount(group[known], minlength=groups).astype(np.int64)
    mean = np.divide(
        np.bincount(group[known], weights=jpm[known], minlength=groups),
        people,
        out=np.full(groups, np.nan),
        where=people > 0,
    )
    placed = known & (band >= 0)
    in_band = np.bincount(group[placed] * bands + band[placed], minlength=groups * bands)
    return GroupSummary(people=people, jpm=mean, in_band=in_band.reshape(groups, bands).astype(np.int64))
