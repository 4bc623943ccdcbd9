"""What the answers add up to, dimension by dimension: support for a person who decides.

Source: ILO and European Commission, operational indicators of trafficking in human beings
(WCMS_105023, 2009). A dimension is positive with two strong indicators, or one strong and one
medium or weak, or three medium, or two medium and one weak. For an adult act, means and
exploitation have to be shown; for a child means are not required. Consent says nothing once a
means is present. **Too little evidence is not a no**: there is no outcome that says so.

How elements stand on dimensions is Suar's reading of that source, for practitioners to check: the
act is shown by any dimension of recruitment, or by the act itself being told; the means by
deception or coercion (at recruitment or destination), for which the dimensions of vulnerability
may stand; exploitation by its own dimension.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from suar.knowledge.screening.carrying import Standing
from suar.knowledge.screening.model import Dimension, Indicator, Said, Tool, Weight

#: Elements and the dimensions that show them.
ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "act": ("dr", "cr", "rv"),
    "means": ("dr", "cr", "cd", "rv", "vd"),
    "exploitation": ("ex",),
}
#: Dimensions that stand in for a means (vulnerability), said as such in the explanation.
SUBSTITUTES: Final = frozenset({"rv", "vd"})


class Outcome(StrEnum):
    """What the sums say. There is no third: nobody is found not to be a victim by a sum."""

    INDICATED = "indicated"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One dimension: its counts, whether it is positive, whether more answers could make it so."""

    code: str
    label: Mapping[str, str]
    strong: int
    medium: int
    weak: int
    positive: bool
    open: int  # indicators not asked or not known
    could: bool  # not positive yet, and the open ones could make it so
    present: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the definition: shown (by which dimensions), open, not shown, not needed."""

    name: str
    state: str  # shown | open | not_shown | not_needed
    by: tuple[str, ...] = ()
    substituted: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The explanation. It supports a decision and is none."""

    tool: str
    version: str
    child: bool
    outcome: Outcome
    dimensions: tuple[Weighed, ...]
    elements: tuple[Element, ...]
    answered: int
    total: int


def positive(strong: int, medium: int, weak: int) -> bool:
    """Whether a dimension is positive with so many indicators of each weight.

    >>> positive(0, 2, 1), positive(1, 0, 0), positive(0, 1, 5)
    (True, False, False)
    """
    return (
        strong >= 2
        or (strong >= 1 and medium + weak >= 1)
        or medium >= 3
        or (medium >= 2 and weak >= 1)
    )


def weigh(dimension: Dimension, stands: Mapping[str, Standing], *, child: bool) -> Weighed:
    """Count a dimension's indicators that stand at yes, by weight."""
    counted = [each for each in dimension.indicators if each.weight(child=child) is not Weight.NONE]
    present = tuple(each for each in counted if stands[each.code].said is Said.YES)
    unsettled = [
        each for each in counted if stands[each.code].said in (Said.NOT_ASKED, Said.NOT_KNOWN)
    ]
    now, most = _counts(present, child=child), _counts((*present, *unsettled), child=child)
    return Weighed(
        code=dimension.code,
        label=dimension.label,
        strong=now[0],
        medium=now[1],
        weak=now[2],
        positive=positive(*now),
        open=len(unsettled),
        could=not positive(*now) and positive(*most),
        present=present,
    )


def reckon(
    tool: Tool, stands: Mapping[str, Standing], *, child: bool, act_told: bool = False
) -> Result:
    """Explain what the answers to an operational tool add up to.

    Parameters
    ----------
    stands
        From `carrying.standing`.
    child
        A child, or somebody who may be one: the doubt is to her benefit.
    act_told
        An act (recruitment, transport, harbouring ...) was told as such.
    """
    weighed = tuple(weigh(each, stands, child=child) for each in tool.dimensions)
    by_code = {each.code: each for each in weighed}
    elements = tuple(_element(name, by_code, child=child, told=act_told) for name in ELEMENTS)
    shown = all(each.state in ("shown", "not_needed") for each in elements)
    said = [each.said for each in stands.values()]
    return Result(
        tool=tool.name,
        version=tool.version,
        child=child,
        outcome=Outcome.INDICATED if shown else Outcome.INSUFFICIENT,
        dimensions=weighed,
        elements=elements,
        answered=sum(each is not Said.NOT_ASKED for each in said),
        total=len(said),
    )


def _element(name: str, weighed: Mapping[str, Weighed], *, child: bool, told: bool) -> Element:
    if name == "means" and child:
        return Element(name, "not_needed")
    of = [weighed[code] for code in ELEMENTS[name] if code in weighed]
    by = tuple(each.code for each in of if each.positive)
    if by or (name == "act" and told):
        return Element(name, "shown", by, bool(by) and set(by) <= SUBSTITUTES)
    return Element(name, "open" if any(each.could for each in of) else "not_shown")


def _counts(indicators: Iterable[Indicator], *, child: bool) -> tuple[int, int, int]:
    weights = [each.weight(child=child) for each in indicators]
    return (
        weights.count(Weight.STRONG),
        weights.count(Weight.MEDIUM),
        weights.count(Weight.WEAK),
    )
