"""Forms of papers: its language, head and reader; what it carries; what is typed for it alone."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import SafeTextarea
from suar.knowledge.rules.papers import Goes
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording as words_of_room
from suar.rooms.cases.forms.fields import day_field, line_field, words_field
from suar.rooms.cases.papers import wording

_HEADS = (
    ("letterhead", _("Our letterhead and number")),
    ("neutral", _("A neutral head: no name, no address, no number")),
)


#: The letter goes to somebody about whom she was not asked.
WITHOUT: Final = "without"


def _box(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=8000,
        help_text=help_text,
        widget=SafeTextarea(attrs={"rows": 4}),
    )


class PaperForm(OnceForm):
    """What every paper asks. ``SECTIONS`` are the panels of the page, in order."""

    #: What is on the page beside the fields of the kind.
    HEAD: ClassVar[tuple[str, ...]] = ("language", "head", "goes", "place")
    SIGN: ClassVar[tuple[str, ...]] = ("signer", "signer_post", "signer_number")
    WHY: ClassVar[tuple[str, ...]] = ("groups", "reason", "reason_words")
    SAYS: ClassVar[tuple[str, ...]] = ()

    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=wording.LANGUAGES, widget=forms.RadioSelect
    )
    head = forms.ChoiceField(label=_("Head"), choices=_HEADS, widget=forms.RadioSelect)
    goes = forms.ChoiceField(
        label=_("Who gets the sheet"),
        widget=forms.RadioSelect,
        choices=[(key.value, _(words)) for key, words in wording.GOES.items()],
        help_text=_("One that she takes has a neutral head, and is printed only if paper is safe."),
    )
    place = line_field(_("Place"), help_text=_("The town of the office. Never where she stays."))
    to = _box(_("To"), help_text=_("Post and office, one line each. Empty: to nobody."))
    at = line_field(_("At (town)"))
    enclosures = line_field(_("Enclosures"), help_text=_("As in: 2 sheets. Empty: none."))
    copies = _box(_("Copies to"), help_text=_("One a line."))
    signer = line_field(_("Signed by"))
    signer_post = line_field(_("Post"))
    signer_number = line_field(_("Staff number (NIP)"))
    groups = forms.MultipleChoiceField(
        label=_("What it carries beside coded facts and services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is open to you now. Where she is stands on no paper."),
    )
    reason = forms.ChoiceField(
        label=_("What the paper is for"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(key, _(words)) for key, words in wording.REASONS.items()],
        help_text=_("It is asked of a secret paper, and kept with your name."),
    )
    reason_words = line_field(_("The reason, in words"), help_text=_("Never a name."))

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*self.names(), "once"}:
            del self.fields[name]
        if "groups" in self.fields:
            self.fields["groups"].choices = offered
            if not offered:
                del self.fields["groups"]

    def names(self) -> tuple[str, ...]:
        """Give the fields of this kind."""
        return (*self.HEAD, *self.SAYS, *self.SIGN, *self.WHY)

    def sections(self) -> list[tuple[str, list[Any]]]:
        """Give the page's panels: a title and its fields."""
        titled = (
            (str(_("What it says")), self.SAYS),
            (str(_("What it carries, and why")), self.WHY),
            (str(_("The sheet")), self.HEAD),
            (str(_("Who signs")), self.SIGN),
        )
        found = [(t, [self[name] for name in names if name in self.fields]) for t, names in titled]
        return [(title, fields) for title, fields in found if fields]

    def told(self) -> dict[str, Any]:
        """Give what was typed for this paper alone."""
        told = {name: self.cleaned_data.get(name, "") for name in (*self.SAYS, *self.SIGN, "place")}
        return {name: value for name, value in told.items() if value is not None}

    def chosen_groups(self) -> frozenset[FieldGroup]:
        """Give the groups that were ticked."""
        return frozenset(FieldGroup(each) for each in self.cleaned_data.get("groups", []))


