"""States, treaties, restitution and bodies: schema, cross-references, party dates."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from suar.knowledge.law.dates import span
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.reading import Document, Place

GROUPS = {
    "definition": (
        *("acts", "means", "purposes", "child_age", "means_waived_for_child"),
        "consent_irrelevant",
    ),
    "scope": ("attempt_accomplice", "corporate_liability", "extraterritorial"),
    "penalties": ("adult", "child", "aggravated", "mandatory_minimum"),
    "protection": (
        *("non_punishment", "reflection_period", "residence", "shelter", "restitution"),
        "fund",
    ),
}


def problems(book: LawBook) -> Iterator[str]:
    """Give the problems of these files."""
    yield from _treaties(book)
    yield from _states(book)
    yield from _restitution(book)
    yield from _bodies(book)


def _at(document: Document, place: Place, problem: str) -> str:
    return f"{document.name}, line {document.line(place)}: {problem}."


def _treaties(book: LawBook) -> Iterator[str]:
    document = book.documents["instruments"]
    states, statuses = set(document.data["states"]), document.data["status_values"]
    ids = {one["id"] for one in document.data["instruments"]}
    for index, cell in enumerate(document.data["instruments"]):
        place: Place = ("instruments", index)
        if set(cell["parties"]) != states:
            yield _at(document, (*place, "parties"), "the parties are not the eleven states")
        for state, party in cell["parties"].items():
            where = (*place, "parties", state)
            if party["status"] not in statuses:
                yield _at(document, where, "the status is not one of the status values")
            yield from _party(document, where, party, str(cell["adopted"]))
    for index, act in enumerate(document.data["indonesia_ratifying_acts"]):
        where = ("indonesia_ratifying_acts", index)
        if act["ratifies"] is not None and act["ratifies"] not in ids:
            yield _at(document, where, "the treaty it ratifies is not there")
    dates = [str(one["date"]) for one in document.data["timeline_asean"]]
    for index, (before, after) in enumerate(pairwise(dates)):
        if span(before) is None or after < before[: len(after)]:
            yield _at(document, ("timeline_asean", index), "the dates do not go forward")


def _party(
    document: Document, place: Place, party: Mapping[str, Any], adopted: str
) -> Iterator[str]:
    day, status = party["date"], party["status"]
    if (status == "unknown") != (party["confidence"] == "unknown"):
        yield _at(document, place, "status and confidence do not agree on what is unknown")
    if status in ("unknown", "not_party") and day is not None:
        yield _at(document, place, "a date stands where nothing was joined")
    if status in ("party", "signatory"):
        found, since = span(str(day)), span(adopted)
        if found is None or since is None:
            yield _at(document, place, "the party date cannot be read")
        elif found.last < since.first:
            yield _at(document, place, "the party date is earlier than the treaty")


def _states(book: LawBook) -> Iterator[str]:
    document = book.documents["states"]
    wanted = set(book.raw("instruments")["states"])
    if {cell["code"] for cell in document.data["states"]} != wanted:
        yield _at(document, ("states",), "the states are not those of instruments.yaml")
    words = book.raw("concordance").get("words", {})
    for index, state in enumerate(document.data["states"]):
        for group, leaves in GROUPS.items():
            for leaf in leaves:
                place = ("states", index, group, leaf)
                yield from _leaf(document, place, state.get(group, {}).get(leaf))
        for key in ("acts", "means", "purposes"):
            for word in (state["definition"].get(key) or {}).get("v") or ():
                if word not in words.get(key, {}):
                    where = ("states", index, "definition", key)
                    yield _at(document, where, "a word has no place in concordance.yaml")


def _leaf(document: Document, place: Place, leaf: Any) -> Iterator[str]:
    if not isinstance(leaf, dict) or "confidence" not in leaf:
        yield _at(document, place, "the leaf is missing or says nothing of confidence")
    elif "v" in leaf and (leaf["v"] is None) != (leaf["confidence"] == "unknown"):
        yield _at(document, place, "only what is unknown has no value")


def _restitution(book: LawBook) -> Iterator[str]:
    document = book.documents["restitution_id"]
    seen: set[str] = set()
    for index, step in enumerate(document.data["steps"]):
        place = ("steps", index)
        if step["id"] in seen:
            yield _at(document, place, "the step stands twice")
        seen.add(step["id"])
        if step["track"] not in document.data["tracks"]:
            yield _at(document, (*place, "track"), "the track is not there")
        days = step["limit_days"]
        if days is not None and (not isinstance(days, int) or days < 1):
            yield _at(document, (*place, "limit_days"), "the limit is not a number of days")
        if days is not None and step["counted_from"] is None:
            yield _at(document, place, "the limit does not say what it is counted from")


def _bodies(book: LawBook) -> Iterator[str]:
    document = book.documents["agencies_id"]
    ids = {one["id"] for one in document.data["agencies"]}
    for index, flow in enumerate(document.data["data_flows"]):
        if not {flow["frm"], flow["to"]} <= ids:
            yield _at(document, ("data_flows", index), "one of the two agencies is not there")
