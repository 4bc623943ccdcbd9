"""What a method gives: a number or none, its intervals, its model, what to know about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np

from suar.analytics.population.table import Floats, Table


@dataclass(frozen=True)
class Interval:
    """Limits of the total at a level (0.8 or 0.95); ``kind`` is bca, percentile or credible."""

    level: float
    kind: str
    low: float
    high: float

    def document(self) -> dict[str, object]:
        """Give the interval as JSON."""
        return {"level": self.level, "kind": self.kind, "low": self.low, "high": self.high}


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Resampled totals with the intervals that they give (`bootstrap.resample`)."""

    values: Floats
    intervals: tuple[Interval, ...]
    warnings: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)
    left_out: tuple[Floats, Floats] = field(default_factory=lambda: (np.empty(0), np.empty(0)))

    @classmethod
    def none(cls) -> "Bootstrap":
        """No resampling was asked for."""
        return cls(np.empty(0), (), ())


@dataclass(frozen=True, eq=False)
class MethodResult:
    """One method's answer for one table.

    Attributes
    ----------
    method
        ``stepwise bic graphs latent chao chapman``.
    model
        Interactions that the method ended with, as ``A:B`` or ``A:B:C``; empty where lists are
        independent or the method has no single model.
    estimate
        Total population: seen and not known to any register. None where no estimate exists.
    observed
        Persons seen.
    intervals
        For the total.
    replicates
        Resamples or draws that the intervals rest on.
    warnings
        Codes of `guards`.
    details
        Further numbers: deviance, aic, bic, coefficients, diagnostics. JSON-ready.
    values
        The resampled or drawn totals themselves (NaN where a resample has no estimate).
    left_out
        Totals with one person left out, and how often each occurs; empty where BCa is not used.
    """

    method: str
    model: tuple[str, ...]
    estimate: float | None
    observed: int
    intervals: tuple[Interval, ...] = ()
    replicates: int = 0
    warnings: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    values: Floats = field(default_factory=lambda: np.empty(0))
    left_out: tuple[Floats, Floats] = field(default_factory=lambda: (np.empty(0), np.empty(0)))

    @property
    def hidden(self) -> float | None:
        """Estimated number known to no register."""
        return None if self.estimate is None else self.estimate - self.observed

    def interval(self, level: float) -> Interval | None:
        """Give the first interval at a level: BCa or credible before percentile."""
        return next((i for i in self.intervals if abs(i.level - level) < 1e-9), None)

    def document(self) -> dict[str, object]:
        """Give the result as JSON."""
        return {
            "method": self.method,
            "model": list(self.model),
            "estimate": self.estimate,
            "hidden": self.hidden,
            "intervals": [i.document() for i in self.intervals],
            "replicates": self.replicates,
            "warnings": list(self.warnings),
            "details": dict(self.details),
            "histogram": self.histogram(),
        }

    def histogram(self, bins: int = 24) -> dict[str, object] | None:
        """Count the resampled or drawn totals between their 0.5 and 99.5 % points; None without.

        ``from`` and ``to`` are the ends; counts are of equal steps on the logarithmic scale.
        """
        good = self.values[np.isfinite(self.values) & (self.values > 0)]
        if not good.size:
            return None
        low, high = np.quantile(good, [0.005, 0.995])
        if not low < high:
            return None
        counts, _ = np.histogram(np.log(good), bins=bins, range=(np.log(low), np.log(high)))
        return {"from": float(low), "to": float(high), "counts": counts.tolist()}


def answer(
    method: str,
    model: tuple[str, ...],
    estimate: float | None,
    observed: int,
    done: Bootstrap,
    details: Mapping[str, object],
    *,
    warnings: tuple[str, ...] = (),
) -> MethodResult:
    """Put a method's number and its bootstrap together; without a number, nothing else stands."""
    if estimate is None:
        return MethodResult(
            method, (), None, observed, warnings=("no-estimate", *warnings), details=details
        )
    return MethodResult(
        method,
        model,
        estimate,
        observed,
        done.intervals,
        len(done.values),
        (*warnings, *done.warnings),
        {**details, **done.details},
        done.values,
        done.left_out,
    )


class Method(Protocol):
    """The interface of every method: made with its settings, fitted to a table."""

    result_: MethodResult

    def fit(self, table: Table) -> Self:
        """Estimate from a plain table (strata are not looked at) and keep ``result_``."""
        ...


class Resampled(Method, Protocol):
    """A method that answers for many tables at once, so that it can be bootstrapped."""

    def totals(self, counts: Floats, lists: int) -> Floats:
        """Estimate a total for each row of counts of the histories 1 .. 2**lists - 1.

        NaN where a row has no estimate.
        """
        ...
