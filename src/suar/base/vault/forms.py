"""Bringing a key: its file or its letters, and for how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suar.base.accounts.forms import OnceForm
from suar.base.ui.words import number
from suar.base.vault.keytext import LARGEST, read_key
from suar.base.vault.own import HOURS
from suar.knowledge.refusal import Refusal


class BringForm(forms.Form):
    """The key, as a file or typed from the paper; and for how many hours it stays."""

    key_file = forms.FileField(
        label=gettext_lazy("The key’s file"),
        help_text=gettext_lazy("As it was downloaded. It is read here and kept nowhere."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )
    key_text = forms.CharField(
        label=gettext_lazy("Or the key as it stands on the paper"),
        help_text=gettext_lazy(
            "SUAR and nine groups of four letters; small letters and missing lines do no harm."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("How long it stays"),
        help_text=gettext_lazy("In memory only. After that, or when Suar is restarted, it locks."),
        coerce=int,
        initial=8,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = self.fields["hours"]
        assert isinstance(hours, forms.ChoiceField)  # noqa: S101 declared above
        hours.choices = [
            (each, _("1 hour") if each == 1 else _("%(n)s hours") % {"n": number(each)})
            for each in HOURS
        ]

    def clean(self) -> dict[str, Any]:
        """Read the one key that was given."""
        told = super().clean() or {}
        sent, typed = told.get("key_file"), told.get("key_text", "")
        if self.errors:
            return told
        field = "key_file" if sent else "key_text"
        if bool(sent) == bool(typed):
            self.add_error("key_text", _("Give the key’s file, or type the key: one of them."))
            return told
        try:
            told["key"] = read_key(_text_of(sent) if sent else typed)
        except Refusal as refusal:
            words = {"problem": _(refusal.problem), "remedy": _(refusal.remedy)}
            self.add_error(field, _("What you gave %(problem)s. %(remedy)s") % words)
        return told


class TakeForm(OnceForm, BringForm):
    """The same, to take a key into use: first say that you know what hangs on it."""

    copies = forms.BooleanField(
        label=gettext_lazy("Two printed copies lie in two locked places."),
        error_messages={"required": gettext_lazy("First print it twice and put both away.")},
    )
    lost = forms.BooleanField(
        label=gettext_lazy(
            "I know: if every copy is lost, everything sealed of our organisation is lost for"
            " good. Neither the host nor whoever made Suar can open it."
        ),
        error_messages={"required": gettext_lazy("Nobody can help then. Say that you know it.")},
    )

    field_order = ("once", "key_file", "key_text", "copies", "lost", "hours")


class GiveBackForm(OnceForm):
    """That the host may open everything again."""

    host = forms.BooleanField(
        label=gettext_lazy(
            "I know: whoever runs the machine can open everything sealed of our organisation then."
        ),
        error_messages={"required": gettext_lazy("Say that you know it.")},
    )


def _text_of(sent: Any) -> str:
    read = b""
    for part in sent.chunks():
        read += part
        if len(read) > LARGEST:
            break
    return read.decode("utf-8", errors="replace")
