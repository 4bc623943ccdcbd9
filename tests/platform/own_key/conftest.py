"""The tests of an organisation's own key: a cast, and a memory as `suar serve` holds it."""

import os
from collections.abc import Iterator

import pytest
from cast import Cast, make_cast
from own_key.in_hand import restart


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Hold a memory as `suar serve` does."""
    descriptor = restart(monkeypatch)
    yield descriptor
    os.close(descriptor)
