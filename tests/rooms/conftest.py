"""The rooms on the platform: a real PostgreSQL, a clone for each test."""

from platform_fixtures import database, server

__all__ = ["database", "server"]
