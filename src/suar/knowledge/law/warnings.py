"""The charging warnings: each fires when its own condition holds on the facts, never on a guess.

A warning that speaks of a charge fires when the charge was entered; "alone" means that every charge
entered is of that statute. The texts are the facts files'.
"""

from collections.abc import Callable
from typing import Final

from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known
from suar.knowledge.law.model import ChargingWarning

SEVERITY: Final = ("high", "medium", "low")
#: The person's own safety from punishment stands above every other warning.
FIRST: Final = "W09"


def warnings(inference: Inference) -> list[ChargingWarning]:
    """Give the warnings that fire: non-punishment above all, then by severity, then by number."""
    book = inference.book
    fired = [
        warning
        for warning in book.warnings.values()
        if _regime(warning, inference) and CONDITIONS[warning.id](inference)
    ]
    return sorted(fired, key=lambda one: (one.id != FIRST, SEVERITY.index(one.severity), one.id))


def _regime(warning: ChargingWarning, inference: Inference) -> bool:
    if warning.regime == "any":
        return True
    wanted = Known.MET if warning.regime == "before_2026" else Known.NOT_MET
    return inference.old_act() is wanted


def _met(inference: Inference, *references: str) -> bool:
    return any(inference.answer(one) is Known.MET for one in references)


def _statutes(inference: Inference) -> set[str]:
    return {inference.book.offences[one].statute for one in inference.facts.charged}


def _charged(inference: Inference, prefix: str) -> bool:
    return any(one.startswith(prefix) for one in inference.facts.charged)


def _alone(inference: Inference, prefix: str) -> bool:
    charged = inference.facts.charged
    return bool(charged) and all(one.startswith(prefix) for one in charged)


def _placement_alone(inference: Inference) -> bool:
    """W01: an act; a means, a border or a child; and an exploitative purpose or result."""
    if _statutes(inference) != {"uu_18_2017"}:
        return False
    acts = [f"acts.{act}" for act in inference.book.vocabulary["acts"]]
    means = [f"means.{word}" for word in inference.book.vocabulary["means"]]
    border = ("movement.out_of_indonesia", "movement.into_indonesia", "movement.into_other_state")
    crossed = (*border, "acts.take_out_of_indonesia", "acts.bring_into_indonesia")
    return (
        _met(inference, *acts)
        and _met(inference, *means, *crossed, "victim.child")
        and inference.exploitation_signs() is Known.MET
    )


def _judged_before(inference: Inference) -> Known:
    judged = inference.facts.judged_on
    return Known.NOT_KNOWN if judged is None else judged.from_on(inference.book.boundary)


def _judged_old(inference: Inference) -> bool:
    return _judged_before(inference) is Known.NOT_MET


def _judged_later(inference: Inference) -> bool:
    """W17: an old act whose judgment came under the new law or has not been entered."""
    return inference.old_act() is Known.MET and _judged_before(inference) is not Known.NOT_MET


def _455_abroad(inference: Inference) -> bool:
    return _charged(inference, "ID-KUHP-455") and _met(inference, "place.abroad")


def _child_without_means(inference: Inference) -> bool:
    wanted = inference.book.offences["ID-KUHP-455-1"].elements["means_any"]
    means = inference.one_of(f"means.{word}" for word in wanted)
    return _met(inference, "victim.child") and means is Known.NOT_MET


def _smuggling_charged(inference: Inference) -> bool:
    """W08: smuggling is charged, or entered, and the facts show signs of exploitation."""
    book = inference.book
    charged = any(book.offences[one].family == "smuggling" for one in inference.facts.charged)
    said = inference.facts.other.of("smuggling_only")
    signs = inference.exploitation_signs() is Known.MET
    turned = said is Known.NOT_MET and charged
    return turned or ((charged or said is Known.MET) and (signs or _held(inference)))


def _held(inference: Inference) -> bool:
    return _met(inference, "means.confinement", "means.debt_bondage", "acts.withhold_documents")


def _administrative(inference: Inference) -> bool:
    return "uu_18_2017" in _statutes(inference) and _met(inference, "other.administrative_defence")


def _no_restitution(inference: Inference) -> bool:
    return inference.facts.other.of("restitution_claimed") is Known.NOT_MET


CONDITIONS: Final[dict[str, Callable[[Inference], bool]]] = {
    "W01": _placement_alone,
    "W02": _judged_old,
    "W03": lambda inference: True,
    "W04": lambda inference: _charged(inference, "ID-U21-2-"),
    "W05": _455_abroad,
    "W06": _child_without_means,
    "W07": lambda inference: _alone(inference, "ID-KUHP-455"),
    "W08": _smuggling_charged,
    "W09": lambda inference: _met(inference, "other.victim_is_suspect"),
    "W10": lambda inference: _met(inference, "other.money_known"),
    "W11": lambda inference: _met(inference, "other.deal_proposed"),
    "W12": _administrative,
    "W13": lambda inference: _met(inference, "offender.official"),
    "W14": lambda inference: _met(inference, "offender.corporation"),
    "W15": _no_restitution,
    "W16": lambda inference: inference.sexual() is Known.MET,
    "W17": _judged_later,
    "W18": lambda inference: _met(inference, "other.evidence_thin"),
}
