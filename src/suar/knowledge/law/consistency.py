"""Facts that do not go together, or that leave out what the main charge hangs on."""

from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known


def checks(inference: Inference) -> list[str]:
    """Name the checks that the facts do not pass; each has a sentence in both languages."""
    facts = inference.facts
    tests = {
        "take_out": _left_out(inference, "out_of_indonesia", "take_out_of_indonesia"),
        "bring_in": _left_out(inference, "into_indonesia", "bring_into_indonesia"),
        "movement": _disagrees(inference),
        "smuggling": facts.other.of("smuggling_only") is Known.MET
        and inference.exploitation_signs() is Known.MET,
        "attempt": facts.attempt is Known.MET and facts.result is Known.MET,
        "forged": _unnamed(
            inference,
            "documents_forged",
            ("false_document", "forge_travel_document", "false_travel_document"),
        ),
        "money": _unnamed(
            inference,
            "money_known",
            ("transfer_or_change_assets", "hide_origin", "receive_or_use_assets"),
        ),
        "across": _across(inference),
        "judged": _judged_before_act(inference),
        "result": facts.result is Known.MET
        and facts.purposes.complete
        and not facts.purposes.met(),
    }
    return [name for name, fails in tests.items() if fails]


def _left_out(inference: Inference, movement: str, act: str) -> bool:
    moved = inference.answer(f"movement.{movement}") is Known.MET
    other = inference.rules["trafficking_acts"]
    entered = any(inference.facts.acts.of(one) is Known.MET for one in (*other, "place_worker"))
    signs = inference.exploitation_signs() is not Known.NOT_MET
    return moved and entered and signs and inference.answer(f"acts.{act}") is Known.NOT_MET


def _disagrees(inference: Inference) -> bool:
    pairs = (
        ("take_out_of_indonesia", "out_of_indonesia"),
        ("bring_into_indonesia", "into_indonesia"),
    )
    return any(
        inference.answer(f"acts.{act}") is Known.MET
        and inference.answer(f"movement.{movement}") is Known.NOT_MET
        for act, movement in pairs
    )


def _unnamed(inference: Inference, flag: str, acts: tuple[str, ...]) -> bool:
    """A flag is entered, and the list of acts that was given whole names none of its acts."""
    said = inference.facts.other.of(flag) is Known.MET
    return said and inference.one_of(f"acts.{act}" for act in acts) is Known.NOT_MET


def _across(inference: Inference) -> bool:
    until = inference.facts.act_until
    return (
        inference.old_act() is Known.MET
        and until is not None
        and until.from_on(inference.book.boundary) is not Known.NOT_MET
    )


def _judged_before_act(inference: Inference) -> bool:
    judged, act = inference.facts.judged_on, inference.facts.act_date
    return judged is not None and act is not None and judged.last < act.first
