"""Writing: a new file, its head, sealed groups, coded facts, episodes and their legs."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField
from suar.base.ui.stale import VersionedForm
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.forms.base import LONG, NO_FILL, YES_NO, chosen, several, text, yes_no
from suar.rooms.victims.sealed import FIELDS as SEALED
from suar.rooms.victims.wording import (
    ANSWERS,
    CHILD,
    FACTS,
    FIELDS,
    LISTS,
    choices,
)

#: Sealed fields of a leg.
STORY_OF_LEG = ("place", "exploiter", "words")


class GroupForm(VersionedForm):
    """A sealed group's fields, drawn from its table."""

    def __init__(self, *args: Any, group: FieldGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SEALED[group]:
            self.fields[name] = _field_of(name)

    def values(self, group: FieldGroup) -> dict[str, str]:
        """Give what was written."""
        return {name: self.cleaned_data.get(name) or "" for name in SEALED[group]}


def _field_of(name: str) -> forms.Field:
    label = FIELDS[name]
    if name in ("birth_on", "told_on"):
        return PartialDateField(label=label, required=False)
    if name in YES_NO:
        return chosen(label, yes_no())
    hints = {
        "nik": _("Never required."),
        "name": _("May stay empty: an unknown name is an answer."),
        "number": _("If she is held: nobody calls or writes to it."),
    }
    return text(label, long=name in LONG, hint=hints.get(name, ""))


class NumberForm(OnceForm):
    """A number that another system gave her."""

    system = forms.ChoiceField(label=_("Whose number it is"))
    number = forms.CharField(
        label=_("The number"),
        help_text=_("As it is written there. Spaces and capitals do not matter."),
        max_length=80,
        widget=forms.TextInput(attrs=NO_FILL),
    )

    def __init__(self, *args: Any, offered: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["system"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        told = [each for each in choices("other_system", blank=False) if each[0] in offered]
        field.choices = [("", _("Choose")), *told]


class FactsForm(VersionedForm):
    """Coded facts; each may stay not asked."""

    birth_year = forms.IntegerField(
        label=FACTS["birth_year"], required=False, min_value=1900, max_value=2100
    )
    home_province = forms.ChoiceField(label=FACTS["home_province"], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("age_band", "sex", "gender", "home_province", "marital_status", "education"):
            self.fields[name] = chosen(FACTS[name], choices(LISTS[name]))
        for name in ("nationalities", "languages"):
            self.fields[name] = several(FACTS[name], choices(LISTS[name], blank=False))
        for name in ("interpreter", "signs"):
            self.fields[name] = chosen(FACTS[name], yes_no())

    def values(self) -> dict[str, Any]:
        """Give the facts as the table holds them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("once", "version")
        }


class HeadForm(VersionedForm):
    """What the file's head says."""

    called = text(
        _("An alias that she chose"),
        hint=_("To speak of her file. Never her name, never part of it."),
    )
    child = chosen(
        _("Child or adult"),
        [("", _("Not asked")), *CHILD.items()],
        hint=_("In doubt she is treated as a child."),
    )
    paper_safe = chosen(
        _("Is paper safe with her"),
        [("not_asked", _("Not asked")), ("yes", ANSWERS["yes"]), ("no", ANSWERS["no"])],
    )
    not_yet_free = forms.BooleanField(
        label=_("Not yet free"),
        help_text=_("Held or missing. Nobody calls or writes to her number."),
        required=False,
    )


class NewForm(OnceForm):
    """The little with which a file begins."""

    called = HeadForm.base_fields["called"]
    name = text(_("Name"), hint=_("May stay empty: an unknown name is an answer. Sealed at once."))
    child = chosen(_("Child or adult"), [("", _("Not asked")), *CHILD.items()])
    sex = forms.ChoiceField(label=FACTS["sex"], required=False)
    birth_year = forms.IntegerField(
        label=FACTS["birth_year"], required=False, min_value=1900, max_value=2100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"] = chosen(FACTS["sex"], choices("sex"))


class SearchForm(forms.Form):
    """A name or a number; sent by POST, so that it stands in no address and no log."""

    asked = forms.CharField(
        label=_("Name or number"),
        help_text=_("In your own organisation’s files. Every word has to be there."),
        max_length=200,
        widget=forms.TextInput(attrs=NO_FILL),
    )


class EpisodeForm(OnceForm):
    """What happened once, in codes."""

    from_on = PartialDateField(label=_("From"), required=False)
    until_on = PartialDateField(label=_("Until"), required=False)
    child_then = chosen(_("Was she a child then"), yes_no())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = {
            "purposes": (_("Purposes of exploitation"), "purpose"),
            "acts": (_("Acts"), "act"),
            "means": (_("Means"), "means"),
            "control": (_("Control"), "control"),
        }
        for name, (label, vocabulary) in many.items():
            self.fields[name] = several(label, choices(vocabulary, blank=False))
        one = {
            "country": (_("Country of exploitation"), "country"),
            "sector": (_("Sector"), "sector"),
            "recruitment_channel": (_("Recruited through"), "recruitment_channel"),
            "recruiter_relation": (_("Recruiter’s relation to her"), "recruiter_relation"),
            "platform": (_("Platform"), "platform"),
        }
        for name, (label, vocabulary) in one.items():
            self.fields[name] = chosen(label, choices(vocabulary))
        self.fields["child_then"] = self.fields.pop("child_then")

    def facts(self) -> dict[str, Any]:
        """Give the coded facts as the table holds them."""
        out = ("once", "version")
        return {name: value for name, value in self.cleaned_data.items() if name not in out}


class ChangeEpisodeForm(EpisodeForm, VersionedForm):
    """The same, on what stands already: a stale write shows both sides."""


class LegForm(OnceForm):
    """A leg of an episode."""

    stage = chosen(_("Stage"), [])
    country = chosen(_("Country"), [])
    province = chosen(_("Province (Indonesia)"), [])
    from_on = PartialDateField(label=_("From"), required=False)
    until_on = PartialDateField(label=_("Until"), required=False)
    place = text(_("The place, in detail"), hint=_("Sealed with her story."))
    exploiter = text(
        _("Who held or used her there, in her words"), hint=_("Sealed. Not a search key.")
    )
    words = text(_("How she came there and away"), long=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = (("stage", "event_stage"), ("country", "country"), ("province", "province"))
        for name, vocabulary in lists:
            self.fields[name] = chosen(self.fields[name].label, choices(vocabulary))
        self.order_fields(["stage", "country", "province"])

    def facts(self) -> dict[str, Any]:
        """Give the coded part."""
        names = ("stage", "country", "province", "from_on", "until_on")
        return {name: self.cleaned_data[name] for name in names}

    def story(self) -> dict[str, str]:
        """Give the sealed part."""
        return {name: self.cleaned_data.get(name, "") for name in STORY_OF_LEG}


class ChangeLegForm(LegForm, VersionedForm):
    """The same, on a leg that stands already; its sealed part only while the story is open."""

    def __init__(self, *args: Any, sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sealed:
            for name in STORY_OF_LEG:
                del self.fields[name]
