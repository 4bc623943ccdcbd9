"""The filter of the audit: codes, days, keys and references, never a name."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.audit import wording

#: A day far outside is no choice: a zone's midnight before or after it may be no time at all.
_SENSIBLE = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=_SENSIBLE)


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=lambda: [("", _now("Any")), *((k, str(w)) for k, (_c, w) in wording.KINDS.items())],
    )
    who = forms.TypedChoiceField(label=_("Who did it"), required=False)
    action = forms.RegexField(
        regex=r"^[A-Za-z_.: ]+$",
        label=_("Deed, by its code"),
        help_text=_("Or how the code begins: victim.open"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    subject = forms.RegexField(
        regex=r"^[0-9A-Za-z-]+$",
        label=_("What it concerns"),
        help_text=_("A reference, as it stands on the file"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    since = _day(_("From"))
    until = _day(_("Up to and with"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _now("Any")), *people]

    def told(self) -> dict[str, Any]:
        """Give what was chosen; what is no choice of the form is as if it was not said."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}

    def query(self, **more: str) -> str:
        """Give the choice as an address holds it."""
        told = self.told() | more
        return urlencode([(key, value) for key, value in told.items() if value])
