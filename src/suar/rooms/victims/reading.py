"""What the parts of one page ask alike is asked once: her files, who walks beside her, her keys.

A page that only reads opens a `reading`; within it `asked_once` keeps each answer and forgets all
of them at its end. Whoever writes opens none: there every question is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is asked until the page is made."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def asked_once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Give what the page was answered before under this key, else ask; outside a page always ask.

    ``key`` holds whatever the answer depends on, the asker among it.
    """
    answers = _answers.get()
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    answer: Answer = answers[key]
    return answer


def is_reading() -> bool:
    """Whether a page is being read: then it pays to ask for all that it will need."""
    return _answers.get() is not None
