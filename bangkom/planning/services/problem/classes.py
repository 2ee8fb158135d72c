"""Who may take what, in the 64 job classes that the engine knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bangkom.catalogue.queries.plan_columns import PlanOffering
from bangkom.planning.services.problem.crowd import Crowd

MOST = 64


@dataclass(frozen=True)
class Classes:
    """Job class per person, bits of the classes that may take it per offering, and what merging lost."""

    of_person: NDArray[np.uint8]
    bits: NDArray[np.uint64]
    found: int
    lost_pairs: int  # pairs of person and programme that were given up so that 64 classes suffice


def job_classes(crowd: Crowd, offerings: list[PlanOffering]) -> Classes:
    """People with the same rights form a class. More than 64 are merged by what both may take.

    A merged class may take only what all its people may take: nobody is ever planned against the rules of
    a programme; somebody may miss one that she could have had, and the number of such pairs is reported.
    """
    traits = np.array(list(zip(crowd.level, crowd.field, crowd.kind, strict=True)), dtype=object)
    texts = np.array(["\x1f".join(row) for row in traits])
    found, first, inverse = np.unique(texts, return_index=True, return_inverse=True)
    may = np.array([[_admits(o, *traits[row]) for o in offerings] for row in first], bool)
    rights, of_trait = np.unique(may.reshape(len(found), -1), axis=0, return_inverse=True)
    people = np.bincount(of_trait.ravel()[inverse], minlength=len(rights))
    merged, lost = _merged(rights, people)
    kept, place = np.unique(merged, return_inverse=True)
    shared = np.array([rights[merged == one].all(axis=0) for one in kept])
    bits = np.zeros(len(offerings), "uint64")
    for number, row in enumerate(shared):
        bits[row] |= np.uint64(1 << number)
    of_person = place.ravel()[of_trait.ravel()[inverse]].astype("uint8")
    return Classes(of_person, bits, len(rights), lost)


def _admits(offering: PlanOffering, level: str, field: str, kind: str) -> bool:
    return (
        (not offering.levels or level in offering.levels)
        and (not offering.fields or field in offering.fields)
        and (not offering.kinds or kind in offering.kinds)
    )


def _merged(rights: NDArray[np.bool_], people: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Leader of each class after merging, cheapest pair first, until 64 are left; and the pairs lost."""
    leader = np.arange(len(rights))
    if len(rights) <= MOST:
        return leader, 0
    now, weight = rights.copy(), people.astype("float64")
    alive = np.ones(len(rights), bool)
    total = 0.0
    own = now.sum(1).astype("float64")
    both = now.astype("float64") @ now.T.astype("float64")
    loss = weight[:, None] * (own[:, None] - both) + weight[None, :] * (own[None, :] - both)
    np.fill_diagonal(loss, np.inf)
    for _ in range(len(rights) - MOST):
        a, b = sorted(int(place) for place in np.unravel_index(int(np.argmin(loss)), loss.shape))
        total += loss[a, b]
        now[a] &= now[b]
        weight[a] += weight[b]
        alive[b] = False
        leader[leader == b] = a
        own[a] = now[a].sum()
        shared = now.astype("float64") @ now[a].astype("float64")
        row = weight[a] * (own[a] - shared) + weight * (own - shared)
        row[~alive] = np.inf
        row[a] = np.inf
        loss[a, :] = loss[:, a] = row
        loss[b, :] = loss[:, b] = np.inf
    return leader, int(total)
