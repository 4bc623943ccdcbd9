"""Restitution on the facts of a case: open tracks, papers, steps, clocks and conflicts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from suar.knowledge.law.case_facts import CaseFacts
from suar.knowledge.law.charging import Examination, examine
from suar.knowledge.law.dates import Span
from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known, every, known, negation, some
from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.wording import Wording

_TRAFFICKING = ("tppo", "tppo_inchoate")


def restitution(facts: CaseFacts, book: LawBook, *, language: str = "en") -> dict[str, object]:
    """Give every track with its state on the facts, its steps and clocks, and conflicts."""
    wording, raw = Wording(language), book.raw("restitution_id")
    tracks = track_states(facts, book)
    return {
        "notice": wording.say("not_advice"),
        "newest_source": book.newest_source,
        "language": language,
        "tracks": [
            {
                "track": track,
                "title": wording.fact(text),
                "state": str(tracks[track]),
                "because": wording.say(f"track_{track}_{tracks[track]}"),
            }
            for track, text in raw["tracks"].items()
        ],
        "who_may_claim": _listed(raw["who_may_claim"], wording),
        "heads": [
            {
                **wording.trust(standing(head)),
                "code": head["code"],
                "head": wording.fact(head["head"]),
                "examples": [wording.fact(text) for text in head["examples"]],
                "law": wording.law(head["law"]),
                "note": wording.fact(head.get("note")),
            }
            for head in raw["heads"]
        ],
        "papers": _listed(raw["evidence_papers"], wording),
        "steps": [
            step_document(step, tracks[step["track"]], facts.events.get(step["id"]), wording)
            for step in raw["steps"]
            if tracks[step["track"]] is not Known.NOT_MET
        ],
        "conflicts": [
            {
                **wording.trust(standing(cell)),
                "id": cell["id"],
                "issue": wording.fact(cell["issue"]),
                "reading": wording.fact(cell["reading"]),
            }
            for cell in raw["conflicts"]
            if _concerns(cell["id"], tracks, facts, book)
        ],
        "reform_watch": [
            {**wording.trust(standing(cell)), "what": wording.fact(cell["what"])}
            for cell in raw["reform_watch"]
        ],
    }


def _listed(cell: Mapping[str, Any], wording: Wording) -> dict[str, object]:
    return {
        "v": [wording.fact(text) for text in cell["v"]],
        "law": wording.law(cell["law"]),
        **wording.trust(standing(cell)),
    }


def track_states(facts: CaseFacts, book: LawBook) -> dict[str, Known]:
    """Tell for each track whether it is open on the facts entered."""
    inference = Inference(facts, book)
    return {
        "tppo": _trafficking_charge(facts, examine(facts, book)),
        "kuhap": _new_procedure(inference),
        "lpsk": Known.MET,
        "child": inference.answer("victim.child"),
        "tpks": inference.sexual(),
        "post_verdict": _after_verdict(facts),
        "all": Known.MET,
    }


def _trafficking_charge(facts: CaseFacts, examination: Examination) -> Known:
    """A charge that was entered decides; without one, what the facts entered would bear."""
    if facts.charged_entered:
        families = {examination.by_id(one).offence.family for one in facts.charged}
        return known(bool(families & set(_TRAFFICKING)))
    states = {"fits": Known.MET, "possible": Known.NOT_KNOWN, "no": Known.NOT_MET}
    return some(
        states[one.status] for one in examination.offences if one.offence.family in _TRAFFICKING
    )


def _new_procedure(inference: Inference) -> Known:
    """The new procedure code: sure for new acts, and out only where judgment came before it."""
    judged = inference.facts.judged_on
    if judged is not None and judged.from_on(inference.book.boundary) is Known.NOT_MET:
        return Known.NOT_MET
    return Known.MET if inference.old_act() is Known.NOT_MET else Known.NOT_KNOWN


def _after_verdict(facts: CaseFacts) -> Known:
    judged = Known.MET if facts.judged_on is not None else Known.NOT_KNOWN
    return every([judged, negation(facts.other.of("restitution_claimed"))])


def step_document(
    step: Mapping[str, Any], track: Known, event: Span | None, wording: Wording
) -> dict[str, object]:
    """Give one step; with the day it is counted from, also the last day that is left."""
    note = step.get("note")
    return {
        "id": step["id"],
        "track": step["track"],
        "track_state": str(track),
        "stage": wording.label("stages", step["stage"]),
        "actor": wording.fact(step["actor"]),
        "action": wording.fact(step["action"]),
        "limit_days": step["limit_days"],
        "counted_from": wording.fact(step["counted_from"]),
        "event": event.written if event else None,
        "due": _due(step, event),
        "output": wording.fact(step.get("output")),
        "law": wording.law(step["law"]),
        **wording.trust(standing(step)),
        "note": wording.fact(note),
    }


def _due(step: Mapping[str, Any], event: Span | None) -> str | None:
    """Give the last day; from a month or year only, the earliest that it can be."""
    if event is None or step["limit_days"] is None:
        return None
    if "working days" in (step.get("note") or ""):
        return _working(event.first, step["limit_days"]).isoformat()
    return (event.first + timedelta(days=step["limit_days"])).isoformat()


def _working(first: date, days: int) -> date:
    """Count Mondays to Fridays; public holidays are not known here, so the day may be later."""
    day, left = first, days
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() <= 5
    return day


def _concerns(conflict: str, tracks: Mapping[str, Known], facts: CaseFacts, book: LawBook) -> bool:
    both = every([tracks["tppo"], tracks["kuhap"]]) is not Known.NOT_MET
    placement = bool(facts.charged) and all(
        book.offences[one].statute == "uu_18_2017" for one in facts.charged
    )
    conditions = {
        "C1": both,
        "C2": both,
        "C3": both,
        "C4": placement,
        "C5": Inference(facts, book).old_act() is not Known.NOT_MET,
    }
    return conditions.get(conflict, True)
