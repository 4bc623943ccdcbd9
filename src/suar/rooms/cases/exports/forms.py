"""The form of an export: what, how, why, and the password that locks it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.exporting.sheet import SHORTEST


class ExportForm(OnceForm):
    """No reason is chosen beforehand; the password is the person's own or the one shown."""

    shape = forms.ChoiceField(
        label=_("What"),
        choices=[
            ("cases", _("Our list of cases, in words")),
            ("htcds", _("HTCDS 2.0, for systems that read it")),
            ("simfoni", _("In the shape of the women's and child ministry's register")),
        ],
        widget=forms.RadioSelect,
    )
    format = forms.ChoiceField(
        label=_("As"),
        choices=[
            ("xlsx", _("Excel workbook (opens with the password)")),
            ("csv", _("CSV in a zip (AES-256)")),
            ("pdf", _("PDF, marked on every page")),
        ],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Opened until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.ChoiceField(
        label=_("What it is for"),
        help_text=_("The audit keeps it with your name."),
        choices=[
            ("statistics", _("Statistics")),
            ("handover", _("A handover")),
            ("audit", _("An audit")),
            ("own_register", _("Our own register")),
            ("another", _("Another, in words")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("Only if it is another. Never a name."),
        max_length=200,
        required=False,
    )
    password = forms.CharField(
        label=_("Password of the file"),
        help_text=_(
            "Write it down now: it is kept nowhere. Give it another way than the file itself."
        ),
        min_length=SHORTEST,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of another reason, and for a time that does not end before it began."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("reason") == "another" and not told.get("words", "").strip():
            self.add_error("words", _("Say in words what it is for."))
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", _("The time ends before it begins. Change the dates."))
        return told
