"""Labels of codes and fields, in both languages, from the vocabulary."""

from functools import cache

from suar.analytics.picture.document import Label
from suar.knowledge.vocab import code_list, names

_FIELDS: dict[str, Label] = {
    "purpose": {"en": "Purpose of exploitation", "id": "Tujuan eksploitasi"},
    "sector": {"en": "Sector", "id": "Sektor"},
    "sex": {"en": "Sex", "id": "Jenis kelamin"},
    "age_band": {"en": "Age", "id": "Umur"},
    "recruitment_channel": {"en": "Channel of recruitment", "id": "Saluran perekrutan"},
    "origin": {
        "en": "From (origin, else citizenship)",
        "id": "Asal (negara asal, atau kewarganegaraan)",
    },
    "destination": {"en": "Where exploited", "id": "Tempat eksploitasi"},
    "corridor": {"en": "Corridor", "id": "Koridor"},
}
_STATUS: dict[str, Label] = {
    "identified": {"en": "identified", "id": "teridentifikasi"},
    "presumed": {"en": "presumed", "id": "terduga"},
    "handled": {"en": "handled", "id": "ditangani"},
    "not_stated": {"en": "status not stated", "id": "status tidak disebut"},
}
_LISTS = {"origin": "country", "destination": "country", "citizenship": "country"}


def field_label(field: str) -> Label:
    """Give a field's name for people."""
    return _FIELDS.get(field) or {"en": field.replace("_", " "), "id": field.replace("_", " ")}


def status_label(status: str) -> Label:
    """Give the word for a victim's status."""
    return _STATUS[status]


@cache
def _labels(field: str) -> dict[str, Label]:
    name = _LISTS.get(field, field)
    if name not in names():
        return {}
    return {
        code.code: {
            "en": code.label.get("en", code.code),
            "id": code.label.get("id", code.label.get("en", code.code)),
        }
        for code in code_list(name)
    }


def code_label(field: str, code: str) -> Label:
    """Give a code's words; an unknown code is its own word."""
    return _labels(field).get(code) or {"en": code.replace("_", " "), "id": code.replace("_", " ")}


def code_order(field: str, code: str) -> tuple[int, str]:
    """Order codes as their list does; countries by name of code, never by size."""
    order = {} if field in _LISTS else {c: n for n, c in enumerate(_labels(field))}
    return order.get(code, len(order)), code
