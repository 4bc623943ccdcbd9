"""The one figure to say first: a point where methods agree, a range where not, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from suar.analytics.population.guards import Check, standing
from suar.analytics.population.result import Interval, MethodResult

#: Whose point is said where all agree.
_FIRST = ("bic", "graphs", "stepwise", "latent", "chapman")


@dataclass(frozen=True)
class Headline:
    """``kind`` is point, range or refused; ``reasons`` are codes of the guards behind it."""

    kind: str
    estimate: float | None
    low: float | None
    high: float | None
    reasons: tuple[str, ...]
    method: str | None = None

    def document(self) -> dict[str, object]:
        """Give the headline as JSON."""
        return {
            "kind": self.kind,
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "reasons": list(self.reasons),
            "method": self.method,
        }


def headline_of(results: Sequence[MethodResult], checks: Sequence[Check]) -> Headline:
    """Choose the headline.

    Refused where any guard refuses. Otherwise a range, from the lowest to the highest 80 % limit of
    the methods that stand, where a guard asks for one. Otherwise the point of the first method that
    stands, with its own 95 % interval (the percentile one where BCa is unstable).
    """
    refused = tuple(c.code for c in checks if c.state == "refused")
    ranged = tuple(c.code for c in checks if c.state == "range")
    voters = standing(results)
    if refused or not voters:
        return Headline("refused", None, None, None, refused + ranged or ("no-estimate",))
    if not ranged:
        lead = leading(results)
        limits = _sure(lead) if lead else None
        if lead and lead.estimate is not None and limits:
            return Headline("point", lead.estimate, limits.low, limits.high, (), lead.method)
        ranged = ("no-upper-limit",)
    limits_80 = [i for r in voters for i in r.intervals if abs(i.level - 0.8) < 1e-9]
    low, high = min(i.low for i in limits_80), max(i.high for i in limits_80)
    return Headline("range", None, low, high, ranged)


def leading(results: Sequence[MethodResult]) -> MethodResult | None:
    """Give the standing method that speaks first, or the first with an estimate at all."""
    voters = {r.method: r for r in standing(results)}
    for name in _FIRST:
        if name in voters:
            return voters[name]
    return next((r for r in results if r.estimate is not None), None)


def _sure(result: MethodResult) -> Interval | None:
    wanted = [i for i in result.intervals if abs(i.level - 0.95) < 1e-9]
    if "bca-unstable" in result.warnings:
        wanted.sort(key=lambda i: i.kind == "bca")
    return wanted[0] if wanted else None
