"""The estimate as the report reads it: persons not known to any register, and the share that is.

The document gives totals (known and not known together), as CONTRACTS.md fixes them; people ask
for those not known. The difference is taken here and nowhere else.
"""

from typing import NamedTuple, NotRequired, TypedDict

from suar.analytics.picture.document import Label


class Interval(TypedDict):
    level: float
    kind: str
    low: float | None
    high: float | None


class Result(TypedDict):
    method: str
    model: list[str]
    estimate: float | None
    hidden: float | None
    intervals: list[Interval]
    replicates: int
    warnings: list[str]


class Headline(TypedDict):
    kind: str  # point | range | refused
    estimate: float | None
    low: float | None
    high: float | None
    reasons: list[str]


class Check(TypedDict):
    code: str
    state: str  # passed | marked | range | refused
    text: Label


class Stratum(TypedDict):
    stratum: str | dict[str, str]
    label: Label
    lists: list[str]
    observed: int | None
    headline: Headline
    results: list[Result]
    checks: list[Check]


class Sensitivity(TypedDict):
    left_out: NotRequired[str]
    merged: NotRequired[str]
    estimate: float | None
    low: float | None
    high: float | None


class Estimate(TypedDict):
    lists: list[str]
    observed: NotRequired[int | None]
    results: list[Result]
    headline: Headline
    warnings: list[str]
    checks: list[Check]
    strata: NotRequired[list[Stratum]]
    sensitivity: NotRequired[list[Sensitivity]]
    words: NotRequired[Label]
    assumptions: NotRequired[list[Label]]
    seed: int
    version: str


class Hidden(NamedTuple):
    """Persons not known to any register; ``low`` to ``high`` is the headline's own range."""

    estimate: float | None
    low: float
    high: float

    def known_of_100(self, observed: int) -> tuple[int, int]:
        """Give how many of 100 such persons are known, least to most.

        >>> Hidden(None, 1900, 3700).known_of_100(1186)
        (24, 38)
        """
        return (
            round(100 * observed / (observed + self.high)),
            round(100 * observed / (observed + self.low)),
        )


def hidden(headline: Headline, observed: int | None) -> Hidden | None:
    """Give the headline as persons not known, or None where it is refused or withheld."""
    low, high, estimate = headline["low"], headline["high"], headline["estimate"]
    if headline["kind"] == "refused" or low is None or high is None or observed is None:
        return None
    middle = None if estimate is None else max(estimate - observed, 0.0)
    return Hidden(middle, max(low - observed, 0.0), max(high - observed, 0.0))


class Method(NamedTuple):
    """One row of the methods panel; limits are persons not known."""

    method: str
    middle: float | None
    thick: tuple[float, float] | None
    thin: tuple[float, float] | None
    bound: bool  # a lower bound only
    model: list[str]
    replicates: int


def methods(estimate: Estimate | Stratum, observed: int | None) -> list[Method]:
    """Give every method's figure for persons not known; none where the known are withheld."""
    if observed is None:
        return []
    return [
        Method(
            method=result["method"],
            middle=_middle(result, observed),
            thick=_limits(result, 0.8, observed),
            thin=_limits(result, 0.95, observed),
            bound=result["method"] == "chao",
            model=result["model"],
            replicates=result["replicates"],
        )
        for result in estimate["results"]
    ]


def _middle(result: Result, observed: int) -> float | None:
    """Give persons not known; taken from the total where the document tells only that."""
    if result["hidden"] is not None or result["estimate"] is None:
        return result["hidden"]
    return max(result["estimate"] - observed, 0.0)


def _limits(result: Result, level: float, observed: int) -> tuple[float, float] | None:
    for interval in result["intervals"]:
        given = interval["level"] / 100 if interval["level"] > 1 else interval["level"]
        low, high = interval["low"], interval["high"]
        if abs(given - level) < 1e-6 and low is not None and high is not None:
            return max(low - observed, 0.0), max(high - observed, 0.0)
    return None


def told(estimate: Estimate) -> list[Stratum]:
    """Give the groups for which a figure is given."""
    return [s for s in estimate.get("strata", []) if s["headline"]["kind"] != "refused"]


def untold(estimate: Estimate) -> list[Stratum]:
    """Give the groups for which none is."""
    return [s for s in estimate.get("strata", []) if s["headline"]["kind"] == "refused"]
