"""Forms of the shelter's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.stale import VersionedForm
from suar.rooms.cases import wording
from suar.rooms.cases.forms.fields import day_field, line_field, of_list, words_field


class ShelterForm(OnceForm):
    """A new house."""

    name = forms.CharField(
        label=_("Name of the house"),
        max_length=60,
        help_text=_("A name that gives nothing away: a flower, a number."),
    )
    address = words_field(
        _("Address"),
        help_text=_("Sealed. It stands on no list, no paper and travels by no message."),
    )


class BedsForm(OnceForm):
    """Beds to add."""

    names = words_field(_("Beds, one a line"), required=True, help_text=_("As in: A1, A2, B1."))
    kept_for = forms.ChoiceField(
        label=_("Kept for"), choices=lambda: wording.in_table(wording.KEPT_FOR)
    )


class CloseBedsForm(OnceForm):
    """A time without new people."""

    reason = of_list("shelter_closure", _("Why"))
    beds = forms.IntegerField(
        label=_("How many beds"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Empty: the whole house takes nobody."),
    )
    first = day_field(_("From"))
    last = day_field(_("Until"), required=False)


class MoveInForm(OnceForm):
    """A bed for a person."""

    case = forms.CharField(
        label=_("Reference of the case"), max_length=20, widget=forms.TextInput(attrs={"size": 16})
    )
    bed = forms.ChoiceField(label=_("Bed"))
    agrees = forms.BooleanField(label=_("She wants to stay here"), required=False)
    told_free = forms.BooleanField(
        label=_("She was told that she is free to leave on any day, and to come back"),
        required=False,
    )

    def __init__(self, *args: Any, beds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bed"].choices = [("", _now("Choose")), *beds]


class ChangeBedForm(VersionedForm):
    """Another bed."""

    bed = forms.ChoiceField(label=_("Bed"))

    def __init__(self, *args: Any, beds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bed"].choices = [("", _now("Choose")), *beds]


class MoveOutForm(VersionedForm):
    """How a stay ended."""

    ended = of_list("stay_end", _("How it ended"))


class VisitForm(OnceForm):
    """A visitor."""

    visitor = of_list("visitor", _("Who comes"))
    who = line_field(_("Name, if it is told"), help_text=_("Sealed."))
    agrees = forms.ChoiceField(
        label=_("She wants this visit"),
        choices=(("", _("Not asked yet")), ("yes", _("Yes")), ("no", _("No"))),
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )


class EventForm(OnceForm):
    """Something that happened."""

    kind = of_list("shelter_incident", _("What happened"))
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    words = words_field(
        _("In words"), help_text=_("Sealed. What was done, and what is to be mended.")
    )
