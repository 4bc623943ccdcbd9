"""How often the public form may be sent, without keeping who sent it.

An address is put, by a keyed hash of it and of the hour, into one of 2,048 drawers; only how often
a drawer was used is kept, for that hour. Many addresses share a drawer, the key never leaves the
instance, and the next hour's drawers are others: no drawer leads back to anybody.
"""

import time
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from suar.rooms.intake.tracking import keyed_hash

_DRAWERS: Final = 2048
_HOUR: Final = 3600


def within(request: HttpRequest, *, purpose: str, most: int) -> bool:
    """Count one more sending; say whether it is within what one drawer may send in an hour."""
    hour = int(time.time()) // _HOUR
    address = get_adapter(request).get_client_ip(request)
    drawer = int(keyed_hash(f"{purpose} {hour}", address)[:8], 16) % _DRAWERS
    key = f"{purpose}:{hour}:{drawer}"
    sent = int(cache.get(key, 0)) + 1
    cache.set(key, sent, _HOUR)
    return sent <= most
