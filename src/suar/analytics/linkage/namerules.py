"""The rules for names of one tradition, read from `rules/*.yaml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

#: The tradition of whoever's citizenship is not stated.
DEFAULT = "indonesian"
TRADITIONS = ("indonesian", "malay", "filipino", "vietnamese", "khmer", "thai", "burmese")


@dataclass(frozen=True)
class NameRules:
    """One naming tradition; what it leaves out it takes from the Indonesian one."""

    name: str
    applies_to: tuple[str, ...]
    titles: frozenset[str]
    degrees: frozenset[str]
    father: tuple[tuple[str, ...], ...]  # markers as word sequences, longest first
    father_words: frozenset[str]  # their first words
    father_short: frozenset[str]
    slashed: bool  # whether a/l, s/o and their like are markers
    alias: frozenset[str]
    particles: frozenset[str]
    canonical: Mapping[str, str]
    leading: Mapping[str, str]
    old_spelling: tuple[tuple[str, str], ...]
    old_bare: tuple[str, str]
    sounds: tuple[tuple[re.Pattern[str], str], ...]
    silent: str
    common: frozenset[str]  # names of birth order, rank or baptism: never enough alone


@cache
def rules_of(name: str = DEFAULT) -> NameRules:
    """Give the rules of one tradition."""
    own = _read(name)
    base = own if name == DEFAULT else _read(DEFAULT)
    sounds = [*own.get("sounds_first", []), *own.get("sounds", base["sounds"])]
    father = own.get("father", base["father"])
    return NameRules(
        name=name,
        applies_to=tuple(own["applies_to"]),
        titles=frozenset(own["titles"]),
        degrees=frozenset(own["degrees"]),
        father=tuple(sorted((tuple(m.split()) for m in father), key=lambda m: (-len(m), m))),
        father_words=frozenset(m.split()[0] for m in father),
        father_short=frozenset(own.get("father_short", [])),
        slashed="a/l" in father,
        alias=frozenset(own.get("alias", base["alias"])),
        particles=frozenset(own["particles"]),
        canonical=_inverted(own.get("canonical", {}), base["canonical"]),
        leading=_inverted(own.get("leading", {}), {}),
        old_spelling=tuple((old, new) for old, new in base["old_spelling"]),
        old_bare=(base["old_bare"][0], base["old_bare"][1]),
        sounds=tuple((re.compile(pattern), to) for pattern, to in sounds),
        silent=str(base["silent"]),
        common=frozenset(
            [*own.get("order_names", base["order_names"]), *own.get("baptismal", base["baptismal"])]
        ),
    )


@cache
def tradition_of(citizenship: str | None) -> str:
    """Name the tradition by which a citizen's name is read (ISO alpha-3; unknown: Indonesian).

    >>> tradition_of("PHL"), tradition_of("FRA"), tradition_of(None)
    ('filipino', 'indonesian', 'indonesian')
    """
    for name in TRADITIONS:
        if citizenship in rules_of(name).applies_to:
            return name
    return DEFAULT


def _read(name: str) -> dict[str, Any]:
    text = (
        resources.files("suar.analytics.linkage.rules").joinpath(f"{name}.yaml").read_text("utf-8")
    )
    # BaseLoader keeps `no`, `on` and `1` the words they are.
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return loaded


def _inverted(
    own: Mapping[str, Sequence[str]], base: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    return {
        variant.rstrip("."): name
        for family in (base, own)
        for name, variants in family.items()
        for variant in variants
    }
