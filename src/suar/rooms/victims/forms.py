"""The room's forms. Blank means not asked; nothing is required but what a rule needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField, answer
from suar.base.ui.stale import VersionedForm
from suar.knowledge.rules.consent import GUARDIANS
from suar.knowledge.rules.rights import ASKED_BY
from suar.knowledge.rules.status import NOT_ESTABLISHED, STANDARDS
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.sealed import FIELDS as SEALED
from suar.rooms.victims.wording import (
    ANSWERS,
    BODY,
    BREACHES,
    CHILD,
    FACTS,
    FIELDS,
    GROUPS,
    LISTS,
    OUTCOMES,
    RIGHTS,
    choices,
    table_choices,
)

_LONG = {"address", "stays", "danger_from", "agreed", "told", "wishes", "aliases", "family_how"}
_YES_NO = ("messages", "family", "shared_phone", "name_known")
_NO_FILL = {"autocomplete": "off", "spellcheck": "false"}


def text(label: Any, *, long: bool = False, hint: Any = "") -> forms.CharField:
    """Give a field of free words; a browser keeps nothing of it."""
    widget = forms.Textarea(attrs={"rows": 4, **_NO_FILL}) if long else None
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=20_000 if long else 300,
        widget=widget or forms.TextInput(attrs=_NO_FILL),
    )


def chosen(label: Any, offered: Sequence[tuple[str, Any]], *, hint: Any = "") -> forms.ChoiceField:
    """Give a field of one code; blank is not asked."""
    return forms.ChoiceField(label=label, choices=offered, required=False, help_text=hint)


def several(label: Any, offered: Sequence[tuple[str, Any]]) -> forms.MultipleChoiceField:
    """Give a field of several codes."""
    return forms.MultipleChoiceField(
        label=label,
        choices=offered,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )


def _yes_no() -> list[tuple[str, Any]]:
    return [("", _("Not asked")), *[(key, ANSWERS[key]) for key in ("yes", "no", "not_known")]]


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
    if name in _YES_NO:
        return chosen(label, _yes_no())
    hints = {
        "nik": _("Never required."),
        "name": _("May stay empty: an unknown name is an answer."),
        "number": _("If she is held: nobody calls or writes to it."),
    }
    return text(label, long=name in _LONG, hint=hints.get(name, ""))


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
            self.fields[name] = chosen(FACTS[name], _yes_no())

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
        widget=forms.TextInput(attrs=_NO_FILL),
    )


class StatusForm(VersionedForm):
    """A decision on the status."""

    standard = chosen(_("Standard of proof that was used"), [])
    body = chosen(_("Which body decided"), [])
    decided_on = PartialDateField(label=_("Decided on"), required=False)
    words = text(_("The reasons in words"), long=True, hint=_("Sealed with her story."))

    def __init__(self, *args: Any, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"] = chosen(self.fields["standard"].label, table_choices(STANDARDS))
        self.fields["body"] = chosen(self.fields["body"].label, choices("status_decided_by"))
        if move in ("not_establish", "uphold"):
            self.fields["reasons"] = forms.MultipleChoiceField(
                label=_("Why, on present information"),
                choices=table_choices(NOT_ESTABLISHED, blank=False),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.order_fields(["reasons", "standard", "body", "decided_on", "words"])
        if move == "ask_review":
            for name in ("standard", "body", "decided_on"):
                del self.fields[name]


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


class EpisodeForm(OnceForm):
    """What happened once, in codes."""

    from_on = PartialDateField(label=_("From"), required=False)
    until_on = PartialDateField(label=_("Until"), required=False)
    child_then = chosen(_("Was she a child then"), _yes_no())

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
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class ChildForm(OnceForm):
    """A child with her, or her unborn child."""

    unborn = forms.BooleanField(label=_("Not born yet"), required=False)
    name = text(_("Name"), hint=_("May stay empty. Sealed at once."))
    birth_year = NewForm.base_fields["birth_year"]


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
