"""No small count can be worked out: against brute force, and where nothing was protected."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.disclosure import Key, Ledger, leaks, protect, ranges, release
from suar.knowledge.rules.disclosure import POLICIES, Audience, is_small

TASKFORCE, PUBLIC = POLICIES[Audience.TASKFORCE], POLICIES[Audience.PUBLIC]


def table(cells: list[list[int]]) -> Ledger:
    """A table with both margins and the whole, all to be shown."""
    ledger = Ledger()
    rows, columns = range(len(cells)), range(len(cells[0]))
    for r, c in product(rows, columns):
        ledger.cell(("cell", r, c), cells[r][c], cost=1)
    for r in rows:
        ledger.cell(("row", r), sum(cells[r]), cost=4)
        ledger.total(("row", r), [("cell", r, c) for c in columns])
    for c in columns:
        ledger.cell(("column", c), sum(cells[r][c] for r in rows), cost=4)
        ledger.total(("column", c), [("cell", r, c) for r in rows])
    ledger.cell(("all",), sum(map(sum, cells)), cost=9)
    ledger.total(("all",), [("row", r) for r in rows])
    ledger.total(("all",), [("column", c) for c in columns])
    return ledger


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_table_is_safe_after_protection(cells: list[list[int]]) -> None:
    ledger = table(cells)
    withheld = protect(ledger, TASKFORCE)
    assert leaks(ledger, withheld, TASKFORCE) == []
    small = {key for key, cell in ledger.cells.items() if is_small(cell.value, TASKFORCE)}
    assert small <= withheld
    for key, (low, high) in ranges(ledger, withheld, small, TASKFORCE).items():
        assert low <= ledger.cells[key].value <= high
        assert high >= 5
        assert high - low >= 4


def test_primary_suppression_alone_is_broken() -> None:
    ledger = table([[30, 3, 20], [12, 15, 9]])
    found = leaks(ledger, {("cell", 0, 1)}, TASKFORCE)
    assert [(leak.key, leak.low, leak.high) for leak in found] == [(("cell", 0, 1), 3, 3)]


def test_two_withheld_cells_in_a_row_are_broken_through_the_columns() -> None:
    ledger = table([[30, 3, 20], [12, 15, 9]])
    withheld = {("cell", 0, 1), ("cell", 0, 2)}
    assert [leak.key for leak in leaks(ledger, withheld, TASKFORCE)] == [("cell", 0, 1)]


def test_a_sum_of_withheld_cells_may_not_be_small_either() -> None:
    ledger = table([[30, 1, 2], [12, 15, 9]])
    withheld = {("cell", 0, 1), ("cell", 0, 2), ("cell", 1, 1), ("cell", 1, 2)}
    assert {leak.key for leak in leaks(ledger, withheld, TASKFORCE)} == {
        ("cell", 0, 1),
        ("cell", 0, 2),
    }
    assert protect(ledger, TASKFORCE) > withheld


def test_ranges_equal_brute_force() -> None:
    ledger = table([[6, 3], [2, 7]])
    withheld: set[Key] = {("cell", r, c) for r in (0, 1) for c in (0, 1)}
    worlds = [
        (a, 9 - a, 8 - a, a + 1) for a in range(10) if min(a, 9 - a, 8 - a, a + 1) >= 1
    ]  # fmt: skip
    found = ranges(ledger, withheld, withheld, TASKFORCE)
    for place, key in enumerate([("cell", 0, 0), ("cell", 0, 1), ("cell", 1, 0), ("cell", 1, 1)]):
        values = [world[place] for world in worlds]
        assert found[key] == (min(values), max(values))


def test_a_hidden_count_is_guarded_too() -> None:
    ledger = Ledger()
    ledger.cell(("all",), 50, cost=9)
    ledger.cell(("known",), 48, cost=5)
    ledger.cell(("blank",), 2, shown=False)
    ledger.total(("all",), [("known",), ("blank",)])
    assert protect(ledger, TASKFORCE) == {("known",)}


def test_rounded_counts_add_up_and_stay_near() -> None:
    ledger = table([[36, 13, 24], [12, 15, 99], [47, 21, 33]])
    shown = release(ledger, PUBLIC)
    assert all(value is not None and value % 10 == 0 for value in shown.values())
    for terms in ledger.sums:
        assert sum(weight * (shown[key] or 0) for key, weight in terms.items()) == 0
    assert max(abs((shown[key] or 0) - cell.value) for key, cell in ledger.cells.items()) < 20


def test_holder_sees_everything() -> None:
    ledger = table([[1, 2], [3, 4]])
    shown = release(ledger, POLICIES[Audience.HOLDER])
    assert shown == {key: cell.value for key, cell in ledger.cells.items()}


def test_the_ledger_refuses_what_does_not_add_up() -> None:
    ledger = Ledger()
    ledger.cell(("all",), 5)
    ledger.cell(("part",), 4)
    with pytest.raises(ValueError, match="add up"):
        ledger.total(("all",), [("part",)])
    with pytest.raises(ValueError, match="cannot hold"):
        ledger.cell(("all",), 6)
