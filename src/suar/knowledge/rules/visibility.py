"""What shows: field group by role, narrowed by how the reader stands to the record.

Care and prosecution are walled off: who investigates or prosecutes never sees health, services or
where she is, whatever a grant says; a disclosure to a court is a package with its own record.
PostgreSQL decides again by row (`base/access/policies.py`); a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from suar.knowledge.rules.decision import YES, Decision


class FieldGroup(StrEnum):
    """Facts that show together. Each group is a table of its own: the second wall is by row."""

    IDENTITY = "identity"
    CONTACT = "contact"
    SAFETY = "safety"  # where she is
    STORY = "story"
    HEALTH = "health"
    SERVICES = "services"
    LEGAL = "legal"
    FACTS = "facts"  # coded facts, no person in them


class Showing(StrEnum):
    """How a group appears: open, sealed until it is opened with a reason, or not at all."""

    SHOWN = "shown"
    MASKED = "masked"
    ABSENT = "absent"


class Relation(StrEnum):
    """How the reader stands to the record."""

    OWN = "own"  # assigned to her
    TEAM = "team"  # assigned to a team of hers
    COLLEAGUE = "colleague"  # her organisation's, not assigned to her
    GRANTED = "granted"  # another organisation's, under a running grant that names her
    OTHER = "other"  # another organisation's
    ANONYMOUS = "anonymous"  # nobody has signed in


#: Read by a manager: a row a role, a column a group. S shown, M masked, . absent.
#: A role without the permission to open identities has no M: nothing sealed is hers to open.
_TABLE: Final = """
                            identity contact safety story health services legal facts
