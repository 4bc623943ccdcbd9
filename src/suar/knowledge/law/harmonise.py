"""Two states and a set of facts: is it trafficking in both, where the definitions part, what binds.

Indonesia's own answer is that of the charging examination; a neighbour's is read from the words of
its definition in the facts files, so its confidence is that of those cells and never more. A word
that was not found in a list that nobody read whole is *not known*.
"""

from collections.abc import Mapping
from typing import Any

from suar.knowledge.law.case_facts import CaseFacts, Codes
from suar.knowledge.law.charging import examine
from suar.knowledge.law.duties import duties
from suar.knowledge.law.gaps import gaps
from suar.knowledge.law.known import Known, every, some
from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.matrix import leaf_document, state, state_codes
from suar.knowledge.law.model import CONFIDENCE
from suar.knowledge.law.wording import Wording
from suar.knowledge.refusal import Refusal

_LISTS = ("acts", "means", "purposes")


def harmonise(
    book: LawBook,
    first: str,
    second: str,
    *,
    facts: CaseFacts | None = None,
    picture: Mapping[str, Any] | None = None,
    language: str = "en",
) -> dict[str, object]:
    """Compare two states' law, on facts where they are given."""
    wording = Wording(language)
    pair = state_codes(book, [first, second])
    if len(set(pair)) != 2:
        raise Refusal("names one state twice", file="harmonise", remedy="Name two states.")
    answers = {code: _trafficking(book, code, facts, wording) for code in pair} if facts else None
    dual = every(Known(one["state"]) for one in answers.values()) if answers else None
    return {
        "notice": wording.say("not_advice"),
        "newest_source": book.newest_source,
        "language": language,
        "states": pair,
        "dual_criminality": str(dual) if dual else None,
        "trafficking": answers,
        "definitions": _definitions(book, pair, wording),
        "instruments": _instruments(book, pair, facts, wording),
        "agreements": [
            one
            for one in duties(book, language=language)["agreements"]
            if set(pair) <= set(one.get("states", ()))
        ],
        "protection": {
            code: {
                name: leaf_document(cell, wording)
                for name, cell in state(book, code)["protection"].items()
            }
            for code in pair
        },
        "gaps": gaps(book, states=pair, picture=picture, language=language),
    }


def _trafficking(book: LawBook, code: str, facts: CaseFacts, wording: Wording) -> dict[str, Any]:
    if code == "ID":
        return _indonesia(book, facts, wording)
    cells = state(book, code)["definition"]
    elements: list[tuple[str, Known, str]] = []
    for key in _LISTS:
        if key == "means" and (waived := _child_rule(book, cells, facts)) is Known.MET:
            trust = standing(cells["means_waived_for_child"])
            elements.append(("child_rule", waived, trust.confidence))
            continue
        entered: Codes = getattr(facts, key)
        found, confidence = _element(book, key, cells[key], entered)
        if key == "means" and found is Known.NOT_MET:
            found = some([found, _child_rule(book, cells, facts)])
        elements.append((key, found, confidence))
    worst = max((confidence for *_, confidence in elements), key=CONFIDENCE.index)
    return {
        "state": str(every(found for _, found, _ in elements)),
        "confidence": worst,
        "elements": [
            {
                "name": name,
                "label": wording.say(f"harmonise_{name}"),
                "state": str(found),
                "confidence": confidence,
            }
            for name, found, confidence in elements
        ],
        "laws": [wording.fact(law["title"]) for law in state(book, code)["laws"]],
    }


def _indonesia(book: LawBook, facts: CaseFacts, wording: Wording) -> dict[str, Any]:
    core = [one for one in examine(facts, book).offences if one.offence.family == "tppo"]
    found = some(
        {"fits": Known.MET, "possible": Known.NOT_KNOWN, "no": Known.NOT_MET}[one.status]
        for one in core
    )
    alive = [one.offence for one in core if one.status != "no"]
    trust = [offence.elements_confidence for offence in alive]
    return {
        "state": str(found),
        "confidence": min(trust, key=CONFIDENCE.index) if trust else "seen",
        "offences": [{"id": one.offence.id, "status": one.status} for one in core],
        "laws": sorted({wording.law(book.statutes[one.statute].title) for one in alive}),
    }


