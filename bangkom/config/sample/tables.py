"""Reading of the sample city's own tables (data/README.md names their sources)."""

from __future__ import annotations

import csv
import functools
import gzip
from pathlib import Path

DATA = Path(__file__).parent / "data"


@functools.cache
def read(name: str) -> list[dict[str, str]]:
    """Rows of a CSV of the package, compressed or not."""
    path = DATA / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))
