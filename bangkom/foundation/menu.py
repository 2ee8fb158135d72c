"""The menu. Each room registers its own entries in ``AppConfig.ready``; nobody edits a list here.

    from bangkom.foundation import menu
    menu.register(menu.Entry("planning:desk", _("Meja Rencana"), icon="scale", rule=rules.can_plan, group=menu.PLAN))

An entry is shown to those whose rule allows it. The four entries of everybody's day carry ``bottom=True``
and stand in the bar at the foot of a phone; the rest is in the drawer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.access import Rule, signed_in


@dataclass(frozen=True)
class Group:
    """A heading in the menu. ``order`` sorts the groups; an empty label shows no heading."""

    key: str
    label: str | Promise
    order: int


DAY = Group("day", "", 0)
TEAM = Group("team", _("Unit kerja"), 10)
PLAN = Group("plan", _("Perencanaan"), 20)
DELIVER = Group("deliver", _("Pelaksanaan"), 30)
STANDARDS = Group("standards", _("Standar dan penilaian"), 40)
REPORTS = Group("reports", _("Laporan"), 50)
ADMINISTRATION = Group("administration", _("Administrasi"), 90)


@dataclass(frozen=True)
class Entry:
    """One way from the menu. ``url_name`` takes no arguments; ``under`` are more paths that belong to it."""

    url_name: str
    label: str | Promise
    icon: str = "circle-dashed"
    rule: Rule = signed_in
    group: Group = DAY
    order: int = 100
    bottom: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the page shows it to one person."""

    url: str
    label: str | Promise
    icon: str
    current: bool
    bottom: bool


@dataclass(frozen=True)
class ShownGroup:
    key: str
    label: str | Promise
    entries: tuple[ShownEntry, ...]


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Add entries; the same ``url_name`` again replaces the earlier one."""
    for entry in entries:
        _entries[entry.url_name] = entry


def _reachable(user: Any) -> list[tuple[Entry, str]]:
    found = []
    for entry in sorted(_entries.values(), key=lambda e: (e.group.order, e.order, e.url_name)):
        if not entry.rule(user):
            continue
        try:
            found.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:  # a room whose URLs are not mounted has no way in
            continue
    return found


def _match(path: str, entry: Entry, url: str) -> int:
    """Length of the longest prefix of ``path`` that the entry owns, 0 for none."""
    # The root owns itself only, else it would be current on every page.
    prefixes = [prefix for prefix in (url, *entry.under) if prefix != "/" or path == "/"]
    return max((len(prefix) for prefix in prefixes if path.startswith(prefix)), default=0)


def entries_for(request: HttpRequest) -> tuple[ShownGroup, ...]:
    """The menu of this request's user in groups, the entry of the current page marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    reachable = _reachable(user)
    best = max(reachable, key=lambda pair: _match(request.path, *pair), default=None)
    if best is not None and not _match(request.path, *best):
        best = None
    groups: dict[str, ShownGroup] = {}
    for entry, url in reachable:
        shown = ShownEntry(url, entry.label, entry.icon, best is not None and entry is best[0], entry.bottom)
        group = groups.get(entry.group.key) or ShownGroup(entry.group.key, entry.group.label, ())
        groups[entry.group.key] = replace(group, entries=(*group.entries, shown))
    return tuple(groups.values())


def bottom_entries(groups: tuple[ShownGroup, ...]) -> list[ShownEntry]:
    """The four of the bar at the foot of a phone."""
    return [entry for group in groups for entry in group.entries if entry.bottom][:4]
