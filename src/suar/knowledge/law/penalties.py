"""Two regimes side by side: which is at the act's date, which is kinder, what uplifts add.

Every figure comes from the facts files; here they are only compared, multiplied and capped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from suar.knowledge.law.dates import Span
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.model import BEFORE, FROM, Aggravation, Offence, Penalty, Regime

MONTHS_A_YEAR: Final = 12
Favour = Literal["this", "other", "equal", "unclear"]

#: How far a judge is bound, from least to most; ``prison_only`` and ``fine_only`` stand apart.
_BOUND: Final = {"or": 1, "and_or": 2, "and": 3}


def regime_at(act: Span | None, book: LawBook) -> Regime | None:
    """Give the regime at the date of the act; none where the date does not settle it."""
    if act is None:
        return None
    after = act.from_on(book.boundary)
    return {Known.MET: FROM, Known.NOT_MET: BEFORE}.get(after)


def other_regime(regime: Regime) -> Regime:
    """Give the other of the two."""
    return FROM if regime == BEFORE else BEFORE


@dataclass(frozen=True)
class Compared:
    """The other regime's penalty, by which offence, and which of the two is kinder."""

    penalty: Penalty | None
    offence: str | None
    more_favourable: Favour


def against_other(offence: Offence, regime: Regime, book: LawBook) -> Compared:
    """Find what the other regime has: the same article, or the one that took its place."""
    other = other_regime(regime)
    found = offence.penalties.get(other)
    holder = offence.id
    if found is None and other == FROM and offence.replaced_by:
        holder = offence.replaced_by
        found = book.offences[holder].penalties.get(other)
    this = offence.penalties.get(regime)
    favour = more_favourable(this, found) if this and found else "unclear"
    return Compared(found, holder if found else None, favour)


def more_favourable(this: Penalty, other: Penalty) -> Favour:
    """Compare two ranges measure by measure.

    One is kinder only when no measure of it is harsher. Lower prison with a higher fine is
    *unclear*: that is for a prosecutor and a court (KUHP Arts 3(1) and 618).
    """
    signs = {_sign(a, b) for a, b in zip(_measures(this), _measures(other), strict=True)}
    signs |= {_mode_sign(this.mode, other.mode)}
    if None in signs or {-1, 1} <= signs:
        return "unclear"
    if signs == {0}:
        return "equal"
    return "this" if -1 in signs else "other"


def _measures(penalty: Penalty) -> tuple[float | None, ...]:
    endless = float("inf")
    prison = endless if penalty.life and penalty.max_months is None else penalty.max_months
    no_fine = penalty.mode == "prison_only"
    return (
        float(penalty.life),
        prison,
        penalty.min_months,
        0 if no_fine else penalty.fine_max,
        0 if no_fine else penalty.fine_min,
    )


def _sign(this: float | None, other: float | None) -> int | None:
    if this is None or other is None:
        return None
    return (this > other) - (this < other)


def _mode_sign(this: str, other: str) -> int | None:
    if this == other:
        return 0
    if this not in _BOUND or other not in _BOUND:
        return None
    return _sign(_BOUND[this], _BOUND[other])


@dataclass(frozen=True)
class Uplifted:
    """A range after uplifts: each step named, and whether the cap cut it."""

    penalty: Penalty
    steps: tuple[tuple[str, str], ...]
    capped: bool
    cap_months: int


def uplifted(
    penalty: Penalty, aggravations: Iterable[Aggravation], regime: Regime, book: LawBook
) -> Uplifted | None:
    """Add the uplifts that apply to a range; none where none applies.

    A range that takes the place of another comes first, fractions are added together and
    multiply the maximum (and the minimum where the regime has one), then the cap on a fixed term
    cuts. Whether courts stack several thirds is open: each step is shown.
    """
    found, steps, total, fine = list(aggravations), [], Fraction(0), Fraction(0)
    if not found:
        return None
    base = penalty
    for aggravation in found:
        if regime in aggravation.replaces:
            base = aggravation.replaces[regime]
            steps.append((aggravation.id, "replaces"))
    for aggravation in found:
        if aggravation.fraction is None:
            continue
        fine += aggravation.fraction
        total += Fraction(0) if aggravation.fine_only else aggravation.fraction
        kind = "fine" if aggravation.fine_only else "at_most" if aggravation.at_most else "adds"
        steps.append((aggravation.id, f"{kind} {aggravation.fraction}"))
    cap = book.cap_years * MONTHS_A_YEAR
    low, high = _raise(base.min_months, total), _raise(base.max_months, total)
    capped = high is not None and high > cap
    ready = Penalty(
        min_months=min(low, cap) if low is not None else None,
        max_months=min(high, cap) if high is not None else None,
        life=base.life,
        fine_min=_raise(base.fine_min, fine),
        fine_max=_raise(base.fine_max, fine),
        category=base.category,
        mode=base.mode,
        standing=base.standing,
        basis=base.basis,
    )
    return Uplifted(ready, tuple(steps), capped, cap)


def _raise(number: int | None, fraction: Fraction) -> int | None:
    return None if number is None else int(number * (1 + fraction))
