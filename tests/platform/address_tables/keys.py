"""The organisation's key: none of its addresses names a record."""

from addresses import Row

ROWS = {f"keys:{name}": Row() for name in ("index", "make", "take", "bring", "lock", "give_back")}
