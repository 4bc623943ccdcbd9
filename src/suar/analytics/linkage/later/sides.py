"""Which kind of records an index holds."""

from typing import Any

from suar.analytics.linkage.later.side import PlainSide, Side


def side_of(settings: dict[str, Any]) -> Side:
    """Give the side of an index by its settings."""
    if settings["kind"] == "keys":
        from suar.analytics.linkage.later.keyed import KeySide

        return KeySide(settings["fields"], settings)
    return PlainSide(settings["fields"], settings)
