"""How long work tells where it is: one callable, silent unless somebody listens."""

from typing import Protocol


class Progress(Protocol):
    """Called as work moves: a sentence for people, and how much of it is done."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Take no notice: the default listener."""
