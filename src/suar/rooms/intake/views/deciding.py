"""Deeds on one report: take over, add words, name, pass on, answer, put aside, take up again."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.versions import StaleWrite
from suar.base.accounts.models import Organisation, OrganisationName
from suar.base.accounts.once import once
from suar.base.ui.stale import VersionedForm
from suar.base.ui.words import language
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.permissions import Permission
from suar.rooms.intake import selectors, services
from suar.rooms.intake.facts import Named, Passing
from suar.rooms.intake.forms.call import words
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import keeping, numbers
from suar.rooms.intake.services.deciding import answer_sender as answer_the_sender
from suar.rooms.intake.wording import ORGANISATIONS, REASONS_ASIDE, choices, in_words
from suar.rooms.intake.wording import several_in_words as several

both = require_http_methods(["GET", "HEAD", "POST"])


class AsideForm(VersionedForm):
    """Why a report is put aside."""

    reason = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Too little known is no reason: leave it where it is, and call back."),
        choices=choices(REASONS_ASIDE),
        widget=forms.RadioSelect,
    )


class ActForm(VersionedForm):
    """An investigator's act about a person named: its number and its day."""

    number = forms.CharField(label=_("Number of the act"), max_length=80)
    on = forms.DateField(
        label=_("Day of the act"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PassForm(VersionedForm):
    """To whom a report is passed on."""

    to = forms.ChoiceField(
        label=_("An organisation that works here"),
        help_text=_(
            "It gets a report of its own with its clocks: status, country, age band and sex."
            " No name, no contact, no word of the story."
        ),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Or somebody outside"),
        choices=[("", _("Choose")), *choices(ORGANISATIONS)],
        required=False,
    )
    words = words(_("Whom, and how they were told"), hint=_("Sealed."), most=300, rows=2)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [("", _("Choose")), *_receivers(by)]

    def clean(self) -> dict[str, Any]:
        """Ask to whom."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("to") and not (told.get("kind") and told.get("words")):
            self.add_error("to", _("Choose an organisation, or say whom outside you told."))
        return told

    def passing(self) -> Passing:
        """Give it as the service takes it."""
        told = self.cleaned_data
        to = UUID(told["to"]) if told["to"] else None
        return Passing(to=to, kind=told["kind"], words=told["words"])


#: Kinds of organisation in which somebody takes reports.
_TAKING = ("mission", "women_child", "migrant_agency", "shelter", "social", "ngo", "union")


def _receivers(by: Actor) -> list[tuple[str, str]]:
    kinds = Organisation.objects.filter(kind__in=_TAKING).exclude(pk=by.organisation)
    rows = OrganisationName.objects.filter(organisation__in=kinds, until_on=None)
    named = "name_id" if language() == "id" else "name_en"
    return [
        (str(key), name) for key, name in rows.order_by(named).values_list("organisation_id", named)
    ]


@require_POST
@needs(Permission.TAKE_REPORTS)
def take(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Put one's own name beside it."""
    found = selectors.get_report_for(request.actor, report_id)
    services.take_over(report=found, now=timezone.now(), by=request.actor)
    return redirect("reports:report", found.id)


@require_POST
@needs(Permission.TAKE_REPORTS)
def ask_supervisor(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Hand it to one who decides."""
    found = selectors.get_report_for(request.actor, report_id)
    keeping.ask_supervisor(report=found, now=timezone.now(), by=request.actor)
    return redirect("reports:report", found.id)


@require_POST
@needs(Permission.TAKE_REPORTS)
def told(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Add words."""
    found = selectors.get_report_for(request.actor, report_id)

    def deed() -> str:
        said = request.POST.get("words", "")[:2000]
        services.add_told(report=found, words=said, now=timezone.now(), by=request.actor)
        return reverse("reports:report", args=[found.id])

    return _once(request, found, deed)


@require_POST
@needs(Permission.TAKE_REPORTS)
def name(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep a person named."""
    found = selectors.get_report_for(request.actor, report_id)
    named = Named(request.POST.get("name", "")[:120], "", request.POST.get("words", "")[:300])

    def deed() -> str:
        if named.name.strip() or named.words.strip():
            services.name_person(report=found, named=named, now=timezone.now(), by=request.actor)
        return reverse("reports:report", args=[found.id])

    return _once(request, found, deed)


@require_POST
@needs(Permission.TAKE_REPORTS)
def number(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep the number that another system gave the report."""
    found = selectors.get_report_for(request.actor, report_id)

    def deed() -> str:
        numbers.keep_number(
            report=found,
            system=request.POST.get("system", ""),
            number=request.POST.get("number", ""),
            by=request.actor,
        )
        return reverse("reports:report", args=[found.id])

    return _once(request, found, deed)


@require_POST
@needs(Permission.TAKE_REPORTS)
def no_number(request: HttpRequest, report_id: UUID, number_id: UUID) -> HttpResponse:
    """Take back a number that was written down by mistake."""
    found = selectors.get_report_for(request.actor, report_id)
    numbers.take_back_number(report=found, number_id=number_id, by=request.actor)
    return redirect("reports:report", found.id)


@both
@needs(Permission.DECIDE_REPORTS)
def act(request: HttpRequest, report_id: UUID, named_id: UUID) -> HttpResponse:
    """Note an investigator's dated, numbered act: it keeps a person named beyond twelve months."""
    found = selectors.get_report_for(request.actor, report_id)
    named = selectors.named_in(found, request.actor).filter(id=named_id, erased_at=None).first()
    if named is None:
        raise Http404
    start = {"number": named.act_number, "on": named.act_on, "version": found.version}
    form = ActForm(request.POST or None, initial=start)

    def deed() -> str:
        told = form.cleaned_data
        keeping.note_act(named=named, number=told["number"], on=told["on"], by=request.actor)
        return reverse("reports:report", args=[found.id])

    return _versioned(request, "intake/act.html", form, found, deed)


@both
@needs(Permission.TAKE_REPORTS)
def pass_on(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Say to whom; the answer is waited for."""
    found = selectors.get_report_for(request.actor, report_id)
    may_move(REPORT, "pass_on", state=found.state, holder=request.actor.holder).require()
    form = PassForm(request.POST or None, by=request.actor, initial={"version": found.version})

    def deed() -> str:
        services.pass_on_report(
            report=found,
            to=form.passing(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("reports:report", args=[found.id])

    return _versioned(request, "intake/pass_on.html", form, found, deed)


@both
@needs(Permission.DECIDE_REPORTS)
def aside(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Put a report aside, with its reason."""
    found = selectors.get_report_for(request.actor, report_id)
    may_move(REPORT, "not_indicate", state=found.state, holder=request.actor.holder).require()
    form = AsideForm(request.POST or None, initial={"version": found.version})

    def deed() -> str:
        services.not_indicate_report(
            report=found,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("reports:report", args=[found.id])

    return _versioned(request, "intake/aside.html", form, found, deed)


@require_POST
@needs(Permission.TAKE_REPORTS)
def back(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take it up again."""
    found = selectors.get_report_for(request.actor, report_id)
    version = request.POST.get("version", "")
    services.take_back_report(
        report=found,
        version=int(version) if version.isdecimal() else 0,
        now=timezone.now(),
        by=request.actor,
    )
    return redirect("reports:report", found.id)


@require_POST
@needs(Permission.TAKE_REPORTS)
def answer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Note what they answered to whom it was passed on."""
    found = selectors.get_report_for(request.actor, report_id)
    services.note_answer(
        report=found,
        answer=request.POST.get("answer", ""),
        now=timezone.now(),
        by=request.actor,
    )
    return redirect("reports:report", found.id)


@require_POST
@needs(Permission.TAKE_REPORTS)
def answer_sender(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Answer those who passed it on to us."""
    found = selectors.get_report_for(request.actor, report_id)
    answer_the_sender(
        report=found,
        answer=request.POST.get("answer", ""),
        now=timezone.now(),
        by=request.actor,
    )
    return redirect("reports:report", found.id)


@require_safe
@needs(Permission.READ_VICTIMS)
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show an incident's coded facts: ours, or granted."""
    now = timezone.now()
    found = selectors.get_incident_for(request.actor, incident_id, now=now)
    return render(
        request,
        "intake/incident.html",
        {
            "incident": found,
            "purposes": several("purpose", found.purposes),
            "means": several("means", found.means),
            "acts": several("act", found.acts),
            "sectors": several("sector", found.sectors),
            "recruited_in": _place(found.recruited_in),
            "transit": ", ".join(_place(code) for code in found.transit),
            "exploited_in": _place(found.exploited_in),
            "reports": selectors.reports_visible_to(request.actor).filter(incident_id=found.id),
        },
    )


def _place(code: str) -> str:
    for name in ("country", "province", "regency"):
        if found := in_words(name, code):
            return found
    return code


def _once(request: HttpRequest, found: Report, deed: Any) -> HttpResponse:
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        return redirect("reports:report", found.id)
    led_to, _now = once(key=key, deed=deed, by=request.actor)
    return redirect(led_to)


def _versioned(
    request: HttpRequest, template: str, form: VersionedForm, found: Report, deed: Any
) -> HttpResponse:
    """Send a form once; where somebody changed the report meanwhile, nothing typed is lost."""
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        except StaleWrite:
            changed = True
            form.data = form.data.copy()
            form.data["version"] = str(selectors.get_report_for(request.actor, found.id).version)
        else:
            return redirect(led_to)
    status = 409 if changed else (422 if form.is_bound and form.errors else 200)
    facts = {"form": form, "report": found, "changed": changed}
    return render(request, template, facts, status=status)
