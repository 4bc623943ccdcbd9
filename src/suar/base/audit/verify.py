"""Walking the chain: which row is the first that is not as it was sealed.

Run as a role that sees every row (backup). A cut tail cannot be seen from inside: the head that was
printed or sent away each day shows it (`checkpoint`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import psycopg

from suar.base.audit.lanes import WALK, first_digest

_SIZE = 32  # bytes of a digest
Row = tuple[int, int, list[int] | None, Any, bytes, bytes | None]


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


@dataclass
class Lanes:
    """The digests of every lane by position: 32 bytes a seal, zeros where a seal is missing."""

    events: int
    digests: dict[int, bytearray] = field(default_factory=dict)

    def add(self, lane: int, position: int, digest: bytes) -> None:
        """Take the next seal of a lane; a place beyond any possible end is none."""
        if not 1 <= position <= self.events:
            return
        kept = self.digests.setdefault(lane, bytearray())
        kept.extend(bytes(_SIZE * (position - 1) - len(kept)))
        kept.extend(digest if len(digest) == _SIZE else bytes(_SIZE))

    def at(self, lane: int, position: int) -> bytes | None:
        """Give a lane's digest at a position, or nothing if that seal is missing."""
        if position <= 0:
            return None if position else first_digest(lane)
        start = _SIZE * (position - 1)
        found = bytes(self.digests.get(lane, bytearray())[start : start + _SIZE])
        return found if found.strip(b"\0") else None

    def last(self, lane: int) -> int:
        """Give a lane's last position."""
        return len(self.digests.get(lane, b"")) // _SIZE


@dataclass
class Found:
    """The first broken row so far: the one that had the fewest seals before it when it was made."""

    depth: float = float("inf")
    event: str | None = None
    why: str = ""

    def take(self, depth: int, event: object, why: str) -> None:
        """Keep a broken row if it stands before the one found so far."""
        if depth < self.depth:
            self.depth, self.event, self.why = depth, str(event), why


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


def head_of(digests: list[bytes]) -> str:
    """Give the one head over the heads of all lanes, in their order (hexadecimal)."""
    return sha256(b"".join(digests)).hexdigest()


def _walked(connection: "psycopg.Connection[Any]") -> Walk:
    heads = connection.execute("SELECT id, position, digest FROM audit_head ORDER BY id").fetchall()
    events = _one(connection, "SELECT count(*) FROM audit_event")
    seals = _one(connection, "SELECT count(*) FROM audit_seal")
    most = max(events, seals)
    head = head_of([bytes(digest) for _, _, digest in heads])
    lanes = Lanes(most)
    for lane, position, digest in _streamed(
        connection, "SELECT lane, position, digest FROM audit_seal ORDER BY lane, position"
    ):
        lanes.add(lane, position, bytes(digest))
    found = Found()
    for row in _streamed(connection, WALK):
        if why := _broken(row, lanes):
            found.take(_depth(row), row[3], why)
    if found.why:
        return Walk(events, head, False, found.event, found.why)
    unsealed = _one(
        connection,
        "SELECT e.id FROM audit_event e LEFT JOIN audit_seal s ON s.event_id = e.id"
        " WHERE s.event_id IS NULL ORDER BY e.at, e.id LIMIT 1",
    )
    if unsealed is not None:
        return Walk(events, head, False, str(unsealed), "the event's seal is missing")
    ends = {lane: (position, bytes(digest)) for lane, position, digest in heads}
    if any(ends.get(lane, (0, b""))[0] != lanes.last(lane) for lane in {*ends, *lanes.digests}):
        return Walk(events, head, False, None, "the end of the chain is missing")
    if any(lanes.at(lane, position) != digest for lane, (position, digest) in ends.items()):
        return Walk(events, head, False, None, "the head was changed")
    if seals != events:
        return Walk(events, head, False, None, "an event is sealed twice")
    return Walk(events, head, True, None)


def _broken(row: Row, lanes: Lanes) -> str:
    """Say why a seal does not hold, or nothing."""
    lane, position, heads, _, digest, content = row
    stood = _stood(row)
    if heads is not None and (len(heads) < lane or heads[lane - 1] != position - 1):
        return "the seal is not in its place"
    before = [lanes.at(*place) for place in stood]
    if None in before:
        missing = next(place for place, kept in zip(stood, before, strict=True) if kept is None)
        return f"seal {missing[1]} of lane {missing[0]}, on which this one stands, is missing"
    if content is None:
        return "the event is missing"
    covered = b"".join(each for each in before if each) + bytes(content)
    return "" if sha256(covered).digest() == bytes(digest) else "the event was changed"


def _stood(row: Row) -> list[tuple[int, int]]:
    """Give the lanes and positions on which a seal stands."""
    lane, position, heads = row[:3]
    return [(lane, position - 1)] if heads is None else list(enumerate(heads, start=1))


def _depth(row: Row) -> int:
    """How many seals a seal stands on: whichever stands on another has more."""
    return sum(position for _, position in _stood(row))


def _streamed(connection: "psycopg.Connection[Any]", query: str) -> Iterator[Any]:
    with connection.cursor(name="walk") as rows:
        rows.execute(query)
        yield from rows


def _one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]
