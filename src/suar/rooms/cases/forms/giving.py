"""Forms of the plan, services, entitlements, livelihoods."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField
from suar.base.ui.stale import VersionedForm
from suar.rooms.cases import wording
from suar.rooms.cases.forms.fields import (
    day_field,
    line_field,
    of_list,
    rupiah,
    services,
    words_field,
)


class GoalForm(OnceForm):
    """A goal of hers."""

    domain = of_list("need_domain", _("What it is about"))
    words = words_field(_("What she wants to reach"), required=True, help_text=_("As she says it."))
    by_on = PartialDateField(label=_("Until when"), required=False)


class GoalEndForm(VersionedForm):
    """How a goal stands."""

    state = forms.ChoiceField(
        label=_("How it stands"), choices=lambda: wording.states(wording.GOAL)
    )


class HerWordForm(VersionedForm):
    """What she says to the plan."""

    her_words = forms.ChoiceField(
        label=_("What she says to the plan"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        widget=forms.RadioSelect,
        help_text=_("Her no is an answer. The services go on."),
    )
    on = day_field(_("On which day"))


class ServiceForm(OnceForm):
    """A service that is offered."""

    code = forms.ChoiceField(label=_("Which service"), choices=lambda: services())
    goal = forms.ChoiceField(label=_("For which goal"), required=False)
    own = forms.ChoiceField(
        label=_("Who gives it"),
        choices=(("yes", _("We do")), ("no", _("Another organisation"))),
        widget=forms.RadioSelect,
        initial="yes",
    )
    provider = line_field(
        _("Which organisation"), help_text=_("Only where it is another one. Sealed.")
    )
    when = day_field(_("When, or from when"), required=False)
    until = day_field(_("Until when"), required=False)
    times = forms.IntegerField(label=_("How many times"), initial=1, min_value=1, max_value=999)
    cost = rupiah(_("Cost"))
    words = words_field(_("What is agreed"), help_text=_("Sealed; no names of others."))

    def __init__(self, *args: Any, goals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [("", _now("None of them")), *goals]


class StepForm(VersionedForm):
    """What comes with a service's next step."""

    answer = of_list("service_answer", _("Why"), required=False)
    when = day_field(_("When"), required=False)
    held = forms.IntegerField(
        label=_("How many times it was held"), required=False, min_value=0, max_value=999
    )
    cost = rupiah(_("Cost"))
    raised_by_her = forms.BooleanField(
        label=_("She raised it herself"), required=False, help_text=_("After her no, only then.")
    )


class EntitlementForm(OnceForm):
    """One entitlement and how it stands."""

    code = of_list("entitlement", _("What"))
    state = forms.ChoiceField(
        label=_("How it stands"), choices=lambda: wording.states(wording.ENTITLEMENT)
    )
    on = day_field(_("Since when"), required=False)
    words = words_field(_("What is to be done"))


class LivelihoodForm(VersionedForm):
    """A step to a living of her own."""

    code = of_list("livelihood", _("What"), help_text=_("Her choice."))
    state = forms.ChoiceField(
        label=_("How it stands"), choices=lambda: wording.states(wording.LIVELIHOOD)
    )
    from_on = day_field(_("From when"), required=False)
    until_on = day_field(_("Until when"), required=False)
    amount = rupiah(_("Money given"))
    outcome = of_list("livelihood_outcome", _("What came of it"), required=False)
    words = words_field(_("In words"))
