"""Forms of assessment and return."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import answer
from suar.base.ui.stale import VersionedForm
from suar.knowledge.rules.needs import SCORES, Sense
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.forms.fields import (
    day_field,
    is_health,
    line_field,
    of_list,
    words_field,
)


class AssessmentForm(OnceForm):
    """Scores a domain, and each item as risk, protection, not known, not asked."""

    on = day_field(_("On which day"))
    her_words = words_field(
        _("How she sees it"), help_text=_("In her own words, if she wants that.")
    )
    words = words_field(_("How you see it"))

    SENSES = (
        (Sense.RISK.value, _("Risk")),
        (Sense.PROTECTIVE.value, _("Protection")),
        (Sense.NOT_KNOWN.value, _("Not known")),
        (Sense.NOT_ASKED.value, _("Not asked")),
    )

    def __init__(self, *args: Any, health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = [
            code.code for code in code_list("need_domain") if health or not is_health(code.code)
        ]
        self.items = [
            (
                level.code,
                [c for c in code_list("need").children(level.code) if health or not is_health(c)],
            )
            for level in code_list("need")
            if level.parent is None
        ]
        for code in self.domains:
            self.fields[f"score_{code}"] = forms.ChoiceField(
                label=wording.label("need_domain", code),
                required=False,
                initial="",
                choices=[
                    *((str(s), _now(wording.SCORE[s])) for s in SCORES),
                    ("", _now("Not asked")),
                ],
            )
        for code in (code for _level, codes in self.items for code in codes):
            name = wording.label("need", code)
            self.fields[f"sense_{code}"] = forms.ChoiceField(
                label=name, choices=self.SENSES, initial=Sense.NOT_ASKED.value, required=False
            )
            self.fields[f"urgency_{code}"] = forms.ChoiceField(
                label=_now("How soon: %(item)s") % {"item": name},
                required=False,
                choices=[("", _now("no hurry")), *wording.in_table(wording.URGENCY)],
            )

    def scored(self) -> list[Any]:
        """Give the domains' fields."""
        return [self[f"score_{code}"] for code in self.domains]

    def asked(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """Give the items' fields, a level at a time."""
        return [
            (
                wording.label("need", level),
                [(self[f"sense_{code}"], self[f"urgency_{code}"]) for code in codes],
            )
            for level, codes in self.items
        ]

    def scores(self) -> dict[str, int]:
        """Give what was scored."""
        told = self.cleaned_data
        return {c: int(told[f"score_{c}"]) for c in self.domains if told.get(f"score_{c}")}

    def senses(self) -> dict[str, tuple[str, str]]:
        """Give what was answered."""
        told = self.cleaned_data
        return {
            code: (told[f"sense_{code}"], told.get(f"urgency_{code}", ""))
            for _level, codes in self.items
            for code in codes
            if told.get(f"sense_{code}", "") not in ("", Sense.NOT_ASKED.value)
        }


class ReturnForm(VersionedForm):
    """A return: her will, the risks, the papers, who receives."""

    voluntary = answer(_("She wants to return"), help_text=_("In her own words, asked alone."))
    weighed_with_her = forms.BooleanField(
        label=_("The risks were weighed with her, before anything was booked"), required=False
    )
    country = of_list("country", _("To which country"), required=False)
    place = line_field(_("To which place"), help_text=_("Sealed."))
    receiver = of_list("receiver", _("Who receives her"), required=False)
    whom = line_field(_("Name and number of who receives her"), help_text=_("Sealed."))
    best_interest = answer(
        _("For a child: somebody who may decided that it is in the best interest")
    )
    leaves_on = day_field(_("When she leaves"), required=False)
    words = words_field(_("What else is agreed"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in wording.choices("return_risk"):
            self.fields[f"risk_{code}"] = field = answer(name)
            field.required = False
        for code, name in wording.choices("return_paper"):
            self.fields[f"paper_{code}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[
                    ("", _now("Not asked")),
                    *((c, _now(wording.ANSWERS[c])) for c in ("has", "missing", "not_needed")),
                ],
            )

    def asked(self, prefix: str) -> list[Any]:
        """Give the fields of the risks or the papers."""
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def told(self, prefix: str) -> dict[str, str]:
        """Give what was answered of the risks or the papers."""
        found = {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }
        if prefix == "risk_":
            return {code: value or "not_asked" for code, value in found.items()}
        return {code: value for code, value in found.items() if value}


class ArrivedForm(VersionedForm):
    """When she arrived."""

    on = day_field(_("When she arrived"))
