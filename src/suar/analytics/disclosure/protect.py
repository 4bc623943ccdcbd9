"""Which counts to withhold, so that no small one can be worked out from the others."""

from collections.abc import Collection

from suar.analytics.disclosure.audit import Leak, Reader
from suar.analytics.disclosure.ledger import FIXED, Cell, Key, Ledger
from suar.knowledge.rules.disclosure import Policy, is_small


def protect(ledger: Ledger, policy: Policy) -> frozenset[Key]:
    """Choose the shown cells that a release for this audience leaves out.

    First every small cell; then, as long as a small count could be worked out, the cheapest shown
    cell of those that give it away; last, what proves needless is shown again, dearest first. The
    answer depends on the ledger alone.

    A count that follows from nothing but a known number (a file's rows: a register of three rows
    has three records) stays withheld and is asked for no more.

    Returns
    -------
    frozenset of key
        But for those, `audit.leaks(ledger, protect(ledger, policy), policy)` is empty.

    Examples
    --------
    >>> from suar.knowledge.rules.disclosure import POLICIES, Audience
    >>> ledger = Ledger()
    >>> for name, value in (("all", 40), ("a", 30), ("b", 7), ("c", 3)):
    ...     _ = ledger.cell((name,), value, cost=9 if name == "all" else 1)
    >>> ledger.total(("all",), [("a",), ("b",), ("c",)])
    >>> sorted(protect(ledger, POLICIES[Audience.TASKFORCE]))
    [('b',), ('c',)]
    """
    cells = ledger.cells.values()
    first = {c.key for c in cells if c.shown and c.guarded and is_small(c.value, policy)}
    withheld, guards = set(first), dict[Key, Key]()
    reader = Reader(ledger, policy)
    while True:
        plain = reader.plain_leaks(withheld)
        more = _complements(ledger, withheld, plain)
        if not more:
            found = reader.leaks(withheld)
            if not found:
                break
            more = _complements(ledger, withheld, found)
        if not more:
            reader.excuse(found)
        withheld |= set(more)
        guards |= more
    return frozenset(_give_back(reader, withheld, guards))


def _complements(ledger: Ledger, withheld: set[Key], found: Collection[Leak]) -> dict[Key, Key]:
    """Give one more cell to withhold for each leak, unless one chosen just now may do for it."""
    chosen: dict[Key, Key] = {}
    for leak in found:
        useful = [key for key in leak.because if _may_go(ledger.cells[key], withheld)]
        if useful and chosen.keys().isdisjoint(useful):
            chosen[min(useful, key=lambda key: _price(ledger, key))] = leak.key
    return chosen


def _may_go(cell: Cell, withheld: set[Key]) -> bool:
    return cell.shown and cell.key not in withheld and cell.value > 0 and cell.cost < FIXED


def _give_back(reader: Reader, withheld: set[Key], guards: dict[Key, Key]) -> set[Key]:
    """Show again, dearest first, whatever was withheld to guard others and is not needed."""
    for key in sorted(guards, key=lambda key: _price(reader.ledger, key), reverse=True):
        fewer = withheld - {key}
        if reader.safe(fewer, guards[key]):
            withheld = fewer
    return withheld


def _price(ledger: Ledger, key: Key) -> tuple[int, int, tuple[str, ...]]:
    cell = ledger.cells[key]
    return cell.cost, cell.value, tuple(map(str, key))
