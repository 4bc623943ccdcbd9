"""States and moves: every state is reached, ends are ends, nobody moves without the permission."""

import pytest

from suar.knowledge.rules.lifecycle import (
    GRANT,
    LIFECYCLES,
    NOTHING,
    UPLOAD,
    Lifecycle,
    drawing,
    may_move,
)
from suar.knowledge.rules.permissions import ROLES, Holder, may

EVERY = pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=LIFECYCLES)


@EVERY
def test_every_state_is_reached_from_nothing(lifecycle: Lifecycle) -> None:
    reached = {NOTHING}
    while True:
        more = {m.go_to for m in lifecycle.moves if reached & set(m.come_from)} - reached
        if not more:
            break
        reached |= more
    assert reached - {NOTHING} == lifecycle.states()


@EVERY
def test_names_are_unique_and_nothing_is_only_left(lifecycle: Lifecycle) -> None:
    assert len({m.name for m in lifecycle.moves}) == len(lifecycle.moves)
    assert all(m.go_to != NOTHING for m in lifecycle.moves)
    with pytest.raises(KeyError):
        lifecycle.move("no such verb")


@EVERY
def test_every_case_of_role_state_and_move(lifecycle: Lifecycle) -> None:
    for move in lifecycle.moves:
        for state in (NOTHING, *lifecycle.states()):
            for role in ROLES:
                found = may_move(lifecycle, move.name, state=state, holder=Holder(role))
                permitted = move.needs is None or may(Holder(role), move.needs).allowed
                assert found.allowed == (permitted and state in move.come_from)
                assert found.allowed or found.reason
            alone = may_move(lifecycle, move.name, state=state)
            assert alone.allowed == (move.needs is None and state in move.come_from)


def test_what_has_ended_stays_ended() -> None:
    left = {state for each in (GRANT, UPLOAD) for move in each.moves for state in move.come_from}
    assert left & {"revoked", "ended", "deleted"} == set()
    assert {m.name for m in UPLOAD.moves if "replaced" in m.come_from} == {"delete"}


@EVERY
def test_the_drawing_holds_every_move(lifecycle: Lifecycle) -> None:
    lines = list(drawing(lifecycle))
    arrows = sum(len(move.come_from) for move in lifecycle.moves)
    assert sum(": " in line for line in lines) == arrows
    assert lines[0] == "stateDiagram-v2"
