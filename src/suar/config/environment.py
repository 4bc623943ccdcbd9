"""Typed reading of the environment; every name may also come from a file (`NAME_FILE`)."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass
class Environment:
    """Reads settings and remembers which names were asked for (a test compares `.env.example`)."""

    source: "os._Environ[str] | dict[str, str]" = field(default_factory=lambda: os.environ)
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None) -> str:
        """Give a text; without a default the setting is required.

        Raises
        ------
        ImproperlyConfigured
            Naming the setting and how to give it.
        """
        self.asked.add(name)
        if name in self.source:
            return self.source[name]
        path = self.source.get(f"{name}_FILE")
        if path:
            return Path(path).read_text(encoding="utf-8").strip()
        if default is None:
            raise ImproperlyConfigured(
                f"{name} is missing. Set it, or {name}_FILE to a file that holds it;"
                " .env.example lists all settings."
            )
        return default

    def flag(self, name: str, default: bool) -> bool:
        """Give yes or no."""
        text = self.text(name, "yes" if default else "no").lower()
        if text not in {"yes", "no", "true", "false", "1", "0"}:
            raise ImproperlyConfigured(f"{name} must be yes or no.")
        return text in {"yes", "true", "1"}

    def number(self, name: str, default: int) -> int:
        """Give a whole number."""
        text = self.text(name, str(default))
        if not text.isdecimal():
            raise ImproperlyConfigured(f"{name} must be a whole number.")
        return int(text)

    def words(self, name: str, default: str = "") -> list[str]:
        """Give a list, separated by commas."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]
