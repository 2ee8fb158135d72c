"""All rooms' reference tables, in the order in which they build on each other."""

from __future__ import annotations

import importlib
import importlib.util

ROOMS = ("people", "standards", "catalogue", "records", "assessment", "planning")


def load_all() -> dict[str, int]:
    """Call ``load_reference`` of every room; answers how many rows each table of each room holds."""
    counts = {}
    for room in ROOMS:
        if importlib.util.find_spec(f"bangkom.{room}.services") is None:
            continue
        services = importlib.import_module(f"bangkom.{room}.services")
        for table, count in services.load_reference().items():
            counts[f"{room}.{table}"] = count
    return counts
