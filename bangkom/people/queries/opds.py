"""The OPD tree as pages and filters show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from bangkom.foundation.kept import kept
from bangkom.people import rules
from bangkom.people.enums import OpdKind, RoleKind
from bangkom.people.models import Employee, Opd, OpdName

# Figures of fewer people are not shown outside the office.
FEWEST_SHOWN = 5


def offices() -> list[tuple[int, str]]:
    """Key and name of every OPD in force, by name: the choices of filters, kept for a minute."""
    return kept("offices", _offices)


def _offices() -> list[tuple[int, str]]:
    today = timezone.localdate()
    return list(
        Opd.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), office_id=F("pk"))
        .order_by("name")
        .values_list("pk", "name")
    )


def offices_for(user: Any) -> list[tuple[int, str]]:
    """The OPDs whose people ``user`` has in her lists."""
    if rules.sees_everybody(user):
        return offices()
    wanted = {opd.office_id or opd.pk for opd in rules.scopes_of(user)}
    return [pair for pair in offices() if pair[0] in wanted]


def units_of(office_id: int) -> list[tuple[int, str]]:
    """Key and name of the units of one OPD, itself first; kept for a minute."""
    found = Opd.objects.filter(office_id=office_id).order_by("path")
    return kept(f"units-{office_id}", lambda: list(found.values_list("pk", "name")))


class Node(NamedTuple):
    """A node of the tree: how many units lie right below it, and how many people work in it and below it."""

    pk: int
    name: str
    kind: str
    depth: int
    parent_id: int | None
    office_id: int | None
    path: str
    units: int
    people: int

    @property
    def is_office(self) -> bool:
        return self.office_id == self.pk

    @property
    def kind_label(self) -> str:
        return str(OpdKind(self.kind).label)

    def people_for(self, own_paths: tuple[str, ...] | None) -> int | None:
        """The people, or None where they are too few to be shown outside ``own_paths`` (None: sees all)."""
        if own_paths is None or not 0 < self.people < FEWEST_SHOWN:
            return self.people
        return self.people if self.path.startswith(own_paths) else None


def own_paths(user: Any) -> tuple[str, ...] | None:
    """Paths below which ``user`` sees every figure; None for those who see the whole government."""
    if rules.sees_everybody(user):
        return None
    return tuple(opd.path for opd in rules.scopes_of(user))


def people_in(opds: list[Opd]) -> int:
    """People in service in some nodes and below them, of which none lies in another; kept for a minute."""
    wanted = {opd.pk for opd in opds}
    return sum(node.people for node in tree() if node.pk in wanted)


def people_per_unit() -> dict[int, int]:
    """People in service per unit, kept for a minute: they are counted over everybody."""
    found = Employee.objects.filter(left_on__isnull=True).order_by().values_list("unit_id")
    return kept("people-per-unit", lambda: dict(found.annotate(people=Count("pk"))))


def tree() -> list[Node]:
    """The whole tree, each node after its parent, siblings by name.

    Kept for a minute, or until a node is added, renamed or moved (each leaves a row behind).
    """
    newest = Opd.objects.aggregate(opd=Max("pk"), name=Max("names__pk"))
    return kept(f"opd-tree-{newest['opd']}-{newest['name']}", _tree)


def _tree() -> list[Node]:
    counts = people_per_unit()
    below: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    found = Opd.objects.order_by("name").values_list("pk", "name", "kind", "parent_id", "office_id", "path")
    for row in found:
        below[row[3]].append(row)
    ordered: list[Node] = []
    for root in below[None]:
        _walk(root, below, counts, ordered)
    return ordered


def _walk(row: tuple[Any, ...], below: Any, counts: dict[int, int], ordered: list[Node]) -> int:
    """Put a node and everything below it in order; answers how many people work there."""
    pk, name, kind, parent_id, office_id, path = row
    place = len(ordered)
    ordered.append(Node(pk, name, kind, path.count(".") - 1, parent_id, office_id, path, len(below[pk]), 0))
    people = counts.get(pk, 0) + sum(_walk(child, below, counts, ordered) for child in below[pk])
    ordered[place] = ordered[place]._replace(people=people)
    return people


@dataclass(frozen=True)
class OpdPage:
    """What the page of one node shows."""

    opd: Opd
    ancestors: list[Opd]
    units: list[Node]
    people: int | None
    heads: list[str]
    names: list[OpdName]
    sees_people: bool


def opd_page(user: Any, opd: Opd) -> OpdPage:
    """One node with its way up, what is below, its heads and its history."""
    own, nodes = own_paths(user), tree()
    node = next((node for node in nodes if node.pk == opd.pk), None)
    units = [node for node in nodes if node.parent_id == opd.pk]
    way_up = [int(key) for key in opd.path.split(".")[:-2]]
    ancestors = (
        sorted(Opd.objects.filter(pk__in=way_up), key=lambda above: way_up.index(above.pk)) if way_up else []
    )
    today = timezone.localdate()
    heads = opd.roles.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), kind=RoleKind.HEAD, valid_from__lte=today
    )
    return OpdPage(
        opd=opd,
        ancestors=ancestors,
        units=units,
        people=node.people_for(own) if node else 0,
        heads=list(heads.order_by("user__name").values_list("user__name", flat=True)),
        names=list(opd.names.select_related("parent").order_by(F("valid_from").desc(nulls_last=True), "-pk")),
        sees_people=own is None or opd.path.startswith(own),
    )


def search_opds(text: str) -> QuerySet[Opd]:
    """Nodes in whose name every word is found."""
    found = Opd.objects.select_related("office")
    for word in text.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by("path")
