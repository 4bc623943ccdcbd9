"""An operator's call: one page for the reporter, the person concerned and triage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField
from suar.knowledge.rules.reports import age_band_of
from suar.rooms.intake.facts import Arrival, Concerned, Draft, Named, Teller
from suar.rooms.intake.forms.triage import add_questions
from suar.rooms.intake.models import Report
from suar.rooms.intake.wording import (
    ABOUT,
    ARRIVALS,
    CHANNELS,
    PERSON_STATES,
    PROOFS,
    RELATIONS,
    choices,
    codes,
)

_FOUR = (
    ("not_asked", _("Not asked")),
    ("yes", _("Yes")),
    ("no", _("No")),
    ("not_known", _("Not known")),
)
_NO_YES = (("no", _("No")), ("yes", _("Yes")))
#: Written down by whoever took it; the others come by themselves.
WRITTEN = (Report.Channel.PHONE, Report.Channel.MESSAGE, Report.Channel.VISIT)


def text(label: Any, *, most: int = 120, hint: Any = "") -> forms.CharField:
    """Give a short text that the browser does not remember."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def words(label: Any, *, most: int = 600, hint: Any = "", rows: int = 3) -> forms.CharField:
    """Give a box for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


def age_in(told: str) -> int | None:
    """Give the years in an age as told ("23", "about 20"); None where there is no such number."""
    digits = "".join(sign if sign.isdigit() else " " for sign in told).split()
    years = int(digits[0]) if digits and len(digits[0]) <= 3 else None
    return years if years is not None and years <= 120 else None


class PersonForm(OnceForm):
    """A person concerned: codes, and what is sealed."""

    state = forms.ChoiceField(label=_("Status"), choices=choices(PERSON_STATES), required=False)
    person_name = text(_("Name or alias"))
    age = text(_("Age, or about"), most=20)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)
    language = text(_("Language spoken"), most=60)
    place = text(_("Where"), hint=_("As told; sealed."))
    country = forms.ChoiceField(label=_("Country where the person is"), required=False)
    last_contact = PartialDateField(label=_("Last contact"), required=False)
    proof_of_life = forms.ChoiceField(
        label=_("Proof of life"), choices=choices(PROOFS), required=False
    )
    ransom_asked = forms.ChoiceField(label=_("Ransom asked"), choices=_FOUR, required=False)
    ransom = text(_("Ransom: how much, until when"), hint=_("Sealed."))
    person_number = text(_("The person’s own number"), hint=_("Sealed; never called."))
    person_when = text(_("When it is safe to call"), hint=_("Only for somebody who is free."))
    person_code_word = text(_("Code word of the person"), most=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in (
            ("sex", "sex"),
            ("citizenship", "country"),
            ("country", "country"),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
            field.choices = codes(vocabulary, blank=_("Not asked"))

    def concerned(self) -> Concerned:
        """Give the person as the services take her."""
        told = self.cleaned_data
        years = age_in(told["age"])
        minor = "not_asked" if years is None else ("yes" if years < 18 else "no")
        return Concerned(
            state=told["state"] or "not_known",
            age_band=age_band_of(years) if years is not None else "",
            minor=minor,
            sex=told["sex"],
            citizenship=told["citizenship"],
            identity={
                "name": told["person_name"],
                "age": told["age"],
                "language": told["language"],
            },
            contact={
                "number": told["person_number"],
                "when": told["person_when"],
                "code_word": told["person_code_word"],
            },
            safety={"place": told["place"], "ransom": told["ransom"]},
            country=told["country"],
            last_contact=told["last_contact"],
            proof_of_life=told["proof_of_life"],
            ransom_asked=told["ransom_asked"] or "not_asked",
        )

    def somebody(self) -> bool:
        """Whether anything was said of a person at all."""
        plain = {"state", "once", "ransom_asked"}
        return any(
            self.cleaned_data.get(name) for name in PersonForm.base_fields if name not in plain
        ) or self.cleaned_data.get("state") not in ("", "not_known", None)


class CallForm(PersonForm):
    """One page: what it is about, who calls, whom it concerns, ten things, what happened."""

    about = forms.ChoiceField(
        label=_("What is this about?"),
        choices=[pair for pair in choices(ABOUT) if pair[0] != Report.About.GROUP],
        widget=forms.RadioSelect,
        initial=Report.About.NOT_FREE,
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(key, CHANNELS[key]) for key in WRITTEN],
        initial=Report.Channel.PHONE,
    )
    caller = text(_("Name, or what to call the caller"), hint=_("May stay empty."))
    relation = forms.ChoiceField(
        label=_("Who is this to the person concerned?"),
        choices=choices(RELATIONS),
        required=False,
    )
    number = text(_("Safe contact of the caller"), hint=_("Sealed on saving."))
    when = text(_("When"), hint=_("For example: 19.00 to 21.00 WIB"))
    code_word = text(_("Code word"), most=60)
    message_safe = forms.ChoiceField(
        label=_("May we leave a message?"), choices=_NO_YES, required=False, initial="no"
    )
    paper_safe = forms.ChoiceField(
        label=_("Is paper safe?"), choices=_NO_YES, required=False, initial="no"
    )
    told = words(
        _("What has happened, shortly"),
        hint=_("The facts needed for help, in your words. Not word for word, no recording."),
    )
    named = text(_("Name, as told"))
    named_role = forms.ChoiceField(label=_("What this person is said to have done"), required=False)
    named_words = words(_("In short, as told"), most=300, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["named_role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 declared above
        role.choices = codes("perpetrator_role", blank=_("Not asked"))
        add_questions(self, "triage", prefix="t_")

    def clean(self) -> dict[str, Any]:
        """Ask for a word where there is nothing at all, and for a time where a number is."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("told") and not self.somebody():
            self.add_error("told", _("Write a few words of what happened, or who it concerns."))
        return told

    def draft(self, language: str) -> Draft:
        """Give the report as the services take it."""
        told = self.cleaned_data
        alone = told["about"] in (Report.About.OFFER, Report.About.QUESTION)
        concerned = not alone or self.somebody()
        named = told["named"] or told["named_words"]
        return Draft(
            about=told["about"],
            told=told["told"],
            teller=Teller(
                relation=told["relation"],
                name=told["caller"],
                number=told["number"],
                when=told["when"],
                code_word=told["code_word"],
                message_safe=told["message_safe"] == "yes",
                paper_safe=told["paper_safe"] == "yes",
            ),
            persons=(self.concerned(),) if concerned else (),
            named=(Named(told["named"], told["named_role"], told["named_words"]),) if named else (),
            language=language,
            contact_wanted=bool(told["number"]),
        )


class GroupForm(OnceForm):
    """A group from one flight, boat or bus: how many, from where, when. The sheet comes next."""

    arrival = forms.ChoiceField(
        label=_("How they came"), choices=choices(ARRIVALS), widget=forms.RadioSelect
    )
    arrived_from = forms.ChoiceField(label=_("From which country"), required=False)
    arrived_on = PartialDateField(label=_("When"), required=False)
    expected = forms.IntegerField(
        label=_("How many persons"),
        min_value=2,
        max_value=200,
        help_text=_("2 to 200. Add more later, up to 200 on one sheet."),
    )
    told = words(_("What is known of the group, shortly"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["arrived_from"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = codes("country", blank=_("Not asked"))

    def draft(self, language: str) -> Draft:
        """Give the group: so many persons, nothing known of each yet."""
        told = self.cleaned_data
        return Draft(
            about=Report.About.GROUP,
            told=told["told"],
            persons=tuple(Concerned(state="free") for _each in range(told["expected"])),
            language=language,
            arrival=Arrival(
                told["arrival"], told["arrived_from"], told["arrived_on"], told["expected"]
            ),
        )
