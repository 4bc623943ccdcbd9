"""Accepting a report: what happened in codes, and whose files are begun."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import PartialDateField
from suar.base.ui.words import day
from suar.knowledge.rules.permissions import Permission
from suar.rooms.intake.facts import EventFacts
from suar.rooms.intake.models import Incident, PersonConcerned
from suar.rooms.intake.selectors import (
    get_report_for,
    incidents_visible_to,
    persons_concerned_of,
)
from suar.rooms.intake.services.deciding import may_be_accepted
from suar.rooms.victims import wording
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.base import reference_field, several
from suar.rooms.victims.services import accept_report

_EVENTS = 30  # the newest, offered by name; any other by its reference


class AcceptForm(OnceForm):
    """The incident in codes, as far as known, and whose files are begun."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Begin a file for"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Persons named in the report stay persons named: no file is begun for them."
        ),
    )
    incident = forms.ChoiceField(
        label=gettext_lazy("Which event"),
        required=False,
        help_text=gettext_lazy(
            "Several reports may tell of one event. What is chosen below then stays unused."
        ),
    )
    reference = reference_field(
        gettext_lazy("Or the reference of an event that stands already"), required=False
    )
    from_on = PartialDateField(label=gettext_lazy("From"), required=False)
    until_on = PartialDateField(label=gettext_lazy("Until"), required=False)

    def __init__(
        self,
        *args: Any,
        persons: list[PersonConcerned],
        events: list[Incident],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = [(str(each.id), _event_words(each)) for each in events]
        self.fields["incident"].choices = [("", _("A new event")), *told]  # type: ignore[attr-defined]
        chosen = self.fields["chosen"]
        chosen.choices = [(str(p.id), _words(p)) for p in persons]  # type: ignore[attr-defined]
        chosen.initial = [str(p.id) for p in persons]
        for name, (label, vocabulary) in {
            "purposes": (_("Purposes of exploitation"), "purpose"),
            "means": (_("Means"), "means"),
            "acts": (_("Acts"), "act"),
            "sectors": (_("Sectors"), "sector"),
        }.items():
            self.fields[name] = several(label, wording.choices(vocabulary, blank=False))
        for name, label in {
            "recruited_in": _("Recruited in (country)"),
            "exploited_in": _("Exploited in (country)"),
        }.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=wording.choices("country"), required=False
            )

    def facts(self) -> EventFacts:
        """Give the coded facts of the event."""
        told = self.cleaned_data
        return EventFacts(
            purposes=tuple(told["purposes"]),
            means=tuple(told["means"]),
            acts=tuple(told["acts"]),
            sectors=tuple(told["sectors"]),
            recruited_in=told["recruited_in"],
            exploited_in=told["exploited_in"],
            from_on=told["from_on"],
            until_on=told["until_on"],
        )


@require_http_methods(["GET", "POST"])
@needs(Permission.DECIDE_REPORTS)
def accept(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Accept a report: an incident, and a file for each person concerned who is chosen."""
    report = get_report_for(request.actor, report_id)
    may_be_accepted(report, request.actor).require()
    persons = list(persons_concerned_of(report, request.actor))
    events = incidents_visible_to(request.actor)
    form = AcceptForm(request.POST or None, persons=persons, events=list(events[:_EVENTS]))
    joined: Incident | None = None
    if request.method == "POST" and form.is_valid():
        joined = _joined(form, events)

    def deed() -> str:
        _incident, files = accept_report(
            incident=joined,
            report=report,
            facts=form.facts(),
            chosen=[UUID(key) for key in form.cleaned_data["chosen"]],
            now=timezone.now(),
            by=request.actor,
        )
        if len(files) == 1:
            return reverse("victims:file", args=[files[0].id])
        return reverse("victims:index")

    page = {
        "heading": _("Accept the report"),
        "lead": _(
            "It becomes an incident. What was told is carried over, so that nobody asks twice."
        ),
        "happens": [
            _("An incident is made, with the codes below; or the report joins one that stands."),
            _("Each person who is ticked gets a file of her own, sealed, with status: signal."),
            _("A person who is not yet free gets one too; nobody calls or writes to her number."),
        ],
        "button": _("Accept"),
        "back": reverse("reports:report", args=[report.id]),
    }
    return run(request, form, deed, page=page)


def _joined(form: AcceptForm, events: QuerySet[Incident]) -> Incident | None:
    """Give the event that the report joins, if one was named; a wrong reference is told."""
    chosen, reference = form.cleaned_data["incident"], form.cleaned_data["reference"]
    if reference:
        found = events.filter(reference=reference).first()
        if found is None:
            form.add_error("reference", _("There is no event with this reference here."))
        elif chosen and str(found.id) != chosen:
            form.add_error("reference", _("Two events are named. Choose one."))
        return found
    return events.filter(id=chosen).first() if chosen else None


def _event_words(event: Incident) -> str:
    """Give an event in codes: when it was accepted, where, for which purposes."""
    parts = [
        event.reference,
        day(event.accepted_at.date()),
        wording.code("country", event.exploited_in),
        wording.codes("purpose", event.purposes[:2]),
    ]
    return " · ".join(part for part in parts if part)


def _words(person: PersonConcerned) -> str:
    parts = [
        _("Person %(number)s") % {"number": person.number},
        wording.code("age_band", person.age_band),
        wording.code("sex", person.sex),
        wording.code("country", person.citizenship),
        _("not yet free") if person.state in ("held", "missing") else "",
    ]
    return " · ".join(part for part in parts if part)
