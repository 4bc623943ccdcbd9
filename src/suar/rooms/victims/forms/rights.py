"""Status, her rights, erasure and breaches. Nothing is required but what a rule needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField
from suar.base.ui.stale import VersionedForm
from suar.knowledge.rules.rights import ASKED_BY
from suar.knowledge.rules.status import NOT_ESTABLISHED, STANDARDS
from suar.rooms.victims.forms.base import chosen, text
from suar.rooms.victims.wording import (
    BREACHES,
    GROUPS,
    OUTCOMES,
    RIGHTS,
    choices,
    table_choices,
)


class StatusForm(VersionedForm):
    """A decision on the status."""

    standard = chosen(_("Standard of proof that was used"), [])
    body = chosen(_("Which body decided"), [])
    decided_on = PartialDateField(label=_("Decided on"), required=False)
    words = text(_("The reasons in words"), long=True, hint=_("Sealed with her story."))

    def __init__(
        self, *args: Any, move: str, screenings: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if screenings and move != "ask_review":
            self.fields["screening"] = chosen(
                _("On which screening it rests"), [("", _("On none")), *screenings]
            )
        self.fields["standard"] = chosen(self.fields["standard"].label, table_choices(STANDARDS))
        self.fields["body"] = chosen(self.fields["body"].label, choices("status_decided_by"))
        self.order_fields(["screening"])
        if move in ("not_establish", "uphold"):
            self.fields["reasons"] = forms.MultipleChoiceField(
                label=_("Why, on present information"),
                choices=table_choices(NOT_ESTABLISHED, blank=False),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.order_fields(["reasons", "screening", "standard", "body", "decided_on", "words"])
        if move == "ask_review":
            for name in ("standard", "body", "decided_on"):
                del self.fields[name]


class AskForm(OnceForm):
    """What is asked about her data."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=[("", _("Choose")), *RIGHTS.items()])
    asked_by = forms.ChoiceField(label=_("Who asks"))
    words = text(_("What is wrong, and what is right"), long=True, hint=_("Sealed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asked_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = table_choices(ASKED_BY)


class SafetyForm(OnceForm):
    """What is made sure before her data are shown."""

    is_she = forms.BooleanField(
        label=_("It is she who asks, or who may ask for her"), required=False
    )
    alone = forms.BooleanField(
        label=_("Nobody reads along whom she did not choose"), required=False
    )
    on_paper = forms.BooleanField(label=_("She wishes it on paper"), required=False)
    paper_safe = forms.BooleanField(label=_("Paper is safe with her: asked today"), required=False)


class AnswerForm(OnceForm):
    """How a request was answered."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            ("", _("Choose")),
            *[(key, words) for key, words in OUTCOMES.items() if key != "erased"],
        ],
    )


class EraseForm(OnceForm):
    """The one thing that is asked before an erasure."""

    told = forms.BooleanField(
        label=_("She was told what will be gone for good, and what stays"), required=False
    )


class BreachForm(OnceForm):
    """A failure to protect data."""

    kind = forms.ChoiceField(
        label=_("What happened"), choices=[("", _("Choose")), *BREACHES.items()]
    )
    found = forms.DateTimeField(
        label=_("When it was found"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    groups = forms.MultipleChoiceField(
        label=_("Which data"),
        choices=[(group.value, words) for group, words in GROUPS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    persons = forms.IntegerField(
        label=_("How many persons, as far as known"), required=False, min_value=0
    )
    words = text(_("What is known so far"), long=True, hint=_("Sealed. Nobody’s name."))


class SecretForm(OnceForm):
    """A project's secret; it is shown to nobody again."""

    secret = forms.CharField(
        label=_("The project’s secret"),
        help_text=_("As the project handed it over. It is sealed, and never shown again."),
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("The organisation agreed in writing to take part in the project"),
        required=False,
    )

    def clean_agreed(self) -> bool:
        """Ask for the agreement: keys are personal data under another name."""
        if not self.cleaned_data["agreed"]:
            raise forms.ValidationError(_("Not yet: comparing keys needs an agreement."))
        return True
