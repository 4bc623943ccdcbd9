"""Fields that the room's forms share. Blank means not asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.identifiers import check_reference
from suar.rooms.victims.wording import (
    ANSWERS,
)

LONG = {"address", "stays", "danger_from", "agreed", "told", "wishes", "aliases", "family_how"}
YES_NO = ("messages", "family", "shared_phone", "name_known")
NO_FILL = {"autocomplete": "off", "spellcheck": "false"}


def text(label: Any, *, long: bool = False, hint: Any = "") -> forms.CharField:
    """Give a field of free words; a browser keeps nothing of it."""
    widget = forms.Textarea(attrs={"rows": 4, **NO_FILL}) if long else None
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=20_000 if long else 300,
        widget=widget or forms.TextInput(attrs=NO_FILL),
    )


def chosen(label: Any, offered: Sequence[tuple[str, Any]], *, hint: Any = "") -> forms.ChoiceField:
    """Give a field of one code; blank is not asked."""
    return forms.ChoiceField(label=label, choices=offered, required=False, help_text=hint)


def several(label: Any, offered: Sequence[tuple[str, Any]]) -> forms.MultipleChoiceField:
    """Give a field of several codes."""
    return forms.MultipleChoiceField(
        label=label,
        choices=offered,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )


def yes_no() -> list[tuple[str, Any]]:
    return [("", _("Not asked")), *[(key, ANSWERS[key]) for key in ("yes", "no", "not_known")]]


class ReferenceField(forms.CharField):
    """A file's reference; its check character is checked, so that a slip names nobody."""

    def clean(self, value: Any) -> str:
        """Give the reference as it is written in the file, or refuse a slip."""
        told = super().clean(value)
        if not told:
            return ""
        found = check_reference(told)
        if found is None:
            raise forms.ValidationError(_("Its check character does not fit. Read it again."))
        return found


def reference_field(label: Any, *, required: bool = True, hint: Any = "") -> ReferenceField:
    """Give a field for a reference."""
    return ReferenceField(label=label, max_length=24, required=required, help_text=hint)
