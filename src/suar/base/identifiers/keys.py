"""UUID version 7 (RFC 9562): sorted by time of making, made without asking the database."""

import secrets
import time
from uuid import UUID


def uuid7(*, milliseconds: int | None = None) -> UUID:
    """Give a new key: 48 bits of Unix milliseconds, 74 bits of chance.

    Parameters
    ----------
    milliseconds
        The instant, for tests; now when absent.
    """
    instant = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    chance = secrets.randbits(74)
    value = (instant & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= (chance >> 62) << 64
    value |= 0b10 << 62
    value |= chance & (1 << 62) - 1
    return UUID(int=value)
