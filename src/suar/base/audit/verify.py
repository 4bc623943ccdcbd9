"""Walking the chain: which row is the first that is not as it was sealed.

Run as a role that sees every row (backup). A cut tail cannot be seen from inside: the head that was
printed or sent away each day shows it (`checkpoint`).
"""

from dataclasses import dataclass
from typing import Any

import psycopg

from suar.base.audit.chain import WALK


@dataclass(frozen=True)
class Walk:
    """What a walk found."""

    events: int
    head: str
    ok: bool
    first_broken: str | None
    why: str = ""

    def document(self) -> dict[str, Any]:
        """Give the JSON of `suar audit verify`."""
        return {
            "events": self.events,
            "head": self.head,
            "ok": self.ok,
            "first_broken": self.first_broken,
        }


def walk(url: str) -> Walk:
    """Walk the whole chain in one snapshot, streaming.

    Parameters
    ----------
    url
        The address of the database for a role that sees every row.
    """
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        return _walked(connection)


def _walked(connection: "psycopg.Connection[Any]") -> Walk:
    position, digest = connection.execute(
        "SELECT position, digest FROM audit_head WHERE id = 1"
    ).fetchone() or (0, b"")
    events = _one(connection, "SELECT count(*) FROM audit_event")
    head = bytes(digest).hex()
    expected, last = 0, b""
    with connection.cursor(name="walk") as rows:
        rows.execute(WALK)
        for at, event, there, whole, sealed in rows:
            expected += 1
            if at != expected:
                return Walk(events, head, False, str(event), f"seal {expected} is missing")
            if not there:
                return Walk(events, head, False, str(event), "the event is missing")
            if not whole:
                return Walk(events, head, False, str(event), "the event was changed")
            last = bytes(sealed)
    unsealed = _one(
        connection,
        "SELECT e.id FROM audit_event e LEFT JOIN audit_seal s ON s.event_id = e.id"
        " WHERE s.event_id IS NULL ORDER BY e.at, e.id LIMIT 1",
    )
    if unsealed is not None:
        return Walk(events, head, False, str(unsealed), "the event's seal is missing")
    if expected != position or (expected and last != bytes(digest)):
        return Walk(events, head, False, None, "the end of the chain is missing")
    return Walk(events, head, True, None)


def _one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return None if row is None else row[0]
