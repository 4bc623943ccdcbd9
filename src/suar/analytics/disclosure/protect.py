"""Which counts to withhold, so that no small one can be worked out from the others."""

from collections.abc import Collection

from suar.analytics.disclosure.audit import Leak, Reader
from suar.analytics.disclosure.ledger import Key, Ledger
from suar.knowledge.rules.disclosure import Policy, is_small


def protect(ledger: Ledger, policy: Policy) -> frozenset[Key]:
    """Choose the shown cells that a release for this audience leaves out.

    First every small cell; then, as long as a small count could be worked out, the cheapest shown
    cell of those that give it away. The answer depends on the ledger alone.

    Returns
    -------
    frozenset of key
        `audit.leaks(ledger, protect(ledger, policy), policy)` is always empty.

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
    withheld = {c.key for c in cells if c.shown and c.guarded and is_small(c.value, policy)}
    reader = Reader(ledger, policy)
    while found := reader.leaks(withheld):
        more = _complements(ledger, withheld, found)
        if not more:
            raise ValueError(f"{found[0].key} cannot be protected")
        withheld |= more
    return frozenset(withheld)


def _complements(ledger: Ledger, withheld: set[Key], found: Collection[Leak]) -> set[Key]:
    """Give one more cell to withhold for each leak, unless one chosen just now may do for it."""
    chosen: set[Key] = set()
    for leak in found:
        near = [key for key in leak.because if key not in withheld and ledger.cells[key].shown]
        useful = [key for key in near if ledger.cells[key].value > 0]
        if useful and not chosen.intersection(useful):
            chosen.add(min(useful, key=lambda key: _price(ledger, key)))
    return chosen


def _price(ledger: Ledger, key: Key) -> tuple[int, int, tuple[str, ...]]:
    cell = ledger.cells[key]
    return cell.cost, cell.value, tuple(map(str, key))
