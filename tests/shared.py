"""Where tests find public data that the project does not ship: a folder `shared` beside it."""

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(name: str) -> Path:
    """Give a file of the shared data, or skip the test where it is absent."""
    path = _SHARED / name
    if not path.exists():
        pytest.skip(f"shared/{name} is not beside this checkout")
    return path