class ConsentPaperForm(PaperForm):
    """Which consents stand on the paper."""

    SAYS = ("consents",)
    SIGN = ()
    consents = forms.MultipleChoiceField(
        label=_("Which of them"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, consents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consents"].choices = consents


class ReportPaperForm(PaperForm):
    """The paper of a report."""

    SAYS = ("to", "at", "words_report", "copies")
    WHY = ()
    words_report = words_field(
        _("What else is to be said"),
        help_text=_("No name, no contact, nothing told in confidence."),
    )


class SocialReportForm(PaperForm):
    """The social report: what its writer types stands on this paper alone, and is kept sealed."""

    SAYS = (
        *("to", "at", "why", "history", "assessed", "opinion", "recommendation"),
        *("known_by", "known_number", "enclosures", "copies"),
    )
    why = _box(_("Why she is helped, in your words"))
    history = _box(
        _("History"), help_text=_("What this reader needs, and no more. What she told stays sealed"
                                  " unless you open it and tick it below.")
    )  # fmt: skip
    assessed = _box(
        _("What you found"), help_text=_("The scores and dimensions follow by themselves.")
    )
    opinion = _box(_("Your opinion"), required=True)
    recommendation = _box(_("What you recommend"), required=True)
    known_by = line_field(_("Known by (name of the supervisor)"))
    known_number = line_field(_("Her or his staff number (NIP)"))


class ReferralForm(PaperForm):
    """The referral letter: a recipient she agreed to, or one she was not asked about yet."""

    HEAD = ("language", "head", "place")
    recipient = forms.ChoiceField(label=_("To whom she agreed"), widget=forms.RadioSelect)
    words_asked = _box(
        _("What you ask, in words"),
        help_text=_("Only what she agreed to show there. Without her word it stays empty."),
    )
    goes = forms.CharField(widget=forms.HiddenInput, required=False, initial=Goes.OFFICE.value)

    def __init__(self, *args: Any, recipients: list[tuple[str, str]], **kwargs: Any) -> None:
        self.headings = [code.code for code in code_list("standard_service") if code.parent is None]
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [
            *recipients,
            (
                WITHOUT,
                _("Somebody she was not asked about: only a reference, and that we will call"),
            ),
        ]
        for code in self.headings:
            self.fields[f"service_{code}"] = forms.MultipleChoiceField(
                label=words_of_room.label("standard_service", code),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=words_of_room.children("standard_service", code),
            )

    @property
    def SAYS(self) -> tuple[str, ...]:  # type: ignore[override]  # noqa: N802 as the class names it
        return (
            *("recipient", "to", "at"),
            *(f"service_{code}" for code in self.headings),
            *("words_asked", "enclosures", "copies"),
        )

    def clean(self) -> dict[str, Any]:
        """Ask to whom; without her word nothing is asked for in writing."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("recipient") == WITHOUT:
            if not told.get("to", "").strip():
                self.add_error("to", _("Write to whom the letter goes."))
            if told.get("words_asked", "").strip() or self.services():
                self.add_error(
                    "recipient",
                    _("Without her word the letter asks for nothing. Ask her first, or leave the"
                      " services and the words empty."),
                )  # fmt: skip
        return told

    def services(self) -> list[str]:
        """Give the services that are asked for."""
        return [c for code in self.headings for c in self.cleaned_data.get(f"service_{code}", [])]

    def told(self) -> dict[str, Any]:
        """Give what was typed, the services as one list."""
        kept = {k: v for k, v in super().told().items() if not k.startswith("service_")}
        return {**kept, "services": self.services()}


class HandoverForm(PaperForm):
    """Minutes of a handover."""

    SAYS = (
        *("matter", "first_name", "first_post", "first_office"),
        *("second_name", "second_post", "second_office"),
        *("things", "told_free", "words", "witness"),
    )
    SIGN = ()
    matter = forms.ChoiceField(
        label=_("What is handed over"),
        widget=forms.RadioSelect,
        choices=[(key, _(words)) for key, words in wording.MATTERS.items()],
    )
    first_name = line_field(_("First party: name"), help_text=_("Empty: a line to write it on."))
    first_post = line_field(_("First party: post"))
    first_office = line_field(_("First party: office"))
    second_name = line_field(_("Second party: name"), help_text=_("Empty: a line to write it on."))
    second_post = line_field(_("Second party: post"))
    second_office = line_field(_("Second party: office"))
    things = _box(
        _("Things, one a line"), help_text=_("What; how many; state. As in: passport; 1; good.")
    )
    told_free = forms.BooleanField(
        label=_("She was told that she is free to leave on any day"),
        required=False,
        help_text=_("For minutes of coming into a shelter."),
    )
    words = _box(_("What else is to be said"))
    witness = line_field(_("Witness"))


class ConferenceForm(PaperForm):
    """Minutes of a case conference."""

    SAYS = (
        "matter_words",
        "present",
        "her_say",
        "said",
        "agreed",
        "next_on",
        "chair",
        "chair_post",
    )
    matter_words = line_field(_("What it was about"), required=True)
    present = _box(
        _("Who was there, one a line"), required=True, help_text=_("Name; post and office.")
    )
    her_say = _box(_("What she wishes"), help_text=_("Was she there, or who spoke for her wishes?"))
    said = _box(_("What was said, in short"), help_text=_("One point a line. No story."))
    agreed = _box(
        _("What was agreed, one a line"), required=True, help_text=_("What; who; until when.")
    )
    next_on = day_field(_("The next one"), required=False)
    chair = line_field(_("Who led it"))
    chair_post = line_field(_("Post of who led it"))


class PrintAgainForm(OnceForm):
    """Why a paper is printed again."""

    reason = forms.ChoiceField(
        label=_("What the copy is for"),
        widget=forms.RadioSelect,
        choices=[(key, _(words)) for key, words in wording.REASONS.items()],
    )
    reason_words = line_field(_("The reason, in words"), help_text=_("Never a name."))
