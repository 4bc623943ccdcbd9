"""Indonesian places and regions of the world, from the forms in which offices write them."""

import re
from functools import cache
from typing import Final

from suar.knowledge.vocab.codelist import fold
from suar.knowledge.vocab.reading import code_list

#: What stands before a regency's or city's name, and which of the two it says.
_KIND: Final = re.compile(
    r"^\s*(?P<kind>kabupaten|kab|kota|kotamadya|kodya)\b\.?\s*(?:administrasi\b|adm\b)?\.?\s*", re.I
)
_NUMBER: Final = re.compile(r"^\d{2}\.?\d{2}$")


def regency_code(value: str | None, source: str | None = None) -> str | None:
    """Find the Kemendagri code of a regency or city; None where it is unknown or not certain.

    Parameters
    ----------
    value
        A code or a name: ``11.09``, ``1101``, ``KAB. SIMEULUE``, ``Kabupaten Simeulue``,
        ``Simeulue``.
    source
        ``bps_2018`` or ``kemendagri`` for what numbers mean. Without it a number with a dot is
        Kemendagri's; one without a dot is taken only where both systems agree or one alone has it.

    Examples
    --------
    >>> regency_code("1101", "bps_2018"), regency_code("KAB. SIMEULUE"), regency_code("Bandung")
    ('11.09', '11.09', None)
    """
    found = regency_candidates(value, source)
    return found[0] if len(found) == 1 else None


def regency_candidates(value: str | None, source: str | None = None) -> tuple[str, ...]:
    """Give every Kemendagri code that a value may stand for: none, one, or two to ask about."""
    text = (value or "").strip()
    if not text:
        return ()
    if _NUMBER.match(text):
        return _by_number(text, source)
    kind = _KIND.match(text)
    if kind is None:
        return _by_name().get(_plain(text), ())
    is_city = kind["kind"].casefold().startswith("ko")
    name = _plain(text[kind.end() :])
    return tuple(code for code in _by_name().get(name, ()) if _is_city(code) == is_city)


def province_code(value: str | None, source: str | None = None) -> str | None:
    """Find the Kemendagri code of a province from its code, its name, or a regency's.

    Two digits are Kemendagri's unless ``source`` is ``bps_2018``. A regency that is not certain
    still gives its province where all that it may be lie in one.

    Examples
    --------
    >>> province_code("NTB"), province_code("91", "bps_2018"), province_code("Kab. Simeulue")
    ('52', '92', '11')
    """
    text = (value or "").strip()
    provinces = code_list("province")
    if text.isdigit() and len(text) == 2:
        if source == "bps_2018":
            return provinces.from_standard("bps_2018", text)
        return text if text in provinces else None
    found = provinces.resolve(re.sub(r"^\s*prov(insi)?\b\.?\s*", "", text, flags=re.I))
    if found:
        return found
    inside = {code[:2] for code in regency_candidates(text, source)}
    return inside.pop() if len(inside) == 1 else None


def un_region(country: str) -> str | None:
    """Give the UN region of an ISO alpha-3 code, as CTDC's dictionary of 2022 has it."""
    code = code_list("country").get(country)
    return next(iter(code.crosswalk.get("un_region", ())), None) if code else None


def _by_number(text: str, source: str | None) -> tuple[str, ...]:
    regencies = code_list("regency")
    dotted = f"{text[:2]}.{text[-2:]}"
    ours = dotted if dotted in regencies else None
    theirs = regencies.from_standard("bps_2018", text.replace(".", ""))
    if source == "kemendagri" or (source is None and "." in text):
        theirs = None
    elif source == "bps_2018":
        ours = None
    return tuple(sorted({code for code in (ours, theirs) if code}))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Codes by the bare name; a regency and a city may share one."""
    found: dict[str, set[str]] = {}
    for code in code_list("regency"):
        for full in (code.label["id"], *code.crosswalk.get("spelling", ())):
            found.setdefault(_plain(_KIND.sub("", full)), set()).add(code.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _is_city(code: str) -> bool:
    found = code_list("regency").get(code)
    return found is not None and found.label["id"].startswith("Kota")
