"""What the room's forms are made of: days, words, rupiah, choices from the code lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def words_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=8000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


def line_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def of_list(name: str, label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=lambda: wording.choices(name, blank=_now("Choose")),
    )


def rupiah(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10**12,
        help_text=_("In whole rupiah, digits only. Empty: not known."),
    )


def is_health(code: str) -> bool:
    from suar.knowledge.rules.needs import HEALTH_DOMAINS, HEALTH_ITEMS

    return code in HEALTH_DOMAINS | HEALTH_ITEMS


def services() -> list[Any]:
    found: list[Any] = [("", _now("Choose"))]
    for heading in code_list("standard_service"):
        if heading.parent is None:
            rows = wording.children("standard_service", heading.code)
            found.append((wording.label("standard_service", heading.code), rows))
    return found
