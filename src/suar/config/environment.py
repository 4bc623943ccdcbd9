"""Typed reading of the environment; every name may also come from a file (`NAME_FILE`)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from suar.base.cluster.given import given
from suar.knowledge.refusal import Refusal


@dataclass
class Environment:
    """Reads settings and remembers which names were asked for (a test compares `.env.example`)."""

    source: Mapping[str, str] = field(default_factory=lambda: os.environ)
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None) -> str:
        """Give a text; without a default the setting is required.

        Raises
        ------
        Refusal
            Naming the setting and how to give it.
        """
        self.asked.add(name)
        if value := given(name, self.source):
            return value
        if default is None:
            raise Refusal(
                f"{name} is missing",
                remedy=f"Set it, or {name}_FILE to a file that holds it;"
                " .env.example lists all settings.",
            )
        return default

    def flag(self, name: str, default: bool) -> bool:
        """Give yes or no."""
        text = self.text(name, "yes" if default else "no").lower()
        if text not in {"yes", "no", "true", "false", "1", "0"}:
            raise wrong(name, "must be yes or no")
        return text in {"yes", "true", "1"}

    def number(self, name: str, default: int) -> int:
        """Give a whole number."""
        text = self.text(name, str(default))
        if not text.isdecimal():
            raise wrong(name, "must be a whole number")
        return int(text)

    def words(self, name: str, default: str = "") -> list[str]:
        """Give a list, separated by commas."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]


def wrong(name: str, problem: str) -> Refusal:
    """Give the refusal of a setting that cannot be what it says; what it says is not repeated."""
    return Refusal(f"{name} {problem}", remedy="Mend it; .env.example lists all settings.")
