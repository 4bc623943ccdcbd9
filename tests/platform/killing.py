"""The process that gets killed: it calls one service over and over and tells what was acknowledged.

It imports nothing of the platform before that is set up: a new process begins here.
"""

import pickle
import time
import traceback
from multiprocessing.connection import Connection
from typing import Any


def work_until_killed(name: str, needed: Any, told: Connection, database: str) -> None:
    """Call a service until the end; ``needed`` is the cast and what was prepared, packed or not."""
    try:
        cast, prepared = _set_up(needed, database) if isinstance(needed, bytes) else needed
        from killable import every_service

        (service,) = (each for each in every_service() if each.name == name)
        while True:
            told.send(service.deed(cast, prepared))
    except IndexError:  # nothing is left to do: wait for the end
        time.sleep(60)
    except Exception:  # noqa: BLE001 whatever it is: say it; the parent sees that nobody killed it
        traceback.print_exc()


def _set_up(packed: bytes, database: str) -> Any:
    import django

    django.setup()
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = database
    return pickle.loads(packed)  # noqa: S301 packed by the test itself
