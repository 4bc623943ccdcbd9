"""The facts files made into the model, once a process."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from suar.knowledge.law.model import (
    REGIMES,
    Aggravation,
    ChargingWarning,
    Offence,
    Penalty,
    Standing,
    Statute,
)
from suar.knowledge.law.reading import Document, read
from suar.knowledge.refusal import Refusal

HOME = Path(__file__).parent
FACTS = ("offences_id", "restitution_id", "instruments", "states", "agencies_id", "sources")
ADDED = ("implications", "concordance", "requirements", "duties", "bodies", "rights")

#: What an offence's elements say when the element is not needed.
_NOT_NEEDED: dict[str, tuple[object, ...]] = {
    "acts_any": ([],),
    "means_any": ([], ["any"]),
    "purpose_any": ([],),
    "victim": ("any", None),
    "offender": ("any", None),
    "movement": (None, "any"),
    "exploitation_place": ("any", None),
    "result_required": (False, None),
}


def standing(cell: Mapping[str, Any]) -> Standing:
    """Read confidence, sources, note and confirmation off any cell of the facts."""
    confirmed = cell.get("confirmed") or {}
    return Standing(
        confidence=cell.get("confidence", "unknown"),
        src=tuple(cell.get("src") or ()),
        note=cell.get("note"),
        confirmed_by=confirmed.get("by"),
        confirmed_on=confirmed.get("on"),
    )


@dataclass(frozen=True)
class LawBook:
    """Every fact of law that Suar holds, indexed by id."""

    documents: Mapping[str, Document] = field(repr=False)
    confirmed: str = ""

    @cached_property
    def version(self) -> str:
        """Name exactly this state of the facts, a lawyer's confirmations counted: to be stored."""
        parts = [document.digest for _, document in sorted(self.documents.items())]
        whole = "".join([*parts, self.confirmed])
        return hashlib.sha256(whole.encode("ascii")).hexdigest()[: len("0123456789ab")]

    def raw(self, name: str) -> Any:
        """Give one file's content as it was read."""
        return self.documents[name].data

    @cached_property
    def offences(self) -> dict[str, Offence]:
        """All offences in the order of the file."""
        return {cell["id"]: _offence(cell) for cell in self.raw("offences_id")["offences"]}

    @cached_property
    def aggravations(self) -> dict[str, Aggravation]:
        """All aggravations in the order of the file."""
        return {cell["id"]: _aggravation(cell) for cell in self.raw("offences_id")["aggravations"]}

    @cached_property
    def warnings(self) -> dict[str, ChargingWarning]:
        """The charging warnings."""
        cells = self.raw("offences_id")["charging_warnings"]
        return {
            cell["id"]: ChargingWarning(
                **{key: cell[key] for key in ("id", "severity", "regime", "when", "advise", "why")},
                standing=standing(cell),
            )
            for cell in cells
        }

    @cached_property
    def statutes(self) -> dict[str, Statute]:
        """The statutes that offences and aggravations belong to."""
        return {
            cell["id"]: Statute(
                cell["id"],
                cell["title"],
                date.fromisoformat(cell["in_force_from"]),
                cell["status"],
                replace(standing(cell), confidence=cell["date_confidence"]),
            )
            for cell in self.raw("offences_id")["statutes"]
        }

    @cached_property
    def rules(self) -> dict[str, dict[str, Any]]:
        """The general rules (G01 and on)."""
        return {cell["id"]: cell for cell in self.raw("offences_id")["general_rules"]}

    @cached_property
    def vocabulary(self) -> dict[str, Any]:
        """The words of acts, means and purposes in the facts files."""
        words: dict[str, Any] = self.raw("offences_id")["vocabulary"]
        return words

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """What each source key means."""
        return {cell["key"]: cell for cell in self.raw("sources")["sources"]}

    @cached_property
    def boundary(self) -> date:
        """The day from which the new regime holds: that on which the new Criminal Code did."""
        return self.statutes["uu_1_2023"].starts

    @cached_property
    def child_below(self) -> int:
        """The age below which a person is a child, as the vocabulary says it."""
        return _number(r"under (\d+)", self.vocabulary["child"])

    @cached_property
    def cap_years(self) -> int:
        """The most that a fixed term can come to after uplifts (rule G06)."""
        return _number(r"never above (\d+)", self.rules["G06"]["rule"])

    @cached_property
    def newest_source(self) -> str:
        """The date (cut to what is known) of the newest source behind the facts."""
        return max(
            str(self.raw(name)["as_of"]["newest_source"]) for name in FACTS if name != "sources"
        )

    @cached_property
    def implied(self) -> dict[str, list[dict[str, Any]]]:
        """The implications by the code that they give."""
        out: dict[str, list[dict[str, Any]]] = {}
        for rule in self.raw("implications")["implies"]:
            out.setdefault(rule["code"], []).append(rule)
        return out

    @cached_property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """Every word that facts entered may use, by list: acts, means, purposes."""
        implied = self.raw("implications")["implies"]
        out: dict[str, tuple[str, ...]] = {}
        named = {"acts": "acts", "means": "means", "purposes": "purposes_open_list"}
        for group, key in named.items():
            words = dict.fromkeys(self.vocabulary[key])
            element = "purpose_any" if group == "purposes" else f"{group}_any"
            for offence in self.offences.values():
                words |= dict.fromkeys(offence.elements.get(element, ()))
            words |= dict.fromkeys(
                rule["code"].partition(".")[2]
                for rule in implied
                if rule["code"].startswith(f"{group}.")
            )
            if group == "purposes":
                words |= dict.fromkeys(self.raw("implications")["open_list"])
            words.pop("any", None)
            out[group] = tuple(words)
        return out


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    if not found:
        raise Refusal(
            "a rule no longer holds the number that was read from it",
            file="offences_id.yaml",
            remedy=f"The pattern looked for is {pattern}.",
        )
    return int(found[1])


