"""The public form: short, everything may be skipped, and the code by which to follow it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.rooms.intake.facts import Concerned, Draft, Teller
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.tracking import looks_right

_NO_MEMORY = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class PublicReportForm(OnceForm):
    """What somebody knows. No field is required; a wholly empty one is asked for a word."""

    whom = forms.ChoiceField(
        label=_("Who is this about?"),
        choices=[
            ("self", _("Myself")),
            ("other", _("Somebody else: family, friend, neighbour, workmate")),
            ("offer", _("A job offer or a place that is suspicious")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    free = forms.ChoiceField(
        label=_("Can that person leave freely?"),
        choices=[
            ("no", _("No, or is guarded")),
            ("yes", _("Yes")),
            ("not_known", _("I do not know")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    told = forms.CharField(
        label=_("What happened?"),
        help_text=_("Shortly. No name is needed."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    contact = forms.ChoiceField(
        label=_("May we contact you?"),
        choices=[
            ("no", _("No, do not contact me")),
            ("yes", _("Yes, in a way that is safe for me")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    number = forms.CharField(
        label=_("A number or account that is safe"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_NO_MEMORY),
    )
    when = forms.CharField(
        label=_("At what time?"),
        help_text=_("For example: 19.00 to 21.00 WIB"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_NO_MEMORY),
    )
    code_word = forms.CharField(
        label=_("Code word (may stay empty)"),
        help_text=_("We say this word first, so that you know it is us."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_NO_MEMORY),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one thing where nothing at all was said, or for a way where one was wished."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("told") and not told.get("number") and not told.get("whom"):
            self.add_error("told", _("Write a few words, or choose who it is about."))
        if told.get("contact") == "yes" and not told.get("number"):
            self.add_error(
                "number", _("Write how to reach you safely, or choose not to be contacted.")
            )
        return told

    def draft(self, language: str) -> Draft:
        """Give the report as the room takes it."""
        told = self.cleaned_data
        wanted = told["contact"] == "yes"
        state = {
            "no": PersonConcerned.State.HELD,
            "yes": PersonConcerned.State.FREE,
        }.get(told["free"], PersonConcerned.State.NOT_KNOWN)
        offer = told["whom"] == "offer"
        free = state == PersonConcerned.State.FREE
        about = Report.About.FREE if free else Report.About.NOT_FREE
        if not offer and state == PersonConcerned.State.NOT_KNOWN:
            about = Report.About.FREE if told["whom"] == "self" else Report.About.NOT_FREE
        return Draft(
            about=Report.About.OFFER if offer else about,
            told=told["told"],
            teller=Teller(
                relation="self" if told["whom"] == "self" else "",
                number=told["number"] if wanted else "",
                when=told["when"] if wanted else "",
                code_word=told["code_word"] if wanted else "",
            ),
            persons=() if offer else (Concerned(state=state),),
            language=language,
            contact_wanted=wanted,
        )


class FollowForm(forms.Form):
    """The code that came at the end of the public form."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Twelve letters and numbers; lines between them do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs=_NO_MEMORY),
    )

    def clean_code(self) -> str:
        """Say when it cannot be a code, before anything is looked up."""
        code: str = self.cleaned_data["code"]
        if not looks_right(code):
            raise forms.ValidationError(_("A code has twelve letters and numbers. Look once more."))
        return code
