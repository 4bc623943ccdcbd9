"""What a reader can work out about the counts that are withheld.

The reader knows every shown number, every sum, that no count is negative, and that a withheld count
is not zero (zeros are shown). What each withheld count can then be is a linear programme. It falls
into small independent pieces, because a shown number cuts the ties between the counts around it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import ceil, floor, inf

from suar.analytics.disclosure.ledger import Key, Ledger
from suar.analytics.disclosure.memory import Memory
from suar.analytics.disclosure.piece import Piece
from suar.analytics.disclosure.sight import Sight, sight
from suar.knowledge.rules.disclosure import Policy, is_small

_EPS = 1e-6


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
        self._memory = Memory(ledger)
        self._read: dict[tuple[object, ...], list[Leak]] = {}

    def plain_leaks(self, withheld: Collection[Key]) -> list[Leak]:
        """Find some of what is given away: what adding and subtracting within sums tells.

        All of it is truly given away; `leaks` may find more, at a hundred times the work.
        """
        found: list[Leak] = []
        for piece in self._pieces(withheld):
            if self.small.isdisjoint(piece.keys):
                continue
            for key, (low, high, because) in zip(piece.keys, piece.propagate(), strict=True):
                if key in self.small and not self._safe(low, high):
                    found.append(_leak(key, low, high, because))
        return found

    def leaks(self, withheld: Collection[Key]) -> list[Leak]:
        """Find what this choice of withheld cells gives away."""
        if not self.small:
            return []
        cells = self.ledger.cells
        bare = [k for k in cells if k in self.small and cells[k].shown and k not in withheld]
        found = [Leak(key, cells[key].value, cells[key].value, ()) for key in bare]
        for piece in self._pieces(withheld):
            name = piece.name
            if name not in self._read:
                self._read[name] = list(self._piece_leaks(piece))
            found += self._read[name]
        return found

    def excuse(self, given: Collection[Leak]) -> None:
        """Ask no more for what the size of a file alone tells: no withholding can hide it."""
        self.small -= {leak.key for leak in given}
        self._read.clear()

    def safe(self, withheld: Collection[Key], doubtful: Key | None = None) -> bool:
        """Tell whether nothing is given away; the doubtful cell is looked at first."""
        if self.plain_leaks(withheld):
            return False
        for piece in self._pieces(withheld):
            if doubtful in piece.keys:
                low, high, _ = piece.range(piece.keys.index(doubtful))
                if not self._safe(low, high):
                    return False
        return not self.leaks(withheld)

    def _pieces(self, withheld: Collection[Key]) -> Iterator[Piece]:
        seen = sight(self.ledger, withheld, self.policy)
        self._memory.look(seen)
        return pieces(self.ledger, seen, self._memory)

    def _piece_leaks(self, piece: Piece) -> Iterator[Leak]:
        small = [n for n, key in enumerate(piece.keys) if key in self.small]
        wanted = [n for n in small if not self._safe(*piece.seen(n))]
        if len(wanted) > 6:
            piece.look_around(wanted)
        for index in wanted:
            if self._safe(*piece.seen(index)):
                continue
            low, high, because = piece.range(index)
            if not self._safe(low, high):
                yield _leak(piece.keys[index], low, high, because)

    def _safe(self, low: float, high: float) -> bool:
        bottom, top = ceil(low - _EPS), floor(high + _EPS) if high < inf else inf
        return top >= self.policy.smallest_cell and top - bottom >= self.policy.protection


def _leak(key: Key, low: float, high: float, because: tuple[Key, ...]) -> Leak:
    return Leak(key, ceil(low - _EPS), floor(high + _EPS) if high < inf else inf, because)


def ranges(
    ledger: Ledger, withheld: Collection[Key], keys: Collection[Key], policy: Policy
) -> dict[Key, tuple[int, float]]:
    """Give the range that a reader can work out for each of some counts that are not shown."""
    wanted, answer = set(keys), {}
    for piece in pieces(ledger, sight(ledger, withheld, policy), Memory(ledger)):
        for index, key in enumerate(piece.keys):
            if key in wanted:
                found = _leak(key, *piece.range(index))
                answer[key] = (found.low, found.high)
    return answer


def pieces(ledger: Ledger, seen: Sight, memory: Memory) -> Iterator[Piece]:
    """Part the unknown counts into groups that no sum ties together."""
    unknown = {key for key, (low, high) in seen.limits.items() if low < high}
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
        yield Piece.of(ledger, seen, keys, [ledger.sums[n] for n in sums.get(head, [])], memory)
