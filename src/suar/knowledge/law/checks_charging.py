"""Offences, aggravations, warnings and our implications: schema and cross-references."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from suar.knowledge.law.case_facts import FLAGS, HARMS, MOVEMENTS, OFFENDER, PLACES, ROLES
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.model import MODES, REGIMES
from suar.knowledge.law.reading import Document, Place

_OFFENCE = {"id", "statute", "article", "name_id", "name_en", "family", "status", "in_force"} | {
    "elements",
    "elements_confidence",
    "penalty",
    "confidence",
    "src",
}
_OFFENCE_MORE = {"replaced_by", "aggravations", "ask", "notes", "confirmed"}
_ELEMENTS = {"acts_any", "means_any", "purpose_any", "victim", "offender", "movement"} | {
    "exploitation_place",
    "result_required",
    "means_waived_for_child",
    "other",
}
_PENALTY = {"prison_min_m", "prison_max_m", "life", "fine_min_idr", "fine_max_idr", "fine_cat"} | {
    "mode",
    "confidence",
    "src",
}
_VICTIM = re.compile(r"any|child|child_under_\d+|indonesian_citizen")


def problems(book: LawBook) -> Iterator[str]:
    """Give the problems of the charging files."""
    document = book.documents["offences_id"]
    yield from _unique(document, "offences", "id")
    yield from _unique(document, "aggravations", "id")
    yield from _unique(document, "charging_warnings", "id")
    for index, cell in enumerate(document.data["offences"]):
        yield from _offence(book, document, ("offences", index), cell)
    for index, cell in enumerate(document.data["aggravations"]):
        yield from _aggravation(book, document, ("aggravations", index), cell)
    for index, cell in enumerate(document.data["charging_warnings"]):
        yield from _warning(document, ("charging_warnings", index), cell)
    yield from _implications(book)


def _at(document: Document, place: Place, problem: str) -> str:
    return f"{document.name}, line {document.line(place)}: {problem}."


def _unique(document: Document, group: str, key: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, cell in enumerate(document.data[group]):
        if cell.get(key) in seen:
            yield _at(document, (group, index), f"the {key} stands twice")
        seen.add(cell.get(key))


def _offence(
    book: LawBook, document: Document, place: Place, cell: Mapping[str, Any]
) -> Iterator[str]:
    missing = _OFFENCE - set(cell)
    if missing or not set(cell) <= _OFFENCE | _OFFENCE_MORE:
        yield _at(document, place, f"keys are missing or unknown: {sorted(missing) or '-'}")
        return
    raw = document.data
    statutes = {one["id"] for one in raw["statutes"]}
    if cell["statute"] not in statutes:
        yield _at(document, (*place, "statute"), "the statute is not in the list of statutes")
    yield from _in_force(document, place, cell, raw)
    yield from _elements(book, document, (*place, "elements"), cell["elements"])
    for regime, penalty in cell["penalty"].items():
        where = (*place, "penalty", regime)
        if regime not in REGIMES:
            yield _at(document, where, "the regime is not one of the two")
        yield from _penalty(document, where, penalty, raw["fine_categories_idr"])
    named = {one["id"]: one["applies_to"] for one in raw["aggravations"]}
    for index, one in enumerate(cell.get("aggravations") or ()):
        if cell["id"] not in named.get(one, ()):
            where = (*place, "aggravations", index)
            yield _at(
                document, where, "the aggravation does not say that it applies to this offence"
            )


def _in_force(
    document: Document, place: Place, cell: Mapping[str, Any], raw: Mapping[str, Any]
) -> Iterator[str]:
    where = (*place, "in_force")
    starts, ends = cell["in_force"]["from"], cell["in_force"]["until"]
    if not _day(starts) or (ends is not None and not _day(ends)) or (ends and ends < starts):
        yield _at(document, where, "from and until are not two days in order")
    boundary = next(one["in_force_from"] for one in raw["statutes"] if one["id"] == "uu_1_2023")
    if _day(starts) and starts >= boundary and "before_2026_01_02" in cell["penalty"]:
        yield _at(document, where, "an article of the new regime has a penalty in the old one")
    if ends and "from_2026_01_02" in cell["penalty"]:
        yield _at(document, where, "a repealed article has a penalty in the new regime")
    if (cell["status"] == "repealed") != bool(ends):
        yield _at(document, where, "status and the last day in force do not agree")
    after = cell.get("replaced_by")
    if after and after not in {one["id"] for one in raw["offences"]}:
        yield _at(document, (*place, "replaced_by"), "the article that replaces it is not there")


def _elements(
    book: LawBook, document: Document, place: Place, cell: Mapping[str, Any]
) -> Iterator[str]:
    rules = book.raw("implications")
    if not set(cell) <= _ELEMENTS:
        yield _at(document, place, "an element is not one of the README's")
    for key in ("acts_any", "means_any", "purpose_any"):
        if not isinstance(cell.get(key), list):
            yield _at(document, (*place, key), "the element is not a list")
    checks = {
        "victim": bool(_VICTIM.fullmatch(str(cell.get("victim")))),
        "offender": cell.get("offender") in ("any", "individual", "official", "corporation"),
        "movement": cell.get("movement") is None or cell["movement"] in rules["movements"],
        "exploitation_place": cell.get("exploitation_place") in ("any", *PLACES),
    }
    for key, fine in checks.items():
        if not fine:
            yield _at(document, (*place, key), "the element has a word that is not known")
    for index, sentence in enumerate(cell.get("other") or ()):
        if sentence not in rules["other_elements"]:
            where = (*place, "other", index)
            yield _at(document, where, "the sentence has no question in implications.yaml")


def _penalty(
    document: Document, place: Place, cell: Mapping[str, Any], categories: Mapping[str, int]
) -> Iterator[str]:
    if _PENALTY - set(cell):
        yield _at(document, place, "the penalty lacks a key")
        return
    for low, high in (("prison_min_m", "prison_max_m"), ("fine_min_idr", "fine_max_idr")):
        numbers = [cell[low], cell[high]]
        known = [number for number in numbers if number is not None]
        if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in known):
            yield _at(document, (*place, low), "a figure is not a whole number")
        elif len(known) == len(numbers) and cell[low] > cell[high]:
            yield _at(document, (*place, low), "the least is more than the most")
    if cell["mode"] not in MODES:
        yield _at(document, (*place, "mode"), "the mode is not one of the penalty modes")
    category = cell["fine_cat"]
    named = category is not None and cell["mode"] != "fine_only"
    if named and categories.get(category) != cell["fine_max_idr"]:
        yield _at(document, (*place, "fine_cat"), "the fine is not that of its category")
    if cell["confidence"] == "derived" and not cell.get("basis"):
        yield _at(document, place, "a derived penalty does not name the rule it follows from")


def _aggravation(
    book: LawBook, document: Document, place: Place, cell: Mapping[str, Any]
) -> Iterator[str]:
    raw = document.data
    ids = {one["id"] for one in raw["offences"]} | {"*"}
    for index, offence in enumerate(cell["applies_to"]):
        if offence not in ids:
            yield _at(document, (*place, "applies_to", index), "the offence is not there")
    effect = cell["effect"]
    written = str(effect.get("add_fraction", "0")).removeprefix("up to ")
    try:
        Fraction(written)
    except (ValueError, ZeroDivisionError):
        yield _at(document, (*place, "effect"), "the fraction cannot be read")
    for regime in set(effect) & set(REGIMES):
        where = (*place, "effect", regime)
        yield from _penalty(document, where, effect[regime], raw["fine_categories_idr"])
    if cell["id"] not in book.raw("implications")["aggravations"]:
        yield _at(document, place, "implications.yaml does not say which facts make it apply")


def _warning(document: Document, place: Place, cell: Mapping[str, Any]) -> Iterator[str]:
    from suar.knowledge.law.warnings import CONDITIONS, SEVERITY

    if cell["id"] not in CONDITIONS:
        yield _at(document, place, "no condition is written for this warning")
    if cell["severity"] not in SEVERITY:
        yield _at(document, (*place, "severity"), "the severity is not known")
    if cell["regime"] not in ("any", "before_2026", "from_2026"):
        yield _at(document, (*place, "regime"), "the regime is not known")


def _implications(book: LawBook) -> Iterator[str]:
    document, codes = book.documents["implications"], book.codes
    allowed = {f"{group}.{code}" for group, words in codes.items() for code in words}
    for group, words in _groups().items():
        allowed |= {f"{group}.{code}" for code in words}
    allowed |= {"result", "attempt", "victim.child", "victim.indonesian"}
    for index, rule in enumerate(document.data["implies"]):
        named = [rule["code"], *rule.get("all", ()), *rule.get("any", ())]
        for one in named:
            if one not in allowed:
                yield _at(document, ("implies", index), "a fact is named that cannot be entered")
    for code in book.implied:
        if _circle(book, code, ()):
            yield _at(document, ("implies",), "the implications go round in a circle")
    offences = {one["id"] for one in book.raw("offences_id")["offences"]}
    for offence in document.data["particulars"]:
        if offence not in offences:
            yield _at(document, ("particulars", offence), "the offence is not there")


def _groups() -> dict[str, Iterable[str]]:
    return {
        "movement": MOVEMENTS,
        "place": PLACES,
        "harm": HARMS,
        "role": ROLES,
        "offender": OFFENDER,
        "other": FLAGS,
    }


def _circle(book: LawBook, code: str, path: tuple[str, ...]) -> bool:
    if code in path:
        return True
    needed = [
        one
        for rule in book.implied.get(code, ())
        for one in (*rule.get("all", ()), *rule.get("any", ()))
    ]
    return any(_circle(book, one, (*path, code)) for one in needed)


def _day(text: Any) -> bool:
    try:
        date.fromisoformat(str(text))
    except ValueError:
        return False
    return True
