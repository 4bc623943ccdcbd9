"""Eleven states and sixteen treaties side by side; what is unknown is a gap, never a "no"."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from suar.knowledge.law.checks_states import GROUPS
from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.wording import Wording
from suar.knowledge.refusal import Refusal

_MORE = ("laws", "instruments", "timeline", "ratifying_acts")


def topics(book: LawBook) -> tuple[str, ...]:
    """Every word that ``--topic`` takes: groups, their leaves, treaties, timeline."""
    leaves = [leaf for group in GROUPS.values() for leaf in group]
    treaties = [cell["id"] for cell in book.raw("instruments")["instruments"]]
    return (*GROUPS, *dict.fromkeys(leaves), "us_tip_tier", *_MORE, *treaties)


def state_codes(book: LawBook, asked: Iterable[str] = ()) -> list[str]:
    """Give the states asked for, by ISO code of two or three letters; all where none is named."""
    known: Mapping[str, str] = book.raw("instruments")["states"]
    by_three = {three: two for two, three in alpha_3(book).items()}
    out = []
    for word in asked:
        code = by_three.get(word.upper(), word.upper())
        if code not in known:
            raise Refusal(
                "names a state that is not one of the eleven",
                file="--states",
                remedy=f"Use {', '.join(known)}.",
            )
        out.append(code)
    return list(dict.fromkeys(out)) or list(known)


def alpha_3(book: LawBook) -> dict[str, str]:
    """Give the eleven states' codes of three letters by those of two."""
    found: dict[str, str] = book.raw("requirements")["states_alpha_3"]
    return found


def state(book: LawBook, code: str) -> dict[str, Any]:
    """Give one state's cells."""
    found: dict[str, Any] = next(
        cell for cell in book.raw("states")["states"] if cell["code"] == code
    )
    return found


def matrix(
    book: LawBook, *, states: Iterable[str] = (), topic: str | None = None, language: str = "en"
) -> dict[str, object]:
    """Give the matrix as one document, cut to states and a topic."""
    wording, codes = Wording(language), state_codes(book, states)
    if topic is not None and topic not in topics(book):
        near = difflib.get_close_matches(topic, topics(book), n=1)
        remedy = f"Did you mean {near[0]}?" if near else f"Use {', '.join(topics(book))}."
        raise Refusal("names a topic that is not there", file="--topic", remedy=remedy)
    raw = book.raw("instruments")
    out: dict[str, object] = {
        "notice": wording.say("not_advice"),
        "newest_source": book.newest_source,
        "language": language,
        "states": [_state(book, code, topic, wording) for code in codes],
    }
    treaties = [
        _treaty(cell, codes, wording)
        for cell in raw["instruments"]
        if topic in (None, "instruments", cell["id"])
    ]
    if treaties:
        out["instruments"] = treaties
    if topic in (None, "timeline"):
        out["timeline"] = [
            _worded(cell, ("title", "note"), wording) for cell in raw["timeline_asean"]
        ]
    if topic in (None, "ratifying_acts"):
        out["ratifying_acts"] = [
            _worded(cell, ("note",), wording) for cell in raw["indonesia_ratifying_acts"]
        ]
    if topic in (None, "definition"):
        out["yardstick"] = raw["palermo_art3_yardstick"]
    return out


def _worded(cell: Mapping[str, Any], keys: Iterable[str], wording: Wording) -> dict[str, Any]:
    """Give a cell with these texts of it in the language."""
    return {**cell, **{key: wording.fact(cell[key]) for key in keys if cell.get(key)}}


def _state(book: LawBook, code: str, topic: str | None, wording: Wording) -> dict[str, object]:
    cells = state(book, code)
    out: dict[str, object] = {
        "code": code,
        "alpha_3": alpha_3(book)[code],
        "name": wording.fact(cells["name"]),
        "asean_member_since": cells["asean_member_since"],
    }
    if topic in (None, "laws"):
        out["laws"] = [_worded(law, ("title", "status", "note"), wording) for law in cells["laws"]]
    chosen = {
        group: {
            leaf: leaf_document(cells[group][leaf], wording)
            for leaf in leaves
            if topic in (None, group, leaf)
        }
        for group, leaves in GROUPS.items()
    }
    out["cells"] = {
        leaf: cell | {"group": group}
        for group, found in chosen.items()
        for leaf, cell in found.items()
    }
    if topic in (None, "us_tip_tier"):
        out["us_tip_tier"] = leaf_document(cells["us_tip_tier"], wording)
    if topic is None:
        out["data_gaps"] = [wording.fact(gap) for gap in cells["data_gaps"]]
    return out


def leaf_document(cell: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """Give one leaf: its value, or its figures, with confidence and source."""
    trust = standing(cell)
    out: dict[str, Any] = {
        key: value
        for key, value in cell.items()
        if key not in ("confidence", "src", "note", "confirmed", "v")
    }
    if "v" in cell:
        out["v"] = cell["v"]
        out["text"] = value_text(cell["v"], wording)
    if out.get("fine"):
        out["fine"] = wording.fact(out["fine"])
    return out | wording.trust(trust)


def value_text(value: Any, wording: Wording) -> str:
    """Give a leaf's value in words; a gap is called one."""
    if value is None:
        return wording.say("gap")
    if isinstance(value, bool):
        return wording.say("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(wording.fact(str(item)) for item in value)
    return wording.fact(str(value))


def _treaty(cell: Mapping[str, Any], codes: list[str], wording: Wording) -> dict[str, object]:
    return {
        "id": cell["id"],
        "name": wording.fact(cell["name"]),
        "short": cell["short"],
        "adopted": cell["adopted"],
        "entry_into_force": cell["entry_into_force"],
        "dates_confidence": cell["dates_confidence"],
        "parties": {code: _worded(cell["parties"][code], ("note",), wording) for code in codes},
        "notes": [wording.fact(note) for note in cell.get("notes") or ()],
    }