def _child_rule(book: LawBook, cells: Mapping[str, Any], facts: CaseFacts) -> Known:
    """Tell whether the means fall away because the person is a child, as this state counts one."""
    age, rule = cells["child_age"]["v"], str(cells["means_waived_for_child"]["v"])
    if not rule.startswith(("yes", "partly")):
        return Known.NOT_KNOWN if rule == "None" else Known.NOT_MET
    child = facts.below(age if isinstance(age, int) else book.child_below)
    sure = rule.startswith("yes") and isinstance(age, int)
    return child if sure or child is not Known.MET else Known.NOT_KNOWN


def _element(book: LawBook, key: str, cell: Mapping[str, Any], entered: Codes) -> tuple[Known, str]:
    concordance, confidence = book.raw("concordance"), standing(cell).confidence
    law = {code for word in cell["v"] for code in concordance["words"][key][word]}
    named = entered.met()
    codes = {code for word in named for code in concordance["entered"][key].get(word, ())}
    if codes & law or (codes and law & {"*"}) or "any_exploitation" in codes:
        return Known.MET, confidence
    if not entered.complete:
        return Known.NOT_KNOWN, confidence
    if not named:
        return Known.NOT_MET, confidence
    return (Known.NOT_MET if confidence in ("seen", "confirmed") else Known.NOT_KNOWN), confidence


def _definitions(book: LawBook, pair: list[str], wording: Wording) -> list[dict[str, object]]:
    """Where the two definitions part: codes of the yardstick that only one of them names."""
    concordance = book.raw("concordance")
    out: list[dict[str, object]] = []
    cells = {code: state(book, code)["definition"] for code in pair}
    for key in _LISTS:
        reach = {
            code: {
                found for word in cells[code][key]["v"] for found in concordance["words"][key][word]
            }
            for code in pair
        }
        only = {code: sorted(reach[code] - _union(reach, code) - {"*"}) for code in pair}
        for code in pair:
            other = next(one for one in pair if one != code)
            if "*" in reach[other]:
                only[code] = []
        out.append(
            {
                "name": key,
                "label": wording.say(f"harmonise_{key}"),
                "parts": any(only.values()),
                "only_in": {
                    code: [wording.ours(concordance["labels"][word]) for word in words]
                    for code, words in only.items()
                },
                "cells": {code: leaf_document(cells[code][key], wording) for code in pair},
            }
        )
    for key in ("child_age", "means_waived_for_child", "consent_irrelevant"):
        values = [cells[code][key]["v"] for code in pair]
        known = None not in values
        out.append(
            {
                "name": key,
                "label": wording.say(f"harmonise_{key}"),
                "parts": _plain(values[0]) != _plain(values[1]) if known else None,
                "cells": {code: leaf_document(cells[code][key], wording) for code in pair},
            }
        )
    return out


def _union(reach: Mapping[str, set[str]], but: str) -> set[str]:
    return set().union(*(found for code, found in reach.items() if code != but))


def _plain(value: object) -> str:
    text = str(value)
    return "yes" if text.startswith(("yes", "with or without")) else text


def _instruments(
    book: LawBook, pair: list[str], facts: CaseFacts | None, wording: Wording
) -> dict[str, list[dict[str, object]]]:
    """Sort the treaties: those that bind both at the date of the act, do not, not known."""
    act = facts.act_date if facts else None
    out: dict[str, list[dict[str, object]]] = {"bind_both": [], "do_not": [], "not_known": []}
    for cell in book.raw("instruments")["instruments"]:
        parties = {code: cell["parties"][code] for code in pair}
        states = [_binds(party, act) for party in parties.values()]
        if cell["kind"] == "asean_treaty" and cell["entry_into_force"] is None:
            states.append(Known.NOT_KNOWN)
        key = {Known.MET: "bind_both", Known.NOT_MET: "do_not", Known.NOT_KNOWN: "not_known"}
        line = {"id": cell["id"], "short": cell["short"], "name": wording.fact(cell["name"])}
        worded = {
            code: {**party, "note": wording.fact(party.get("note"))}
            for code, party in parties.items()
        }
        out[key[every(states)]].append({**line, "parties": worded})
    return out


def _binds(party: Mapping[str, Any], act: Any) -> Known:
    from suar.knowledge.law.dates import span

    if party["status"] == "unknown":
        return Known.NOT_KNOWN
    if party["status"] != "party":
        return Known.NOT_MET
    since = span(str(party["date"]))
    if act is None or since is None or since.last <= act.first:
        return Known.MET
    return Known.NOT_MET if since.first > act.last else Known.NOT_KNOWN
