"""GLOTIP's three forms of exploitation, worked out from the purposes and never stored."""

from collections.abc import Iterable
from typing import Final

from suar.knowledge.vocab.reading import code_list

#: As UNODC writes them.
GLOTIP_FORMS: Final = ("Sexual exploitation", "Forced labour", "Other forms of exploitation")


def glotip_forms(purposes: Iterable[str]) -> frozenset[str]:
    """Give every GLOTIP form that the purposes fall under; none for codes that fall under none."""
    purpose = code_list("purpose")
    return frozenset(form for code in purposes for form in purpose.to_standard("glotip", code))


def glotip_form(purposes: Iterable[str]) -> str | None:
    """Give the one GLOTIP form of a person's purposes.

    None where nothing is known, and where the purposes fall under more than one form: GLOTIP has no
    form for both, and choosing one for the person would invent it. `glotip_forms` gives all.

    Examples
    --------
    >>> glotip_form(["online_scam", "criminality"])
    'Other forms of exploitation'
    >>> glotip_form(["sexual", "forced_labour"]) is None
    True
    """
    forms = glotip_forms(purposes)
    return next(iter(forms)) if len(forms) == 1 else None
