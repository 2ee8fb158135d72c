"""Names of people who do not exist, drawn from counts of words in real name lists."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

from bangkom.config.sample.tables import read

PLACES = (
    ("Kendari", 40), ("Raha", 9), ("Baubau", 8), ("Kolaka", 7), ("Unaaha", 6), ("Wangi-Wangi", 3), ("Andoolo", 3),
    ("Lasolo", 2), ("Bungku", 1), ("Makassar", 7), ("Bone", 3), ("Soppeng", 2), ("Bulukumba", 2), ("Palopo", 2),
    ("Ambon", 1), ("Surabaya", 2), ("Yogyakarta", 1), ("Jakarta", 1),
)  # fmt: skip


class Draw:
    """Weighted drawing from a fixed list, quicker than asking for weights each time."""

    def __init__(self, rng: Random, options: Any) -> None:
        pairs = [(value, weight) for value, weight in options if weight > 0]
        self._rng, self.values = rng, [value for value, _ in pairs]
        self._sums = list(itertools.accumulate(weight for _, weight in pairs))

    def __call__(self) -> Any:
        return self._rng.choices(self.values, cum_weights=self._sums)[0]


class Names:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        rows = read("names.csv")
        self._words, self._prefix, self._count = {}, {}, {}
        for sex in ("L", "P"):
            mine = [
                (row["bagian"], row["nama"], int(row["bobot"]), row["daftar"])
                for row in rows
                if row["jenis_kelamin"] == sex
            ]
            local = [(word, weight) for part, word, weight, _ in mine if part == "kata" and len(word) > 2]
            general = [(word, 1) for part, word, _, _ in mine if part == "depan"]
            last = [(word, 1) for part, word, _, _ in mine if part == "belakang"]
            # Three of five words are of the region, the others from all over the country.
            first = spread(local, 60) + spread(general, 40)
            self._words[sex] = Draw(rng, first), Draw(rng, spread(local, 60) + spread(last, 40))
            self._prefix[sex] = Draw(
                rng, [(word, weight) for part, word, weight, _ in mine if part == "awalan"]
            )
            self._count[sex] = Draw(
                rng, [(min(int(word), 3), weight) for part, word, weight, _ in mine if part == "jumlah"]
            )
        self._place = Draw(rng, PLACES)

    def person(self, sex: str) -> str:
        """A name of ``sex`` ("L" or "P"), with a regional prefix as often as it is met."""
        first, later = self._words[sex]
        words = [self._prefix[sex](), first()]
        # One word alone is rare enough in a town of thousands to be mistaken: half of them get a second.
        count = self._count[sex]()
        if count == 1 and not words[0] and self._rng.random() < 0.75:
            count = 2
        while len(words) < count + 1:
            word = later()
            if word not in words:
                words.append(word)
        return " ".join(word for word in words if word)

    def place(self) -> str:
        return self._place()


def spread(options: list[tuple[str, int]], share: float) -> list[tuple[str, float]]:
    """Give a list ``share`` of all weight, whatever its length."""
    total = sum(weight for _, weight in options)
    return [(word, weight * share / total) for word, weight in options]
