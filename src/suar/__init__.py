"""Suar: count every victim of trafficking once, without giving up a name or a say."""

from typing import Final

__version__: Final = "0.1.0"