def penalty(cell: Mapping[str, Any]) -> Penalty:
    """Read one regime's cell."""
    return Penalty(
        min_months=cell["prison_min_m"],
        max_months=cell["prison_max_m"],
        life=cell["life"],
        fine_min=cell["fine_min_idr"],
        fine_max=cell["fine_max_idr"],
        category=cell["fine_cat"],
        mode=cell["mode"],
        standing=standing(cell),
        basis=tuple(cell.get("basis") or ()),
    )


def _penalties(cell: Mapping[str, Any]) -> dict[str, Penalty]:
    return {regime: penalty(cell[regime]) for regime in REGIMES if regime in cell}


def _offence(cell: Mapping[str, Any]) -> Offence:
    ends = cell["in_force"]["until"]
    return Offence(
        id=cell["id"],
        statute=cell["statute"],
        article=str(cell["article"]),
        name={"en": cell["name_en"], "id": cell["name_id"]},
        family=cell["family"],
        starts=date.fromisoformat(cell["in_force"]["from"]),
        ends=date.fromisoformat(ends) if ends else None,
        elements={
            key: value
            for key, value in cell["elements"].items()
            if value not in _NOT_NEEDED.get(key, ())
        },
        elements_confidence=cell["elements_confidence"],
        penalties=_penalties(cell["penalty"]),
        replaced_by=cell.get("replaced_by"),
        aggravations=tuple(cell.get("aggravations") or ()),
        ask=tuple(cell.get("ask") or ()),
        notes=tuple(cell.get("notes") or ()),
        standing=standing(cell),
    )


def _aggravation(cell: Mapping[str, Any]) -> Aggravation:
    effect = cell["effect"]
    written = str(effect.get("add_fraction", ""))
    return Aggravation(
        id=cell["id"],
        statute=cell["statute"],
        article=str(cell["article"]),
        applies_to=tuple(cell["applies_to"]),
        when=cell["when"],
        fraction=Fraction(written.removeprefix("up to ")) if written else None,
        at_most=written.startswith("up to "),
        fine_only=bool(effect.get("fine_only")),
        added_penalty=effect.get("added_penalty"),
        replaces=_penalties(effect),
        standing=standing(cell),
    )


def read_documents(facts: Path = HOME / "facts") -> dict[str, Document]:
    """Read the facts files of a folder, and what this project added to them."""
    found = {name: read(facts / f"{name}.yaml", typed=True) for name in FACTS}
    return found | {name: read(HOME / "added" / f"{name}.yaml", typed=True) for name in ADDED}


@cache
def shipped() -> LawBook:
    """Give the law as shipped; read once a process."""
    return LawBook(read_documents())
