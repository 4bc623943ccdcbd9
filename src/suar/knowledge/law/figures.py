"""Ranges in words: months (and years), rupiah, life, and how prison and fine are joined."""

from fractions import Fraction

from suar.knowledge.law.model import Penalty
from suar.knowledge.law.penalties import MONTHS_A_YEAR
from suar.knowledge.law.wording import Wording


def rupiah(amount: int, wording: Wording) -> str:
    """Write an amount with the language's own separator."""
    text = f"{amount:,}"
    return text.replace(",", ".") if wording.language == "id" else text


def months(count: int, wording: Wording) -> str:
    """Write months, with the years beside them where they come out whole."""
    text = wording.say("months", n=count)
    years = Fraction(count, MONTHS_A_YEAR)
    if years.denominator == 1 and count:
        text = f"{text} {wording.say('years_of', n=years.numerator)}"
    return text


def prison(penalty: Penalty, wording: Wording) -> str:
    """Write the prison part; empty where there is none."""
    low, high = penalty.min_months, penalty.max_months
    if high is None:
        if not penalty.life:
            return wording.say("prison_from", low=months(low, wording)) if low else ""
        life = wording.say("prison_life")
        return (
            f"{wording.say('prison_from', low=months(low, wording))} {_or_life(wording)}"
            if (low)
            else life
        )
    if high == 0:
        return ""
    if low:
        text = wording.say("prison_range", low=months(low, wording), high=months(high, wording))
    else:
        text = wording.say("prison_up_to", high=months(high, wording))
    return f"{text} {_or_life(wording)}" if penalty.life else text


def _or_life(wording: Wording) -> str:
    return wording.say("or_life")


def fine(penalty: Penalty, wording: Wording) -> str:
    """Write the fine; empty where none is stated."""
    if not penalty.fine_max:
        return ""
    high = rupiah(penalty.fine_max, wording)
    if penalty.fine_min:
        text = wording.say("fine_range", low=rupiah(penalty.fine_min, wording), high=high)
    else:
        text = wording.say("fine_up_to", high=high)
    if penalty.category:
        text = f"{text} {wording.say('fine_category', category=penalty.category)}"
    return text


def words(penalty: Penalty, wording: Wording) -> str:
    """Write a whole range in one clause."""
    parts = [part for part in (prison(penalty, wording), fine(penalty, wording)) if part]
    if penalty.mode in ("and", "or", "and_or"):
        return f" {wording.say(f'mode_{penalty.mode}')} ".join(parts)
    return ", ".join(parts)
