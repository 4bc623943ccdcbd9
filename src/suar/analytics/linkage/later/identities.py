"""Person numbers that stay: kept where the person is the same, and every change can be undone.

The rule, when records are divided anew. Each old person is claimed by the new persons that hold
records of hers. The claim with most of her records goes first; among equal claims the one with the
earliest record, as the index numbers them: records of an earlier change first. A claim is granted
if neither the number nor the new person has been given away. Whoever is left without a number gets
one that nobody ever had.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
#: The number of a record that has no person yet.
NOBODY = 0


@dataclass(frozen=True)
class Moves:
    """What one change did to records: their number and their group, before and after."""

    record: Longs
    before: Longs
    after: Longs
    group_before: Longs
    group_after: Longs

    @property
    def height(self) -> int:
        return len(self.record)

    def reversed(self) -> "Moves":
        """Give the change that takes this one back."""
        return Moves(self.record, self.after, self.before, self.group_after, self.group_before)


@dataclass(frozen=True)
class Identities:
    """Each record's person number, and the group of records within which it was decided.

    ``number`` and ``group`` are by record; ``following`` is the next number nobody ever had.
    """

    number: Longs
    group: Longs
    following: int = 1

    @property
    def height(self) -> int:
        return len(self.number)

    def widened(self, more: int) -> "Identities":
        """Make room for records that have no person yet, each a group by itself."""
        new = np.arange(self.height, self.height + more, dtype=np.int64)
        return Identities(
            np.r_[self.number, np.zeros(more, np.int64)], np.r_[self.group, new], self.following
        )

    def cut(self, height: int, following: int) -> "Identities":
        """Forget the records from ``height`` on."""
        return Identities(self.number[:height], self.group[:height], following)

    def divided(
        self, records: Longs, label: Longs, group: Longs
    ) -> tuple["Identities", Moves, dict[str, int]]:
        """Divide some records anew; all others stay as they are.

        Parameters
        ----------
        records
            Records concerned, each once. Whoever shares a number with one of them must be among
            them.
        label, group
            The new person and the new group of each, any numbers.
        """
        before = self.number[records]
        after, following = renumbered(records, before, label, self.following)
        moved = (after != before) | (group != self.group[records])
        at = np.flatnonzero(moved)
        moves = Moves(
            records[at], before[at], after[at], self.group[records[at]], group[at].astype(np.int64)
        )
        return self.moved(moves, following), moves, events(before, after)

    def moved(self, moves: Moves, following: int) -> "Identities":
        """Apply a change, or with `Moves.reversed` take it back."""
        number, group = self.number.copy(), self.group.copy()
        number[moves.record], group[moves.record] = moves.after, moves.group_after
        return Identities(number, group, following)


def renumbered(records: Longs, before: Longs, label: Longs, following: int) -> tuple[Longs, int]:
    """Give each record its person number by the rule above.

    ``before`` is the number a record had, `NOBODY` for none; ``label`` its new person.

    Returns
    -------
    The numbers, and the next one nobody ever had.

    Examples
    --------
    Person 1 is split: two of her three records keep the number.

    >>> r = np.array([0, 1, 2, 3])
    >>> renumbered(r, np.array([1, 1, 1, 2]), np.array([7, 7, 8, 9]), 3)
    (array([1, 1, 3, 2]), 4)

    Persons 1 and 2 are joined: both claims are of one record, the earlier one keeps.

    >>> renumbered(np.array([0, 3]), np.array([1, 2]), np.array([5, 5]), 3)
    (array([1, 1]), 3)
    """
    order = np.argsort(records, kind="stable")
    claims: dict[tuple[int, int], list[int]] = {}
    first: dict[int, int] = {}
    for at in order.tolist():
        person, had = int(label[at]), int(before[at])
        first.setdefault(person, int(records[at]))
        if had != NOBODY:
            claim = claims.setdefault((had, person), [0, int(records[at])])
            claim[0] -= 1
    given: dict[int, int] = {}
    taken: set[int] = set()
    for (had, person), _ in sorted(claims.items(), key=lambda c: (c[1], c[0])):
        if had not in taken and person not in given:
            given[person] = had
            taken.add(had)
    for person in sorted(first, key=first.__getitem__):
        if person not in given:
            given[person] = following
            following += 1
    return np.array([given[int(person)] for person in label], dtype=np.int64), following


def events(before: Longs, after: Longs) -> dict[str, int]:
    """Count what happened to persons, given the numbers of all records concerned.

    ``new``: persons of new records alone. ``known``: new records of persons known before.
    ``joined``: numbers that are gone, for their records are another person's now. ``split``:
    numbers whose records now stand under several.
    """
    old = before != NOBODY
    had, has = set(before[old].tolist()), set(after.tolist())
    of: dict[int, set[int]] = {}
    for one, two in zip(before[old].tolist(), after[old].tolist(), strict=True):
        of.setdefault(one, set()).add(two)
    with_old = set(after[old].tolist())
    return {
        "new": len(has - with_old),
        "known": sum(number in with_old for number in after[~old].tolist()),
        "joined": len(had - has),
        "split": sum(len(numbers) > 1 for numbers in of.values()),
    }
