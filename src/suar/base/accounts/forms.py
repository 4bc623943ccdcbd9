"""Forms about people and the organisation; each carries a key that is good for one deed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.models import ZONES, Organisation, Person, Team
from suar.base.accounts.once import new_key
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.permissions import ROLES


class OnceForm(forms.Form):
    """A form with its key."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)


class ComparedForm(forms.Form):
    """A form that carries the version of the row it changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def settle(self, current: Any) -> None:
        """Take what stands where she chose the other's value (`choose_FIELD=theirs`).

        ``current`` is the row, or a mapping of field to value where its values lie sealed.
        Called after `is_valid()`, before the service.
        """
        for name in self.cleaned_data:
            if self.data.get(f"choose_{name}") == "theirs":
                self.cleaned_data[name] = (
                    current.get(name)
                    if isinstance(current, Mapping)
                    else getattr(current, name, None)
                )


class VersionedForm(OnceForm, ComparedForm):
    """The same, with a key that is good for one deed."""


class InviteForm(OnceForm):
    """Whom to invite, to which role."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Sign-in goes by it. Suar sends nothing: you hand over the link."),
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        choices = [(name, role_in_words(name)) for name in ROLES]
        field.choices = [("", _("Choose")), *sorted(choices, key=lambda each: each[1])]


class AcceptForm(forms.Form):
    """The password of a person who is new here."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("Twelve characters or more. A sentence that only you would say is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )
    again = forms.CharField(
        label=_("The same once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Ask the rules for passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> None:
        """Compare the two."""
        told = self.cleaned_data
        if "password" in told and "again" in told and told["password"] != told["again"]:
            self.add_error("again", _("The two are not the same. Write it once more."))


class EndPostForm(ComparedForm):
    """From which day a post is over."""

    on = forms.DateField(
        label=_("From which day it is over"),
        help_text=_("Today ends it at once; a later day lets it run until then."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest

    def clean_on(self) -> date:
        """Refuse a day that is over: what was done since was done in this post."""
        on: date = self.cleaned_data["on"]
        if on < self.earliest:
            raise forms.ValidationError(_("Choose today or a later day."))
        return on


class TeamsForm(ComparedForm):
    """Which teams a post belongs to."""

    teams = forms.MultipleChoiceField(
        label=_("Teams"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, offered: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["teams"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 declared above
        field.choices = [(str(team.id), team.name) for team in offered]


class RenameForm(OnceForm):
    """A new name from a day on."""

    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    short = forms.CharField(label=_("Short name"), max_length=40)
    on = forms.DateField(
        label=_("First day of the new name"), widget=forms.DateInput(attrs={"type": "date"})
    )


class TeamForm(OnceForm):
    """A new team."""

    name = forms.CharField(label=_("Name of the team"), max_length=100)


class RenameTeamForm(VersionedForm):
    """A team's other name."""

    name = forms.CharField(label=_("Name of the team"), max_length=100)


class OrganisationForm(VersionedForm):
    """What stands on papers, and the clock by which the organisation works."""

    address = forms.CharField(
        label=_("Address on papers"),
        help_text=_("One line or two, as on your letterhead."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hotline = forms.CharField(
        label=_("Hotline number"),
        help_text=_("It stands on papers and on the public page. Empty: none is shown."),
        max_length=40,
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Deadlines and papers go by it; each person may choose another to read by."),
    )

    def __init__(self, *args: Any, own: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        here = [(name, f"{short} ({name})") for name, short in ZONES]
        abroad = own.level == Organisation.Level.ABROAD or own.zone not in dict(ZONES)
        elsewhere = sorted(z for z in available_timezones() if "/" in z and z not in dict(ZONES))
        field.choices = here + ([(z, z) for z in elsewhere] if abroad else [])
        if own.kind == Organisation.Kind.SHELTER:
            del self.fields["address"]


class EmblemForm(OnceForm):
    """The image at the left of the letterhead."""

    emblem = forms.FileField(
        label=_("Emblem"),
        help_text=_("PNG or JPEG, at most 256 KB and 1,600 pixels. It prints 20 mm wide."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
