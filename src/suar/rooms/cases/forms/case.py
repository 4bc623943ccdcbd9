"""Forms of the case itself: its state, its end, its tasks, its list."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import answer
from suar.base.ui.stale import VersionedForm
from suar.rooms.cases import wording
from suar.rooms.cases.forms.fields import (
    day_field,
    line_field,
    of_list,
    words_field,
)


class PlainForm(OnceForm):
    """Nothing but the key of the deed."""


class VersionForm(VersionedForm):
    """Nothing but the version of the row."""


class MoveOnForm(VersionedForm):
    """Where the case stands now."""

    move = forms.ChoiceField(label=_("Where the case stands"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = offered


class ClosureForm(OnceForm):
    """Why and with which outcome a case ends."""

    reason = of_list("closure_reason", _("Why it is closed"))
    outcome = of_list("closure_outcome", _("How she is now"))
    words = words_field(_("What was agreed with her"), help_text=_("How she can come back, too."))


class DecideForm(VersionedForm):
    """A second pair of eyes."""

    words = words_field(_("What is missing"), help_text=_("Needed to send it back."))


class FollowUpForm(VersionedForm):
    """A meeting after some months."""

    move = forms.ChoiceField(
        label=_("What came of it"),
        widget=forms.RadioSelect,
        choices=(
            ("meet", _("We met or spoke")),
            ("not_reach", _("Not reached, by the ways she agreed to")),
            ("decline", _("She wants no follow-up")),
        ),
    )
    way = of_list("contact_way", _("How"), required=False)
    on = day_field(_("On which day"), required=False)
    words = words_field(_("In words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in wording.choices("follow_up_finding"):
            self.fields[f"found_{code}"] = field = answer(name)
            field.required = False

    def asked(self) -> list[Any]:
        """Give the questions' fields."""
        return [self[name] for name in self.fields if name.startswith("found_")]

    def findings(self) -> dict[str, str]:
        """Give what was found."""
        return {
            name.removeprefix("found_"): value or "not_asked"
            for name, value in self.cleaned_data.items()
            if name.startswith("found_")
        }


class TaskForm(OnceForm):
    """Something to do by a day."""

    what = forms.ChoiceField(
        label=_("What there is to do"),
        choices=lambda: [
            (code, wording.task_in_words(code))
            for code in ("service", "call_back", "interpreter", "before_return", "other")
        ],
    )
    due = day_field(_("Until which day"))
    note = line_field(_("In words"), help_text=_("Sealed."))


class ViewForm(OnceForm):
    """A name for a filter."""

    name = forms.CharField(label=_("Name of this view"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)


class RenameForm(OnceForm):
    """Another name for a view."""

    name = forms.CharField(label=_("Name of this view"), max_length=60)


class FilterForm(forms.Form):
    """The list's filter: codes and dates, never a name."""

    show = forms.ChoiceField(
        widget=forms.HiddenInput,
        required=False,
        choices=[(each, each) for each in ("due", "mine", "follow-up", "closed")],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=lambda: [("", _now("Any")), *wording.states(wording.CASE)],
    )
    status = forms.ChoiceField(
        label=_("Status of the person"),
        required=False,
        choices=lambda: [("", _now("Any")), *wording.states(wording.STATUS)],
    )
    since = day_field(_("Opened since"), required=False)

    def told(self) -> dict[str, Any]:
        """Give what was chosen; what is no choice of the form is as if it was not said."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}

    def query(self, **instead: str) -> str:
        """Give the choice as an address holds it, in the form's order."""
        told = self.told() | instead
        return urlencode([(key, told[key]) for key in self.fields if told.get(key)])


class SearchForm(forms.Form):
    """A reference, or a name in one's own records; sent by POST, so that no address holds it."""

    words = forms.CharField(label=_("Reference, or a name in your own records"), max_length=120)
