"""The platform's tests: a real PostgreSQL, a clone for each."""

from platform_fixtures import database, server

__all__ = ["database", "server"]
