"""Standards of single posts on top of the reference ones, and what every post demands."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
from django.apps import apps
from numpy.typing import NDArray

from bangkom.config.sample.load import Table
from bangkom.config.sample.posts import Posts
from bangkom.config.sample.tables import read

SINCE = datetime.date(2020, 1, 31)
SOURCE = "perkiraan untuk kota contoh; Perwali Kendari 17/2020 belum dibaca"


def make_standards(posts: Posts, today: datetime.date) -> tuple[int, int]:
    """Write the posts' own standards and rebuild the requirements; answers (standards, requirements)."""
    from bangkom.standards.services import rebuild_requirements

    competencies = list(
        apps.get_model("standards.Competency")
        ._default_manager.filter(framework__is_assessed=True, framework__code__in=("ASN", "TEKNIS"))
        .values_list("pk", "code", "kind")
    )
    standards = Table(
        "standards.Standard",
        ("position",),
        state="in_force",
        valid_from=SINCE,
        verification="estimated",
        source=SOURCE,
    )
    items = Table("standards.StandardItem", ("standard", "competency", "level"))
    by_title = {post.title: post for post in posts.all}
    for title, rows in itertools.groupby(read("position_standards.csv"), key=lambda row: row["jabatan"]):
        if post := by_title.get(title):
            standard = standards.add(post.id)
            levels = {
                key: int(row["tingkat"])
                for row in rows
                for key, code, kind in competencies
                if row["kompetensi"] in (code, kind)
            }
            items.extend((standard, key, level) for key, level in levels.items())
    count = standards.close()
    items.close()
    return count, rebuild_requirements(day=today, tell=False)


class Demands:
    """What the posts of the roll demand, as columns: per post a stretch of competencies and levels."""

    def __init__(self, posts: Posts) -> None:
        self.competencies = list(
            apps.get_model("standards.Competency")._default_manager.values_list("pk", "code", "kind")
        )
        place = {key: index for index, (key, _code, _kind) in enumerate(self.competencies)}
        kinds = ("managerial", "sociocultural", "technical", "group")
        self.kind: NDArray[np.int8] = np.array(
            [kinds.index(kind) for _key, _code, kind in self.competencies], np.int8
        )
        by_post: dict[int, list[tuple[int, int]]] = {}
        rows = apps.get_model("standards.Requirement")._default_manager.order_by(
            "position_id", "competency_id"
        )
        for post, competency, level in rows.values_list("position_id", "competency_id", "level"):
            by_post.setdefault(post, []).append((place[competency], level))
        stretches = [by_post.get(post.id, []) for post in posts.all]
        self.start = np.concatenate([[0], np.cumsum([len(stretch) for stretch in stretches])]).astype(
            np.int64
        )
        flat = [pair for stretch in stretches for pair in stretch]
        self.competency: NDArray[np.int32] = np.array([pair[0] for pair in flat], np.int32)
        self.level: NDArray[np.int8] = np.array([pair[1] for pair in flat], np.int8)

    def pairs(self, post: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]:
        """For people with these posts: place of the person, of the competency, and the level demanded."""
        counts = self.start[post + 1] - self.start[post]
        person = np.repeat(np.arange(len(post)), counts)
        within = np.arange(len(person)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = self.start[post][person] + within
        return person, self.competency[at], self.level[at]
