"""People: her children, guardians, kin, who walks beside her, and when somebody has died."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField, answer
from suar.base.ui.stale import VersionedForm
from suar.knowledge.rules.consent import GUARDIANS
from suar.rooms.victims.forms.base import chosen, reference_field, text
from suar.rooms.victims.forms.writing import NewForm
from suar.rooms.victims.wording import (
    BODY,
    KIN,
    choices,
    table_choices,
)


class ChildForm(OnceForm):
    """A child with her, or her unborn child."""

    unborn = forms.BooleanField(label=_("Not born yet"), required=False)
    name = text(_("Name"), hint=_("May stay empty. Sealed at once."))
    birth_year = NewForm.base_fields["birth_year"]


class BirthForm(VersionedForm):
    """That an unborn child was born."""

    born = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=2000, max_value=2100
    )


class KinForm(OnceForm):
    """Two files of ours that belong together."""

    reference = reference_field(_("Reference of the other person’s file"))
    kind = chosen(_("What the other person is to her"), [])
    accompanies = forms.BooleanField(label=_("The other person is with her now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        told = [(key, words) for key, words in KIN.items() if key != "unborn"]
        field.choices = [("", _("Choose")), *told]


class GuardianForm(OnceForm):
    """Who says to be a child's guardian."""

    kind = forms.ChoiceField(label=_("What they are to the child"))
    name = text(_("Name"), hint=_("Sealed."))
    contact = text(_("How to reach them"), hint=_("Sealed."))
    accused = answer(_("Is the guardian accused or suspected in this matter"))
    benefits = answer(_("Does the guardian gain from the child’s work, return or silence"))
    recruited = answer(_("Did the guardian send or recruit the child"))
    disputed = answer(_("Does anybody dispute that this is the guardian"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = table_choices(GUARDIANS)


class DeathForm(VersionedForm):
    """That somebody died, where the body is, who the heirs are."""

    died_on = PartialDateField(label=_("Died on"), required=False)
    country = chosen(_("In which country"), [])
    body = chosen(_("Where the body is"), [("", _("Not asked")), *BODY.items()])
    family_told_on = PartialDateField(label=_("The family was told on"), required=False)
    handed_over_on = PartialDateField(label=_("Handed over on"), required=False)
    heirs = text(_("Heirs, and how they wish to be reached"), long=True, hint=_("Sealed."))
    words = text(_("What else the way home needs"), long=True, hint=_("Sealed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = chosen(self.fields["country"].label, choices("country"))
        self.order_fields(["died_on", "country", "body", "family_told_on", "handed_over_on"])

    def facts(self) -> dict[str, Any]:
        """Give the coded part."""
        names = ("died_on", "country", "body", "family_told_on", "handed_over_on")
        return {name: self.cleaned_data[name] for name in names}


class BesideForm(OnceForm):
    """Who walks beside her."""

    whom = forms.ChoiceField(label=_("Who walks beside her too"))

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [("", _("Choose")), *offered]
