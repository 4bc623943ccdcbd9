"""Fields that forms of every room share: four answers in one row, dates known in part."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANSWERS = (
    ("yes", _("Yes")),
    ("no", _("No")),
    ("not_known", _("Not known")),
    ("not_asked", _("Not asked")),
)
#: The two answers that say nothing of the person; drawn in slate.
UNKNOWN = frozenset({"not_known", "not_asked"})

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Segments(forms.RadioSelect):
    """Radio buttons in one row; `{% field %}` draws it so."""


class SafeTextarea(forms.Textarea):
    """A box for free text that the browser neither remembers nor sends to a speller elsewhere."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        safe = {"rows": 4, "autocomplete": "off", "spellcheck": "false", "autocorrect": "off"}
        super().__init__({**safe, **(attrs or {})})


def answer(label: str | Promise, *, help_text: str | Promise = "") -> forms.ChoiceField:
    """Give a field of four answers: yes, no, not_known, not_asked. It starts at *not asked*."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=ANSWERS,
        initial="not_asked",
        widget=Segments,
    )


class PartialDateField(forms.CharField):
    """A date as far as it is known: "2024", "2024-03" or "2024-03-12"; never filled up.

    Cleaned to that text with two digits each, or to "" where nothing was written.
    """

    default_error_messages = {  # noqa: RUF012 Django reads it from the class
        "form": _("Write the year, or year-month, or year-month-day: 2024, 2024-03, 2024-03-12."),
        "day": _("There is no such day. Write what is known, also the year alone."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("As far as it is known: 2024, 2024-03 or 2024-03-12."))
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 12}))
        super().__init__(max_length=10, **options)

    def clean(self, value: Any) -> str:
        """Give the partial date in its one form."""
        text: str = super().clean(value)
        if not text:
            return ""
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise forms.ValidationError(self.error_messages["form"], code="form")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            date(year or 0, month or 1, day or 1)
        except ValueError:
            raise forms.ValidationError(self.error_messages["day"], code="day") from None
        return "-".join(
            [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part is not None]
        )
