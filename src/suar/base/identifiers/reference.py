"""References for people: an organisation's prefix, chance, a check character.

Eight characters of chance from an alphabet without look-alikes (Crockford's, no I L O U) cannot
be guessed from another reference, and say nothing of how many records there are. The check
character is ISO 7064 Mod 37,36: it finds every single wrong character and every swap of neighbours.
"""

import re
import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans("ILOU", "110V")


def new_reference(prefix: str) -> str:
    """Give a new reference, as in ``RA-4F7K-9QX2-M``.

    Parameters
    ----------
    prefix
        Two to four capitals of the organisation's choice.
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    check = mod_37_36.calc_check_digit(prefix + body)
    return f"{prefix}-{body[:4]}-{body[4:]}-{check}"


def check_reference(text: str) -> str | None:
    """Give the reference as it is written, or None when its check character does not fit.

    Forgives small letters, missing hyphens and the look-alikes I, L, O and U in the part of chance.
    """
    compact = re.sub(r"[\s-]", "", text.upper())
    matched = re.fullmatch(r"([A-Z]{2,4}?)([0-9A-Z]{8})([0-9A-Z])", compact)
    if matched is None:
        return None
    prefix, body, check = matched[1], matched[2].translate(_LOOK_ALIKE), matched[3]
    try:
        mod_37_36.validate(prefix + body + check)
    except ValidationError:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}-{check}"
