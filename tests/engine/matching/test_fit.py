"""Ranking of posts and people, with reasons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangkom.engine.matching import Bar, MatchError, People, Posts, Shortfall, rank_people, rank_posts


def people(*levels, rank=None, education=None):
    return People.of(levels, rank=rank or [5] * len(levels), education=education or [5] * len(levels))


def posts(*required, lowest=None, highest=None, education=None):
    size = len(required)
    return Posts.of(
        required,
        lowest_rank=lowest or [-1] * size,
        highest_rank=highest or [-1] * size,
        lowest_education=education or [-1] * size,
    )


def test_posts_come_by_match_and_the_more_demanding_first_among_equals():
    ranking = rank_posts(people([3, 2]), 0, posts([4, 2], [1, 1], [3, 2], [3, 4]))

    assert ranking.index.tolist() == [2, 1, 0, 3]
    assert ranking.jpm.tolist() == [
        100.0,
        100.0,
        pytest.approx(500 / 6, abs=1e-6),
        pytest.approx(500 / 7, abs=1e-6),
    ]
    assert ranking.missing.tolist() == [0.0, 0.0, 1.0, 2.0]


def test_shortfalls_name_each_missing_competency_the_largest_first():
    ranking = rank_posts(people([3, 1, 0.5]), 0, posts([4, 3, 0]))

    assert ranking.shortfalls(0) == (Shortfall(1, 3.0, 1.0), Shortfall(0, 4.0, 3.0))
    assert [lack.missing for lack in ranking.shortfalls(0)] == [2.0, 1.0]


def test_people_come_by_match_and_the_more_able_first_among_equals():
    ranking = rank_people(posts([0, 2]), 0, people([5, 2], [0, 3], [5, 1]))

    assert ranking.index.tolist() == [1, 0, 2]
    assert ranking.shortfalls(2) == (Shortfall(1, 2.0, 1.0),)


def test_barred_candidates_stay_at_the_end_with_their_reasons():
    candidates = people([4], [4], [1], [4], [4], rank=[2, 9, 5, -1, 5], education=[5, 5, 5, 1, -1])

    ranking = rank_people(posts([4], lowest=[3], highest=[8], education=[4]), 0, candidates)

    assert ranking.index.tolist() == [2, 0, 1, 3, 4]
    assert [ranking.bar(place) for place in range(5)] == [
        Bar.NONE,
        Bar.RANK_BELOW,
        Bar.RANK_ABOVE,
        Bar.RANK_UNKNOWN | Bar.EDUCATION_BELOW,
        Bar.EDUCATION_UNKNOWN,
    ]


def test_post_that_asks_nothing_bars_nobody():
    ranking = rank_people(posts([0]), 0, people([0], rank=[-1], education=[-1]))

    assert ranking.jpm.tolist() == [100.0]
    assert ranking.bar(0) is Bar.NONE
    assert ranking.shortfalls(0) == ()


def test_limit_keeps_the_best():
    ranking = rank_posts(people([1]), 0, posts([4], [2], [1]), limit=2)

    assert len(ranking) == 2
    assert ranking.index.tolist() == [2, 1]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=8),
)
def test_both_directions_agree_on_the_match_of_a_person_and_a_post(levels, required):
    table, wanted = people(*levels), posts(*required)

    for person in range(len(levels)):
        by_person = rank_posts(table, person, wanted)
        assert sorted(by_person.index.tolist()) == list(range(len(required)))
        assert (np.diff(by_person.jpm) <= 0).all()
        for place, post in enumerate(by_person.index):
            by_post = rank_people(wanted, int(post), table)
            assert by_post.jpm[by_post.index.tolist().index(person)] == by_person.jpm[place]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: people([1, 2], [1, 2], rank=[1]), "rank: must have one value per row, 2 in all"),
        (lambda: posts([1], lowest=[1, 2]), "lowest_rank: must have one value"),
        (lambda: people([-1]), "level: must be a table"),
        (lambda: posts([float("nan")]), "required: must be a table"),
        (lambda: People.of([1, 2], rank=[1], education=[1]), "level: must be a table"),
        (lambda: rank_posts(people([1, 2]), 0, posts([1])), "competencies differ: 2 of people, 1 of posts"),
        (lambda: rank_people(posts([1]), 0, people([1, 2])), "competencies differ: 2 of people, 1 of posts"),
    ],
)
def test_tables_that_do_not_fit_are_refused(make, message):
    with pytest.raises(MatchError, match=message):
        make()
