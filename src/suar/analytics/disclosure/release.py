"""The numbers that a release shows: withheld where they must be, rounded where asked."""

from suar.analytics.disclosure.ledger import Key, Ledger
from suar.analytics.disclosure.protect import protect
from suar.analytics.disclosure.rounding import rounded
from suar.knowledge.rules.disclosure import Policy


def release(ledger: Ledger, policy: Policy) -> dict[Key, int | None]:
    """Give every shown cell its published value, None where it is withheld."""
    withheld = protect(ledger, policy)
    numbers = rounded(ledger, withheld, policy)
    return {key: numbers.get(key) for key, cell in ledger.cells.items() if cell.shown}
