"""What may be shown: small counts withheld across all tables of one release, and the proof."""

from suar.analytics.disclosure.audit import Leak, leaks, ranges
from suar.analytics.disclosure.ledger import Cell, Key, Ledger
from suar.analytics.disclosure.protect import protect
from suar.analytics.disclosure.release import release

__all__ = ["Cell", "Key", "Leak", "Ledger", "leaks", "protect", "ranges", "release"]
