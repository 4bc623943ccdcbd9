"""When borders were closed: from the registers' profiles, or the invented country's own."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml

from suar.analytics.registers.register import Register


@cache
def _invented() -> tuple[dict[str, object], ...]:
    file = resources.files("suar.analytics.picture").joinpath("data/closures.yaml")
    listed = yaml.safe_load(file.read_text("utf-8"))["invented"]
    return tuple(
        {
            "date": str(each["from"]),
            "to": str(each["to"]),
            "kind": "closure",
            "note": {"en": str(each["note"]["en"]), "id": str(each["note"]["id"])},
        }
        for each in listed
    )


def closures(registers: Sequence[Register]) -> list[dict[str, object]]:
    """Give the closures to draw, each once."""
    found: list[dict[str, object]] = []
    for register in registers:
        for each in register.profile.closures:
            mark: dict[str, object] = {
                "date": str(each.start),
                "to": str(each.end),
                "kind": "closure",
                "note": dict(each.note),
            }
            if mark not in found:
                found.append(mark)
    if not found and registers and all(register.invented for register in registers):
        found.extend(dict(mark) for mark in _invented())
    return found
