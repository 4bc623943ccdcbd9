"""Which list of the vocabulary a field speaks, and how a written value finds its code."""

from collections.abc import Callable
from functools import cache
from typing import Final

from suar.knowledge.vocab import code_list, regency_code

_COUNTRIES: Final = ("citizenship", "origin", "destination", "exploitation_country")

Find = Callable[[str], str | None]


@cache
def finder(field: str, standard: str | None = None) -> Find:
    """Give the look-up of a field: a written value to its code, or None where it has none.

    >>> finder("citizenship")("Indonesia"), finder("sex")("P?") is None
    ('IDN', True)
    """
    if field == "district":
        return lambda text: regency_code(text, standard)
    codes = code_list("country" if field in _COUNTRIES else field)
    return lambda text: codes.resolve(text, standard)


def says_nothing(field: str, text: str, standard: str | None) -> bool:
    """Tell whether a value is the standard's own word for *not known*, as CTDC's -99."""
    if field == "district" or standard is None:
        return False
    return code_list("country" if field in _COUNTRIES else field).is_blank(text, standard)
