"""Django's PostgreSQL backend with the door in front of every query."""
