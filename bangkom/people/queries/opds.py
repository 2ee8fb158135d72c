"""The OPD tree as pages and filters show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
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


@dataclass
class Node:
    """A node of the tree with how many people work in it and below it (None: too few to show)."""

    pk: int
    name: str
    kind: str
    depth: int
    parent_id: int | None
    office_id: int | None
    path: str
    own: int = 0
    people: int | None = 0
    children: list[Node] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return str(OpdKind(self.kind).label)


def people_per_unit() -> dict[int, int]:
    """People in service per unit, kept for a minute."""
    found = Employee.objects.filter(left_on__isnull=True).order_by().values_list("unit_id")
    return kept("people-per-unit", lambda: dict(found.annotate(people=Count("pk"))))


def tree_for(user: Any) -> list[Node]:
    """The whole tree, each node after its parent, siblings by name. Small figures only within one's scope."""
    counts = people_per_unit()
    nodes: dict[int, Node] = {}
    below: dict[int | None, list[Node]] = defaultdict(list)
    found = Opd.objects.order_by("name").values_list("pk", "name", "kind", "parent_id", "office_id", "path")
    for pk, name, kind, parent_id, office_id, path in found:
        node = Node(pk, name, kind, path.count(".") - 1, parent_id, office_id, path, own=counts.get(pk, 0))
        nodes[pk] = node
        below[parent_id].append(node)
    for node in nodes.values():
        node.children = below[node.pk]
    ordered: list[Node] = []
    for root in below[None]:
        _walk(root, ordered)
    _hide_small(user, ordered)
    return ordered


def _walk(node: Node, ordered: list[Node]) -> int:
    ordered.append(node)
    total = node.own + sum(_walk(child, ordered) for child in node.children)
    node.people = total
    return total


def _hide_small(user: Any, nodes: list[Node]) -> None:
    if rules.sees_everybody(user):
        return
    own = tuple(opd.path for opd in rules.scopes_of(user))
    for node in nodes:
        if node.people and node.people < FEWEST_SHOWN and not node.path.startswith(own or ("-",)):
            node.people = None


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
    tree = {node.pk: node for node in tree_for(user)}
    node = tree[opd.pk]
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
        units=node.children,
        people=node.people,
        heads=list(heads.order_by("user__name").values_list("user__name", flat=True)),
        names=list(opd.names.select_related("parent").order_by("-valid_from", "-pk")),
        sees_people=rules.sees_everybody(user)
        or any(opd.path.startswith(s.path) for s in rules.scopes_of(user)),
    )


def search_opds(text: str) -> QuerySet[Opd]:
    """Nodes in whose name every word is found."""
    found = Opd.objects.select_related("office")
    for word in text.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by("path")
