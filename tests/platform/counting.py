"""Counting what a page asks the database, as `bench/platform.py` counts it."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

#: At most so many statements a page, whatever the rows; what opens and closes the door aside.
MOST = 12


def asked(client: Client, address: str, form: Mapping[str, Any] | None = None) -> list[str]:
    """Give the statements of a page, the second time that it is looked at."""
    statements: list[str] = []
    for _look in range(2):
        with CaptureQueriesContext(connection) as found:
            answer = client.post(address, form) if form else client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        statements = [each["sql"] for each in found]
    return [each for each in statements if not _door(each)]


def _door(sql: str) -> bool:
    """Tell what no page asks: the door, and that somebody was seen, noted twice a minute."""
    begins = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'UPDATE "django_session"')
    return sql.startswith(begins) or "set_config" in sql
