"""Person numbers stay with the person, and every change can be taken back exactly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from suar.analytics.linkage.later.identities import NOBODY, Identities, renumbered


def start(labels: list[int]) -> Identities:
    """Records divided for the first time."""
    empty = Identities(np.zeros(0, np.int64), np.zeros(0, np.int64)).widened(len(labels))
    records = np.arange(len(labels))
    made, _, _ = empty.divided(
        records, np.array(labels, dtype=np.int64), np.zeros(len(labels), int)
    )
    return made


labels = st.lists(st.integers(0, 5), min_size=1, max_size=14)


@given(labels)
def test_dividing_the_same_way_again_changes_nothing(division: list[int]) -> None:
    first = start(division)
    again, moves, events = first.divided(np.arange(len(division)), first.number, first.group)
    assert moves.height == 0
    assert (again.number == first.number).all()
    assert events == {"new": 0, "known": 0, "joined": 0, "split": 0}


@given(labels, st.data())
def test_any_run_of_changes_taken_back_restores_exactly(division: list[int], data) -> None:
    now = start(division)
    stack = []
    for _ in range(data.draw(st.integers(1, 4))):
        more = data.draw(st.integers(0, 3))
        before, wider = now, now.widened(more)
        label = data.draw(st.lists(st.integers(0, 5), min_size=wider.height, max_size=wider.height))
        group = data.draw(st.lists(st.integers(0, 9), min_size=wider.height, max_size=wider.height))
        now, moves, _ = wider.divided(np.arange(wider.height), np.array(label), np.array(group))
        assert (now.number != NOBODY).all()
        stack.append((before, moves))
    for before, moves in reversed(stack):
        now = now.moved(moves.reversed(), before.following).cut(before.height, before.following)
        assert (now.number == before.number).all()
        assert (now.group == before.group).all()
        assert now.following == before.following


@given(labels, st.data())
def test_numbers_follow_the_records(division: list[int], data) -> None:
    """Same number, same person, both ways; no number is given to two or comes back from nowhere."""
    first = start(division)
    label = np.array(
        data.draw(st.lists(st.integers(0, 5), min_size=len(division), max_size=len(division)))
    )
    number, following = renumbered(np.arange(len(label)), first.number, label, first.following)
    for one in range(len(label)):
        for two in range(one):
            assert (number[one] == number[two]) == (label[one] == label[two])
    for person in set(number.tolist()):
        if person < first.following:  # an old number stands on a record that had it
            assert (first.number[number == person] == person).any()
    assert following >= first.following


@given(labels, st.data(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(division: list[int], data, rng) -> None:
    first = start(division)
    label = np.array(
        data.draw(st.lists(st.integers(0, 5), min_size=len(division), max_size=len(division)))
    )
    records = np.arange(len(label))
    order = list(range(len(label)))
    rng.shuffle(order)
    straight, _ = renumbered(records, first.number, label, first.following)
    shuffled, _ = renumbered(records[order], first.number[order], label[order], first.following)
    assert (shuffled == straight[order]).all()


def test_most_records_keep_the_number_and_ties_go_to_the_earliest() -> None:
    records = np.arange(5)
    split = renumbered(records, np.array([1, 1, 1, 2, 2]), np.array([9, 8, 8, 7, 7]), 3)
    assert split[0].tolist() == [3, 1, 1, 2, 2]
    tie = renumbered(records[:2], np.array([1, 1]), np.array([9, 8]), 2)
    assert tie[0].tolist() == [1, 2]
    joined = renumbered(records, np.array([1, 2, 2, 3, 3]), np.array([9, 9, 9, 9, 9]), 4)
    assert joined[0].tolist() == [2] * 5


def test_events_say_what_happened() -> None:
    first = start([0, 0, 1, 2]).widened(2)  # persons 1, 2 and 3; two records are new
    label = np.array([0, 1, 1, 2, 2, 3])
    made, _, events = first.divided(np.arange(6), label, np.zeros(6, int))
    assert made.number.tolist() == [1, 2, 2, 3, 3, 4]
    assert events == {"new": 1, "known": 1, "joined": 0, "split": 1}