hotline_operator                 .       .      .     .     .       .       .     S
case_worker                      M       M      M     M     M       S       S     S
case_supervisor                  M       M      M     M     M       S       S     S
shelter_keeper                   .       .      .     .     .       S       .     S
migrant_protection_officer       M       M      .     .     .       S       S     S
consular_officer                 M       M      M     .     .       S       S     S
investigator                     .       .      .     .     .       .       S     S
prosecutor                       .       .      .     .     .       .       S     S
restitution_officer              .       .      .     .     .       .       S     S
analyst                          .       .      .     .     .       .       .     S
coordinator                      .       .      .     .     .       .       .     .
liaison                          .       .      .     .     .       .       .     .
oversight                        .       .      .     .     .       .       .     .
auditor                          .       .      .     .     .       .       .     .
data_protection_officer          .       .      .     .     .       .       .     .
administrator                    .       .      .     .     .       .       .     .
"""
_LETTERS = {"S": Showing.SHOWN, "M": Showing.MASKED, ".": Showing.ABSENT}


def _read(table: str) -> dict[str, dict[FieldGroup, Showing]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    groups = [FieldGroup(name) for name in head]
    return {
        name: {group: _LETTERS[letter] for group, letter in zip(groups, letters, strict=True)}
        for name, *letters in rows
    }


SHOWS: Final[dict[str, dict[FieldGroup, Showing]]] = _read(_TABLE)

#: Behind the wall between care and prosecution, and who stands on its other side.
CARE: Final = frozenset({FieldGroup.HEALTH, FieldGroup.SERVICES, FieldGroup.SAFETY})
PROSECUTION: Final = frozenset({"investigator", "prosecutor"})
PROSECUTING_KINDS: Final = frozenset({"police", "prosecution", "court"})
#: Inside one organisation too: open to the assigned person and team only.
ASSIGNED_ONLY: Final = frozenset({FieldGroup.SAFETY, FieldGroup.STORY, FieldGroup.HEALTH})

#: Every sentence that a reader may meet; the Indonesian one stands on Indonesian pages.
REASONS: Final[dict[str, dict[str, str]]] = {
    "sealed": {
        "en": "Sealed: it opens with a reason, and the opening is recorded.",
        "id": "Tersegel: dibuka dengan alasan, dan pembukaannya dicatat.",
    },
    "role": {
        "en": "Not for this post: the role does not see this group.",
        "id": "Bukan untuk jabatan ini: peran ini tidak melihat kelompok data tersebut.",
    },
    "wall": {
        "en": "Care and prosecution are walled off: ask for a disclosure to the court.",
        "id": "Layanan dan penuntutan dipisahkan: mintalah pengungkapan kepada pengadilan.",
    },
    "assigned": {
        "en": "Open to the assigned person and team only.",
        "id": "Hanya terbuka bagi petugas dan tim yang ditugaskan.",
    },
    "grant": {
        "en": "The grant does not name this group.",
        "id": "Izin berbagi tidak mencakup kelompok data ini.",
    },
    "nothing": {
        "en": "There is no such record here.",
        "id": "Tidak ada catatan seperti itu di sini.",
    },
}


@dataclass(frozen=True)
class Sight:
    """How one group shows to one reader, and why not more."""

    showing: Showing
    reason: str = ""

    @property
    def decision(self) -> Decision:
        """Whether the group is there at all for this reader."""
        return Decision(self.showing is not Showing.ABSENT, self.reason)


_SHOWN = Sight(Showing.SHOWN)


def sight(
    role: str,
    group: FieldGroup,
    relation: Relation,
    *,
    granted: Iterable[FieldGroup] = (),
) -> Sight:
    """Give how a field group shows to a role that stands so to the record.

    Parameters
    ----------
    granted
        The groups of the running grants that name the reader; asked only for `GRANTED`.

    Examples
    --------
    >>> sight("case_worker", FieldGroup.HEALTH, Relation.COLLEAGUE).showing
    <Showing.ABSENT: 'absent'>
    >>> sight("case_worker", FieldGroup.HEALTH, Relation.TEAM).showing
    <Showing.MASKED: 'masked'>
    """
    if relation in (Relation.OTHER, Relation.ANONYMOUS):
        return _absent("nothing")
    if role in PROSECUTION and group in CARE:
        return _absent("wall")
    showing = SHOWS.get(role, {}).get(group, Showing.ABSENT)
    if showing is Showing.ABSENT:
        return _absent("role")
    if relation is Relation.COLLEAGUE and group in ASSIGNED_ONLY:
        return _absent("assigned")
    if relation is Relation.GRANTED and group not in frozenset(granted):
        return _absent("grant")
    if showing is Showing.MASKED:
        return Sight(Showing.MASKED, REASONS["sealed"]["en"])
    return _SHOWN


def _absent(reason: str) -> Sight:
    return Sight(Showing.ABSENT, REASONS[reason]["en"])


@dataclass(frozen=True)
class GrantFacts:
    """What a grant says of its readers and its time. Times are instants with a zone."""

    owner: UUID
    to_organisation: UUID
    groups: frozenset[str]
    from_at: datetime
    to_persons: frozenset[UUID] = frozenset()
    to_team: UUID | None = None
    until_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Reader:
    """Who asks, as the database knows it too."""

    organisation: UUID | None
    person: UUID | None = None
    teams: frozenset[UUID] = frozenset()


def runs(grant: GrantFacts, *, now: datetime) -> bool:
    """Whether a grant runs: begun, not ended, not revoked."""
    ended = grant.until_at is not None and grant.until_at <= now
    return grant.revoked_at is None and grant.from_at <= now and not ended


def names(grant: GrantFacts, reader: Reader) -> bool:
    """Whether a grant names this reader: her organisation, and herself or a team where it says so.

    Where it names persons or a team, their colleagues are not named with them.
    """
    if reader.organisation is None or reader.organisation != grant.to_organisation:
        return False
    if not grant.to_persons and grant.to_team is None:
        return True
    return reader.person in grant.to_persons or grant.to_team in reader.teams


def row_shows(
    owner: UUID, reader: Reader, group: str, grants: Iterable[GrantFacts], *, now: datetime
) -> bool:
    """Whether the database shows a row of the group: the rule that row-level security repeats."""
    if reader.organisation is None:
        return False
    if reader.organisation == owner:
        return True
    return any(
        grant.owner == owner
        and group in grant.groups
        and names(grant, reader)
        and runs(grant, now=now)
        for grant in grants
    )


def may_grant(groups: Iterable[FieldGroup], *, to_kind: str) -> Decision:
    """Whether these groups may be granted to an organisation of that kind.

    Examples
    --------
    >>> may_grant([FieldGroup.HEALTH], to_kind="police").allowed
    False
    >>> may_grant([FieldGroup.LEGAL, FieldGroup.FACTS], to_kind="police").allowed
    True
    """
    asked = frozenset(groups)
    if not asked:
        return Decision(False, "Not yet: choose what the grant shows.")
    if to_kind in PROSECUTING_KINDS and asked & CARE:
        return Decision(False, REASONS["wall"]["en"])
    return YES


def relation_of(
    reader: Reader,
    *,
    owner: UUID,
    assigned: frozenset[UUID] = frozenset(),
    team: UUID | None = None,
    granted: bool = False,
) -> Relation:
    """Give how a reader stands to a record.

    Parameters
    ----------
    assigned, team
        The persons and the team to whom the record is assigned within its organisation.
    granted
        Whether a running grant names the reader (`names`, `runs`).
    """
    if reader.organisation is None:
        return Relation.ANONYMOUS
    if reader.organisation != owner:
        return Relation.GRANTED if granted else Relation.OTHER
    if reader.person is not None and reader.person in assigned:
        return Relation.OWN
    return Relation.TEAM if team is not None and team in reader.teams else Relation.COLLEAGUE
