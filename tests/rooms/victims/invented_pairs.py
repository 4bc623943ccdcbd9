"""Identities of invented registers with known truth, as files of this room would hold them."""

import tempfile
from collections import Counter
from csv import DictReader
from pathlib import Path
from typing import Any

from suar.analytics.linkage.prepare import prepare
from suar.analytics.registers.reading import read
from suar.analytics.synthetic import simulate
from suar.base.vault.search import HowCommon
from suar.rooms.victims.keys import Told

_IDENTITY = ("name", "nik", "passport", "birth_place", "address")
_REGISTERS = ("migrant_union", "women_child")
_NEAR = 40  # others that share a word, weighed with each

Asked = list[tuple[tuple[int, Told], dict[int, Told]]]


def invented() -> tuple[Asked, set[tuple[int, int]], HowCommon]:
    """Give who is weighed against whom, which are one person, and how common words are."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "country"
        simulate(out, scale=0.6, seed=5)
        found = [path for path in out.iterdir() if path.stem in _REGISTERS]
        registers = [read(path) for path in sorted(found)]
        with (out / "truth.csv").open() as file:
            truth = {(row["register"], row["record"]): row["person"] for row in DictReader(file)}
    table = prepare(registers).table
    frames = {register.name: register.frame for register in registers}
    rows = {
        (name, row["record"]): row
        for name, frame in frames.items()
        for row in frame.iter_rows(named=True)
    }
    keys = list(zip(table["register"], table["record"], strict=True))
    tokens = [set(words or ()) for words in table["tokens"].to_list()]
    words = Counter(word for each in tokens for word in each)
    sounds = Counter(sound for each in table["keys"].to_list() for sound in set(each or ()))
    by_word: dict[str, list[int]] = {}
    for number, each in enumerate(tokens):
        for word in each:
            by_word.setdefault(word, []).append(number)
    told: Asked = []
    same = set()
    for number, each in enumerate(tokens):
        shared = Counter(other for word in each for other in by_word[word] if other != number)
        near = [other for other, _n in shared.most_common(_NEAR)]
        twins = [other for other in near if truth[keys[other]] == truth[keys[number]]]
        if twins and len(told) < 120:
            same |= {(number, other) for other in twins}
            others = {other: _told(rows[keys[other]]) for other in near}
            told.append(((number, _told(rows[keys[number]])), others))
    numbers = Counter(
        value for name in ("nik", "passport", "other_id", "phone") for value in table[name]
    )
    common = HowCommon(len(tokens), dict(words), dict(sounds), dict(numbers))
    return told, same, common


def _told(row: dict[str, Any]) -> Told:
    who = {name: row[name] or "" for name in _IDENTITY}
    who |= {"other_number": row["other_id"] or "", "birth_on": row["birth_date"] or ""}
    facts = {name: row[name] for name in ("sex", "birth_year", "citizenship")}
    return who, {"number": row["phone"] or ""}, facts
