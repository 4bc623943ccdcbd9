"""The questions of a consent, one a page: what was answered travels in the form alone."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.accounts.models import Organisation, OrganisationName
from suar.base.ui.words import language
from suar.knowledge.rules.consent import EVIDENCE, PURPOSES
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import wording
from suar.rooms.victims.models import Victim
from suar.rooms.victims.selectors import guardians_of
from suar.rooms.victims.services.consents import Told

#: The fields of each question, in order; the last page shows all and sends.
STEPS: Final = (
    ("to", "to_kind", "to_words"),
    ("purpose",),
    ("groups",),
    ("language", "interpreter", "no_explained"),
    ("said", "evidence", "until", "given_by", "guardian", "assent", "words"),
    (),
)
_SIGHT = (
    FieldGroup.FACTS,
    FieldGroup.IDENTITY,
    FieldGroup.CONTACT,
    FieldGroup.SAFETY,
    FieldGroup.STORY,
    FieldGroup.HEALTH,
    FieldGroup.SERVICES,
    FieldGroup.LEGAL,
)
_NO_FILL = {"autocomplete": "off"}


class ConsentForm(OnceForm):
    """All questions; those of other pages than the present one are hidden."""

    to = forms.ChoiceField(label=_("Who may see"), required=False)
    to_kind = forms.ChoiceField(label=_("Or somebody who does not use Suar"), required=False)
    to_words = forms.CharField(
        label=_("Who that is"),
        help_text=_("Sealed."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_NO_FILL),
    )
    purpose = forms.ChoiceField(label=_("For what"), required=False, widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label=_("What they may see"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, wording.GROUPS[each]) for each in _SIGHT],
    )
    language = forms.ChoiceField(label=_("In which language it was explained"), required=False)
    interpreter = forms.BooleanField(label=_("With an interpreter"), required=False)
    no_explained = forms.BooleanField(
        label=_("She heard what happens if she says no"), required=False
    )
    said = forms.ChoiceField(
        label=_("What she said"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    evidence = forms.ChoiceField(label=_("How her yes is kept"), required=False)
    until = forms.DateField(
        label=_("Until which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A year at most; then she is asked again."),
    )
    given_by = forms.ChoiceField(
        label=_("Who said yes"),
        required=False,
        choices=[
            ("herself", _("she herself")),
            ("with_guardian", _("the child, with a guardian beside her")),
        ],
    )
    guardian = forms.ChoiceField(label=_("Which guardian"), required=False)
    assent = forms.ChoiceField(
        label=_("The child’s own answer"),
        required=False,
        choices=[
            ("", _("Not asked")),
            ("yes", _("Yes")),
            ("no", _("No")),
            ("too_young", _("Too young to be asked")),
        ],
    )
    words = forms.CharField(
        label=_("Her conditions, in her words"),
        help_text=_("Sealed."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **_NO_FILL}),
    )

    def __init__(self, *args: Any, victim: Victim, step: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.victim, self.step = victim, step
        self._offer()
        if not victim.treated_as_child:
            for name in ("given_by", "guardian", "assent"):
                del self.fields[name]
        for name, field in self.fields.items():
            if name not in STEPS[step - 1]:
                field.widget = field.hidden_widget()

    def _offer(self) -> None:
        told = language()
        own = self.victim.organisation_id
        names = OrganisationName.objects.filter(until_on=None).exclude(organisation_id=own)
        here = Organisation.objects.values_list("id", flat=True)
        offered = {
            "to": [("", _("Nobody here"))]
            + [(str(n.organisation_id), n.short) for n in names if n.organisation_id in set(here)],
            "to_kind": [("", _("Nobody else")), *wording.choices("organisation_kind", blank=False)],
            "purpose": [(key, row["label"][told]) for key, row in PURPOSES.items()],
            "language": wording.choices("language"),
            "evidence": wording.table_choices(EVIDENCE),
            "guardian": [("", _("Nobody"))]
            + [
                (str(row.id), str(row.from_at.date()) + " · " + row.kind)
                for row in guardians_of(self.victim, now=timezone.now())
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].widget.choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask of each page what the next one needs; the rule asks the rest at the end."""
        told = self.cleaned_data
        if self.step == 1 and bool(told.get("to")) == bool(told.get("to_kind")):
            self.add_error("to", _("Name one recipient. Each has a consent of its own."))
        if self.step == 2 and not told.get("purpose"):
            self.add_error("purpose", _("Choose one."))
        if self.step == 5 and not told.get("said"):
            self.add_error("said", _("Choose one: her no is an answer too."))

    def told(self) -> Told:
        """Give what was asked and said."""
        said = self.cleaned_data
        until = said["until"]
        return Told(
            purpose=said["purpose"],
            groups=tuple(FieldGroup(group) for group in said["groups"]),
            to_organisation=UUID(said["to"]) if said["to"] else None,
            to_kind=said["to_kind"],
            to_words=said["to_words"],
            language=said["language"],
            interpreter=said["interpreter"],
            no_explained=said["no_explained"],
            evidence=said["evidence"],
            until=_end_of(until) if until else None,
            given_by=said.get("given_by") or "herself",
            guardian=UUID(said["guardian"]) if said.get("guardian") else None,
            assent="" if said.get("assent") == "too_young" else said.get("assent", ""),
            too_young=said.get("assent") == "too_young",
            words=said["words"],
        )

    def summary(self) -> list[tuple[str, str]]:
        """Give what will be written, in words."""
        rows = []
        for step in STEPS[:-1]:
            for name in step:
                if name in self.fields and self.cleaned_data.get(name):
                    rows.append((str(self.fields[name].label), self._words(name)))
        return rows

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, bool):
            return str(_("Yes"))
        offered = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, list):
            return ", ".join(str(offered.get(each, each)) for each in value)
        return str(offered.get(value, value))


def _end_of(day: Any) -> datetime:
    """Give the end of a day in the organisation's zone: a consent holds through its last day."""
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1)
