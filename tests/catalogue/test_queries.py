"""Costs of a programme in rupiah, and the list with the cost of a seat."""

from __future__ import annotations

from bangkom.catalogue import queries


def test_cost_example_counts_whole_batches_and_rounds_up(make_programme):
    example = queries.cost_example(make_programme(max_people=20))

    assert (example.batches, example.cost_batches, example.cost_people) == (2, 90_000_000, 15_000_000)
    assert (example.total, example.per_person, example.per_jp) == (105_000_000, 3_500_000, 175_000)


def test_cost_example_of_an_online_course_has_no_batches(make_programme):
    example = queries.cost_example(make_programme(mode="online", cost_batch=0, cost_person=100_001, jp=3))

    assert (example.batches, example.total, example.per_person, example.per_jp) == (
        0,
        3_000_030,
        100_001,
        33_334,
    )


def test_full_cost_is_the_share_of_a_full_batch(make_programme):
    make_programme("A", max_people=30)
    make_programme("B", mode="sent", cost_batch=0, cost_person=4_000_000)

    assert list(queries.programme_rows().values_list("code", "full_cost")) == [
        ("A", 2_000_000),
        ("B", 4_000_000),
    ]


def test_only_offered_programmes_are_named_for_a_competency(make_programme, competency):
    make_programme("A")
    make_programme("B", is_open=False)

    found = queries.programmes_raising([competency.pk])

    assert [programme.code for programme in found[competency.pk]] == ["A"]
