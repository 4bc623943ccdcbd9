"""What a reader can work out about the counts that are withheld.

The reader knows every shown number, every sum, that no count is negative, and that a withheld count
is not zero (zeros are shown). What each withheld count can then be is a linear programme. It falls
into small independent pieces, because a shown number cuts the ties between the counts around it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import ceil, floor, inf

from suar.analytics.disclosure.ledger import Key, Ledger
from suar.analytics.disclosure.piece import Piece
from suar.knowledge.rules.disclosure import Policy, is_small


@dataclass(frozen=True)
class Leak:
    """A small count that can be worked out too closely, and the shown counts that give it away."""

    key: Key
    low: int
    high: float
    because: tuple[Key, ...]


def leaks(ledger: Ledger, withheld: Collection[Key], policy: Policy) -> list[Leak]:
    """Find every small count that is shown, or that the shown counts give away.

    Parameters
    ----------
    withheld
        Keys of the shown cells that the release leaves out.

    Returns
    -------
    list of Leak
        Empty for a safe release. A count is safe when the reader's range for it is at least
        ``policy.protection`` wide and reaches ``policy.smallest_cell``.
    """
    return Reader(ledger, policy).leaks(withheld)


class Reader:
    """Reads a release again and again while it is made; pieces that stay as they are, only once."""

    def __init__(self, ledger: Ledger, policy: Policy) -> None:
        self.ledger, self.policy = ledger, policy
        cells = ledger.cells.values()
        self.small = {c.key for c in cells if c.guarded and is_small(c.value, policy)}
        self._met: dict[Key, tuple[float, float]] = {}
        self._read: dict[tuple[object, ...], list[Leak]] = {}

    def afresh(self) -> "Reader":
        """Give a reader for a choice that withholds less: what this one met may not hold there."""
        return Reader(self.ledger, self.policy)

    def plain_leaks(self, withheld: Collection[Key]) -> list[Leak]:
        """Find some of what is given away: what adding and subtracting within sums tells.

        All of it is truly given away; `leaks` may find more, at a hundred times the work.
        """
        found: list[Leak] = []
        for piece in pieces(self.ledger, set(withheld), self._met):
            if not self.small.isdisjoint(piece.keys):
                limits = piece.propagate()
                found += [
                    self._leak(key, *limit)
                    for key, limit in zip(piece.keys, limits, strict=True)
                    if key in self.small and not self._known_safe(ceil(limit[0] - 1e-6), limit[1])
                ]
        return found

    def leaks(self, withheld: Collection[Key]) -> list[Leak]:
        """Find what this choice of withheld cells gives away."""
        if not self.small:
            return []
        cells = self.ledger.cells
        bare = [
            key for key in cells if key in self.small and cells[key].shown and key not in withheld
        ]
        found = [Leak(key, cells[key].value, cells[key].value, ()) for key in bare]
        for piece in pieces(self.ledger, set(withheld), self._met):
            name = piece.name
            if name not in self._read:
                self._read[name] = list(self._piece_leaks(piece))
            found += self._read[name]
        return found

    def _piece_leaks(self, piece: Piece) -> Iterator[Leak]:
        wanted = [n for n, key in enumerate(piece.keys) if key in self.small]
        if len(wanted) > 3:
            piece.look_around(wanted)
        for index, key in enumerate(piece.keys):
            if key not in self.small or self._known_safe(*piece.seen(index)):
                continue
            low, high, because = piece.range(index)
            if not self._known_safe(ceil(low - 1e-6), high):
                yield self._leak(key, low, high, because)

    def _leak(self, key: Key, low: float, high: float, because: tuple[Key, ...]) -> Leak:
        return Leak(key, ceil(low - 1e-6), floor(high + 1e-6) if high < inf else inf, because)

    def _known_safe(self, low: float, high: float) -> bool:
        top = floor(high + 1e-6) if high < inf else inf
        return top >= self.policy.smallest_cell and top - low >= self.policy.protection


def ranges(
    ledger: Ledger, withheld: Collection[Key], keys: Collection[Key]
) -> dict[Key, tuple[int, float]]:
    """Give the range that a reader can work out for each of some counts that are not shown."""
    wanted = set(keys)
    answer: dict[Key, tuple[int, float]] = {}
    for piece in pieces(ledger, set(withheld), {}):
        for index, key in enumerate(piece.keys):
            if key in wanted:
                low, high, _ = piece.range(index)
                answer[key] = (ceil(low - 1e-6), floor(high + 1e-6) if high < inf else inf)
    return answer


def pieces(
    ledger: Ledger, withheld: set[Key], met: dict[Key, tuple[float, float]]
) -> Iterator[Piece]:
    """Part the unknown counts into groups that no sum ties together."""
    unknown = {k for k, cell in ledger.cells.items() if not cell.shown or k in withheld}
    parent = {key: key for key in unknown}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    ties = [[key for key in terms if key in unknown] for terms in ledger.sums]
    for tie in ties:
        for key in tie[1:]:
            parent[root(key)] = root(tie[0])
    members: dict[Key, list[Key]] = {}
    for key in ledger.cells:
        if key in unknown:
            members.setdefault(root(key), []).append(key)
    sums: dict[Key, list[int]] = {}
    for number, tie in enumerate(ties):
        if tie:
            sums.setdefault(root(tie[0]), []).append(number)
    for head, keys in members.items():
        yield Piece.of(ledger, keys, [ledger.sums[n] for n in sums.get(head, [])], met)
