"""The one door: `with acting(actor):` opens a transaction in which the database knows who acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, transaction

from suar.base.access.actor import Actor

_acting: ContextVar[Actor | None] = ContextVar("suar_acting", default=None)

_SET = (
    "SELECT set_config('suar.organisation', %s, true), set_config('suar.person', %s, true),"
    " set_config('suar.teams', %s, true), set_config('suar.actor', %s, true)"
)


class NobodyActs(RuntimeError):
    """A query was about to run outside `with acting(...)`. A defect in Suar, never shown."""


def current() -> Actor:
    """Give who acts now.

    Raises
    ------
    NobodyActs
        Outside `with acting(...)`.
    """
    actor = _acting.get()
    if actor is None:
        raise NobodyActs("no actor: enter the one door, with acting(actor)")
    return actor


@contextmanager
def acting(actor: Actor, *, using: str = "default") -> Iterator[Actor]:
    """Open a transaction in which the database sees this actor's organisation, person and teams.

    Evaluate *and render* inside: a lazy queryset that leaves the block is refused. An inner block
    by another actor takes over, and the outer one's context comes back with its end; one by the
    same actor asks the database nothing.
    """
    connection = connections[using]
    # what the running transaction was told; one that has ended forgot it by itself
    before = getattr(connection, "suar_told", None) if connection.in_atomic_block else None
    token = _acting.set(actor)
    try:
        with transaction.atomic(using=using):
            if before != actor:
                _tell(actor, using)
            connection.suar_told = actor
            yield actor
            if before is not None and before != actor:
                _tell(before, using)
    finally:
        # a rolled back savepoint takes the database back to the former actor, and so this too
        connection.suar_told = before
        _acting.reset(token)


@contextmanager
def at_the_door() -> Iterator[None]:
    """Let sessions and sign-in work before anybody is known; no organisation's row shows here."""
    from suar.base.access.actor import DOORKEEPER

    token = _acting.set(DOORKEEPER)
    try:
        yield
    finally:
        _acting.reset(token)


def _tell(actor: Actor, using: str) -> None:
    teams = ",".join(str(team) for team in actor.teams)
    values = [str(actor.organisation or ""), str(actor.person or ""), teams, actor.name]
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, values)


def refuse_nobody(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Refuse a query when nobody acts: the execute wrapper of every application connection."""
    if _acting.get() is None:
        raise NobodyActs("a query outside `with acting(actor)`")
    return execute(sql, params, many, context)
